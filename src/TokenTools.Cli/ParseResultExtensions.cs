using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace TokenTools.Cli;

/// <summary>Checks which options a command line contains.</summary>
internal static class ParseResultExtensions
{
    /// <summary>True if the command line contains the option.</summary>
    public static bool IsSpecified(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

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
