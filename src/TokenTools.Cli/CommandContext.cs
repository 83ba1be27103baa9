using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>The context of a command: its parsed command line, the terminal, and cancellation.</summary>
internal sealed record CommandContext(
    ParseResult Parsed, CommonOptions Common, Terminal Terminal, CancellationToken CancellationToken) : IDisposable
{
    private OutputFile? _file;
    private bool _isMaskNoted;
    private bool _isElsewhere;

    /// <summary>The requested form of the result.</summary>
    public OutputForm Form => Common.FormOf(Parsed);

    /// <summary>Whether the result goes to a file.</summary>
    public bool HasOutputFile => _file is not null;

    /// <summary>The exit code of a successful command; not 0 if its result could not be written to the specified file.</summary>
    public int OutputCode { get; private set; }

    public bool IsVerbose => Parsed.IsOn(Common.Verbose);

    /// <summary>Whether the command shows its progress, instead of each of its requests.</summary>
    public bool HasOwnProgress { get; set; }

    /// <summary>Writes Core's notices.</summary>
    public IProgress<Notice> Progress => field ??= new DelegateProgress<Notice>(Show);

    // What is tried again at intervals is the same request each time.
    private string? _lastRequest;

    private void Show(Notice notice)
    {
        if (notice is ProgressNotice progress)
        {
            Terminal.ShowProgress(progress);
        }
        else if (notice.Level == NoticeLevel.Warning)
        {
            Terminal.WriteWarning(notice.Text);
        }
        else if (IsVerbose && notice.Text != _lastRequest)
        {
            Terminal.WriteNote(notice.Text);
        }

        // Otherwise the text is not rendered.
        if (notice.Level == NoticeLevel.Debug && !HasOwnProgress && (IsVerbose || Terminal.ShowsProgress))
        {
            _lastRequest = notice.Text;
            Terminal.ShowProgressLater(CliText.Format(nameof(CliMessages.ProgressResponse), DisplayText.Cleaned(notice.Text)));
        }
    }

    /// <summary>Writes a message with --verbose.</summary>
    public void Note(MessageText? message)
    {
        if (message is not null && IsVerbose)
        {
            Terminal.WriteNote(message.ToString());
        }
    }

    public void Warn(IEnumerable<TokenWarning> warnings)
    {
        foreach (var warning in Terminal.IsQuiet ? [] : warnings)
        {
            Terminal.WriteWarning(warning.Message);
        }
    }

    /// <summary>Creates the file for the result, if one is specified, before anything is read or requested.</summary>
    /// <exception cref="TokenArgumentException">It cannot be created, or exists.</exception>
    public void OpenOutputFile() => _file = Parsed.GetValue(Common.OutputFile) is { } path
        ? OutputFile.Open(path, Parsed.IsOn(Common.Overwrite))
        : null;

    /// <summary>Checks that another file of the command is not that of the result.</summary>
    /// <param name="path">The full path of the other file.</param>
    /// <exception cref="TokenArgumentException">Both are the same file: one would replace the other.</exception>
    public void EnsureNotOutputFile(string path)
    {
        if (_file is not null && OwnerOnlyFile.PathComparer.Equals(_file.Path, path))
        {
            throw CliText.ArgumentError("Path", nameof(CliMessages.OutputFileIsPath), new SettingName("Path"), Common.OutputFile.Name);
        }
    }

    /// <summary>Checks, before a token is requested, that it can be written.</summary>
    /// <param name="containsToken">Whether the result contains a token, which text masks.</param>
    /// <exception cref="OutputException">It is already known that it cannot.</exception>
    /// <exception cref="TokenArgumentException">The file would contain a masked token.</exception>
    public void EnsureResultCanBeWritten(bool containsToken = true)
    {
        if (HasOutputFile)
        {
            EnsureUnmasked(containsToken && Form == OutputForm.Text);
            return;
        }

        if (!Terminal.CanWriteResult)
        {
            throw new OutputException(
                CliText.Format(StandardStream.IsOpen(StandardStream.Output)
                    ? nameof(CliMessages.StreamWithoutReader)
                    : nameof(CliMessages.StreamClosed)),
                issued: null);
        }
    }

    /// <summary>
    /// Writes a warning about what a service may have created or changed, if a signal ends the process before the result of this method is
    /// disposed of.
    /// </summary>
    /// <param name="describe">Describes it.</param>
    public IDisposable WarnAtDeadline(Func<MessageText> describe) =>
        Interruption.AtDeadline(() => Terminal.WriteWarning(describe().ToString()));

    /// <summary>Writes a result in the requested form.</summary>
    /// <exception cref="TokenArgumentException">The result does not have that form.</exception>
    /// <exception cref="OutputException">The result cannot be written: a lost token must not look like success.</exception>
    public void Write(CommandResult result)
    {
        // The command reports several results itself.
        using var warning = result is { Issued: { } issued, IsOneOfMany: false }
            ? WarnAtDeadline(() => CliText.Create(
                nameof(CliMessages.OutputNotWritten), CliText.Create(nameof(CliMessages.OutputInterrupted)), issued))
            : null;
        MaskNew(result.NewSecrets);
        var isMasked = Form == OutputForm.Text && result is { Text: null, Token: not null };
        if (_file is not null)
        {
            EnsureUnmasked(isMasked);
            if (_file.Write(output => WriteForm(output, result), result) is { } elsewhere)
            {
                _isElsewhere = true;
                Terminal.WriteError(elsewhere.ToString());
            }

            if (_isElsewhere)
            {
                OutputCode = Math.Max(OutputCode, result.Issued is null ? ExitCode.Usage : ExitCode.MayBeApplied);
            }

            return;
        }

        try
        {
            WriteForm(Terminal.Out, result);
            Terminal.Flush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(error.Message, result.Issued);
        }

        if (isMasked && !_isMaskNoted)
        {
            _isMaskNoted = true;
            Terminal.WriteNote(CliText.Format(nameof(CliMessages.TokenMasked)));
        }
    }

    /// <summary>
    /// Closes the output file while the command continues to run: on Windows, no other program can read it until it is closed.
    /// </summary>
    public void CloseOutputFile() => _file?.Dispose();

    /// <inheritdoc/>
    public void Dispose() => CloseOutputFile();

    private static void EnsureUnmasked(bool isMasked)
    {
        if (isMasked)
        {
            throw CliText.ArgumentError("Output", nameof(CliMessages.OutputFileMasked));
        }
    }

    // To standard error, which build systems read as well: standard output may be captured in a variable.
    private void MaskNew(IReadOnlyList<string> secrets)
    {
        if (Parsed.Switch(Common.Mask) ?? true)
        {
            var commands = secrets.SelectMany(secret => BuildSystem.Current?.MaskCommands(SecureText.FromString(secret)) ?? []).ToList();
            // A command counts only at the start of a line: text without a line end may precede it.
            foreach (var command in commands.Count > 0 ? [string.Empty, .. commands] : commands)
            {
                Terminal.WriteCommand(command);
            }
        }
    }

    private void WriteForm(TextWriter output, CommandResult result)
    {
        Terminal.ClearProgress();
        switch (Form)
        {
            case OutputForm.Token:
                // No line end in a file or a pipe: it would become part of the token in a Kubernetes Secret.
                output.Write(result.Token ?? throw CliText.ArgumentError("Output", nameof(CliMessages.NoToken)));
                if ((Terminal.IsOutputShown && !HasOutputFile) || result.IsOneOfMany)
                {
                    output.WriteLine();
                }

                break;
            case OutputForm.Text:
                if (result.Text is not null)
                {
                    output.Write(result.Text);
                    break;
                }

                var width = result.Rows.Max(static row => row.Name.Length);
                foreach (var (name, value) in result.Rows.Where(static row => !string.IsNullOrEmpty(row.Value)))
                {
                    output.WriteLine(name.PadRight(width) + "  " + TerminalText.Clean(value!));
                }

                break;
            case OutputForm.Strings:
                output.WriteLine(StringsJson.FromJson(result.Json));
                break;
            default:
                output.WriteLine(result.Json.TrimEnd('\n'));
                break;
        }
    }
}

/// <summary>The result of a command.</summary>
/// <param name="Json">The result as JSON.</param>
internal sealed record CommandResult(string Json)
{
    /// <summary>The token alone; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>The sentence about what a service has issued or changed, for when the result cannot be written; null for nothing.</summary>
    public MessageText? Issued { get; init; }

    /// <summary>This result, after a request by which the service has changed something.</summary>
    public CommandResult AfterChange() => this with { Issued = CliText.Create(nameof(CliMessages.OutputRequestDone)) };

    /// <summary>The result as names and values for people, with secrets masked.</summary>
    public IReadOnlyList<(string Name, string? Value)> Rows { get; init; } = [];

    /// <summary>Secrets that are new, which a build system masks in its log.</summary>
    public IReadOnlyList<string> NewSecrets { get; init; } = [];

    /// <summary>Whether the command has several results, each with a line of its own.</summary>
    public bool IsOneOfMany { get; init; }

    /// <summary>The result as text for people, instead of <see cref="Rows"/>.</summary>
    public string? Text { get; init; }
}

/// <summary>The form in which a result is written.</summary>
internal enum OutputForm
{
    /// <summary>JSON, including the token.</summary>
    Json,

    /// <summary>Text for people, with secrets masked.</summary>
    Text,

    /// <summary>The token alone.</summary>
    Token,

    /// <summary>JSON whose values are all text, including the token.</summary>
    Strings,
}
