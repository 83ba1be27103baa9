using System;
using System.Diagnostics;
using System.IO;
using System.Security;
using System.Threading;

namespace TokenTools.Cli;

/// <summary>Reads a secret from the keyboard, without echo.</summary>
internal static class SecretPrompt
{
    /// <summary>Reads a line.</summary>
    /// <param name="option">The option that it is for.</param>
    /// <param name="writePrompt">Writes the prompt: once the echo is off, because a password may be pasted as soon as the prompt is shown.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <exception cref="TokenArgumentException">It is empty.</exception>
    public static SecureString Read(string option, Action writePrompt, CancellationToken cancellationToken)
    {
        // A blocking read from the keyboard cannot be canceled.
        using var registration = cancellationToken.Register(static () =>
        {
            if (!OperatingSystem.IsWindows())
            {
                SetEcho(on: true);
            }

            Environment.Exit(Interruption.SignalExitCode ?? ExitCode.Interrupted);
        });
        return OperatingSystem.IsWindows() ? ReadKeys(option, writePrompt) : ReadLineWithoutEcho(option, writePrompt);
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
    private static SecureString ReadLineWithoutEcho(string option, Action writePrompt)
    {
        SetEcho(on: false);
        try
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

                line.Position = 0;
                return SecretReader.ReadSecret(line, option);
            }
            finally
            {
                Array.Clear(line.GetBuffer());
            }
        }
        finally
        {
            SetEcho(on: true);
        }
    }

    private static void SetEcho(bool on)
    {
        using var process = Process.Start(new ProcessStartInfo("stty", on ? "echo" : "-echo") { UseShellExecute = false })
            ?? throw new IOException("stty");
        process.WaitForExit();
        if (process.ExitCode != 0 && !on)
        {
            throw new IOException(CliText.Format(nameof(CliMessages.EchoNotDisabled)));
        }
    }
}
