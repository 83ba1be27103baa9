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
        var chars = (value ?? string.Empty).ToCharArray();
        for (var i = 0; i < chars.Length && i < Longest; i++)
        {
            if (char.IsControl(chars[i]) || char.IsSurrogate(chars[i]) || char.GetUnicodeCategory(chars[i]) == System.Globalization.UnicodeCategory.Format)
            {
                chars[i] = '?';
            }
        }

        return chars.Length <= Longest ? new string(chars) : new string(chars, 0, Longest) + "…";
    }
}
