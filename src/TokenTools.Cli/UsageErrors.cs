using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Linq;
using System.Text.RegularExpressions;

namespace TokenTools.Cli;

/// <summary>Describes errors in a command line without repeating anything that may be a secret.</summary>
internal static class UsageErrors
{
    /// <summary>How the library's error about a value of the wrong type starts.</summary>
    public const string CannotParse = "Cannot parse";

    /// <summary>The error for a command line that cannot be parsed.</summary>
    public static TokenArgumentException ToException(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var text = parsed.UnmatchedTokens.Count > 0 ? Unmatched(parsed.UnmatchedTokens[0], command)
            : command is RootCommand ? CliText.Create(nameof(CliMessages.CommandMissing))
            : Describe(parsed.Errors[0]);
        return ToException(text, command);
    }

    /// <summary>The error for the name of a command that does not exist.</summary>
    public static TokenArgumentException UnknownCommand(string name, IEnumerable<string> names) => new("CommandLine", Unknown(name, names))
    {
        Advice = CliText.Create(nameof(CliMessages.SeeHelp), "tokentools --help"),
    };

    private static TokenArgumentException ToException(MessageText text, Command command) => new("CommandLine", text)
    {
        Advice = CliText.Create(nameof(CliMessages.SeeHelp), command is RootCommand ? "tokentools --help" : "tokentools " + command.Name + " --help"),
    };

    /// <summary>
    /// The error for an option that the command does not have. The parser accepts it, and the word after it, as further arguments of a
    /// command that takes them. After --, every word is an argument.
    /// </summary>
    public static TokenArgumentException? FindUnknownOption(ParseResult parsed)
    {
        // The command that a sandbox runs has options of its own.
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens)
            .Take(parsed.CommandResult.Command is Commands.SandboxCommand ? 1 : int.MaxValue).ToList();
        var unknown = parsed.Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Value.Length > 1 && token.Value[0] == '-' && arguments.Contains(token));
        return unknown is null ? null : ToException(Unmatched(unknown.Value, parsed.CommandResult.Command), parsed.CommandResult.Command);
    }

    private static MessageText Describe(ParseError error) => error.SymbolResult is OptionResult { Tokens.Count: > 0 } result
        && error.Message.StartsWith(CannotParse, StringComparison.Ordinal)
        ? new MessageText(nameof(Messages.ChoiceInvalid), result.Option.Name, ValidValues(result.Option))
        : CliText.Create(nameof(CliMessages.UsageInvalid), error.Message);

    private static string? ValidValues(Option option) =>
        option.HelpName is { } choice && choice.Contains('|', StringComparison.Ordinal) ? choice.Replace("|", ", ", StringComparison.Ordinal)
        : option.GetCompletions(CompletionContext.Empty).Select(static item => item.Label).ToList() is { Count: > 0 } words ? string.Join(", ", words)
        : option.HelpName;

    private static MessageText Unmatched(string token, Command command)
    {
        var option = Patterns.OptionName.Match(token);
        if (option.Success)
        {
            return NearestName.Find(option.Value, OptionNames(command)) is { } known
                ? CliText.Create(nameof(CliMessages.OptionMistyped), option.Value, known)
                : CliText.Create(nameof(CliMessages.OptionUnknown), option.Value);
        }

        if (command is RootCommand && IsWord(token))
        {
            return Unknown(token, command.Subcommands.Where(static known => !known.Hidden).Select(static known => known.Name));
        }

        return command is CliCommand { Secrets: { Count: > 0 } secrets }
            ? CliText.Create(nameof(CliMessages.ArgumentMayBeSecret), secrets[0].Sources)
            : CliText.Create(nameof(CliMessages.ArgumentTooMany));
    }

    private static bool IsWord(string text) => text.Length <= 30 && Patterns.Word.IsMatch(text);

    private static MessageText Unknown(string name, IEnumerable<string> names) =>
        !IsWord(name) ? CliText.Create(nameof(CliMessages.ArgumentTooMany))
        : NearestName.Find(name, names) is { } known ? CliText.Create(nameof(CliMessages.CommandMistyped), name, known)
        : CliText.Create(nameof(CliMessages.CommandUnknown), name);

    // Options of the command itself and those of every command. A hidden option is one for a secret.
    private static IEnumerable<string> OptionNames(Command command) => command.Options
        .Concat(command.Parents.OfType<Command>().SelectMany(static parent => parent.Options).Where(static option => option.Recursive))
        .Where(static option => !option.Hidden)
        .Select(static option => option.Name)
        .Where(static name => name.StartsWith("--", StringComparison.Ordinal));

    // A class of its own, so that they are created only for an error and not at the start of every command.
    private static class Patterns
    {
        // Other tools accept a secret after a single dash and a letter: mysql -pPASSWORD.
        public static readonly Regex OptionName = new(@"\A(?:-[a-zA-Z]|--[a-z][a-z-]{0,30})(?==|\z)", RegexOptions.CultureInvariant);
        public static readonly Regex Word = new(@"\A[a-z]+(?:-[a-z]+)*\z", RegexOptions.CultureInvariant);
    }
}
