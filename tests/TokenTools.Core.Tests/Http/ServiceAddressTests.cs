using System;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class ServiceAddressTests
{
    [Theory]
    [InlineData("https://api.boomi.com", "https://api.boomi.com/")]
    [InlineData(" https://api.boomi.com/ ", "https://api.boomi.com/")]
    [InlineData("HTTPS://API.BOOMI.COM:8443/a/b", "https://api.boomi.com:8443/a/b/")]
    [InlineData("https://api.boomi.com/a%20b", "https://api.boomi.com/a%20b/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://127.8.9.10", "http://127.8.9.10/")]
    [InlineData("http://[::1]:8080/x", "http://[::1]:8080/x/")]
    [InlineData("http://localhost", "http://localhost/")]
    [InlineData("http://LOCALHOST:81/", "http://localhost:81/")]
    public void Parse_HttpsOrLoopback_AddsTrailingSlash(string text, string address)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(address, ServiceAddress.Parse(text, "BaseUri", allowUnencrypted: false).AbsoluteUri));
        }
    }

    // RFC 1035 §2.3.4: 63 characters per label, and 253 in all without the dot at the end.
    [Theory]
    [InlineData(63, 10, true)]
    [InlineData(64, 10, false)]
    [InlineData(63, 61, true)]
    [InlineData(63, 62, false)]
    public void Parse_LongHost_IsAcceptedUpToTheLimitsOfDns(int first, int last, bool isValid)
    {
        var middle = last == 10 ? "." : "." + new string('b', 63) + "." + new string('c', 63) + ".";
        var text = "https://" + new string('a', first) + middle + new string('d', last);

        if (isValid)
        {
            Assert.Equal(text + "/", ServiceAddress.Parse(text, "BaseUri", allowUnencrypted: false).AbsoluteUri);
        }
        else
        {
            var error = Assert.Throws<TokenArgumentException>(() => ServiceAddress.Parse(text, "BaseUri", allowUnencrypted: false));
            Assert.Equal(nameof(Messages.AddressInvalid), error.ErrorId);
        }
    }

    [Theory]
    [InlineData("http://api.boomi.com")]
    [InlineData("http://localhost.evil.com")]
    [InlineData("http://127.0.0.1.evil.com")]
    [InlineData("http://evil.com/localhost")]
    [InlineData("http://localhost.localdomain")]
    [InlineData("http://0.0.0.0")]
    [InlineData("http://[::]")]
    [InlineData("http://128.0.0.1")]
    [InlineData("http://10.0.0.1")]
    [InlineData("http://[2001:db8::1]")]
    [InlineData("http://loca1host")]
    public void Parse_HttpToOtherHost_IsRejectedUnlessAllowed(string text)
    {
        var error = Assert.Throws<TokenArgumentException>(() => ServiceAddress.Parse(text, "BaseUri", allowUnencrypted: false));

        Assert.Equal(("BaseUri", nameof(Messages.AddressUnencrypted)), (error.ParameterName, error.ErrorId));
        Assert.Contains("AllowUnencryptedAuthentication", error.Message, StringComparison.Ordinal);
        Assert.Equal("http", ServiceAddress.Parse(text, "BaseUri", allowUnencrypted: true).Scheme);
    }

    [Theory]
    [InlineData("", nameof(Messages.AddressInvalid))]
    [InlineData(null, nameof(Messages.AddressInvalid))]
    [InlineData("   ", nameof(Messages.AddressInvalid))]
    [InlineData("api.boomi.com", nameof(Messages.AddressInvalid))]
    [InlineData("/api", nameof(Messages.AddressInvalid))]
    [InlineData("//api.boomi.com", nameof(Messages.AddressInvalid))]
    [InlineData("ftp://api.boomi.com", nameof(Messages.AddressInvalid))]
    [InlineData("file:///etc/passwd", nameof(Messages.AddressInvalid))]
    [InlineData("javascript:alert(1)", nameof(Messages.AddressInvalid))]
    [InlineData("https://", nameof(Messages.AddressInvalid))]
    [InlineData("https:///path", nameof(Messages.AddressInvalid))]
    [InlineData("https://a b", nameof(Messages.AddressInvalid))]
    [InlineData("https://api.boomi.com:99999", nameof(Messages.AddressInvalid))]
    [InlineData("https://atom-963f3eb3-hunter22-4f2a-9d1c-5b2e7a1c0d44", nameof(Messages.AddressInvalid))]
    [InlineData("https://hunter22qZ7xK9vB3nM5wR1t", nameof(Messages.AddressInvalid))]
    [InlineData("https://user:hunter22@api.boomi.com", nameof(Messages.AddressHoldsCredentials))]
    [InlineData("https://user@api.boomi.com", nameof(Messages.AddressHoldsCredentials))]
    [InlineData("https://:hunter22@api.boomi.com", nameof(Messages.AddressHoldsCredentials))]
    [InlineData("https://localhost@evil.com", nameof(Messages.AddressHoldsCredentials))]
    [InlineData("https://api.boomi.com?token=hunter22", nameof(Messages.AddressHoldsQuery))]
    [InlineData("https://api.boomi.com/a?b", nameof(Messages.AddressHoldsQuery))]
    [InlineData("https://api.boomi.com/a#hunter22", nameof(Messages.AddressHoldsQuery))]
    [InlineData("https://api.boomi.com/a?", nameof(Messages.AddressHoldsQuery))]
    [InlineData("https://api.boomi.com/a#", nameof(Messages.AddressHoldsQuery))]
    public void Parse_InvalidAddress_IsRejectedWithoutShowingSecret(string? text, string errorId)
    {
        foreach (var allowed in new[] { false, true })
        {
            var error = Assert.Throws<TokenArgumentException>(() => ServiceAddress.Parse(text, "BaseUri", allowed));

            Assert.Equal(("BaseUri", errorId), (error.ParameterName, error.ErrorId));
            Assert.DoesNotContain("hunter22", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("onezone.example.com", "https://onezone.example.com/")]
    [InlineData("onezone.example.com:8443", "https://onezone.example.com:8443/")]
    [InlineData("onezone.example.com:8443/zone", "https://onezone.example.com:8443/zone/")]
    [InlineData("[::1]:8443", "https://[::1]:8443/")]
    [InlineData("http://localhost:9", "http://localhost:9/")]
    public void Parse_HostIsEnough_AddsHttps(string text, string address) =>
        Assert.Equal(address, ServiceAddress.Parse(text, "Uri", allowUnencrypted: false, hostIsEnough: true).AbsoluteUri);

    [Theory]
    [InlineData("user:hunter22@onezone.example.com", nameof(Messages.AddressHoldsCredentials))]
    [InlineData("onezone.example.com?x", nameof(Messages.AddressHoldsQuery))]
    [InlineData("http://onezone.example.com", nameof(Messages.AddressUnencrypted))]
    [InlineData("ftp://onezone.example.com", nameof(Messages.AddressInvalid))]
    [InlineData("", nameof(Messages.AddressInvalid))]
    public void Parse_HostIsEnough_AppliesSameRules(string text, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(
            () => ServiceAddress.Parse(text, "Uri", allowUnencrypted: false, hostIsEnough: true)).ErrorId);

    [Fact]
    public void Parse_RejectedAddress_NothingIsSent()
    {
        using var server = new RawServer(RawResponse.Of(200));
        foreach (var suffix in new[] { "?x", "#x", "api/rest/v1" })
        {
            Assert.Throws<TokenArgumentException>(() => Requests.Boomi(server.Uri, change: options => options.BaseUri += suffix));
        }

        Assert.Equal(0, server.Connections);
    }
}
