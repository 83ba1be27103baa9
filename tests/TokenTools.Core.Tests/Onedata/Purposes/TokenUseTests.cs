using System;
using System.IO;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata.Purposes;

/// <summary>Every cell of the platform's compatibility tables, which are in vectors/onedata-caveat-tables.json.</summary>
public class TokenUseTests
{
    private static readonly JObject Tables =
        JObject.Parse(File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "vectors", "onedata-caveat-tables.json")));

    public static TheoryData<string, string, string> UseCells => Cells("uses");

    public static TheoryData<string, string, string> TypeCells => Cells("tokenTypes");

    [Fact]
    public void Tables_Size_IsTheDocumentations()
    {
        Assert.Equal(96, UseCells.Count);
        Assert.Equal(36, TypeCells.Count);
        Assert.Equal(
            Tables["uses"]!["time"]!.Children<JProperty>().Select(column => column.Name), TokenUses.All.Select(use => use.Name));
    }

    [Theory]
    [MemberData(nameof(UseCells))]
    public void Evaluate_Cell_EqualsTheTable(string kind, string useName, string cell)
    {
        var use = TokenUses.All.Single(use => use.Name == useName);
        if (kind != "interface")
        {
            AssertCell(use, Caveat(kind, use), cell);
            return;
        }

        // Each name of an interface is a cell of its own. The Oneprovider's connection to Onezone accepts all of them.
        foreach (var name in CaveatNames.Interfaces)
        {
            AssertCell(
                use, TokenCaveat.FromText("interface = " + name), cell is "restricted" || cell == name ? "allowed" : "rejected");
        }
    }

    [Theory]
    [MemberData(nameof(TypeCells))]
    public void IsSupportedBy_Cell_EqualsTheTable(string kind, string type, string cell)
    {
        var caveat = Caveat(kind, TokenUses.OnezoneRest);
        Assert.Equal(kind, caveat.Type);
        Assert.Equal(cell == "allowed", caveat.IsSupportedBy(type));
    }

    private static void AssertCell(TokenUse use, TokenCaveat caveat, string cell)
    {
        var context = new CaveatContext { At = DateTimeOffset.FromUnixTimeSeconds(Now), IpAddress = "10.0.0.1", Consumer = "usr-u2" };
        var isRejected = cell == "rejected";
        Assert.Equal(isRejected, use.IsExcludedBy(caveat));
        Assert.Equal(isRejected, use.Evaluate(caveat, context).Outcome == CaveatOutcome.NotSatisfied);

        // In the same words for a whole token, if the context is that of this use alone.
        if (isRejected && caveat is not InterfaceCaveat && TokenUses.All.Count(other => Same(other, use)) == 1)
        {
            var token = Create("2/nmd/usr-u/act/i", caveat.Text);
            var evaluation = Assert.Single(
                token.Evaluate(context with { Service = use.Service ?? use.ServicePrefix + "-p1", Interface = use.Interface }));
            Assert.Equal(CaveatOutcome.NotSatisfied, evaluation.Outcome);
            Assert.Contains(use.Name, evaluation.Reason, StringComparison.Ordinal);
        }
    }

    private static bool Same(TokenUse left, TokenUse right) =>
        left.ServicePrefix == right.ServicePrefix && left.Interface == right.Interface;

    private static TokenCaveat Caveat(string kind, TokenUse use) => TokenCaveat.FromText(kind switch
    {
        "time" => Valid,
        "ip" => "ip = 10.0.0.0/8",
        "asn" => "asn = 64",
        "geo.country" => "geo.country = PL",
        "geo.region" => "geo.region = Europe",
        "service" => "service = " + (use.Service ?? use.ServicePrefix + "-*"),
        "consumer" => "consumer = usr-u2",
        "interface" => "interface = rest",
        "api" => "api = all/all/*.*.*:*",
        "data.readonly" => "data.readonly",
        "data.path" => Path("/s1/a"),
        _ => "data.objectid = 00000000000CDBDA677569642331323323616263",
    });

    private static TheoryData<string, string, string> Cells(string table)
    {
        var cells = new TheoryData<string, string, string>();
        foreach (var row in Tables[table]!.Children<JProperty>())
        {
            foreach (var cell in row.Value.Children<JProperty>())
            {
                cells.Add(row.Name, cell.Name, (string)cell.Value!);
            }
        }

        return cells;
    }
}
