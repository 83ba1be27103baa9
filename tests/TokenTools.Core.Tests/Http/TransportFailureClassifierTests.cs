using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
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
    [InlineData(SocketError.HostUnreachable, HttpRequestError.NameResolutionError, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.HostUnreachable, HttpRequestError.SecureConnectionError, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.HostUnreachable, HttpRequestError.ProxyTunnelError, TransportFailure.ConnectFailed)]
    [InlineData(SocketError.HostUnreachable, HttpRequestError.UserAuthenticationError, TransportFailure.ConnectFailed)]
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

    [Theory]
    [InlineData(true, TransportFailure.TimedOut)]
    [InlineData(false, TransportFailure.ConnectionLost)]
    public void Classify_RequestWithoutBodyAndWithoutCode_DependsOnTheTimeLimit(bool timedOut, TransportFailure failure) =>
        Assert.Equal(failure, TransportFailureClassifier.Classify(new OperationCanceledException(), sendingStarted: null, timedOut));

    // Those of .NET Framework.
    [Theory]
    [InlineData(WebExceptionStatus.NameResolutionFailure, TransportFailure.NameNotResolved)]
    [InlineData(WebExceptionStatus.TrustFailure, TransportFailure.TlsFailed)]
    [InlineData(WebExceptionStatus.SecureChannelFailure, TransportFailure.TlsFailed)]
    [InlineData(WebExceptionStatus.ConnectFailure, TransportFailure.ConnectFailed)]
    [InlineData(WebExceptionStatus.ReceiveFailure, TransportFailure.ConnectFailed)]
    public void Classify_WebException_DependsOnItsStatus(WebExceptionStatus status, TransportFailure failure) => Assert.Equal(
        failure,
        TransportFailureClassifier.Classify(
            new HttpRequestException("lost", new WebException("lost", new IOException(), status, null)), sendingStarted: false, timedOut: false));

    // A certificate's error contains another one of the same type.
    [Fact]
    public void Classify_TwoAuthenticationExceptions_IsOfTls() => Assert.Equal(
        TransportFailure.TlsFailed,
        TransportFailureClassifier.Classify(
            new HttpRequestException("tls", new AuthenticationException("outer", new AuthenticationException("inner"))), null, timedOut: false));

    [Fact]
    public void Describe_NestedExceptions_KeepsTypesAndCodesButNoText()
    {
        var error = new HttpRequestException(
            HttpRequestError.InvalidResponse, "secret1", new IOException("secret2", new SocketException((int)SocketError.ConnectionReset)));

        Assert.Equal(
            new TransportCause("HttpRequestException, IOException, SocketException", "InvalidResponse", SocketError.ConnectionReset),
            TransportFailureClassifier.Describe(error));
    }

    private static HttpRequestException Error(SocketError code) => new("lost", new SocketException((int)code));
}
