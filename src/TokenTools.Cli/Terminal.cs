using System;
using System.IO;
using System.Security;
using System.Text;
using System.Threading;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>The process's standard streams. No other code uses the console.</summary>
internal sealed class Terminal
{
    // Null for the process's own standard input.
    private readonly Stream? _input;

    // Null if standard error is not a terminal.
    private readonly ProgressLine? _progress;

    private bool _inputWasRead;

    /// <summary>The process's own streams.</summary>
    public Terminal()
    {
        Out = Console.IsOutputRedirected
            ? new StreamWriter(new StandardStream(StandardStream.Output), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" }
            : Console.Out;
        Error = !StandardStream.IsOpen(StandardStream.Error) ? TextWriter.Null : Console.Error;
        _progress = IsErrorShown ? new ProgressLine(Error, static () => Console.WindowWidth) : null;
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

    /// <summary>Whether notes and progress are omitted.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Whether progress is shown: not if standard error is not a terminal.</summary>
    public bool ShowsProgress => _progress is not null && !IsQuiet;

    /// <summary>Whether standard input may have content for the command.</summary>
    public bool HasPipedInput => _input is not null || StandardStream.IsInputPiped();

    private static bool IsErrorShown => StandardStream.IsOpen(StandardStream.Error) && !Console.IsErrorRedirected
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    // https://no-color.org
    private static bool UsesColor => IsErrorShown && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Flushes standard output.</summary>
    /// <exception cref="IOException">The output cannot be written, because the disk is full, for example.</exception>
    public void Flush() => Out.Flush();

    /// <summary>Flushes standard output. Ignores a failure, which must not prevent the message that follows.</summary>
    public void TryFlush()
    {
        ClearProgress();
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

    /// <summary>Writes a line for the build system that reads the streams of this process.</summary>
    public void WriteCommand(string command) => WriteMessage(command);

    /// <summary>Writes a message that can be omitted.</summary>
    public void WriteNote(string message)
    {
        if (!IsQuiet)
        {
            WriteMessage("tokentools: " + TerminalText.Clean(message));
        }
    }

    /// <summary>Shows the progress of a wait, if standard error is a terminal.</summary>
    public void ShowProgress(ProgressNotice progress)
    {
        if (progress.Left <= TimeSpan.Zero)
        {
            ClearProgress();
            return;
        }

        ShowProgress(CliText.Format(
            nameof(CliMessages.ProgressWait),
            DisplayText.Cleaned(progress.Activity),
            DisplayText.Cleaned(progress.Text),
            TimeText.Left(progress.Left)));
    }

    /// <summary>Shows the progress of a command, if standard error is a terminal.</summary>
    public void ShowProgress(string text)
    {
        if (!IsQuiet)
        {
            _progress?.Show(text);
        }
    }

    /// <summary>Shows a text after a second, if standard error is a terminal and nothing else was written before.</summary>
    public void ShowProgressLater(string text)
    {
        if (!IsQuiet)
        {
            _progress?.ShowLater(text);
        }
    }

    /// <summary>Removes what shows the progress.</summary>
    public void ClearProgress() => _progress?.Clear();

    /// <summary>Reads a secret from standard input, until its end. From a terminal, one line, without echo.</summary>
    /// <exception cref="TokenArgumentException">Standard input was read before, or is too long.</exception>
    public T ReadInput<T>(string option, Func<Stream, string, T> read, CancellationToken cancellationToken)
    {
        try
        {
            if (IsInteractive && !_inputWasRead)
            {
                _inputWasRead = true;
                return SecureText.WithUtf8(Ask(option, option, cancellationToken), bytes => read(new MemoryStream(bytes), option));
            }

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
        var hasMore = false;
        try
        {
            (var line, hasMore) = SecretPrompt.Read(option, () => WriteMessage(what + ": ", newLine: false), cancellationToken);
            return line;
        }
        finally
        {
            WriteMessage(string.Empty);
            if (hasMore)
            {
                WriteWarning(CliText.Format(nameof(CliMessages.FurtherLinesDropped), option));
            }
        }
    }

    // A message that cannot be written, because standard error is full or has no reader, must not end a command whose token is still to
    // be written.
    private void WriteMessage(string text, bool newLine = true)
    {
        ClearProgress();
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
