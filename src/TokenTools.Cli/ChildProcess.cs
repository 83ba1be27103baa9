using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Processes;

namespace TokenTools.Cli;

/// <summary>Runs the command that follows <c>tokentools sandbox --</c> or <c>tokentools run --</c>.</summary>
internal static class ChildProcess
{
    // Exit codes of a shell: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html (2.8.2)
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    private const int OutputNotWritten = 1;

    /// <summary>The variables with the hosts to access without a proxy. curl reads the first; other programs read either of them.</summary>
    public static IReadOnlyList<string> NoProxyVariables { get; } = ["no_proxy", "NO_PROXY"];

    /// <summary>Runs a command until it ends, and returns its exit code.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="variables">Additional environment variables.</param>
    /// <param name="host">A host that the command accesses without a proxy.</param>
    /// <param name="terminal">Where an error is written if the command cannot be started.</param>
    /// <param name="cancellationToken">Prevents the start, but does not end the command.</param>
    /// <exception cref="OperationCanceledException">A signal arrived before the start.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> command,
        IEnumerable<(string Name, string Value)> variables,
        string host,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        BypassProxy(start.Environment, host);
        return await RunAsync(
            () => ProcessStarter.Start(start),
            Send,
            static async process =>
            {
                await process.WaitForExitAsync(CancellationToken.None);
                return process.ExitCode;
            },
            terminal,
            cancellationToken);
    }

    /// <summary>Runs a command that gets secrets until it ends, and returns its exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="inheritsOutput">Whether it writes to standard output itself.</param>
    /// <param name="terminal">Where an error is written if the command cannot be started.</param>
    /// <param name="cancellationToken">Prevents the start, but does not end the command.</param>
    /// <exception cref="OperationCanceledException">A signal arrived before the start.</exception>
    public static Task<int> RunAsync(
        ChildCommand command, bool inheritsOutput, Terminal terminal, CancellationToken cancellationToken) => RunAsync(
        () => command.Start(inheritsOutput),
        static (running, signal) => running.Send(signal),
        async running =>
        {
            var output = running.WaitAsync(
                inheritsOutput ? null : new StandardStream(StandardStream.Output),
                new StandardStream(StandardStream.Error),
                CancellationToken.None);
            // The reader of the output may make no progress. Signals are then for this process.
            await running.Exited;
            Interruption.EndForwarding();
            var code = await output;
            // A reader that needs no more output is not an error of the command.
            if (running.OutputError is null or StandardStreamException { HasNoReader: true })
            {
                return code;
            }

            terminal.WriteError(CliText.Format(nameof(CliMessages.CommandOutputNotWritten), running.OutputError.Message, code));
            return code == 0 ? OutputNotWritten : code;
        },
        terminal,
        cancellationToken);

    // The command handles signals itself. Ctrl-C is sent to both processes. SIGTERM, or the image's STOPSIGNAL, such as
    // SIGQUIT, is sent only to this process (docker stop), so it is forwarded.
    private static async Task<int> RunAsync<T>(
        Func<T> start, Action<T, int> send, Func<T, Task<int>> waitAsync, Terminal terminal, CancellationToken cancellationToken)
        where T : class, IDisposable
    {
        try
        {
            using var process = Interruption.Start(start, (started, signal) => Forward(started, signal, send), cancellationToken);
            try
            {
                return await waitAsync(process);
            }
            finally
            {
                Interruption.EndForwarding();
            }
        }
        catch (TokenArgumentException error) when (error.ErrorId is nameof(Messages.CommandNotFound) or nameof(Messages.CommandNotStarted))
        {
            terminal.WriteError(error.Message);
            return error.ErrorId == nameof(Messages.CommandNotFound) ? NotFound : NotExecutable;
        }
    }

    /// <summary>Adds a host to those that are accessed without a proxy.</summary>
    internal static void BypassProxy(IDictionary<string, string?> environment, string host)
    {
        var values = NoProxyVariables.Select(name => environment.TryGetValue(name, out var value) ? value : null).ToList();
        for (var i = 0; i < NoProxyVariables.Count; i++)
        {
            // If only one of the two were set, programs that read the other one would lose its hosts.
            var value = string.IsNullOrEmpty(values[i]) ? values.Find(static other => !string.IsNullOrEmpty(other)) : values[i];
            var hosts = (value ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            // An asterisk bypasses the proxy for every host, but only as the whole value.
            environment[NoProxyVariables[i]] = hosts.Contains("*") || hosts.Contains(host) ? value : string.Join(',', [.. hosts, host]);
        }
    }

    // SIGTERM, also in place of SIGHUP, and SIGQUIT, on which some programs shut down gracefully, and Java prints a thread dump.
    private static void Forward<T>(T process, PosixSignal signal, Action<T, int> send)
    {
        if (!OperatingSystem.IsWindows() && signal != PosixSignal.SIGINT)
        {
            send(process, signal == PosixSignal.SIGQUIT ? RunningCommand.Sigquit : RunningCommand.Sigterm);
        }
    }

    private static void Send(Process process, int signal)
    {
        if (!process.HasExited)
        {
            _ = Kill(process.Id, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
