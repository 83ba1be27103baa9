using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using TokenTools.Boomi;
using TokenTools.PowerShell;
using TokenTools.Sandbox;
using TokenTools.Security;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>The warnings about tokens that were not returned name every input, and stay short.</summary>
[Collection("FrontEnds")]
public sealed class LostTokenReportTests : IDisposable
{
    private static readonly DateTimeOffset Expiration = new(2030, 1, 2, 3, 4, 0, TimeSpan.Zero);

    private readonly TokenSandbox _sandbox = TokenSandbox.Start();
    private readonly BoomiConnection _connection;

    public LostTokenReportTests()
    {
        Vocabulary.Current = new PowerShellVocabulary();
        _connection = BoomiConnection.Create(_sandbox.ToBoomiOptions());
    }

    public void Dispose()
    {
        _connection.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void Warnings_UpToTenTokens_NameEachInputAndItsName()
    {
        var warnings = Report(Enumerable.Range(1, 10), static number => number % 2 == 0);

        Assert.Equal(10, warnings.Count);
        Assert.StartsWith("Input 1 (web1): An installer token for ATOM may have been created in account ", warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("Input 10 (web10): An installer token for ATOM was created in account acme-A1B2C3 but not returned.", warnings[9], StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_ManyTokens_NameEachInputInOneWarningPerOutcome()
    {
        // 1 to 20 and 25: issued. 30 to 1300: unknown.
        var warnings = Report(Enumerable.Range(1, 20).Append(25).Concat(Enumerable.Range(30, 1271)), static number => number < 30);

        Assert.Equal(
            [
                "Inputs 1 to 20, 25: 21 installer tokens were created in account acme-A1B2C3 but not returned. They cannot be revoked and are valid until "
                    + "2030-01-02 03:04 UTC at the latest. Request new tokens for these inputs.",
                "Inputs 30 to 1300: 1271 installer tokens may have been created in account " + _sandbox.BoomiAccountId + ". They cannot be revoked and are valid until "
                    + "2030-01-02 03:05 UTC at the latest. Check the audit log (as.installer, ADD) before you request tokens for these inputs again.",
            ],
            warnings);
    }

    [Fact]
    public void Warnings_OneOfManyTokensHasAnotherOutcome_NamesItsInputAndItsName()
    {
        var warnings = Report(Enumerable.Range(1, 20), static number => number == 7);

        Assert.Equal(2, warnings.Count);
        Assert.StartsWith("Inputs 1 to 6, 8 to 20: 19 installer tokens may have been created ", warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("Input 7 (web7): An installer token for ATOM was created in account ", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_ScatteredInputs_AreNamedWithinABoundedText()
    {
        var lost = Enumerable.Range(1, 1200).Where(static number => number % 2 == 1).ToList();

        var warning = Assert.Single(Report(lost, static _ => true));

        Assert.InRange(warning.Length, 1, 1500);
        Assert.Superset(lost.ToHashSet(), Inputs(warning));
        // The first 99 ranges are exact.
        Assert.Equal(lost.Take(99), Inputs(warning).Order().Take(99));
    }

    [Fact]
    public void Warnings_NothingLost_AreNone() =>
        Assert.Empty(Report([], static _ => true));

    private static HashSet<int> Inputs(string warning)
    {
        var inputs = new HashSet<int>();
        foreach (Match range in Regex.Matches(Regex.Match(warning, "^Inputs ([^:]+):").Groups[1].Value, "([0-9]+)(?: to ([0-9]+))?"))
        {
            var first = int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture);
            var last = range.Groups[2].Success ? int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture) : first;
            inputs.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return inputs;
    }

    private List<string> Report(IEnumerable<int> numbers, Func<int, bool> isIssued)
    {
        var report = new LostTokenReport();
        foreach (var number in numbers)
        {
            var input = new PSObject();
            input.Properties.Add(new PSNoteProperty("InstallType", "ATOM"));
            input.Properties.Add(new PSNoteProperty("Name", "web" + number));
            var row = new InstallerTokenRow(input, number, "ATOM")
            {
                Connection = _connection,
                Request = new InstallerTokenSpec { InstallType = "ATOM" }.Build(),
            };
            report.Add(row, isIssued(number)
                ? new IssueOutcome<InstallerToken>.Issued(new InstallerToken(
                    "ATOM", TokenSecret.FromString("atom-x", asPlainText: false), Expiration.AddHours(-1), Expiration, "acme-A1B2C3", 60, cloudId: null))
                : new IssueOutcome<InstallerToken>.Unknown(Expiration.AddSeconds(30), null));
            // Certainly nothing was issued.
            report.Add(row, new IssueOutcome<InstallerToken>.NotSent(null));
        }

        return [.. report.Warnings()];
    }
}
