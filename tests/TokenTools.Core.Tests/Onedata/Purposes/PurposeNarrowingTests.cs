using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata.Purposes;

/// <summary>
/// The caveats that are suggested for a purpose are the fewest: without any of them, the token would have a further use. The uses are
/// counted here, from the documentation's tables and without the code under test.
/// </summary>
public class PurposeNarrowingTests
{
    // In this column, a Oneprovider acts with a token that it got from its user: the holder of the token does not use it there.
    private const string Delegated = "the connection of a Oneprovider to Onezone";

    private static readonly JObject Tables = (JObject)JObject.Parse(
        File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "vectors", "onedata-caveat-tables.json")))["uses"]!;

    // The services of each column, of which p1 is the one that the user means.
    private static readonly Dictionary<string, string[]> Services = new()
    {
        ["the REST API of Onezone"] = ["ozw-onezone"],
        ["the web interface of Onezone"] = ["ozw-onezone"],
        ["Oneclient"] = ["opw-p1", "opw-p2"],
        ["data access in the REST and CDMI APIs of a Oneprovider"] = ["opw-p1", "opw-p2"],
        ["other operations in the REST API of a Oneprovider"] = ["opw-p1", "opw-p2"],
        ["the REST API of the Onezone panel"] = ["ozp-onezone"],
        ["the REST API of a Oneprovider panel"] = ["opp-p1", "opp-p2"],
    };

    public static TheoryData<string, string, string> Narrowings
    {
        get
        {
            string[] purposes =
            [
                "onezoneRest", "oneproviderRest", "oneproviderRest Service=opw-p1", "onepanelRest Service=ozp-onezone",
                "onepanelRest Service=opp-p1", "oneclient", "oneclientInOneprovider Service=opw-p1", "readonlyData",
                "readonlyDataForUser Consumer=usr-u1", "restrictedData DataPath=/s1/a", "s3",
            ];
            string[] tokens =
            [
                "", "interface = rest", "interface = oneclient", "service = opw-*", "service = opw-p1", "service = ozw-onezone|opw-*",
                "service = ozp-*|opp-p1", "data.readonly", "consumer = usr-u1", "data.path = L3MxL2E=", "data.path = L3MxL2EvYg==",
                "data.readonly; interface = rest", "service = opw-p1; interface = oneclient",
            ];
            var data = new TheoryData<string, string, string>();
            foreach (var purpose in purposes)
            {
                foreach (var token in tokens)
                {
                    var parts = purpose.Split(' ');
                    data.Add(parts[0], parts.Length > 1 ? parts[1] : string.Empty, token);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Narrowings))]
    public void Narrowing_Token_IsMinimalAndAsNarrowAsTheTemplate(string purpose, string setting, string caveats)
    {
        var own = caveats.Length == 0 ? [] : caveats.Split("; ");
        var token = Create("2/nmd/usr-u/act/i", own);
        var spec = new CaveatSpec { Purpose = purpose };
        if (setting.Split('=') is [var key, var value])
        {
            spec.Set(key, new[] { value });
        }

        var suggested = token.Narrowing(spec).Select(caveat => caveat.Text).ToArray();
        var template = spec.BuildWithoutExpiry().Select(caveat => caveat.Text).ToArray();
        Assert.Subset(template.ToHashSet(), suggested.ToHashSet());
        var narrow = Uses([.. own, .. suggested]);
        // Nothing that the whole template excludes is left.
        Assert.Equal(Uses([.. own, .. template]), narrow);
        foreach (var caveat in suggested)
        {
            Assert.ProperSuperset(narrow, Uses([.. own, .. suggested.Except([caveat])]));
        }
    }

    [Fact]
    public void Uses_WithoutCaveats_AreAllOfThem()
    {
        // For 2 consumers: 4 services of 2 columns with 2 kinds of access to 3 paths, and 7 services of 5 columns.
        var all = Uses([]);
        Assert.Equal(2 * ((4 * 2 * 3) + 7), all.Count);
        Assert.Equal(2, Uses(["service = ozw-onezone", "interface = rest"]).Count);
    }

    // A use: a column, a service of it, a consumer, and for data the path and whether it is changed.
    private static HashSet<string> Uses(string[] caveats) =>
    [
        .. from column in Services
           from service in column.Value
           from consumer in new[] { "usr-u1", "usr-u2" }
           from data in column.Key.StartsWith("data access", StringComparison.Ordinal) || column.Key == "Oneclient"
               ? new[] { "read /s1/a/b", "write /s1/a/b", "read /s1/a/c", "write /s1/a/c", "read /s2", "write /s2" }
               : [string.Empty]
           let use = string.Join(", ", column.Key, service, consumer, data)
           where column.Key != Delegated && caveats.All(caveat => Admits(caveat, column.Key, service, consumer, data))
           select use,
    ];

    private static bool Admits(string caveat, string column, string service, string consumer, string data)
    {
        var kind = caveat.Split(' ')[0];
        var values = caveat.Contains(" = ", StringComparison.Ordinal) ? caveat.Split(" = ")[1].Split('|') : [];
        var cell = (string)Tables[kind]![column]!;
        return cell != "rejected" && kind switch
        {
            "service" => values.Contains(service) || values.Contains(service.Split('-')[0] + "-*"),
            "interface" => values[0] == cell,
            "consumer" => values.Contains(consumer),
            "data.readonly" => data.StartsWith("read", StringComparison.Ordinal),
            "data.path" => values.Any(path => (data.Split(' ').Last() + "/").StartsWith(
                System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(path)) + "/", StringComparison.Ordinal)),
            _ => throw new ArgumentOutOfRangeException(nameof(caveat)),
        };
    }
}
