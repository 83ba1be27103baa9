using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>One run of a command.</summary>
internal sealed record CommandContext(ParseResult Parsed, Terminal Terminal, CancellationToken CancellationToken)
{
    public bool IsVerbose => Parsed.GetValue(CommonOptions.Verbose);

    /// <summary>Shows what Core reports on the way.</summary>
    public IProgress<Notice> Progress => field ??= new DelegateProgress<Notice>(Show);

    private void Show(Notice notice)
    {
        if (notice.Level == NoticeLevel.Warning)
        {
            Terminal.WriteWarning(notice.Text);
        }
        else if (IsVerbose)
        {
            Terminal.WriteNote(notice.Text);
        }
    }

    public void Warn(IEnumerable<TokenWarning> warnings)
    {
        foreach (var warning in warnings)
        {
            Terminal.WriteWarning(warning.Message);
        }
    }

    /// <summary>Writes a result in the form that was asked for.</summary>
    /// <exception cref="TokenArgumentException">It hasn't that form, or can't be written: a token that nobody gets must not look like success.</exception>
    public void Write(CommandResult result)
    {
        try
        {
            WriteForm(result);
            Terminal.Flush();
        }
        catch (IOException error)
        {
            throw CliText.ArgumentError("Output", nameof(CliMessages.OutputLost), error.Message);
        }
    }

    private void WriteForm(CommandResult result)
    {
        switch (Parsed.GetValue(CommonOptions.Output))
        {
            case OutputForm.Token:
                // No line end where it goes into a file or another program: in a Kubernetes secret it would be part of the token.
                Terminal.Out.Write(result.Token ?? throw CliText.ArgumentError("Output", nameof(CliMessages.NoToken)));
                if (Terminal.IsOutputShown)
                {
                    Terminal.Out.WriteLine();
                }

                break;
            case OutputForm.Text:
                if (result.Text is not null)
                {
                    Terminal.Out.Write(result.Text);
                    break;
                }

                var width = result.Rows.Max(static row => row.Name.Length);
                foreach (var (name, value) in result.Rows.Where(static row => !string.IsNullOrEmpty(row.Value)))
                {
                    Terminal.Out.WriteLine(name.PadRight(width) + "  " + TerminalText.Clean(value!));
                }

                break;
            default:
                Terminal.Out.WriteLine(result.Json.TrimEnd('\n'));
                break;
        }
    }
}

/// <summary>What a command has to show.</summary>
/// <param name="Json">As JSON.</param>
internal sealed record CommandResult(string Json)
{
    /// <summary>The token alone; null where there is none.</summary>
    public string? Token { get; init; }

    /// <summary>For people: names and values, secrets masked.</summary>
    public IReadOnlyList<(string Name, string? Value)> Rows { get; init; } = [];

    /// <summary>For people, where it is a text by itself.</summary>
    public string? Text { get; init; }
}

/// <summary>How a result is written.</summary>
internal enum OutputForm
{
    /// <summary>JSON, with the token in it.</summary>
    Json,

    /// <summary>For people: secrets masked.</summary>
    Text,

    /// <summary>The token alone.</summary>
    Token,
}
