using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TokenTools.Attacks.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace TokenTools.Attacks.Tests.Faults;

/// <summary>
/// Every issued token is written, held by an error, or its row is named as unknown; none is issued twice; and a row that is said to
/// have none has none.
/// </summary>
/// <remarks>
/// With <c>TOKENTOOLS_ATTACK_FIGURES</c> set to a file's path, each kind appends its figures there.
/// </remarks>
public sealed class FaultRunTests : IClassFixture<FaultRunTests.Fixture>
{
    private readonly Fixture _fixture;
    private readonly ITestOutputHelper _output;

    public FaultRunTests(Fixture fixture, ITestOutputHelper output) => (_fixture, _output) = (fixture, output);

    public static TheoryData<string> Kinds { get; } = new(FaultKinds.All.Keys);

    private static int Rows => AttackSize.Of(sample: 12, full: 2000);

    [Fact]
    public void Kinds_Always_AreAtLeast41() => Assert.InRange(FaultKinds.All.Count, 41, int.MaxValue);

    [Fact]
    public void Run_NoFault_IssuesAndWritesOneTokenForEachRow()
    {
        var run = FaultRun.Execute(_fixture.Session, FaultKinds.None, Rows);

        Assert.Equal(Rows, run.First.Written.Count);
        Assert.Equal(Rows, run.Ledger.Tokens.Count);
        Assert.Equal(Rows, run.First.Counts.Count);
        Assert.Empty(run.AskedAgain);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_Fault_LosesNothingAndIssuesNothingTwice(string kind)
    {
        var run = FaultRun.Execute(_fixture.Session, FaultKinds.All[kind], Rows);
        Report(run);
        Assert.True(run.Faulted > 0, "No request met the fault.");

        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        void Expect(bool holds, string check, string explanation)
        {
            if (!holds)
            {
                failures[check] = explanation;
            }
        }

        var denied = run.First.Rejected.Where(row => run.IssuedFirst[row].Any()).ToList();
        var doubled = run.IssuedFirst.Where(static row => row.Count() > 1).Select(static row => row.Key).ToList();
        var doubledThen = run.Ledger.ByRow().Where(static row => row.Count() > 1).Select(static row => row.Key).Except(doubled).ToList();
        // A terminating error is the outcome of its own row and of all rows that were not sent.
        var without = Enumerable.Range(1, run.Rows).Where(row => !run.First.Counts.ContainsKey(row)
            && (run.Terminating is not { } ended || (!run.NotSent.Contains(row) && RowOutcomes.RowOf(ended.TargetObject) != row))).ToList();
        var several = run.First.Counts.Where(static row => row.Value > 1).Select(static row => row.Key).ToList();

        Expect(run.Lost().Count == 0, "lost", run.Lost().Count + " tokens are neither written nor in an error nor named as unknown");
        Expect(denied.Count == 0, "denied", "an error says that nothing was issued, and a token was: rows " + Text(denied));
        Expect(doubled.Count == 0, "doubled", "several tokens were issued: rows " + Text(doubled));
        Expect(doubledThen.Count == 0, "recipe", "the documented recipe asks again for rows that have a token: rows " + Text(doubledThen));
        Expect(without.Count == 0, "no-outcome", "rows without an outcome: " + Text(without));
        Expect(several.Count == 0, "several-outcomes", "rows with several outcomes: " + Text(several));
        Expect(run.First.Misattributed.Count == 0, "misattributed", string.Join("; ", run.First.Misattributed));
        Expect(
            !run.Kind.IsCertainRejection || run.First.Unknown.Count == 0,
            "undecided",
            "a certain rejection is reported as unknown: rows " + Text([.. run.First.Unknown]));
        Checks.Assert("faults/" + kind, failures);
    }

    private static string Text(IReadOnlyCollection<int> rows) =>
        string.Join(", ", rows.Take(10)) + (rows.Count > 10 ? ", … (" + rows.Count + ")" : string.Empty);

    private void Report(FaultRun run)
    {
        _output.WriteLine(FaultRun.FigureNames);
        _output.WriteLine(run.Figures);
        if (Environment.GetEnvironmentVariable("TOKENTOOLS_ATTACK_FIGURES") is { Length: > 0 } path)
        {
            File.AppendAllLines(path, File.Exists(path) ? [run.Figures] : [FaultRun.FigureNames, run.Figures]);
        }
    }

    /// <summary>A session for all kinds.</summary>
    public sealed class Fixture : IDisposable
    {
        internal PowerShellSession Session { get; } = new();

        public void Dispose() => Session.Dispose();
    }
}
