using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>examples/rollout.ps1, killed at various points and run again.</summary>
public sealed class RolloutTests : IDisposable
{
    private const int RowCount = 100;

    // The service may process a lost request within five minutes, and its audit log may be another five minutes late.
    private static readonly TimeSpan BetweenRuns = TimeSpan.FromMinutes(12);

    private readonly string _folder = Directory.CreateTempSubdirectory("rollout-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PowerShellFact]
    public async Task Rollout_KilledAtEightPoints_EndsLikeAnUninterruptedRun()
    {
        using var uninterrupted = RolloutRun.StartSandbox();
        using var sandbox = RolloutRun.StartSandbox();
        var (reference, _, _) = await new RolloutRun(uninterrupted, Rows("reference.csv")).RunAsync(null);
        Assert.Equal(0, reference);

        var run = new RolloutRun(sandbox, Rows("rollout.csv"));
        foreach (var point in new KillPoint[]
        {
            new("POST", "/Environment", 1, IsHandled: true),
            new("POST", "/InstallerToken", 10, IsHandled: false),
            // Row 18, whose token expires during the test.
            new("POST", "/installer", 9, IsHandled: false),
            new("POST", "/installer", 10, IsHandled: true),
            // Row 37, whose token does not.
            new("POST", "/InstallerToken", 9, IsHandled: true),
            // The first query gets the runtimes that there are; the second one waits.
            new("POST", "/Atom/query", 2, IsHandled: false),
            new("POST", "/EnvironmentAtomAttachment", 10, IsHandled: false),
            new("POST", "/EnvironmentAtomAttachment", 10, IsHandled: true),
        })
        {
            var (_, wasKilled, output) = await run.RunAsync(point);
            Assert.True(wasKilled, point + " was not reached.\n" + output);
            sandbox.ClockSkew += BetweenRuns;
        }

        var (exitCode, _, final) = await run.RunAsync(null);

        Assert.True(exitCode == 0, final);
        Assert.Equal(RolloutRun.State(uninterrupted), RolloutRun.State(sandbox));
        Assert.Equal(RowCount, sandbox.Runtimes.Select(static runtime => runtime.Name).Distinct().Count());
        Assert.All(sandbox.Runtimes, static runtime => Assert.Equal(("ONLINE", 1), (runtime.Status, runtime.AttachmentCount)));
        AssertTokensAreAccountedFor(sandbox, run);
        Assert.All(
            sandbox.MintedTokens, token => Assert.All(run.Files, file => Assert.DoesNotContain(token.Token, file, StringComparison.Ordinal)));
    }

    [PowerShellFact]
    public async Task Rollout_RuntimeAttachedToAnotherEnvironment_IsNotMoved()
    {
        using var sandbox = RolloutRun.StartSandbox();
        var path = Path.Combine(_folder, "one.csv");
        await File.WriteAllTextAsync(path, "name,installType,environment\nr1,ATOM,Production\n");
        var run = new RolloutRun(sandbox, path);
        Assert.Equal(0, (await run.RunAsync(null)).ExitCode);
        await File.WriteAllTextAsync(path, "name,installType,environment\nr1,ATOM,Other\nr2,ATOM,Other\n");

        var (exitCode, _, output) = await run.RunAsync(null);

        Assert.Equal(2, exitCode);
        // The list's lines are wrapped.
        Assert.Contains("isattachedtoenvironment", string.Concat(output.Where(static c => !char.IsWhiteSpace(c))), StringComparison.Ordinal);
        var names = sandbox.Environments.ToDictionary(static environment => environment.Id, static environment => environment.Name);
        Assert.Equal(
            ["r1 Production 1", "r2 Other 1"],
            sandbox.Runtimes.Select(runtime => runtime.Name + " " + names[runtime.EnvironmentId!] + " " + runtime.AttachmentCount));
    }

    [PowerShellFact]
    public async Task Rollout_LostResponse_IsUnknownAndThenDecided()
    {
        using var sandbox = RolloutRun.StartSandbox();
        var path = Path.Combine(_folder, "lost.csv");
        await File.WriteAllTextAsync(path, "name,installType,environment\nr1,ATOM,Production\nr2,ATOM,Production\n");
        sandbox.Faults.Enqueue(new SandboxFault { Match = "InstallerToken", Reset = SandboxReset.BeforeHandling });
        var run = new RolloutRun(sandbox, path);

        var (first, _, _) = await run.RunAsync(null);
        sandbox.ClockSkew += BetweenRuns;
        var (second, _, output) = await run.RunAsync(null);

        Assert.Equal(4, first);
        Assert.True(second == 0, output);
        Assert.Equal(["NotCreated", "Used", "Used"], run.Report().Select(static line => line.State).Order(StringComparer.Ordinal));
        Assert.Equal(2, sandbox.MintedTokens.Count);
    }

    [PowerShellTheory]
    [InlineData("name,installType\nr1,ATOM\n", "no environment")]
    [InlineData("name,installType,environment\nr1,ATOM,E\nR1,ATOM,E\n", "occurs more than once")]
    [InlineData("name,installType,environment\n", "has no rows")]
    public async Task Rollout_InvalidInput_CreatesNothing(string text, string message)
    {
        using var sandbox = RolloutRun.StartSandbox();
        var path = Path.Combine(_folder, "invalid.csv");
        await File.WriteAllTextAsync(path, text);

        var (exitCode, _, output) = await new RolloutRun(sandbox, path).RunAsync(null);

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.Empty(sandbox.Requests);
    }

    // Every token that exists was used, has expired, or is in the report as confirmed by the audit log; and no other is.
    private static void AssertTokensAreAccountedFor(TokenSandbox sandbox, RolloutRun run)
    {
        var now = DateTimeOffset.UtcNow + sandbox.ClockSkew;
        var report = run.Report();
        Assert.Equal(RowCount, sandbox.MintedTokens.Count(static token => token.RuntimeId is not null));
        Assert.Equal(RowCount, report.Count(static line => line.State == "Used"));
        Assert.Equal(
            sandbox.MintedTokens.Count(token => token.RuntimeId is null && token.Expiration <= now),
            report.Count(static line => line.State == "Expired"));
        var confirmed = sandbox.MintedTokens.Where(token => token.RuntimeId is null && token.Expiration > now).ToList();
        var created = report.Where(static line => line.State == "Created").ToList();
        Assert.Single(confirmed);
        Assert.Equal(confirmed.Count, created.Count);
        Assert.All(created.Zip(confirmed), static pair => Assert.InRange(pair.Second.Created, pair.First.Created, pair.First.Created.AddMinutes(1)));
        // The request that was killed before it was processed.
        Assert.Single(report, static line => line.State == "NotCreated");
        Assert.Equal(sandbox.MintedTokens.Count + 1, report.Count);
        // Each token that was received is in the report with its own time of creation.
        Assert.All(
            sandbox.MintedTokens.Except(confirmed),
            token => Assert.Contains(report, line => line.Created == token.Created && line.State is "Used" or "Expired"));
    }

    private string Rows(string name)
    {
        var path = Path.Combine(_folder, name);
        // Half of the tokens expire during the test, and half of them do not.
        File.WriteAllLines(path, Enumerable.Range(1, RowCount)
            .Select(static i => string.Create(
                CultureInfo.InvariantCulture,
                $"runtime{i:000},{(i % 5 == 0 ? "MOLECULE" : "ATOM")},{(i % 3 == 0 ? "Test" : "Production")},{(i % 2 == 0 ? 30 : 1440)}"))
            .Prepend("name,installType,environment,durationMinutes"));
        return path;
    }
}
