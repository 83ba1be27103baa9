using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>What the tests with a server do not reach: see <see cref="RequestPipelineRetryTests"/>.</summary>
public class RetryPolicyTests
{
    // A proxy that forbids the tunnel will do so again.
    [Theory]
    [InlineData(399, true)]
    [InlineData(400, false)]
    [InlineData(403, false)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(502, true)]
    public void Allows_StatusOfAProxy_DependsOnWhetherTheProxyForbidsIt(int status, bool allowed)
    {
        var failure = new TokenTransportException(
            nameof(Messages.ProxyTunnelRefused), [], TransportFailure.ConnectFailed, neverApplied: true, cause: null) { ProxyStatus = status };

        Assert.Equal(allowed, RetryPolicy.RejectedOnly.Allows(failure));
        Assert.False(RetryPolicy.Never.Allows(failure));
    }

    [Fact]
    public void Allows_ErrorOfAnotherKind_IsFalse() =>
        Assert.False(RetryPolicy.Idempotent.Allows(new TokenArgumentException("Connection", nameof(Messages.ConnectionClosed), "Service")));
}
