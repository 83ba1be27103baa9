using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Cli.Tests;

/// <summary>Runs tokentools as a process with arguments, an environment, three streams and an exit code.</summary>
internal static class Tool
{
    /// <summary>The variables that a run must not take over from the process that starts the tests.</summary>
    public static readonly string[] OwnVariables =
    [
        "BOOMI_ACCOUNT_ID", "BOOMI_USERNAME", "BOOMI_API_TOKEN", "BOOMI_API_URL", "ONEZONE_HOST", "ONEZONE_API_KEY", "GOODDATA_HOST",
        "TOKENTOOLS_TOKEN", "TOKENTOOLS_PASSWORD", "TOKENTOOLS_SECRET", "NO_COLOR", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY",
    ];

    public static string Path { get; } = System.IO.Path.GetFullPath(Metadata("CommandLine"));

    public static string Root { get; } = System.IO.Path.GetFullPath(Metadata("RepositoryRoot"));

    public static string DotNet { get; } = Environment.ProcessPath is { } path && System.IO.Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    public static ProcessStartInfo Start(IEnumerable<string> arguments, Dictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(DotNet, [Path, .. arguments]);
        Prepare(start, environment);
        return start;
    }

    /// <summary>Redirects the standard streams, and sets the environment that all programs of the tests have.</summary>
    public static void Prepare(ProcessStartInfo start, Dictionary<string, string?>? environment = null)
    {
        // Each runs for a moment only: measuring what could be optimized later costs more than it gives.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = start.StandardInputEncoding = new UTF8Encoding(false);
        foreach (var name in OwnVariables)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<Outcome> RunAsync(params string[] arguments) => RunAsync(arguments, null);

    /// <summary>Runs it to its end.</summary>
    public static async Task<Outcome> RunAsync(
        IEnumerable<string> arguments, Dictionary<string, string?>? environment, string? input = null, string? folder = null)
    {
        var start = Start(arguments, environment);
        start.WorkingDirectory = folder ?? string.Empty;
        using var process = Process.Start(start)!;
        return await EndAsync(process, input);
    }

    /// <summary>Writes its input and waits for it to end; the argument list that it has while it runs is part of the result.</summary>
    public static async Task<Outcome> EndAsync(Process process, string? input = null, int seconds = 300)
    {
        var arguments = ArgumentList(process.Id);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process ended without reading its input.
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await process.WaitForExitAsync(limit.Token);
        return new Outcome(process.ExitCode, await output, await error, arguments);
    }

    private static string ArgumentList(int id)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText("/proc/" + id + "/cmdline") : string.Empty;
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static string Metadata(string key) =>
        typeof(Tool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}

/// <summary>The result of a run.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error, string ArgumentList);
