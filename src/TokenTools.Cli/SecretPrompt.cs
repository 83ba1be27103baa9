using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Cli;

/// <summary>Reads a secret from the keyboard, without echo.</summary>
internal static partial class SecretPrompt
{
    // A terminal passes no more bytes of a line, and drops the others: N_TTY_BUF_SIZE of Linux, MAX_CANON of macOS.
    private static readonly int LongestLine = OperatingSystem.IsLinux() ? 4095 : 1023;

    // One change at a time: a signal may arrive while stty runs.
    private static readonly Lock Echo = new();

    /// <summary>Reads a line.</summary>
    /// <param name="option">The option that it is for.</param>
    /// <param name="writePrompt">Writes the prompt: once the echo is off, because a password may be pasted as soon as the prompt is shown.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>The line, and whether others followed it, which are dropped: a shell would run and show them.</returns>
    /// <exception cref="TokenArgumentException">It is empty, or perhaps not complete.</exception>
    public static (SecureString Line, bool HasMore) Read(string option, Action writePrompt, CancellationToken cancellationToken)
    {
        // A blocking read from the keyboard cannot be canceled.
        using var registration = cancellationToken.Register(static () =>
        {
            lock (Echo)
            {
                SetEcho(on: true);
                Environment.Exit(Interruption.SignalExitCode ?? ExitCode.Interrupted);
            }
        });
        return OperatingSystem.IsWindows() ? (ReadKeys(option, writePrompt), false) : ReadLineWithoutEcho(option, writePrompt);
    }

    private static SecureString ReadKeys(string option, Action writePrompt)
    {
        writePrompt();
        var secret = new SecureString();
        for (ConsoleKeyInfo key; (key = Console.ReadKey(intercept: true)).Key != ConsoleKey.Enter;)
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
            else if (key.KeyChar >= ' ')
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        secret.MakeReadOnly();
        return secret.Length > 0 ? secret : throw CliText.ArgumentError(option, nameof(CliMessages.SecretEmpty), option);
    }

    // Console.ReadKey turns on the echo between two keys, so that pasted text would be shown.
    [UnsupportedOSPlatform("windows")]
    private static (SecureString Line, bool HasMore) ReadLineWithoutEcho(string option, Action writePrompt)
    {
        var hidden = new HiddenInput(SetEcho);
        // A shell has its own state of the terminal while the process is stopped, and may continue it with that. The runtime does not stop a
        // process that handles SIGTSTP.
        using var stopped = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, context =>
        {
            context.Cancel = true;
            hidden.Suspend();
            _ = Kill(Environment.ProcessId, OperatingSystem.IsLinux() ? 19 : 17);
        });
        using var continued = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => hidden.Resume(writePrompt));
        using (hidden)
        {
            writePrompt();
            using var terminal = new FileStream("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            using var line = new MemoryStream();
            try
            {
                for (int value; (value = terminal.ReadByte()) is not (-1 or '\n');)
                {
                    line.WriteByte((byte)value);
                }

                var hasMore = StandardStream.IsReadable(terminal.SafeFileHandle);
                _ = Flush(terminal.SafeFileHandle, OperatingSystem.IsLinux() ? 0 : 1);
                if (line.Length >= LongestLine)
                {
                    throw CliText.ArgumentError(option, nameof(CliMessages.SecretLineCut), option, LongestLine - 1);
                }

                line.Position = 0;
                return (SecretReader.ReadSecret(line, option), hasMore);
            }
            finally
            {
                Array.Clear(line.GetBuffer());
            }
        }
    }

    private static void SetEcho(bool on)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        lock (Echo)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo("stty", on ? "echo" : "-echo") { UseShellExecute = false })!;
                process.WaitForExit();
                if (process.ExitCode == 0 || on)
                {
                    return;
                }
            }
            catch (Win32Exception)
            {
                // There is no stty.
            }

            throw new IOException(CliText.Format(nameof(CliMessages.EchoNotDisabled)));
        }
    }

    // signal.h: SIGSTOP is 19 on Linux, and 17 on macOS.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    // termios.h: drops what was typed and not read. TCIFLUSH is 0 on Linux, and 1 on macOS.
    [LibraryImport("libc", EntryPoint = "tcflush")]
    private static partial int Flush(SafeFileHandle terminal, int queue);
}
