#pragma warning disable RS0030 // The one process that a library starts: ChildCommandSpec rejects arguments with a secret.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Security;
using TokenTools.Security.Redaction;

namespace TokenTools.Processes;

/// <summary>A process that gets secrets other than by its arguments, and whose output is masked.</summary>
internal sealed class RunningCommand : IDisposable
{
    /// <summary>SIGQUIT, which has the same number on every POSIX system.</summary>
    public const int Sigquit = 3;

    /// <summary>SIGTERM, which has the same number on every POSIX system.</summary>
    public const int Sigterm = 15;

    // How long the input of a command that has ended may take.
    private static readonly TimeSpan InputTimeout = TimeSpan.FromSeconds(1);

    // How long a command that was asked to end may take.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<bool> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<SecretFile> _files;
    private readonly SecretParts _secrets;
    private readonly Process _process;

    internal RunningCommand(ProcessStartInfo start, SecretParts secrets, IReadOnlyList<SecretFile> files)
    {
        _files = files;
        _secrets = secrets;
        _process = ProcessStarter.Start(start, () => _exited.TrySetResult(true));
    }

    /// <summary>What the command reads from standard input; null if it has the caller's.</summary>
    internal SecureString? StandardInput { get; init; }

    /// <summary>Whether the output is passed on as it is.</summary>
    internal bool IsOutputBinary { get; init; }

    /// <summary>The end of the command, whose output may still have to be passed on.</summary>
    internal Task Exited => _exited.Task;

    /// <summary>Why not all of the output was passed on; null if it was.</summary>
    internal IOException? OutputError { get; private set; }

    /// <summary>Passes on the output until the command has ended, and returns its exit code.</summary>
    /// <param name="output">The output; null if the command writes to that of this process.</param>
    /// <param name="error">What the command writes to standard error.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    public async Task<int> WaitAsync(Stream? output, Stream error, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(() => _ = EndAsync());
        var input = StandardInput is null ? null : Task.Run(WriteInput);
        var pumps = new List<OutputPump> { new(_process.StandardError.BaseStream, error, _secrets) };
        if (output is not null)
        {
            pumps.Add(new OutputPump(_process.StandardOutput.BaseStream, output, IsOutputBinary ? null : _secrets));
        }

        var ended = Task.WhenAll(pumps.Select(static pump => pump.RunAsync()));
        await _exited.Task.ConfigureAwait(false);
        await OutputDrain.WaitAsync(pumps, ended, SystemClock.Instance).ConfigureAwait(false);
        pumps.ForEach(static pump => pump.End());
        OutputError = pumps.Select(static pump => pump.WriteError).FirstOrDefault(static error => error is not null);
        if (input is not null)
        {
            await Task.WhenAny(input, Task.Delay(InputTimeout, CancellationToken.None)).ConfigureAwait(false);
        }

        return _process.ExitCode;
    }

    /// <summary>Sends a signal to the command; on Windows, which has none, ends the process.</summary>
    /// <param name="signal">The signal's number.</param>
    public void Send(int signal)
    {
        try
        {
            if (_process.HasExited)
            {
                return;
            }

            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                _process.Kill();
            }
            else
            {
                _ = Kill(_process.Id, signal);
            }
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    // Ends the command even if it ignores the request.
    private async Task EndAsync()
    {
        Send(Sigterm);
        await Task.WhenAny(_exited.Task, Task.Delay(TerminationTimeout, CancellationToken.None)).ConfigureAwait(false);
        try
        {
            _process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended.
        }
    }

    private void WriteInput()
    {
        using var buffer = new SecretBuffer();
        buffer.AddSecret(StandardInput!);
        try
        {
            // Not the writer of the process, which could add a byte order mark.
            using var input = _process.StandardInput.BaseStream;
            buffer.WriteTo(input);
        }
        catch (IOException)
        {
            // The command has ended without reading it.
        }
    }
}
