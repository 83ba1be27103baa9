namespace TokenTools.Security;

/// <summary>User input as an error message may quote it.</summary>
internal static class DisplayText
{
    /// <summary>The value printable, on one line and shortened, without a secret that was entered in its place by mistake.</summary>
    public static string Sanitize(string? value)
    {
        const int Longest = 60;
        var text = Redactor.ByShape.Redact(value);
        // Cut first: Clean replaces half of a surrogate pair.
        return text.Length <= Longest ? TerminalText.Clean(text) : TerminalText.Clean(text.Substring(0, Longest)) + "…";
    }
}
