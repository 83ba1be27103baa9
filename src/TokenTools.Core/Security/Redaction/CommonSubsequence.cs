using System;
using System.Collections.Generic;

namespace TokenTools.Security.Redaction;

/// <summary>Whether a text contains most of a secret's characters in order, with other characters between them.</summary>
/// <remarks>
/// The length of the longest common subsequence, 64 characters of the secret at a time (Hyyrö 2004, "Bit-parallel LCS-length computation
/// revisited"), of the secret and of each part of the text that is three times as long.
/// </remarks>
internal static class CommonSubsequence
{
    /// <summary>The shortest secret that is searched for in this way: a few letters occur in order in any sentence.</summary>
    public const int Shortest = 12;

    /// <summary>The longest secret: of a longer one, parts are found.</summary>
    public const int Longest = 1024;

    // Of two unrelated texts of that ratio, a sixth less is in common: at most 0.75 of 12 hexadecimal digits, 0.72 of 32.
    private const double Most = 0.85;

    /// <summary>The least number of characters that is most of a secret.</summary>
    public static int LeastOf(int secretLength) => (int)Math.Ceiling(Most * secretLength);

    /// <summary>True if most of the secret is in the text; both are folded.</summary>
    public static bool HoldsMost(MappedText text, char[] secret)
    {
        var least = LeastOf(secret.Length);
        var positions = Positions(secret);
        var column = new ulong[(secret.Length + 63) / 64];
        for (var start = 0; start + least <= text.Length; start += Math.Max(1, secret.Length / 2))
        {
            if (Length(text, start, Math.Min(text.Length, start + (3 * secret.Length)), positions, column, secret.Length) >= least)
            {
                return true;
            }
        }

        return false;
    }

    // For each character, a bit for each of its positions in the secret.
    private static Dictionary<char, ulong[]> Positions(char[] secret)
    {
        var positions = new Dictionary<char, ulong[]>();
        for (var i = 0; i < secret.Length; i++)
        {
            if (!positions.TryGetValue(secret[i], out var bits))
            {
                positions[secret[i]] = bits = new ulong[(secret.Length + 63) / 64];
            }

            bits[i / 64] |= 1UL << (i % 64);
        }

        return positions;
    }

    private static int Length(
        MappedText text, int start, int end, Dictionary<char, ulong[]> positions, ulong[] column, int secretLength)
    {
        for (var word = 0; word < column.Length; word++)
        {
            column[word] = ulong.MaxValue;
        }

        for (var i = start; i < end; i++)
        {
            if (positions.TryGetValue(text[i], out var bits))
            {
                Step(column, bits);
            }
        }

        var zeros = 0;
        for (var i = 0; i < secretLength; i++)
        {
            zeros += (column[i / 64] >> (i % 64) & 1) == 0 ? 1 : 0;
        }

        return zeros;
    }

    // V = (V + (V & M)) | (V & ~M), with the carry from word to word.
    private static void Step(ulong[] column, ulong[] bits)
    {
        ulong carry = 0;
        for (var word = 0; word < column.Length; word++)
        {
            var value = column[word];
            var matched = value & bits[word];
            var sum = unchecked(value + matched);
            var overflow = sum < value ? 1UL : 0;
            var total = unchecked(sum + carry);
            carry = overflow | (total < sum ? 1UL : 0);
            column[word] = total | (value & ~bits[word]);
        }
    }
}
