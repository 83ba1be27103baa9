using System;
using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Linq;
using System.Text.RegularExpressions;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>Says what is wrong with a command line, without repeating what may be a secret in the wrong place.</summary>
internal static class UsageErrors
{
    // A single dash and several letters is how other tools take a secret: mysql -pPASSWORD.
    private static readonly Regex OptionName = new(@"\A(?:-[a-zA-Z]|--[a-z][a-z-]{0,30})(?==|\z)", RegexOptions.CultureInvariant);
    private static readonly Regex Word = new(@"\A[a-z]+(?:-[a-z]+)*\z", RegexOptions.CultureInvariant);

    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var help = command is RootCommand ? "tokentools --help" : "tokentools " + command.Name + " --help";
        var text = parsed.UnmatchedTokens.Count > 0 ? Unmatched(parsed.UnmatchedTokens[0], command)
            : command is RootCommand ? CliText.Format(nameof(CliMessages.CommandMissing))
            : Describe(parsed.Errors[0]);
        return text + " " + CliText.Format(nameof(CliMessages.SeeHelp), help);
    }

    private static string Describe(ParseError error) => error.SymbolResult is OptionResult { Tokens.Count: > 0 } result
        && error.Message.StartsWith("Cannot parse", StringComparison.Ordinal)
        ? CliText.Format(
            nameof(CliMessages.ValueInvalid),
            result.Option.Name,
            result.Option.HelpName is { } choice && choice.Contains('|', StringComparison.Ordinal) ? choice.Replace("|", ", ", StringComparison.Ordinal)
                : result.Option.GetCompletions(CompletionContext.Empty).Select(static item => item.Label).ToList() is { Count: > 0 } words
                ? string.Join(", ", words)
                : result.Option.HelpName is "n" or "number" ? CliText.Format(nameof(CliMessages.Number)) : result.Option.HelpName)
        : Redactor.ByShape.Redact(error.Message);

    private static string Unmatched(string token, Command command)
    {
        var option = OptionName.Match(token);
        if (option.Success)
        {
            return CliText.Format(nameof(CliMessages.OptionUnknown), option.Value);
        }

        if (command is RootCommand && token.Length <= 30 && Word.IsMatch(token))
        {
            var nearest = command.Subcommands.Where(static known => !known.Hidden).MinBy(known => Distance(known.Name, token))!;
            return Distance(nearest.Name, token) <= 4
                ? CliText.Format(nameof(CliMessages.CommandMistyped), token, nearest.Name)
                : CliText.Format(nameof(CliMessages.CommandUnknown), token);
        }

        return MessageText.Format(
            command is CliCommand { Secrets: { Count: > 0 } secrets } ? nameof(CliMessages.ArgumentMayBeSecret) : nameof(CliMessages.ArgumentTooMany),
            command is CliCommand { Secrets: { Count: > 0 } sources } ? sources[0].HowToGive : null);
    }

    // Levenshtein's.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[b.Length];
    }
}
