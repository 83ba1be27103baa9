namespace TokenTools.Security;

/// <summary>A value that somebody gave, as an error may repeat it.</summary>
internal static class DisplayText
{
    /// <summary>The value printable, on one line, and short; without the secret that may have been given in its place by mistake.</summary>
    public static string Sanitize(string? value)
    {
        const int Longest = 60;
        var text = Redactor.ByShape.Redact(value);
        // Cut first: what is cut through the middle is replaced.
        return text.Length <= Longest ? TerminalText.Clean(text) : TerminalText.Clean(text.Substring(0, Longest)) + "…";
    }
}
