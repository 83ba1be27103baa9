using System;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class SandboxOptionsTests
{
    public static TheoryData<SandboxOptions, string, string> Invalid { get; } = new()
    {
        { new SandboxOptions { Port = -1 }, "Port", nameof(SandboxMessages.SandboxPortInvalid) },
        { new SandboxOptions { Port = 65_536 }, "Port", nameof(SandboxMessages.SandboxPortInvalid) },
        { new SandboxOptions { RequestsPerSecond = 0 }, "RequestsPerSecond", nameof(SandboxMessages.SandboxRateInvalid) },
        { new SandboxOptions { RequestsPerSecond = double.NaN }, "RequestsPerSecond", nameof(SandboxMessages.SandboxRateInvalid) },
        { new SandboxOptions { RequestsPerSecond = 1_000_001 }, "RequestsPerSecond", nameof(SandboxMessages.SandboxRateInvalid) },
        { new SandboxOptions { ClockSkew = TimeSpan.FromDays(3651) }, "ClockSkew", nameof(SandboxMessages.SandboxSkewInvalid) },
        { new SandboxOptions { ClockSkew = TimeSpan.MinValue }, "ClockSkew", nameof(SandboxMessages.SandboxSkewInvalid) },
        { new SandboxOptions { MaxTemporaryTokenTtl = 0 }, "MaxTemporaryTokenTtl", nameof(SandboxMessages.SandboxTtlInvalid) },
        {
            new SandboxOptions { BoomiBadCredentialsStatus = 400 }, "BoomiBadCredentialsStatus",
            nameof(SandboxMessages.SandboxCredentialsStatusInvalid)
        },
        { new SandboxOptions { MaximumRecorded = 0 }, "MaximumRecorded", nameof(SandboxMessages.SandboxMaximumRecordedInvalid) },
        {
            new SandboxOptions { MaximumRecordedBytes = 0 }, "MaximumRecordedBytes",
            nameof(SandboxMessages.SandboxMaximumRecordedBytesInvalid)
        },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Start_InvalidOption_Throws(SandboxOptions options, string setting, string errorId)
    {
        var error = Assert.Throws<TokenArgumentException>(() => TokenSandbox.Start(options));
        Assert.Equal((setting, errorId), (error.ParameterName, error.ErrorId));
    }

    [Fact]
    public void Setters_OutOfRange_Throw()
    {
        using var sandbox = TokenSandbox.Start();
        Assert.Equal(
            nameof(SandboxMessages.SandboxRateInvalid),
            Assert.Throws<TokenArgumentException>(() => sandbox.RequestsPerSecond = -1).ErrorId);
        Assert.Equal(
            nameof(SandboxMessages.SandboxSkewInvalid),
            Assert.Throws<TokenArgumentException>(() => sandbox.ClockSkew = TimeSpan.FromDays(-4000)).ErrorId);
        Assert.Equal((null, TimeSpan.Zero), (sandbox.RequestsPerSecond, sandbox.ClockSkew));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("10", 10.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("1e3", 1000.0)]
    public void ParseRequestsPerSecond_ValidText_GivesLimit(string? text, double? limit)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(limit, SandboxOptions.ParseRequestsPerSecond(text)));
        }
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1,500")]
    [InlineData("ten")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void ParseRequestsPerSecond_InvalidText_Throws(string text)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(
                nameof(SandboxMessages.SandboxRateInvalid),
                Assert.Throws<TokenArgumentException>(() => SandboxOptions.ParseRequestsPerSecond(text)).ErrorId));
        }
    }
}
