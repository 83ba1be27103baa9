using System.Net.Http;
using System.Net.Sockets;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>What no loopback network does: losing its route, or its host, in the middle of a request.</summary>
public class ClassifyTests
{
    [Theory]
    [InlineData(SocketError.HostUnreachable)]
    [InlineData(SocketError.NetworkUnreachable)]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.TryAgain)]
    [InlineData(SocketError.HostNotFound)]
    public void What_went_out_may_have_arrived_whatever_the_network_says_later(SocketError code)
    {
        var error = new HttpRequestException("lost", new SocketException((int)code));

        Assert.Equal(TransportFailure.ConnectionLost, ServiceClient.Classify(error, begun: true, timedOut: false));
        Assert.Equal(TransportFailure.TimedOut, ServiceClient.Classify(error, begun: true, timedOut: true));
    }

    [Theory]
    [InlineData(SocketError.HostUnreachable, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.NetworkUnreachable, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.ConnectionReset, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.HostNotFound, TransportFailure.NameNotResolved)]
    public void What_never_went_out_didnt_arrive(SocketError code, TransportFailure failure) =>
        Assert.Equal(failure, ServiceClient.Classify(new HttpRequestException("lost", new SocketException((int)code)), begun: false, timedOut: false));

    [Theory]
    [InlineData(SocketError.HostUnreachable, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.ConnectionReset, TransportFailure.ConnectionLost)]
    public void Without_a_body_only_the_error_can_tell(SocketError code, TransportFailure failure) =>
        Assert.Equal(failure, ServiceClient.Classify(new HttpRequestException("lost", new SocketException((int)code)), begun: null, timedOut: false));
}
