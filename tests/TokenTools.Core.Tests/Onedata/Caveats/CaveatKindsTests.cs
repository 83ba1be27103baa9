using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Onedata.Caveats;

/// <summary>Checks that each registered kind of caveat is complete.</summary>
public class CaveatKindsTests
{
    private const string File = "tests/TokenTools.Core.Tests/Onedata/Caveats/CaveatKindsTests.cs";

    private static readonly CaveatContext Context = new()
    {
        At = DateTimeOffset.FromUnixTimeSeconds(1571147493),
        IpAddress = "189.34.15.7",
        Service = "opw-p1",
        Consumer = "usr-u1",
        Interface = "rest",
        DataPath = "/d1b388f7c7/directory",
    };

    // The test fails for a registered kind that has no row here.
    private static readonly Dictionary<string, Sample> Samples = new Sample[]
    {
        new("time < 1571147494", "{'type':'time','validUntil':1571147494}")
        {
            Description = "until 2019-10-1", Outcome = CaveatOutcome.Satisfied, Warned = "time < 1571147494000", Warning = "OnedataWarningMilliseconds",
            Unverified = "this token has expired at '2019-10-15T13:51:34Z'",
            Settings = new() { ["ValidFor"] = "1s", ["ValidUntil"] = "2019-10-15T13:51:34Z" },
        },
        new("ip = 189.34.15.0/24|1.2.3.4/32", "{'type':'ip','whitelist':['189.34.15.0/24','1.2.3.4/32']}")
        {
            Description = "from 189.34.15.0/24, 1.2.3.4/32", Outcome = CaveatOutcome.Satisfied, Other = "ip = 10.0.0.0/8",
            Unverified = "an IP address that matches: 189.34.15.0/24 or 1.2.3.4/32",
            Settings = new() { ["IpAddress"] = new[] { "189.34.15.0/24", "1.2.3.4/32" } },
        },
        new("asn = 64|1671", "{'type':'asn','whitelist':[64,1671]}")
        {
            Description = "from autonomous systems 64, 1671", Outcome = CaveatOutcome.Indeterminate, Other = "asn = 5",
            Unverified = "Autonomous System Number: 64 or 1671",
            Settings = new() { ["Asn"] = new[] { "64", "1671" } },
        },
        new("geo.country = PL|FR", "{'type':'geo.country','filter':'whitelist','list':['PL','FR']}")
        {
            Description = "in Poland, France", Outcome = CaveatOutcome.Indeterminate, Other = "geo.country != FR|PL",
            Warned = "geo.country = pl", Warning = "OnedataWarningCountry",
            Unverified = "comes from the following country: PL or FR",
            Settings = new() { ["Country"] = new[] { "pl", "FR" }, ["ExcludeCountry"] = "DE" },
        },
        new("geo.region != Asia|EU", "{'type':'geo.region','filter':'blacklist','list':['Asia','EU']}")
        {
            Description = "not in Asia, EU", Outcome = CaveatOutcome.Indeterminate, Other = "geo.region = Asia",
            Unverified = "does NOT come from the following region: Asia or EU",
            Settings = new() { ["Region"] = "europe", ["ExcludeRegion"] = new[] { "asia", "EU" } },
        },
        new("service = ozw-onezone|opw-*", "{'type':'service','whitelist':['ozw-onezone','opw-*']}")
        {
            Description = "at ozw-onezone, opw-*", Outcome = CaveatOutcome.Satisfied, Other = "service = opp-p1",
            Unverified = "must authenticate as ozw-onezone or opw-* (use the x-onedata-service-token header)",
            Settings = new() { ["Service"] = new[] { "ozw-onezone", "opw-*" } },
        },
        new("consumer = usr-u1|prv-*", "{'type':'consumer','whitelist':['usr-u1','prv-*']}")
        {
            Description = "used by usr-u1, prv-*", Outcome = CaveatOutcome.Satisfied, Other = "consumer = usr-u2",
            Unverified = "the consumer of this token must authenticate as usr-u1 or prv-*",
            Settings = new() { ["Consumer"] = new[] { "usr-u1", "prv-*" } },
        },
        new("interface = rest", "{'type':'interface','interface':'rest'}")
        {
            Description = "through rest", Outcome = CaveatOutcome.Satisfied, Other = "interface = oneclient",
            Unverified = "can only be used in the 'rest' interface",
            Settings = new() { ["Interface"] = "REST" },
        },
        new("api = all/get/space.*.*:*", "{'type':'api','whitelist':['all/get/space.*.*:*']}")
        {
            Description = "to do all/get/space.*.*:*", Outcome = CaveatOutcome.Indeterminate,
            Unverified = "this token does not allow this operation",
            Settings = new() { ["Api"] = "all/get/space.*.*:*" },
        },
        new("data.readonly", "{'type':'data.readonly'}")
        {
            Description = "to read data", Outcome = CaveatOutcome.Indeterminate, Unverified = "can only be used for data access",
            Settings = new() { ["ReadOnlyData"] = true },
        },
        new("data.path = L2QxYjM4OGY3Yzc=", "{'type':'data.path','whitelist':['L2QxYjM4OGY3Yzc=']}")
        {
            Description = "within /d1b388f7c7", Outcome = CaveatOutcome.Satisfied, Other = OnedataSamples.Path("/s2"),
            Warned = OnedataSamples.Path("/d1b388f7c7/"), Warning = "OnedataWarningPathTrailingSlash",
            Unverified = "can only be used for data access",
            Settings = new() { ["DataPath"] = "/d1b388f7c7" },
        },
        new("data.objectid = 00000000000CDBDA677569642331323323616263", "{'type':'data.objectid','whitelist':['00000000000CDBDA677569642331323323616263']}")
        {
            Description = "1 object, of spaces abc", Outcome = CaveatOutcome.Indeterminate, Unverified = "can only be used for data access",
            Settings = new() { ["DataObjectId"] = "00000000000CDBDA677569642331323323616263" },
        },
        new("authorization = none", "{'scope':'identityToken'}")
        {
            Description = "to prove an identity", Outcome = CaveatOutcome.Indeterminate, Unverified = "this token carries no authorization",
        },
    }.ToDictionary(static sample => sample.Text.Split(' ')[0]);

    public static TheoryData<string> Names { get; } = new(CaveatKinds.All.Select(static kind => kind.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Kind_Always_ReadsAndWritesTextAndJson(string name)
    {
        var sample = SampleOf(name);
        var json = sample.Json.Replace('\'', '"');
        var caveat = TokenCaveat.FromText(sample.Text);
        Assert.Same(CaveatKinds.Find(name), caveat.Kind);
        Assert.Equal(json, caveat.ToJsonText());
        Assert.Equal(caveat, TokenCaveat.FromJson(json));
        Assert.Equal(caveat, TokenCaveat.FromText(caveat.ToBytes()));
        Assert.Equal(caveat, caveat.Validate());
        var keys = caveat.ToJson().Properties().Select(static property => property.Name).Where(static key => key != "type");
        Assert.Equal(caveat.Kind.JsonKeys, keys);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kind_Always_DescribesItself(string name)
    {
        var sample = SampleOf(name);
        var caveat = TokenCaveat.FromText(sample.Text);
        Assert.StartsWith(sample.Description, caveat.Describe(), StringComparison.Ordinal);
        Assert.Contains(sample.Unverified, caveat.UnverifiedDescription, StringComparison.Ordinal);
        Assert.True(TerminalText.IsHarmless(caveat.Describe()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kind_Always_EvaluatesAContext(string name)
    {
        var caveat = TokenCaveat.FromText(SampleOf(name).Text);
        Assert.Equal(SampleOf(name).Outcome, caveat.Evaluate(Context).Outcome);
        var unknown = caveat.Evaluate(new CaveatContext());
        Assert.Equal(CaveatOutcome.Indeterminate, unknown.Outcome);
        Assert.EndsWith(".", unknown.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kind_Always_WarnsOfWhatNeverMatches(string name)
    {
        var sample = SampleOf(name);
        Assert.Empty(Warnings(sample.Text));
        if (sample.Warned is not null)
        {
            Assert.Equal([sample.Warning!], Warnings(sample.Warned));
        }

        static IEnumerable<string> Warnings(string text)
        {
            var warnings = new WarningList();
            TokenCaveat.FromText(text).AddWarnings(warnings, 1);
            return warnings.ToList().Select(static warning => warning.Id);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kind_Always_FindsConflictsWithItsOwn(string name)
    {
        var sample = SampleOf(name);
        Assert.Empty(Conflicts(sample.Text, sample.Text));
        Assert.Equal(sample.Other is not null, TokenCaveat.FromText(sample.Text).GetAllowed() is not null);
        if (sample.Other is not null)
        {
            Assert.Equal([(0, 1)], Conflicts(sample.Text, sample.Other));
        }

        static List<(int First, int Second)> Conflicts(params string[] texts)
        {
            var conflicts = new List<(int, int)>();
            CaveatConflicts.Find([.. texts.Select(TokenCaveat.FromText)], (first, second) => conflicts.Add((first, second)));
            return conflicts;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kind_Always_IsCreatedByItsSettings(string name)
    {
        var (sample, kind) = (SampleOf(name), CaveatKinds.Find(name)!);
        Assert.Equal(kind.Settings.Select(static setting => setting.Key), sample.Settings.Keys);
        foreach (var setting in kind.Settings)
        {
            var caveat = Assert.Single(setting.Create(sample.Settings[setting.Key], DateTimeOffset.FromUnixTimeSeconds(1571147493)));
            Assert.Same(kind, caveat.Kind);
            Assert.EndsWith(".", setting.Description, StringComparison.Ordinal);
            Assert.Equal(setting.ValueKind == CaveatValueKind.Flag, setting.ValueName.Length == 0);
        }

        // One of the settings gives the sample itself.
        Assert.True(kind.Settings.Count == 0 || kind.Settings.Any(setting =>
            setting.Create(sample.Settings[setting.Key], DateTimeOffset.FromUnixTimeSeconds(1571147493)).Single().Text == sample.Text));
    }

    [Fact]
    public void Settings_Always_HaveDistinctKeysAndValidWords()
    {
        Assert.Equal(CaveatSpec.Settings.Count, CaveatSpec.Settings.Select(static setting => setting.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (var setting in CaveatKinds.Settings)
        {
            Assert.All(setting.Words, word =>
            {
                Assert.NotEmpty(word.Value);
                Assert.Single(setting.Create(word.Key, default));
            });
        }

        Assert.Equal(
            ["Country", "ExcludeCountry", "Region", "ExcludeRegion", "Service", "Consumer", "Interface"],
            CaveatKinds.Settings.Where(static setting => setting.Words.Count > 0).Select(static setting => setting.Key));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kind_CheckedByTheServiceOfTheData_IsRejectedByOnezoneAndAllowedForData(string name)
    {
        // "Caveats impact on services" in onedata-documentation:docs/user-guide/tokens.md
        var kind = CaveatKinds.Find(name)!;
        var isData = kind.Check == CaveatCheck.OnDataAccess;
        Assert.Equal(name.StartsWith("data.", StringComparison.Ordinal), isData);
        foreach (var use in new[] { TokenUses.OnezoneRest, TokenUses.OnezonePanel, TokenUses.OneproviderRest })
        {
            Assert.Equal(isData || (name == "interface" && use == TokenUses.OnezonePanel), use.Rejects(kind));
        }

        Assert.True(!isData || !TokenUses.OneproviderData.Rejects(kind));
    }

    [Fact]
    public void SupportedBy_EachKind_IsThatOfThePlatform()
    {
        // The platform's documentation: what only access tokens support, and what invite tokens do not.
        AssertUnsupported("identityToken", ["service", "api", "data.readonly", "data.path", "data.objectid", "authorization"]);
        AssertUnsupported("inviteToken", ["service", "interface", "api", "data.readonly", "data.path", "data.objectid", "authorization"]);
        Assert.All(CaveatKinds.All, static kind => Assert.True(kind.IsSupportedBy("accessToken")));
    }

    private static Sample SampleOf(string name)
    {
        Assert.True(Samples.ContainsKey(name), "Add a sample of the kind of caveat " + name + " to " + File + ".");
        return Samples[name];
    }

    private static void AssertUnsupported(string tokenType, string[] expected)
    {
        var unsupported = CaveatKinds.All.Where(kind => !kind.IsSupportedBy(tokenType)).Select(static kind => kind.Name).ToArray();
        Assert.True(
            expected.SequenceEqual(unsupported),
            "A " + tokenType + " does not support " + string.Join(", ", unsupported) + ". For a new kind of caveat, look up in the platform's "
            + "documentation whether it does, and add it to this test in " + File + ".");
    }

    private sealed record Sample(string Text, string Json)
    {
        /// <summary>How the description starts.</summary>
        public required string Description { get; init; }

        /// <summary>The outcome in <see cref="Context"/>.</summary>
        public required CaveatOutcome Outcome { get; init; }

        /// <summary>A part of how the zone describes it (ctool:src/auth/caveats.erl).</summary>
        public required string Unverified { get; init; }

        /// <summary>Values for the kind's settings.</summary>
        public Dictionary<string, object> Settings { get; init; } = [];

        /// <summary>A caveat of the kind that conflicts with it; null for a kind without conflicts.</summary>
        public string? Other { get; init; }

        /// <summary>A caveat of the kind that never matches; null for a kind without one.</summary>
        public string? Warned { get; init; }

        /// <summary>The id of the warning about <see cref="Warned"/>.</summary>
        public string? Warning { get; init; }
    }
}
