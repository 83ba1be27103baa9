using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>Runs examples/rollout.ps1 in a process, which a request can kill.</summary>
internal sealed class RolloutRun
{
    // For what should be there immediately, and on a busy machine comes late.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly TokenSandbox _sandbox;
    private readonly string _path;

    public RolloutRun(TokenSandbox sandbox, string path) => (_sandbox, _path) = (sandbox, path);

    /// <summary>The contents of the files that the script wrote, and its output.</summary>
    public IEnumerable<string> Files => [File.ReadAllText(_path + ".state.jsonl"), File.ReadAllText(_path + ".tokens.csv"), Output];

    public string Output { get; private set; } = string.Empty;

    public static TokenSandbox StartSandbox() => TokenSandbox.Start(new SandboxOptions { RuntimeStartup = TimeSpan.FromMilliseconds(100) });

    /// <summary>The runtimes with what a rollout decides about them.</summary>
    public static IEnumerable<string> State(TokenSandbox sandbox)
    {
        var names = sandbox.Environments.ToDictionary(static environment => environment.Id, static environment => environment.Name);
        return sandbox.Runtimes
            .Select(runtime => string.Join(' ', runtime.Name, runtime.Type, runtime.Status, names.GetValueOrDefault(runtime.EnvironmentId ?? "")))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Runs the script.</summary>
    /// <param name="point">When it is killed; null for never.</param>
    public async Task<(int ExitCode, bool WasKilled, string Output)> RunAsync(KillPoint? point)
    {
        var wasKilled = false;
        var count = 0;
        using var ended = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        Process? process = null;
        void Kill(SandboxRequest request, bool isHandled)
        {
            if (point is null || isHandled != point.IsHandled || !point.Matches(request) || Interlocked.Increment(ref count) != point.Count)
            {
                return;
            }

            Assert.True(started.Wait(Limit));
            // SIGKILL, where the system has it.
            wasKilled = true;
            process!.Kill();
            Assert.True(ended.Wait(Limit));
            if (!isHandled)
            {
                throw new IOException("The request is lost.");
            }
        }

        _sandbox.Observer = Kill;
        try
        {
            using (process = PowerShellEngine.Start(
                [
                    new("BOOMI_ACCOUNT_ID", _sandbox.BoomiAccountId),
                    new("BOOMI_USERNAME", _sandbox.BoomiUserName),
                    new("BOOMI_API_TOKEN", _sandbox.BoomiApiToken),
                    new("BOOMI_API_URL", _sandbox.Uri.AbsoluteUri),
                    new("NO_PROXY", "127.0.0.1"),
                ],
                "-File",
                Path.Combine(Repository.Root, "examples", "rollout.ps1"),
                "-Path",
                _path,
                "-Install",
                Path.Combine(Repository.PesterFolder, "Support", "Install-SandboxRuntime.ps1"),
                "-TimeoutSec",
                "300",
                "-IntervalSec",
                "1",
                "-RequestsPerSecond",
                "1000"))
            {
                started.Set();
                var error = process.StandardError.ReadToEndAsync();
                Output += await process.StandardOutput.ReadToEndAsync() + await error;
                Assert.True(process.WaitForExit(Limit), "The script does not end.\n" + Output);
                ended.Set();
                return (process.ExitCode, wasKilled, Output);
            }
        }
        finally
        {
            _sandbox.Observer = null;
        }
    }

    /// <summary>The script's report about tokens.</summary>
    public IReadOnlyList<(string Name, string State, DateTimeOffset Created)> Report() => File.ReadAllLines(_path + ".tokens.csv").Skip(1)
        .Select(static line => Regex.Match(line, "^\"(?<name>[^\"]*)\",\"(?<state>[^\"]*)\",\"(?<created>[^\"]*)\""))
        .Select(static match => (
            match.Groups["name"].Value,
            match.Groups["state"].Value,
            DateTimeOffset.Parse(match.Groups["created"].Value, CultureInfo.InvariantCulture)))
        .ToList();
}

/// <summary>The request that kills the script.</summary>
/// <param name="Method">Its method.</param>
/// <param name="End">The end of its path.</param>
/// <param name="Count">Which of the run's requests of this kind it is, from 1.</param>
/// <param name="IsHandled">Whether the service has handled it before.</param>
internal sealed record KillPoint(string Method, string End, int Count, bool IsHandled)
{
    public bool Matches(SandboxRequest request) => request.Method == Method && request.Path.EndsWith(End, StringComparison.Ordinal);
}

/// <summary>A test that needs a PowerShell.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PowerShellFactAttribute : FactAttribute
{
    public PowerShellFactAttribute() => Skip = PowerShellEngine.Missing;
}

/// <summary>A test with cases that needs a PowerShell.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PowerShellTheoryAttribute : TheoryAttribute
{
    public PowerShellTheoryAttribute() => Skip = PowerShellEngine.Missing;
}
