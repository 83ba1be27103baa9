using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;

namespace TokenTools.Cli;

/// <summary>
/// Completes a command line, for the scripts of <c>tokentools completion</c>:
/// <c>tokentools [suggest:POSITION] LINE</c> writes the possible words at a position, one per line.
/// </summary>
internal static class Suggestions
{
    /// <summary>What is written instead of words where a file is expected: the shell completes its name.</summary>
    public const string Files = ":files";

    /// <summary>What is written instead of words where a folder is expected.</summary>
    public const string Folders = ":folders";

    private const string Directive = "[suggest";
    private const string OptionCharacters = "abcdefghijklmnopqrstuvwxyz-";

    /// <summary>True if the arguments request the completion of a command line.</summary>
    public static bool IsRequested(IReadOnlyList<string> arguments) => arguments.Count > 0 && IsDirective(arguments[0], out _);

    /// <summary>The possible words at the position.</summary>
    /// <param name="arguments">The directive and the command line.</param>
    /// <param name="terminal">Where a command would write.</param>
    public static IEnumerable<string> Of(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var line = arguments.Count > 1 ? arguments[1] : string.Empty;
        if (IsDirective(arguments[0], out var position) && position is { } end)
        {
            // PowerShell omits the spaces at the end of a command line.
            line = line.PadRight(end)[..end];
        }

        var start = StartOfLastWord(line);
        var option = Assignment(line[start..]);
        var word = line[(start + option.Length)..];
        var before = line[..start] + option.TrimEnd('=');
        var words = CommandLineParser.SplitCommandLine(before).Skip(1).ToList();
        if (words.Contains("--"))
        {
            // The command that a sandbox runs.
            return [Files];
        }

        var root = new TokenToolsCommand(terminal, words);
        return words.Count > 0 && FindOption(root, words) is { HelpName: "file" or "folder" } path
            ? [path.HelpName == "file" ? Files : Folders]
            : Words(root.Parse(before + " " + word), before.Length + 1 + word.Length, word).Select(found => option + found);
    }

    // [suggest] or [suggest:POSITION] with up to six digits. Not a regular expression, which would delay the start of every command.
    private static bool IsDirective(string argument, out int? position)
    {
        position = null;
        if (!argument.StartsWith(Directive, StringComparison.Ordinal) || argument[^1] != ']')
        {
            return false;
        }

        var rest = argument.AsSpan()[Directive.Length..^1];
        if (rest.Length is < 2 or > 7 || rest[0] != ':'
            || !int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return rest.IsEmpty;
        }

        position = number;
        return true;
    }

    // The option and the = of a word that has the option's value as well; empty for any other word.
    private static string Assignment(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 2 && word.StartsWith("--", StringComparison.Ordinal)
            && word.AsSpan()[2..equals].TrimStart(OptionCharacters).IsEmpty
                ? word[..(equals + 1)]
                : string.Empty;
    }

    // A space in quotes or after a backslash is part of a word.
    private static int StartOfLastWord(string line)
    {
        var (start, quote) = (0, '\0');
        for (var i = 0; i < line.Length; i++)
        {
            if (quote != '\0')
            {
                quote = line[i] == quote ? '\0' : quote;
            }
            else if (line[i] is '"' or '\'')
            {
                quote = line[i];
            }
            else if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] is (' ' or '"' or '\''))
            {
                i++;
            }
            else if (char.IsWhiteSpace(line[i]))
            {
                start = i + 1;
            }
        }

        return start;
    }

    private static IEnumerable<string> Words(ParseResult parsed, int position, string word)
    {
        var words = parsed.GetCompletions(position).Select(static item => item.Label)
            .Where(label => label.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Distinct().ToList();
        // Commands and arguments would be hard to find among the options.
        return word.Length == 0 && words.Exists(static found => found[0] != '-') ? words.Where(static found => found[0] != '-') : words;
    }

    // The option whose value follows the words.
    private static Option? FindOption(TokenToolsCommand root, List<string> words) => root.Options
        .Concat(root.Subcommands.Where(command => command.Name == words[0]).SelectMany(static command => command.Options))
        .FirstOrDefault(option => option.Name == words[^1] || option.Aliases.Contains(words[^1]));
}
