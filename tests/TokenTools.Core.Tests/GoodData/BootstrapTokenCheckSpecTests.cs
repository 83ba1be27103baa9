using System;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.GoodData;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public class BootstrapTokenCheckSpecTests
{
    private const string Address = "https://analytics.example.com";

    [Theory]
    [InlineData("analytics.example.com", "https://analytics.example.com/")]
    [InlineData("https://analytics.example.com", "https://analytics.example.com/")]
    [InlineData("http://localhost:3000", "http://localhost:3000/")]
    public void Build_Uri_IsTheAddress(string uri, string expected)
    {
        using var checker = new BootstrapTokenCheckSpec { Uri = uri }.Build();
        Assert.Equal(expected, checker.Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://analytics.example.com", nameof(Messages.AddressUnencrypted))]
    [InlineData("https://admin:canary@analytics.example.com", nameof(Messages.AddressHoldsCredentials))]
    [InlineData("https://analytics.example.com/api/v1/profile", nameof(Messages.OrganizationUriHasApiPath))]
    [InlineData("ftp://analytics.example.com", nameof(Messages.AddressInvalid))]
    [InlineData("", nameof(Messages.AddressInvalid))]
    [InlineData(null, nameof(Messages.AddressInvalid))]
    public void Build_InvalidUri_IsAnErrorThatDoesNotRepeatIt(string? uri, string errorId)
    {
        var error = ErrorOf(new BootstrapTokenCheckSpec { Uri = uri });
        Assert.Equal(("Uri", errorId), (error.ParameterName, error.ErrorId));
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("analytics.example.com:8443")]
    [InlineData("[::1]:3000")]
    public void Build_HostHeader_IsAccepted(string host) =>
        new BootstrapTokenCheckSpec { Uri = Address, HostHeader = host }.Build().Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("user@host")]
    [InlineData("host:port")]
    [InlineData("host:99999")]
    [InlineData("a..b")]
    [InlineData("[...]")]
    [InlineData("a\r\nX: y")]
    public void Build_InvalidHostHeader_IsAnError(string host) =>
        Assert.Equal(nameof(Messages.HostHeaderInvalid), ErrorOf(new BootstrapTokenCheckSpec { Uri = Address, HostHeader = host }).ErrorId);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86401)]
    public void Build_TimeoutSecOutOfRange_IsAnError(int seconds) =>
        Assert.Equal("TimeoutSec", ErrorOf(new BootstrapTokenCheckSpec { Uri = Address, TimeoutSec = seconds }).ParameterName);

    [Theory]
    [InlineData(0)]
    [InlineData(3601)]
    public void Build_RetryIntervalSecOutOfRange_IsAnError(int seconds) => Assert.Equal(
        "RetryIntervalSec", ErrorOf(new BootstrapTokenCheckSpec { Uri = Address, Wait = true, RetryIntervalSec = seconds }).ParameterName);

    [Fact]
    public void Build_RetryIntervalSecWithoutWait_IsAnError() => Assert.Equal(
        nameof(Messages.RetryIntervalWithoutWait), ErrorOf(new BootstrapTokenCheckSpec { Uri = Address, RetryIntervalSec = 5 }).ErrorId);

    [Theory]
    [InlineData(null, 300)]
    [InlineData(20, 20)]
    [Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
    public async Task Build_Wait_LimitsTheWholeCheck(int? timeoutSec, int expected)
    {
        using var sandbox = TokenSandbox.Start();
        sandbox.OrganizationReady = false;
        var spec = new BootstrapTokenCheckSpec { Uri = sandbox.Uri.AbsoluteUri, Wait = true, TimeoutSec = timeoutSec };
        using var checker = spec.Build(new DelayClock());
        var check = await checker.CheckAsync(BootstrapTokenFactory.Create("admin", Requests.Secure("example")));
        Assert.False(check.Accepted);
        Assert.InRange(check.Elapsed.TotalSeconds, expected - 0.5, expected);
    }

    private static TokenArgumentException ErrorOf(BootstrapTokenCheckSpec spec) =>
        Assert.Throws<TokenArgumentException>(() => spec.Build());
}
