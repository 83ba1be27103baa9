using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>The errors for responses and failures, with their whole texts.</summary>
public class ErrorMapperTests
{
    private const string Effect = " " + Requests.Effect;

    private static readonly Uri Address = new("https://user@service.example.com:8443/base/");

    // The statuses for which the service certainly applied nothing are those of StatusCodeTests.
    [Theory]
    [InlineData(400, "BadRequest", "Service rejected the request (HTTP 400): Reason")]
    [InlineData(401, "Unauthorized", "Service rejected the credentials (HTTP 401): Reason")]
    [InlineData(403, "Forbidden", "Service denied access (HTTP 403): Reason")]
    [InlineData(404, "NotFound", "Service has no such resource (HTTP 404): Reason")]
    [InlineData(407, "ProxyRefused", "The proxy in front of Service requires valid credentials (HTTP 407): Reason")]
    [InlineData(409, "Conflict", "Service reported a conflict with existing data (HTTP 409): Reason")]
    [InlineData(410, "Gone", "Service no longer has this resource (HTTP 410): Reason")]
    [InlineData(429, "ServiceBusy", "Service is overloaded, or its rate limit is exceeded (HTTP 429): Reason")]
    [InlineData(503, "ServiceBusy", "Service is overloaded, or its rate limit is exceeded (HTTP 503): Reason")]
    [InlineData(501, "ServiceFailed", "Service failed (HTTP 501): Reason")]
    [InlineData(418, "UnexpectedStatus", "Service returned an unexpected response (HTTP 418): Reason." + Effect)]
    [InlineData(199, "UnexpectedStatus", "Service returned an unexpected response (HTTP 199): Reason." + Effect)]
    [InlineData(500, "ServiceFailed", "Service failed (HTTP 500): Reason." + Effect)]
    [InlineData(502, "GatewayFailed", "A gateway in front of Service got no response from it (HTTP 502): Reason." + Effect)]
    [InlineData(504, "GatewayFailed", "A gateway in front of Service got no response from it (HTTP 504): Reason." + Effect)]
    public void ToApiException_Status_DeterminesErrorAndEffect(int status, string errorId, string message)
    {
        var error = Map(Post, Response(status, "Reason"));

        Assert.Equal((errorId, status, message), (error.ErrorId, error.StatusCode, error.Message));
        Assert.Equal(!message.EndsWith(Effect, StringComparison.Ordinal), error.NeverApplied);
        Assert.Equal("Reason", error.ServiceError?.Message);
        Assert.Null(error.TraceId);
        Assert.Null(error.RetryAfter);
    }

    [Theory]
    [InlineData("Reason", ": Reason." + Effect)]
    [InlineData("Reason.", ": Reason." + Effect)]
    [InlineData("Reason!", ": Reason!" + Effect)]
    [InlineData("", ": no reason given." + Effect)]
    [InlineData("  \r\n", ": no reason given." + Effect)]
    public void ToApiException_Message_IsFollowedByOneFullStop(string reason, string end) =>
        Assert.EndsWith(end, Map(Post, Response(500, reason)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(7, "Reason", ": Reason. It requests a delay of 7 s.")]
    [InlineData(7, "Reason.", ": Reason. It requests a delay of 7 s.")]
    [InlineData(0, "Reason", ": Reason")]
    [InlineData(null, "Reason", ": Reason")]
    public void ToApiException_RetryAfter_IsInTheMessage(int? seconds, string reason, string end)
    {
        var delay = seconds is { } value ? TimeSpan.FromSeconds(value) : (TimeSpan?)null;

        var error = Map(Post, Response(429, reason) with { RetryAfter = delay });

        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
        Assert.Equal(delay, error.RetryAfter);
        // Where the request may have had an effect, that is what the user has to know.
        Assert.EndsWith(Effect, Map(Post, Response(500, reason) with { RetryAfter = delay }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToApiException_EarlierAttemptMayBeApplied_SaysSo()
    {
        var error = Map(Post, Response(429, "Reason"), mayBeApplied: true);

        Assert.False(error.NeverApplied);
        Assert.EndsWith(": Reason." + Effect, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToApiException_RequestWithoutLastingEffect_IsNeverApplied()
    {
        var error = Map(Requests.Get(RetryPolicy.Never), Response(500, "Reason"), mayBeApplied: true);

        Assert.True(error.NeverApplied);
        Assert.Equal("Service failed (HTTP 500): Reason", error.Message);
    }

    [Fact]
    public void ToApiException_LongTexts_AreCutAndRedacted()
    {
        var response = Response(500, "hunter22hunter22 " + new string('x', 1000)) with { TraceId = "hunter22hunter22 " + new string('y', 1000) };
        var request = Post with { Redactor = new Redactor(SecureText.FromString("hunter22hunter22")) };

        var error = Map(request, response);

        Assert.Contains(": ******** " + new string('x', 291) + "…." + Effect, error.Message, StringComparison.Ordinal);
        Assert.Equal("******** " + new string('y', 91) + "…", error.TraceId);
    }

    [Fact]
    public void InvalidResponse_Response_HasServiceArgumentsAndEffect()
    {
        var error = Mapper().InvalidResponse(
            Post, Response(200, "secret body") with { TraceId = "abc" }, nameof(Messages.ConnectionClosedDuringRequest), []);

        Assert.Equal("This connection to Service was closed during a request." + Effect, error.Message);
        Assert.Equal((200, false, "abc"), (error.StatusCode, error.NeverApplied, error.TraceId));
        Assert.True(Mapper().InvalidResponse(
            Requests.Get(RetryPolicy.Never), Response(200, ""), nameof(Messages.ConnectionClosedDuringRequest), []).NeverApplied);
    }

    [Fact]
    public void ToClosedException_Request_SaysWhatItPossibleEffect()
    {
        var failed = new SendResult.Failed(Socket(SocketError.ConnectionReset), true, RequestSent: true, TimedOut: false);

        var error = Mapper().ToClosedException(Post, failed);

        Assert.Equal("This connection to Service was closed during a request." + Effect, error.Message);
        Assert.Equal((TransportFailure.ConnectionLost, false), (error.Failure, error.NeverApplied));
        Assert.Equal(SocketError.ConnectionReset, error.Cause?.SocketErrorCode);
        Assert.Null(Mapper().ToClosedException(Post, null).Cause);
        Assert.True(Mapper().ToClosedException(Requests.Get(RetryPolicy.Never), null).NeverApplied);
    }

    [Fact]
    public void ConnectionClosed_Error_NamesTheService()
    {
        var error = Mapper().ConnectionClosed();

        Assert.Equal("This connection to Service is closed. Create a new connection.", error.Message);
        Assert.Equal("Connection", error.ParameterName);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, false, "The host name service.example.com:8443 of Service cannot be resolved."
        + " Check the spelling and the DNS configuration.")]
    [InlineData(SocketError.ConnectionRefused, false, "Service at service.example.com:8443 did not accept a connection; nothing was sent.")]
    [InlineData(SocketError.HostUnreachable, true, "Service at service.example.com:8443 did not accept a connection within 2.5 s;"
        + " nothing was sent.")]
    [InlineData(SocketError.TryAgain, false, "The host name service.example.com:8443 of Service cannot be resolved because no name server"
        + " responded. Check the network connection; nothing was sent.")]
    public void ToTransportException_NotSent_SaysWhy(SocketError code, bool timedOut, string message)
    {
        var failed = new SendResult.Failed(Socket(code), false, RequestSent: false, timedOut);
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () =>
            {
                var error = Mapper().ToTransportException(Post, failed, mayBeApplied: false, wasReached: false);

                Assert.Equal(message, error.Message);
                Assert.True(error.NeverApplied);
            });
        }
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, false, "The host name of the proxy proxy.example.com:3128 in front of Service cannot be resolved;"
        + " nothing was sent. Check the spelling and the DNS configuration.")]
    [InlineData(SocketError.ConnectionRefused, false, "The proxy proxy.example.com:3128 in front of Service at service.example.com:8443"
        + " did not accept a connection; nothing was sent.")]
    [InlineData(SocketError.HostUnreachable, true, "The proxy proxy.example.com:3128 in front of Service at service.example.com:8443"
        + " did not accept a connection within 2.5 s; nothing was sent.")]
    [InlineData(SocketError.TryAgain, false, "The host name of the proxy proxy.example.com:3128 in front of Service cannot be resolved"
        + " because no name server responded. Check the network connection; nothing was sent.")]
    public void ToTransportException_NotSentToProxy_NamesTheProxy(SocketError code, bool timedOut, string message) => Assert.Equal(
        message,
        Mapper(new Uri("http://user:hunter22@proxy.example.com:3128")).ToTransportException(
            Post, new SendResult.Failed(Socket(code), false, RequestSent: false, timedOut), mayBeApplied: false, wasReached: false).Message);

    [Theory]
    [InlineData(false, "The connection to Service at service.example.com:8443 was lost before the complete response arrived." + Effect)]
    [InlineData(true, "Service at service.example.com:8443 did not respond within 2.5 s." + Effect)]
    public void ToTransportException_Sent_SaysWhatItPossibleEffect(bool timedOut, string message)
    {
        var failed = new SendResult.Failed(Socket(SocketError.ConnectionReset), true, RequestSent: true, timedOut);

        // Where no connection failed, the proxy plays no part.
        var error = Mapper(new Uri("http://proxy.example.com:3128")).ToTransportException(Post, failed, mayBeApplied: false, wasReached: false);

        Assert.Equal(message, error.Message);
        Assert.False(error.NeverApplied);
        Assert.True(Mapper().ToTransportException(Requests.Get(RetryPolicy.Never), failed, true, false).NeverApplied);
    }

    [Fact]
    public void ToTransportException_UntrustedCertificate_SaysSo()
    {
        var failed = new SendResult.Failed(
            new HttpRequestException("x", new AuthenticationException("y")), false, RequestSent: false, TimedOut: false);

        var error = Assert.IsType<TokenTransportException>(Mapper().ToTransportException(Post, failed, mayBeApplied: false, wasReached: true));

        Assert.StartsWith("Service at service.example.com:8443 has no certificate that this machine trusts", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("nothing was sent.", error.Message, StringComparison.Ordinal);
        Assert.Equal((TransportFailure.TlsFailed, true), (error.Failure, error.NeverApplied));
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, false, true)]
    [InlineData(SocketError.ConnectionRefused, true, false)]
    [InlineData(SocketError.HostUnreachable, false, false)]
    public void ToTransportException_RefusedAtFirst_IsNotRunning(SocketError code, bool wasReached, bool expected)
    {
        var failed = new SendResult.Failed(Socket(code), false, RequestSent: false, TimedOut: false);

        var error = Assert.IsType<TokenTransportException>(Mapper().ToTransportException(Post, failed, mayBeApplied: false, wasReached));

        Assert.Equal(expected, error.IsNotRunning);
        Assert.Null(error.ProxyStatus);
    }

    [Fact]
    public void ToTransportException_EarlierAttemptMayBeApplied_SaysSo()
    {
        var failed = new SendResult.Failed(Socket(SocketError.ConnectionRefused), false, RequestSent: false, TimedOut: false);

        var error = Mapper().ToTransportException(Post, failed, mayBeApplied: true, wasReached: true);

        Assert.False(error.NeverApplied);
        Assert.EndsWith("nothing was sent." + Effect, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, false, "The proxy in front of Service rejected the tunnel to service.example.com:8443 (HTTP 403); nothing was sent.")]
    [InlineData(403, true, "The proxy in front of Service rejected the tunnel to service.example.com:8443 (HTTP 403); nothing was sent." + Effect)]
    [InlineData(407, false, "The proxy in front of Service requires valid credentials (HTTP 407): no reason given")]
    [InlineData(407, true, "The proxy in front of Service requires valid credentials (HTTP 407): no reason given." + Effect)]
    public void ToTransportException_TunnelRejected_HasTheProxysStatus(int status, bool mayBeApplied, string message)
    {
        var failed = new SendResult.Failed(
            new HttpRequestException("x", null, (HttpStatusCode)status), null, RequestSent: false, TimedOut: false);

        var error = Mapper(new Uri("http://proxy.example.com:3128")).ToTransportException(Post, failed, mayBeApplied, wasReached: false);

        Assert.Equal(message, error.Message);
        Assert.Equal(!mayBeApplied, error.NeverApplied);
        Assert.Equal(status, error is TokenApiException api ? api.StatusCode : ((TokenTransportException)error).ProxyStatus);
    }

    private static ServiceRequest Post => Requests.Post(RetryPolicy.RejectedOnly);

    private static ErrorMapper Mapper(Uri? proxy = null) => new(new PlainProtocol(), Address, TimeSpan.FromSeconds(2.5), () => proxy);

    private static TokenApiException Map(ServiceRequest request, ServiceResponse response, bool mayBeApplied = false) =>
        Mapper().ToApiException(request, response, mayBeApplied);

    private static ServiceResponse Response(int status, string body) => new(status, "text/plain", body);

    private static HttpRequestException Socket(SocketError code) => new("x", new SocketException((int)code));
}
