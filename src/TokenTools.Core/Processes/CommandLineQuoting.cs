using System.Linq;
using System.Text;

namespace TokenTools.Processes;

/// <summary>Quotes arguments for a command line that is a single string.</summary>
internal static class CommandLineQuoting
{
    /// <summary>True for an argument that would be split when a command line of joined arguments is parsed.</summary>
    public static bool IsRequired(string argument) => argument.Any(static c => char.IsWhiteSpace(c) || c == '"');

    /// <summary>
    /// The argument as CommandLineToArgvW parses it, and .NET on any system
    /// (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments).
    /// </summary>
    public static string Quote(string argument)
    {
        if (argument.Length > 0 && !IsRequired(argument))
        {
            return argument;
        }

        var text = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var c in argument)
        {
            if (c == '"')
            {
                // Before a quotation mark, backslashes are escape characters: double them, and escape the mark.
                text.Append('\\', backslashes + 1);
            }

            backslashes = c == '\\' ? backslashes + 1 : 0;
            text.Append(c);
        }

        return text.Append('\\', backslashes).Append('"').ToString();
    }
}
