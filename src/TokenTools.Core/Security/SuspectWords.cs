using System;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenTools.Security;

/// <summary>
/// Recognizes words that are probably secrets, entered where an address, a name, a number, a duration or a fixed word is expected: UUIDs,
/// and characters that no person chose. No one misses such a word in an error message.
/// </summary>
internal static class SuspectWords
{
    private const int ShortestHex = 16;
    private const int ShortestMixed = 12;
    private const int ShortestWithSymbols = 8;
    private const int ShortestLetters = 16;

    // Of a random text of letters and digits, on average 0.6; of names, dates and versions less than 0.3.
    private const double MostChanges = 0.3;

    // Of random letters a fifth; of names and words more than a third.
    private const double FewestVowels = 0.25;

    /// <summary>A word: the characters between spaces, quotation marks, brackets, commas and semicolons.</summary>
    public static Regex Word { get; } = new(@"[^\s""'<>(){}\[\],;]+", RegexOptions.CultureInvariant);

    // Base64 contains slashes.
    private static readonly Regex Base64 = new(@"\A[A-Za-z0-9+/]+={0,2}\z", RegexOptions.CultureInvariant);

    private static readonly Regex Segment = new(@"[^/\\:@=?&]+", RegexOptions.CultureInvariant);

    // A rooted path of several folders: the name of a folder may be random.
    private static readonly Regex RootedPath = new(@"\A(?:[A-Za-z]:)?[/\\][^/\\]+[/\\]", RegexOptions.CultureInvariant);

    /// <summary>The text with each such word replaced by <see cref="Redactor.Mask"/>.</summary>
    public static string Mask(string text) => Word.Replace(text, static match => MaskWord(match.Value));

    /// <summary>True for a word that is probably a secret, or that has one between slashes and colons.</summary>
    public static bool IsSuspect(string word) => MaskWord(word) != word;

    private static string MaskWord(string word)
    {
        if (RootedPath.IsMatch(word))
        {
            var name = word.Substring(word.LastIndexOfAny(['/', '\\']) + 1);
            return Array.Exists(name.Split('.'), IsSuspectSegment) ? MaskSegments(word) : word;
        }

        return Base64.IsMatch(word) && IsSuspectSegment(word.Replace("/", string.Empty).Replace("=", string.Empty))
            ? Redactor.Mask
            : MaskSegments(word);
    }

    private static string MaskSegments(string word) =>
        Segment.Replace(word, static match => IsSuspectSegment(match.Value) ? Redactor.Mask : match.Value);

    private static bool IsSuspectSegment(string segment)
    {
        var bare = new StringBuilder(segment.Length);
        foreach (var c in segment)
        {
            if (c is not ('-' or '_' or '.' or '*'))
            {
                bare.Append(c);
            }
        }

        var text = bare.ToString();
        return text.Length >= ShortestWithSymbols && (HasHexRun(text) || IsMixed(text) || LacksVowels(text));
    }

    // Also a UUID, with or without its dashes.
    private static bool HasHexRun(string text)
    {
        int digits = 0, letters = 0;
        foreach (var c in text)
        {
            var isDigit = c is >= '0' and <= '9';
            if (!isDigit && c is not (>= 'a' and <= 'f' or >= 'A' and <= 'F'))
            {
                digits = letters = 0;
                continue;
            }

            digits += isDigit ? 1 : 0;
            letters += isDigit ? 0 : 1;
            if (digits > 0 && letters > 0 && digits + letters >= ShortestHex)
            {
                return true;
            }
        }

        return false;
    }

    // Many changes between upper case, lower case, digits and symbols.
    private static bool IsMixed(string text)
    {
        var changes = 0;
        var hasSymbols = false;
        for (var i = 0; i < text.Length; i++)
        {
            var kind = Kind(text[i]);
            hasSymbols |= kind == 's';
            // Not where a word starts with a capital letter.
            var startsWord = i > 0 && i + 1 < text.Length && Kind(text[i - 1]) == 'u' && kind == 'l' && Kind(text[i + 1]) == 'l';
            changes += i > 0 && kind != Kind(text[i - 1]) && !startsWord ? 1 : 0;
        }

        return text.Length >= (hasSymbols ? ShortestWithSymbols : ShortestMixed) && changes >= MostChanges * (text.Length - 1);
    }

    private static bool LacksVowels(string text)
    {
        int letters = 0, vowels = 0;
        foreach (var c in text)
        {
            letters += c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' ? 1 : 0;
            vowels += "aeiouyAEIOUY".IndexOf(c) >= 0 ? 1 : 0;
        }

        return letters >= ShortestLetters && vowels <= FewestVowels * letters;
    }

    private static char Kind(char c) => char.IsLower(c) ? 'l' : char.IsUpper(c) ? 'u' : char.IsDigit(c) ? 'd' : char.IsLetter(c) ? 'l' : 's';
}
