using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Faults;
using TokenTools.Attacks.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace TokenTools.Attacks.Tests.EarlyEnds;

/// <summary>However a pipeline ends, each issued token is written, or a warning or an error names its row.</summary>
public sealed class EarlyEndTests : IClassFixture<EarlyEndTests.Fixture>
{
    private static readonly string[] Kinds = ["none", "400", "303", "500", "other-account", "slow", "reset-before-answer", "half-body"];

    private const int SampledKinds = 2;

    private readonly Fixture _fixture;
    private readonly ITestOutputHelper _output;

    public EarlyEndTests(Fixture fixture, ITestOutputHelper output) => (_fixture, _output) = (fixture, output);

    public static TheoryData<string> Ways { get; } = new(EarlyEnd.All.Keys);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Pipeline_EndsEarly_AccountsForEveryIssuedToken(string way)
    {
        var kinds = AttackSize.Sample(Kinds, EarlyEnd.All.Keys.TakeWhile(key => key != way).Count(), SampledKinds);
        // They mostly wait, each for its own service.
        var runs = await Task.WhenAll(kinds.Select((kind, number) => Task.Run(() =>
            EarlyEndRun.Execute(_fixture.Session(number), EarlyEnd.All[way], kind == "none" ? FaultKinds.None : FaultKinds.All[kind]))));
        Report(runs);

        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var run in runs)
        {
            Assert.True(run.Ledger.Tokens.Count > 0 || run.Kind.Issuing == Issuing.Never, run.Kind + ": no token was issued.");
            var text = string.Join("\n  ", run.Warnings.Prepend(run.Figures));
            if (run.Lost > 0)
            {
                failures["lost/" + run.Kind] = text;
            }

            if (run.Unnamed.Count > 0)
            {
                failures["unnamed/" + run.Kind] = text;
            }

            if (run.Outcomes.Rejected.Any(row => run.Ledger.TokensOf(row).Count > 0))
            {
                failures["denied/" + run.Kind] = text;
            }

            if (run.Ledger.ByRow().Any(static row => row.Count() > 1))
            {
                failures["doubled/" + run.Kind] = text;
            }
        }

        Checks.Assert("early-ends/" + way, failures);
    }

    [Theory]
    [InlineData("Rows 3, 5-7 and 12: a token was issued.", new[] { 3, 5, 6, 7, 12 })]
    [InlineData("A token for cloud-0009 was issued.", new[] { 9 })]
    [InlineData("Input 4: a token was issued.", new[] { 4 })]
    [InlineData("7 times: a token was issued, valid until 2030-01-02 03:04.", new int[0])]
    public void IsNamed_Warning_FindsRowsByValueOrPosition(string warning, int[] rows) =>
        Assert.Equal(rows, Enumerable.Range(1, 20).Where(row => RowNames.IsNamed(row, [warning])));

    private void Report(IEnumerable<EarlyEndRun> runs)
    {
        var lines = runs.Select(static run => run.Figures).ToList();
        _output.WriteLine(EarlyEndRun.FigureNames);
        lines.ForEach(_output.WriteLine);
        if (Environment.GetEnvironmentVariable("TOKENTOOLS_ATTACK_FIGURES") is { Length: > 0 } path)
        {
            File.AppendAllLines(path, lines);
        }
    }

    /// <summary>A session for each pipeline that runs at the same time; one that was closed is opened again.</summary>
    public sealed class Fixture : IDisposable
    {
        private readonly Dictionary<int, PowerShellSession> _sessions = [];

        internal PowerShellSession Session(int number)
        {
            lock (_sessions)
            {
                if (!_sessions.TryGetValue(number, out var session) || !session.IsOpen)
                {
                    _sessions[number] = session = new PowerShellSession();
                }

                return session;
            }
        }

        public void Dispose()
        {
            foreach (var session in _sessions.Values)
            {
                session.Dispose();
            }
        }
    }
}
