using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Caveats;
using Xunit;

namespace TokenTools.Sandbox.Tests.Onezone;

/// <summary>Onezone's description of an unsatisfied caveat: ctool:src/auth/caveats.erl, unverified_description/1.</summary>
public class UnverifiedDescriptionTests
{
    private static readonly IReadOnlyList<TokenCaveat> Samples =
        [.. ServiceSchema.All["onezoneCaveats"]!.Select(static pair => TokenCaveat.FromText((string)pair[1]!))];

    public static TheoryData<string> Types { get; } =
        new(CaveatKinds.All.Select(static kind => kind.Name));

    [Theory]
    [MemberData(nameof(Types))]
    public void UnverifiedDescription_EveryRegisteredKind_GivesDescription(string type)
    {
        var samples = Samples.Where(caveat => caveat.Type == type).ToList();
        Assert.True(samples.Count > 0, "Add a caveat of the kind " + type + " to onezoneCaveats in tests/vectors/service-schemas.json.");
        Assert.All(samples, static caveat => Assert.NotEmpty(caveat.UnverifiedDescription));
    }

    [Theory]
    [InlineData("time < 1571147494", "unverified time caveat: this token has expired at '2019-10-15T13:51:34Z'")]
    [InlineData(
        "ip = 10.0.0.0/8|1.2.3.4/32",
        "unverified IP caveat: this token can only be used from an IP address that matches: 10.0.0.0/8 or 1.2.3.4/32")]
    [InlineData(
        "geo.country != PL|FR",
        "unverified country caveat: this token can only be used from an IP address "
        + "that does NOT come from the following country: PL or FR")]
    [InlineData("interface = rest", "unverified interface caveat: this token can only be used in the 'rest' interface")]
    [InlineData("data.readonly", "unverified data access caveat: this token can only be used for data access")]
    public void UnverifiedDescription_Caveat_GivesTextOfTheService(string text, string description) =>
        Assert.Equal(description, TokenCaveat.FromText(text).UnverifiedDescription);
}
