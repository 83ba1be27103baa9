using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>A program at a terminal, which the program script (util-linux) provides.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    // What a program asks a terminal for: the position of the cursor (CSI 6 n), and what the terminal supports (CSI c).
    private static readonly Regex Query = new(@"\e\[(?<kind>6n|0?c)", RegexOptions.CultureInvariant);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();

    // The test types while the reader answers queries: the writer of the process is not made for two at once.
    private readonly SemaphoreSlim _typing = new(1);
    private readonly Task _reader;
    private int _answered;

    /// <param name="command">The program and its arguments, for a shell.</param>
    /// <param name="folder">The current folder.</param>
    /// <param name="environment">Additional environment variables.</param>
    public PseudoTerminal(string command, string folder, Dictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo("script", ["-q", "-e", "-f", "-c", "stty cols 200 rows 40; exec " + command, "/dev/null"]);
        Tool.Prepare(start, environment);
        start.WorkingDirectory = folder;
        start.Environment["TERM"] = "xterm";
        if (environment?.ContainsKey("HOME") != true)
        {
            // No files of the user who runs the tests.
            start.Environment["HOME"] = folder;
        }

        _process = Process.Start(start)!;
        _reader = Task.Run(ReadAsync);
    }

    /// <summary>Everything that was written so far.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The reason why the tests that need some programs are skipped; null if all of them are on the path.</summary>
    public static string? Missing(params string[] programs) => OperatingSystem.IsLinux()
        ? programs.Append("script").Where(static name => !(Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, name)))).Select(static name => "no " + name + " on the path").FirstOrDefault()
        : "the program script has other options on this system";

    /// <summary>Types a text.</summary>
    public async Task TypeAsync(string text)
    {
        await _typing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteAsync(text);
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _typing.Release();
        }
    }

    /// <summary>Waits until a text was written.</summary>
    public Task WaitForAsync(string text) => UntilAsync(() => Output.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits for something; fails if the program ends before, or after two minutes.</summary>
    public async Task UntilAsync(Func<bool> done)
    {
        for (var waited = Stopwatch.StartNew(); !done(); await Task.Delay(20))
        {
            if (_reader.IsFaulted)
            {
                await _reader;
            }

            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2) && (!_process.HasExited || done()), Output);
        }
    }

    /// <summary>Waits for the program's end and returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        await _reader;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _typing.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        for (int count; (count = await _process.StandardOutput.ReadAsync(buffer)) > 0;)
        {
            List<Match> queries;
            lock (_gate)
            {
                _output.Append(buffer, 0, count);
                queries = [.. Query.Matches(_output.ToString()).Skip(_answered)];
                _answered += queries.Count;
            }

            foreach (var query in queries)
            {
                await TypeAsync(query.Groups["kind"].Value == "6n" ? "\u001b[1;1R" : "\u001b[?1;2c");
            }
        }
    }
}

/// <summary>A fact that requires programs at a terminal; skipped with a reason if one is missing.</summary>
public sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute(params string[] programs) => Skip = PseudoTerminal.Missing(programs);
}
