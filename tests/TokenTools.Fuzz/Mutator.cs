using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TokenTools.Fuzz;

/// <summary>Derives inputs from valid ones: changed characters, repeated, removed and exchanged pieces, values at limits.</summary>
internal sealed class Mutator
{
    private static readonly string[] Fragments =
    [
        "\0", "\u0001", "\ud800", "\udc00", "\ufeff", "\u202e", "\u0661", "İ", "ß", "-0", "0", "-1", "1e309",
        "9223372036854775807", "9223372036854775808", "99999999999999999999", "NaN", "null", "true",
        "[]", "{}", "\"\"", "\"", "\\", "\\u0000", "\\ud800", "{{{{{{{{",
        "[[[[[[[[", "<a>", "]]>", "&#0;", "&x;", "<!DOCTYPE a>", "<!--", "=", "==", ":", "|", "/", "*",
        "%00", " ", "\t", "\r\n", "T", "Z", "+14:01", "24:00",
        "9999-12-31", "0001-01-01", "P", "PT", "W",
    ];

    private readonly Random _random;
    private readonly IReadOnlyList<string> _seeds;

    /// <param name="seeds">Valid inputs.</param>
    /// <param name="seed">The random seed: the same inputs in every run.</param>
    public Mutator(IReadOnlyList<string> seeds, int seed) => (_seeds, _random) = (seeds, new Random(seed));

    /// <summary>The next input.</summary>
    public string Next()
    {
        var text = Pick(_seeds);
        // Half of the base64 inputs are changed inside, so that the changes reach what base64 carries.
        if (_random.Next(2) == 0 && TryDecode(text, out var bytes))
        {
            return Encode(Mutate(bytes));
        }

        for (var count = _random.Next(1, 5); count > 0; count--)
        {
            text = Mutate(text);
        }

        return text;
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        var standard = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        bytes = new byte[standard.Length];
        var padded = standard.PadRight((standard.Length + 3) / 4 * 4, '=');
        if (standard.Length >= 16 && Convert.TryFromBase64String(padded, bytes, out var length))
        {
            bytes = bytes[..length];
            return true;
        }

        return false;
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private byte[] Mutate(byte[] bytes)
    {
        var result = bytes.ToList();
        for (var count = _random.Next(1, 5); count > 0 && result.Count > 0; count--)
        {
            var at = _random.Next(result.Count);
            switch (_random.Next(6))
            {
                case 0:
                    result[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    result[at] = (byte)_random.Next(256);
                    break;
                case 2:
                    result.Insert(at, (byte)_random.Next(256));
                    break;
                case 3:
                    result.RemoveRange(at, _random.Next(1, result.Count - at + 1));
                    break;
                case 4:
                    result.InsertRange(at, result.GetRange(_random.Next(at + 1), _random.Next(result.Count - at)));
                    break;
                default:
                    // A packet's length: four hexadecimal digits (libmacaroons, packet.c).
                    result.InsertRange(at, Encoding.ASCII.GetBytes(_random.Next(0x10000).ToString("x4", CultureInfo.InvariantCulture)));
                    break;
            }
        }

        return [.. result];
    }

    private string Mutate(string text)
    {
        var at = _random.Next(text.Length + 1);
        var length = _random.Next(Math.Min(text.Length - at, 40) + 1);
        return _random.Next(9) switch
        {
            0 => text[..at] + (char)_random.Next(0x80) + text[at..],
            1 => text[..at] + (char)_random.Next(0x10000) + text[(at + Math.Min(length, 1))..],
            2 => text[..at] + text[(at + length)..],
            3 => text[..at],
            4 => text[..at] + Pick(Fragments) + text[(at + length)..],
            5 => text[..at] + string.Concat(Enumerable.Repeat(text.Substring(at, length), _random.Next(1, 6))) + text[at..],
            6 => text[..at] + Pick(_seeds) + text[at..],
            7 => text[..at] + string.Concat(Enumerable.Repeat(Pick(Fragments), _random.Next(1, 200))) + text[at..],
            _ => text[..at] + SwapCase(text.Substring(at, length)) + text[(at + length)..],
        };
    }

    private static string SwapCase(string text) =>
        new([.. text.Select(static c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c))]);

    private T Pick<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];
}
