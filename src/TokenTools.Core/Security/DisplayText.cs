namespace TokenTools.Security;

/// <summary>Prepares user input for quoting in an error message.</summary>
internal static class DisplayText
{
    /// <summary>The value on one line, printable and truncated. A secret that was entered instead by mistake is redacted.</summary>
    public static string Sanitize(string? value)
    {
        const int Longest = 60;
        var text = Redactor.ByShape.Redact(value);
        // Truncate first: Clean replaces half of a surrogate pair.
        return text.Length <= Longest ? TerminalText.Clean(text) : TerminalText.Clean(text.Substring(0, Longest)) + "…";
    }
}
