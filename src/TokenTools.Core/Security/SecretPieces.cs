using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace TokenTools.Security;

/// <summary>
/// Finds parts of known secrets in text, even with white space or terminal sequences between their characters: a service may show the
/// first half of a secret, an e-mail may wrap lines, and a log may contain color sequences.
/// </summary>
internal sealed class SecretPieces
{
    // Shorter parts occur in ordinary words and reveal little.
    private const int Length = 12;

    private const ulong Base = 1_000_003;

    private readonly HashSet<ulong> _pieces = [];

    /// <summary>Adds all parts of an encoded secret; none if it is shorter than a part.</summary>
    public void Add(string form)
    {
        var (chars, _) = Visible(form);
        foreach (var (_, hash) in Windows(chars))
        {
            _pieces.Add(hash);
        }
    }

    /// <summary>The text with each sequence of parts replaced by the mask.</summary>
    public string Replace(string text, string mask)
    {
        if (_pieces.Count == 0)
        {
            return text;
        }

        var (chars, places) = Visible(text);
        var result = new StringBuilder(text.Length);
        var copied = 0;
        int from = -1, to = -1;
        foreach (var (start, hash) in Windows(chars))
        {
            if (!_pieces.Contains(hash))
            {
                continue;
            }

            if (from >= 0 && places[start] > to)
            {
                result.Append(text, copied, from - copied).Append(mask);
                copied = to;
                from = -1;
            }

            from = from < 0 ? places[start] : from;
            to = places[start + Length - 1] + 1;
        }

        if (from >= 0)
        {
            result.Append(text, copied, from - copied).Append(mask);
            copied = to;
        }

        return copied == 0 ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    // A rolling hash (Rabin-Karp): one step per character, for any number of parts.
    private static IEnumerable<(int Start, ulong Hash)> Windows(IReadOnlyList<char> chars)
    {
        ulong hash = 0, highest = 1;
        for (var i = 0; i < Length; i++)
        {
            highest = unchecked(highest * Base);
        }

        for (var i = 0; i < chars.Count; i++)
        {
            hash = unchecked((hash * Base) + chars[i]);
            if (i >= Length)
            {
                hash = unchecked(hash - (highest * chars[i - Length]));
            }

            if (i >= Length - 1)
            {
                yield return (i - Length + 1, hash);
            }
        }
    }

    // The text without white space, control and format characters and terminal sequences, in upper case, with each character's position.
    private static (List<char> Chars, List<int> Places) Visible(string text)
    {
        var chars = new List<char>(text.Length);
        var places = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\u001b' && i + 1 < text.Length && text[i + 1] == '[')
            {
                // ECMA-48 §5.4: parameters, then one character from @ to ~.
                i += 2;
                while (i < text.Length && text[i] is < '@' or > '~')
                {
                    i++;
                }
            }
            else if (!char.IsWhiteSpace(c) && !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format)
            {
                chars.Add(char.ToUpperInvariant(c));
                places.Add(i);
            }
        }

        return (chars, places);
    }
}
