using System;
using System.Diagnostics;
using System.IO;
using System.Security;
using System.Text;
using System.Threading;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>The process's standard streams. No other code uses the console.</summary>
internal sealed class Terminal
{
    // Null for the process's own standard input.
    private readonly Stream? _input;

    private bool _inputWasRead;

    /// <summary>The process's own streams.</summary>
    public Terminal()
    {
        Out = Console.IsOutputRedirected
            ? new StreamWriter(new StandardStream(StandardStream.Output), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" }
            : Console.Out;
        Error = !StandardStream.IsOpen(StandardStream.Error) ? TextWriter.Null : Console.Error;
    }

    /// <summary>Other streams, for tests that run commands in their own process. They are not a terminal.</summary>
    /// <param name="output">Receives the results.</param>
    /// <param name="error">Receives the messages.</param>
    /// <param name="input">Standard input; null for an empty one.</param>
    public Terminal(TextWriter output, TextWriter error, Stream? input = null)
    {
        Out = output;
        Error = error;
        _input = input ?? Stream.Null;
    }

    /// <summary>Standard output: results only.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error: messages.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether a user can be prompted.</summary>
    public bool IsInteractive => _input is null && StandardStream.IsOpen(StandardStream.Input) && !Console.IsInputRedirected;

    /// <summary>False if it is already known that no result can be written.</summary>
    public bool CanWriteResult => Out is not StreamWriter { BaseStream: StandardStream } || StandardStream.CanBeWritten(StandardStream.Output);

    /// <summary>Whether standard input can be read.</summary>
    public bool IsInputOpen => _input is not null || StandardStream.IsOpen(StandardStream.Input);

    /// <summary>Whether results go to a terminal.</summary>
    public bool IsOutputShown => _input is null && !Console.IsOutputRedirected;

    // https://no-color.org
    private static bool UsesColor => !Console.IsErrorRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>Flushes standard output.</summary>
    /// <exception cref="IOException">The output cannot be written, because the disk is full, for example.</exception>
    public void Flush() => Out.Flush();

    /// <summary>Flushes standard output. Ignores a failure, which must not prevent the message that follows.</summary>
    public void TryFlush()
    {
        try
        {
            Out.Flush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    public void WriteError(string message, string? advice = null)
    {
        TryFlush();
        WriteMessage(Colored("31", "tokentools:") + " " + TerminalText.Clean(message));
        if (advice is not null)
        {
            WriteMessage("  " + TerminalText.Clean(advice));
        }
    }

    public void WriteWarning(string message) => WriteMessage(Colored("33", "tokentools:") + " " + TerminalText.Clean(message));

    public void WriteNote(string message) => WriteMessage("tokentools: " + TerminalText.Clean(message));

    /// <summary>Reads standard input, until its end.</summary>
    /// <exception cref="TokenArgumentException">Standard input was read before, or is too long.</exception>
    public T ReadInput<T>(string option, Func<Stream, string, T> read)
    {
        try
        {
            using var input = OpenInput(option);
            return read(input, option);
        }
        catch (IOException error)
        {
            throw CliText.ArgumentError(option, nameof(CliMessages.InputUnreadable), option, error.Message);
        }
    }

    /// <summary>Opens standard input, which can be read once.</summary>
    /// <exception cref="TokenArgumentException">Standard input was read before.</exception>
    public Stream OpenInput(string option)
    {
        if (_inputWasRead)
        {
            throw CliText.ArgumentError(option, nameof(CliMessages.InputTwice), option);
        }

        _inputWasRead = true;
        return _input ?? new StandardStream(StandardStream.Input);
    }

    /// <summary>Prompts for a secret without echo.</summary>
    /// <exception cref="TokenArgumentException">The input is empty.</exception>
    public SecureString Ask(string what, string option, CancellationToken cancellationToken)
    {
        TryFlush();
        WriteMessage(what + ": ", newLine: false);
        // A blocking read from the keyboard cannot be canceled.
        using var registration = cancellationToken.Register(static () =>
        {
            if (!OperatingSystem.IsWindows())
            {
                SetEcho(on: true);
            }

            Environment.Exit(ExitCode.Interrupted);
        });
        try
        {
            return OperatingSystem.IsWindows() ? ReadKeys(option) : ReadLineWithoutEcho(option);
        }
        finally
        {
            WriteMessage(string.Empty);
        }
    }

    private static SecureString ReadKeys(string option)
    {
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
    private static SecureString ReadLineWithoutEcho(string option)
    {
        SetEcho(on: false);
        try
        {
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
            throw new IOException(CliText.Format(nameof(CliMessages.EchoStays)));
        }
    }

    // A message that cannot be written, because standard error is full or has no reader, must not end a command whose token is still to
    // be written.
    private void WriteMessage(string text, bool newLine = true)
    {
        try
        {
            Error.Write(newLine ? text + Error.NewLine : text);
            Error.Flush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Colored(string color, string text) => UsesColor ? "\u001b[" + color + "m" + text + "\u001b[0m" : text;
}
