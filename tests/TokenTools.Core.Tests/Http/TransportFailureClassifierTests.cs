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
    [InlineData(SocketError.HostUnreachable, HttpRequestError.ConnectionError, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.TimedOut, HttpRequestError.ConnectionError, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.TimedOut, HttpRequestError.Unknown, TransportFailure.ConnectionLost)]
    [InlineData(SocketError.ConnectionReset, HttpRequestError.Unknown, TransportFailure.ConnectionLost)]
    // The route was lost while the response was awaited.
    [InlineData(SocketError.HostUnreachable, HttpRequestError.Unknown, TransportFailure.ConnectionLost)]
    [InlineData(SocketError.NetworkUnreachable, HttpRequestError.ResponseEnded, TransportFailure.ConnectionLost)]
    public void Classify_RequestWithoutBody_DependsOnError(SocketError code, HttpRequestError error, TransportFailure failure) => Assert.Equal(
        failure,
        TransportFailureClassifier.Classify(
            new HttpRequestException(error, "lost", new SocketException((int)code)), sendingStarted: null, timedOut: false));

    [Fact]
    public void Describe_NestedExceptions_KeepsTypesAndCodesButNoText()
    {
        var error = new HttpRequestException(
            HttpRequestError.InvalidResponse, "secret1", new System.IO.IOException("secret2", new SocketException((int)SocketError.ConnectionReset)));

        Assert.Equal(
            new TransportCause("HttpRequestException, IOException, SocketException", "InvalidResponse", SocketError.ConnectionReset),
            TransportFailureClassifier.Describe(error));
    }

    private static HttpRequestException Error(SocketError code) => new("lost", new SocketException((int)code));
}
