using System;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class TokenRequestTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(OnedataSamples.Now);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Validate_TimeThatHasPassed_IsAnError(int seconds)
    {
        var until = Assert.Throws<TokenArgumentException>(
            () => new TemporaryTokenRequest { ValidUntil = Now.AddSeconds(seconds) }.Validate(Now));
        Assert.Equal((nameof(Messages.OnedataTimeHasPassed), "ValidUntil"), (until.ErrorId, until.ParameterName));
        Assert.StartsWith("2020-09-13T12:26:" + (40 + seconds) + "Z has passed,", until.Message, StringComparison.Ordinal);

        var request = new NamedTokenRequest("ci") { Caveats = [ReadOnlyDataCaveat.Instance, TimeCaveat.Create(Now.AddSeconds(seconds))] };
        var caveat = Assert.Throws<TokenArgumentException>(() => request.Validate(Now));
        Assert.Equal((nameof(Messages.OnedataTimeHasPassed), "Caveat"), (caveat.ErrorId, caveat.ParameterName));
        Assert.StartsWith("2020-09-13T12:26:" + (40 + seconds) + "Z has passed,", caveat.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_LaterTime_IsValid()
    {
        var request = new TemporaryTokenRequest { ValidUntil = Now.AddSeconds(1), Caveats = [TimeCaveat.Create(Now.AddSeconds(1))] };
        request.Validate(Now);
        Assert.Equal(
            nameof(Messages.OnedataTimeHasPassed), Assert.Throws<TokenArgumentException>(() => request.Validate(Now.AddSeconds(1))).ErrorId);
    }

    [Fact]
    public void Validate_TimeInMilliseconds_IsAnError()
    {
        var caveat = TokenCaveat.FromText("time < 1600000000000"u8.ToArray());
        Assert.Equal(
            nameof(Messages.CaveatTimeInMilliseconds),
            Assert.ThrowsAny<TokenException>(() => new TemporaryTokenRequest { Caveats = [caveat] }.Validate(Now)).ErrorId);
    }

    [Fact]
    public void Validate_TwoExpiries_IsAnError()
    {
        var request = new TemporaryTokenRequest { ValidFor = TimeSpan.FromHours(1), ValidUntil = Now.AddHours(1) };
        Assert.Equal("ValidUntil", Assert.Throws<TokenArgumentException>(() => request.Validate(Now)).ParameterName);
    }

    [Fact]
    public void Validate_CaveatOfAnotherType_IsAnError()
    {
        var request = new TemporaryTokenRequest { Type = OnedataTokenType.Identity, Caveats = [ReadOnlyDataCaveat.Instance] };
        var error = Assert.Throws<TokenArgumentException>(() => request.Validate(Now));
        Assert.Equal((nameof(Messages.OnedataCaveatUnsupported), "Caveat"), (error.ErrorId, error.ParameterName));
        Assert.Contains("data.readonly", error.Message, StringComparison.Ordinal);
        Assert.Contains("identityToken", error.Message, StringComparison.Ordinal);
    }
}
