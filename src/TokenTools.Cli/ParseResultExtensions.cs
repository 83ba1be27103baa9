using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace TokenTools.Cli;

/// <summary>Checks which options a command line contains.</summary>
internal static class ParseResultExtensions
{
    /// <summary>True if the command line contains the option.</summary>
    public static bool IsSpecified(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The value of an option that is on if it is given without a value; null if it is not given.</summary>
    /// <remarks>Read from its text: the library's generic code for values would be compiled when the command starts.</remarks>
    public static bool? Switch(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false } given
        ? given.Tokens.Count == 0 || bool.Parse(given.Tokens[^1].Value)
        : null;

    /// <summary>True if the option is given and not false.</summary>
    public static bool IsOn(this ParseResult parsed, Option<bool> option) => parsed.Switch(option) == true;

    /// <summary>Rejects options that cannot be used.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="errorId">The message, whose first argument is the option.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="TokenArgumentException">One of them is given.</exception>
    public static void Reject(this ParseResult parsed, string errorId, IEnumerable<Option> options)
    {
        if (options.FirstOrDefault(parsed.IsSpecified) is { } given)
        {
            throw CliText.ArgumentError(given.Name, errorId, given.Name);
        }
    }

    /// <summary>Rejects two options of which only one can be used.</summary>
    /// <exception cref="TokenArgumentException">Both are given.</exception>
    public static void RejectBoth(this ParseResult parsed, Option first, Option second)
    {
        if (parsed.IsSpecified(first) && parsed.IsSpecified(second))
        {
            throw TokenArgumentException.Exclusive(second.Name, first.Name, second.Name);
        }
    }
}
