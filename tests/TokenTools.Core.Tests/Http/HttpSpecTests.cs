using System;
using System.Linq;
using System.Net;
using TokenTools.Http;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class HttpSpecTests
{
    private static readonly NetworkCredential Credential = new("proxyuser", "hunter22");

    [Fact]
    public void Build_Defaults_AreThoseOfHelp()
    {
        var options = new HttpSpec().Build();

        Assert.Equal(
            (TimeSpan.FromSeconds(100), 5, TimeSpan.FromSeconds(1), null),
            (options.Timeout, options.MaximumRetryCount, options.RetryInterval, options.RequestsPerSecond));
    }

    [Theory]
    [InlineData("TimeoutSec", 0, "1", "86400")]
    [InlineData("TimeoutSec", -1, "1", "86400")]
    [InlineData("TimeoutSec", 86401, "1", "86400")]
    [InlineData("MaximumRetryCount", -1, "0", "100")]
    [InlineData("MaximumRetryCount", 101, "0", "100")]
    [InlineData("RetryIntervalSec", 0, "1", "3600")]
    [InlineData("RetryIntervalSec", 3601, "1", "3600")]
    [InlineData("RequestsPerSecond", 0, "0.1", "1000")]
    [InlineData("RequestsPerSecond", 0.09, "0.1", "1000")]
    [InlineData("RequestsPerSecond", 1000.5, "0.1", "1000")]
    [InlineData("RequestsPerSecond", double.NaN, "0.1", "1000")]
    [InlineData("RequestsPerSecond", double.PositiveInfinity, "0.1", "1000")]
    [InlineData("RequestsPerSecond", 1e300, "0.1", "1000")]
    public void Build_NumberOutOfRange_IsRejectedWithRange(string key, double value, string least, string most)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () =>
            {
                var error = Assert.Throws<TokenArgumentException>(() => Set(key, value).Build());

                Assert.Equal((key, nameof(Messages.SettingOutOfRange)), (error.ParameterName, error.ErrorId));
                Assert.StartsWith(key + " ", error.Message, StringComparison.Ordinal);
                Assert.EndsWith(" is out of range. Specify " + least + " to " + most + ".", error.Message, StringComparison.Ordinal);
            });
        }
    }

    [Theory]
    [InlineData("TimeoutSec", 1)]
    [InlineData("TimeoutSec", 86400)]
    [InlineData("MaximumRetryCount", 0)]
    [InlineData("MaximumRetryCount", 100)]
    [InlineData("RetryIntervalSec", 1)]
    [InlineData("RetryIntervalSec", 3600)]
    [InlineData("RequestsPerSecond", 0.1)]
    [InlineData("RequestsPerSecond", 1000)]
    public void Build_NumberAtEndOfRange_IsAccepted(string key, double value)
    {
        var options = Set(key, value).Build();

        Assert.Equal(value, key switch
        {
            "TimeoutSec" => options.Timeout.TotalSeconds,
            "MaximumRetryCount" => options.MaximumRetryCount,
            "RetryIntervalSec" => options.RetryInterval.TotalSeconds,
            _ => options.RequestsPerSecond,
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("proxy")]
    [InlineData("/proxy")]
    [InlineData("proxy.corp:8080")]
    [InlineData("ftp://proxy.corp")]
    [InlineData("file:///proxy")]
    [InlineData("http://")]
    public void Build_InvalidProxy_IsRejectedWithExample(string proxy)
    {
        var error = Assert.Throws<TokenArgumentException>(() => new HttpSpec { Proxy = proxy }.Build());

        Assert.Equal(("Proxy", nameof(Messages.ProxyInvalid)), (error.ParameterName, error.ErrorId));
        Assert.Contains("http://proxy.example.com:8080", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ProxyWithCredentials_IsRejectedWithoutShowingThem()
    {
        var error = Assert.Throws<TokenArgumentException>(() => new HttpSpec { Proxy = "http://me:hunter22@proxy.corp:8080" }.Build());

        Assert.Equal(("Proxy", nameof(Messages.AddressHoldsCredentials)), (error.ParameterName, error.ErrorId));
        Assert.DoesNotContain("hunter22", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Proxy_IsParsed() =>
        Assert.Equal(new Uri("http://proxy.corp:8080/"), new HttpSpec { Proxy = " http://proxy.corp:8080 " }.Build().Proxy);

    [Theory]
    [InlineData("Proxy", "NoProxy")]
    [InlineData("ProxyCredential", "NoProxy")]
    [InlineData("ProxyUseDefaultCredentials", "NoProxy")]
    [InlineData("Proxy", "Sandbox")]
    [InlineData("ProxyCredential", "Sandbox")]
    [InlineData("ProxyUseDefaultCredentials", "Sandbox")]
    [InlineData("ProxyCredential", "ProxyUseDefaultCredentials")]
    public void Build_SettingsThatExcludeEachOther_AreRejected(string key, string other)
    {
        var spec = new HttpSpec();
        foreach (var name in new[] { key, other })
        {
            switch (name)
            {
                case "Proxy":
                    spec.Proxy = "http://proxy.corp:8080";
                    break;
                case "ProxyCredential":
                    spec.ProxyCredential = Credential;
                    break;
                case "ProxyUseDefaultCredentials":
                    spec.ProxyUseDefaultCredentials = true;
                    break;
                case "NoProxy":
                    spec.NoProxy = true;
                    break;
                default:
                    spec.Sandbox = true;
                    break;
            }
        }

        var error = Assert.Throws<TokenArgumentException>(spec.Build);

        Assert.Equal((key, nameof(Messages.SettingsExclusive)), (error.ParameterName, error.ErrorId));
        Assert.StartsWith(key + " and " + other + " cannot be used together.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ProxyCredentialWithoutProxy_IsForTheSystemProxy() =>
        Assert.Same(Credential, new HttpSpec { ProxyCredential = Credential }.Build().ProxyCredential);

    [Theory]
    [InlineData("password", "password")]
    [InlineData("password\n", "password")]
    [InlineData("password\r\n\n", "password")]
    [InlineData(" pass\nword ", " pass\nword ")]
    [InlineData("", "")]
    public void Build_LineEndAfterProxyPassword_IsRemovedAndReported(string given, string sent)
    {
        var options = new HttpSpec { ProxyCredential = new NetworkCredential("user", given, "CORP") }.Build();

        var credential = options.ProxyCredential!;
        Assert.Equal(("CORP", "user", sent), (credential.Domain, credential.UserName, credential.Password));
        Assert.Equal(
            given == sent ? [] : ["White space at the end of ProxyCredential, such as a line end from a file, was removed."],
            options.Remarks.Select(static remark => remark.ToString()));
    }

    [Fact]
    public void Build_Sandbox_BypassesTheSystemProxy() => Assert.True(new HttpSpec { Sandbox = true }.Build().NoProxy);

    private static HttpSpec Set(string key, double value)
    {
        var spec = new HttpSpec();
        switch (key)
        {
            case "TimeoutSec":
                spec.TimeoutSec = (int)value;
                break;
            case "MaximumRetryCount":
                spec.MaximumRetryCount = (int)value;
                break;
            case "RetryIntervalSec":
                spec.RetryIntervalSec = (int)value;
                break;
            default:
                spec.RequestsPerSecond = value;
                break;
        }

        return spec;
    }
}
