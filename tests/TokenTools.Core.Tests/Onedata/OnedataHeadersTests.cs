using System;
using System.Linq;
using TokenTools.Onedata;
using TokenTools.Security;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>The headers of ctool:src/auth/tokens.erl.</summary>
public class OnedataHeadersTests
{
    private static readonly string Text = Sign("2/nmd/usr-u/act/i", Valid);
    private static readonly string Identity = Sign("2/nmd/usr-u/idn/i", Valid);
    private static readonly string Service = Sign("2/nmd/prv-p/idn/i", Valid);

    [Fact]
    public void Create_EachToken_HasItsHeader()
    {
        Assert.Equal([("x-auth-token", Text)], Create(null, null));
        Assert.Equal([("x-auth-token", Text), ("x-onedata-service-token", Service)], Create(Service + "\n", null));
        Assert.Equal([("x-auth-token", Text), ("x-onedata-consumer-token", Identity)], Create(null, " " + Identity));
        Assert.Equal(
            [("x-auth-token", Text), ("x-onedata-service-token", Service), ("x-onedata-consumer-token", Identity)], Create(Service, Identity));
    }

    [Theory]
    [InlineData("not a token", null, "ServiceToken")]
    [InlineData(null, "not a token", "ConsumerToken")]
    public void Create_OtherText_IsAnError(string? service, string? consumer, string key)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Create(service, consumer));
        Assert.Equal((nameof(Messages.OnedataIdentityTokenInvalid), key), (error.ErrorId, error.ParameterName));
        Assert.DoesNotContain("not a token", error.Message, StringComparison.Ordinal);
    }

    // The table under "Caveats impact on services" in the documentation's tokens.md: a Oneprovider's REST API accepts data access caveats.
    [Theory]
    [InlineData("interface = oneclient", true)]
    [InlineData("interface = graphsync", true)]
    [InlineData("authorization = none", true)]
    [InlineData("interface = rest", false)]
    [InlineData("data.readonly", false)]
    [InlineData("ip = 10.0.0.0/8", false)]
    [InlineData("service = opp-p1", false)]
    public void FindWarnings_Caveat_IsReportedIfNoRestApiAcceptsIt(string caveat, bool isReported)
    {
        var warnings = OnedataHeaders.FindWarnings(OnedataSamples.Create("2/nmd/usr-u/act/i", Valid, caveat), null).ToList();
        Assert.Equal(
            isReported ? ["Caveat 2, of type " + caveat.Split(' ')[0] + ", excludes the token from REST APIs."] : [],
            warnings.Select(static warning => warning.Message));
        Assert.All(warnings, static warning => Assert.Equal(nameof(Messages.RestWarningExcluded), warning.Id));
    }

    [Fact]
    public void FindWarnings_ConsumerCaveat_RequiresTheConsumersToken()
    {
        var token = OnedataSamples.Create("2/nmd/usr-u/act/i", Valid, "data.readonly", "consumer = usr-u2");
        var warning = Assert.Single(OnedataHeaders.FindWarnings(token, null));
        Assert.Equal(nameof(Messages.RestWarningConsumer), warning.Id);
        Assert.StartsWith("Caveat 3 ", warning.Message, StringComparison.Ordinal);
        Assert.Empty(OnedataHeaders.FindWarnings(token, SecureText.FromString(Identity)));
    }

    private static (string Name, string Value)[] Create(string? service, string? consumer) => OnedataHeaders.Create(
        Decode(Text),
        service is null ? null : SecureText.FromString(service),
        consumer is null ? null : SecureText.FromString(consumer)).Select(static header => (header.Key, header.Value)).ToArray();
}
