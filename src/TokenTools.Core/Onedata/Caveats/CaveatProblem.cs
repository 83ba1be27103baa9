using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>What is wrong with one value of a caveat; becomes the error that suits where the value came from.</summary>
internal sealed class CaveatProblem(string errorId, params object?[] arguments)
{
    public TokenArgumentException AsArgument(string parameterName) => new(parameterName, errorId, arguments);

    public TokenFormatException AsFormat() => new(errorId, arguments);

    /// <summary>A value as a message may show it: printable, on one line, and short.</summary>
    public static string Shown(string? value)
    {
        const int Longest = 60;
        // What stands in a caveat's place by mistake may be a token.
        var text = Redactor.ByShape.Redact(value);
        // Cut first: what is cut through the middle is replaced.
        return text.Length <= Longest ? TerminalText.Clean(text) : TerminalText.Clean(text.Substring(0, Longest)) + "…";
    }
}
