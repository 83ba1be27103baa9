using System.Net.Http;
using System.Net.Sockets;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>Failures that do not occur on loopback, such as a lost route during a request.</summary>
public class TransportFailureClassifierTests
{
    [Theory]
    [InlineData(SocketError.HostUnreachable)]
    [InlineData(SocketError.NetworkUnreachable)]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.TryAgain)]
    [InlineData(SocketError.HostNotFound)]
    public void Classify_SendingStarted_IsLostOrTimedOut(SocketError code)
    {
        var error = Error(code);

        Assert.Equal(TransportFailure.ConnectionLost, TransportFailureClassifier.Classify(error, sendingStarted: true, timedOut: false));
        Assert.Equal(TransportFailure.TimedOut, TransportFailureClassifier.Classify(error, sendingStarted: true, timedOut: true));
    }

    [Theory]
    [InlineData(SocketError.HostUnreachable, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.NetworkUnreachable, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.ConnectionReset, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.HostNotFound, TransportFailure.NameNotResolved)]
    public void Classify_SendingNotStarted_IsConnectFailure(SocketError code, TransportFailure failure) =>
        Assert.Equal(failure, TransportFailureClassifier.Classify(Error(code), sendingStarted: false, timedOut: false));

    [Theory]
    [InlineData(SocketError.HostUnreachable, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.ConnectionReset, TransportFailure.ConnectionLost)]
    public void Classify_RequestWithoutBody_DependsOnError(SocketError code, TransportFailure failure) =>
        Assert.Equal(failure, TransportFailureClassifier.Classify(Error(code), sendingStarted: null, timedOut: false));

    private static HttpRequestException Error(SocketError code) => new("lost", new SocketException((int)code));
}
