using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.PowerShell.Tests;

/// <summary>
/// A PowerShell that runs Pester files, one after another, each in a runspace of its own: an engine takes seconds to become
/// quick, and Pester to be compiled. See Support/Start-PesterEngine.ps1.
/// </summary>
internal sealed class PesterEngine : IAsyncDisposable
{
    // Each compiles Pester, the module and the scripts again. A third one would compute longer than it saves on two cores; the tests
    // that start programs of their own run beside these two.
    private static readonly SemaphoreSlim Engines = new(2);

    private static readonly ConcurrentBag<PesterEngine> Idle = [];

    // A file that hangs is to be found, not waited for: the longest takes a minute.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private readonly string _endMark = "end of file " + Guid.NewGuid().ToString("N");
    private readonly StringBuilder _errors = new();
    private readonly NamedPipeServerStream _pipe;
    private readonly Process _process;
    private readonly StreamWriter _requests;

    static PesterEngine() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => EndIdle();

    private PesterEngine(NamedPipeServerStream pipe, string pipeName)
    {
        _pipe = pipe;
        _requests = new StreamWriter(pipe) { NewLine = "\n" };
        _process = PowerShellEngine.Start(
            "-File", Path.Combine(Repository.PesterFolder, "Support", "Start-PesterEngine.ps1"), "-PipeName", pipeName, "-EndMark", _endMark);
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs a file in an engine that is idle, or in a new one, and gives what was written to the console.</summary>
    public static async Task<string> RunAsync(PesterFile file)
    {
        await Engines.WaitAsync();
        PesterEngine? engine = null;
        var reusable = false;
        try
        {
            engine = !file.NeedsNewEngine && Idle.TryTake(out var idle) ? idle : await StartAsync();
            string output;
            (reusable, output) = await engine.RunFileAsync(file);
            return output;
        }
        finally
        {
            if (reusable)
            {
                Idle.Add(engine!);
            }
            else if (engine is not null)
            {
                await engine.DisposeAsync();
            }

            Engines.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        await _pipe.DisposeAsync();
    }

    // No engine outlives the tests. One whose pipe is closed ends.
    private static void EndIdle()
    {
        var engines = Idle.ToArray();
        foreach (var engine in engines)
        {
            engine._pipe.Dispose();
        }

        foreach (var engine in engines)
        {
            if (!engine._process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                engine._process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<PesterEngine> StartAsync()
    {
        var name = "tokentools-pester-" + Guid.NewGuid().ToString("N");
        // Not through its standard input, which the programs that the tests start would inherit.
        var engine = new PesterEngine(new NamedPipeServerStream(name, PipeDirection.Out, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous), name);
        using var exited = new CancellationTokenSource(Limit);
        _ = engine._process.WaitForExitAsync(exited.Token).ContinueWith(_ => exited.Cancel(), exited.Token, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await engine._pipe.WaitForConnectionAsync(exited.Token);
            return engine;
        }
        catch (OperationCanceledException)
        {
            var output = await engine._process.StandardOutput.ReadToEndAsync();
            await engine.DisposeAsync();
            throw new InvalidOperationException("No engine for Pester: " + output + engine.TakeErrors());
        }
    }

    private async Task<(bool Reusable, string Output)> RunFileAsync(PesterFile file)
    {
        await _requests.WriteLineAsync(file.FullPath + "\t" + file.ResultPath);
        await _requests.FlushAsync();
        var output = new StringBuilder();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line == _endMark)
                {
                    return (true, output + TakeErrors());
                }

                output.AppendLine(line);
            }

            return (false, output + TakeErrors() + "The engine ended.");
        }
        catch (OperationCanceledException)
        {
            return (false, output + TakeErrors() + "It did not end within " + Limit + ".");
        }
    }

    private string TakeErrors()
    {
        lock (_errors)
        {
            var errors = _errors.ToString();
            _errors.Clear();
            return errors;
        }
    }
}
