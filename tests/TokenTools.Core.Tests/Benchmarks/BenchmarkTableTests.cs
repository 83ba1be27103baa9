using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TokenTools.Benchmarks;
using Xunit;

namespace TokenTools.Core.Tests.Benchmarks;

/// <summary>The table of tests/TokenTools.Benchmarks, and its exit code.</summary>
public class BenchmarkTableTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    [Fact]
    public void Run_FiguresWithinBounds_IsOneTableWithEachBound()
    {
        var code = Run(
            [],
            ("start", static () => [new("the start", 1.25, 1.3, Detail: "5 ms"), new("the end", 1.3, 1.3)]),
            ("rate", static () => [new("rows", 40_000, 40_000, IsMinimum: true, Unit: "/s")]));

        Assert.Equal(0, code);
        Assert.Equal(
            """
            | Benchmark | Measured | Figure | Bound | | Details |
            |---|---|---|---|---|---|
            | start | the start | 1.25 | ≤ 1.3 |  | 5 ms |
            | start | the end | 1.3 | ≤ 1.3 |  |  |
            | rate | rows | 40,000/s | ≥ 40,000/s |  |  |

            """.ReplaceLineEndings("\n"),
            _output.ToString());
    }

    [Theory]
    [InlineData(1.31, 1.3, false)]
    [InlineData(39_999, 40_000, true)]
    public void Run_FigureBeyondItsBound_IsMarkedAndExits1(double value, double bound, bool isMinimum)
    {
        var code = Run([], ("one", () => [new("a", value, bound, isMinimum)]), ("two", static () => [new("b", 1, 1)]));

        Assert.Equal(1, code);
        Assert.Contains("| exceeded |", Row("one"), StringComparison.Ordinal);
        Assert.DoesNotContain("exceeded", Row("two"), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_BenchmarkThatFails_Exits1AndRunsTheOthers()
    {
        var code = Run([], ("one", static () => throw new InvalidOperationException("a\nb")), ("two", static () => [new("b", 1, 1)]));

        Assert.Equal(1, code);
        Assert.Equal("| one | | | | failed | a b |", Row("one"));
        Assert.NotNull(Row("two"));
    }

    [Fact]
    public void Run_BenchmarkThatCannotRun_IsSkipped()
    {
        Assert.Equal(0, Run([], ("one", static () => throw new BenchmarkSkippedException("no openssl"))));
        Assert.Equal("| one | | | | skipped | no openssl |", Row("one"));
    }

    [Fact]
    public void Run_Names_RunsOnlyThese()
    {
        Assert.Equal(0, Run(["TWO"], ("one", static () => throw new InvalidOperationException()), ("two", static () => [new("b", 1, 1)])));
        Assert.NotNull(Row("two"));
    }

    [Fact]
    public void Run_UnknownName_RunsNothing()
    {
        Assert.Equal(2, Run(["one", "three"], ("one", static () => [new("a", 1, 1)])));
        Assert.Equal("No benchmark is called three. There are: one\n", _error.ToString());
        Assert.Empty(_output.ToString());
    }

    private int Run(string[] names, params (string Name, Func<IEnumerable<Measurement>> Run)[] benchmarks) =>
        BenchmarkTable.Run(benchmarks.ToDictionary(static one => one.Name, static one => one.Run), names, _output, _error);

    private string Row(string name) =>
        _output.ToString().Split('\n').Single(line => line.StartsWith("| " + name + " |", StringComparison.Ordinal));
}
