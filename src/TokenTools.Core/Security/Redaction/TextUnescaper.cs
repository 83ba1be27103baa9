using System.Collections.Generic;
using System.Net;
using System.Text;

namespace TokenTools.Security.Redaction;

/// <summary>
/// Decodes character by character: percent-encoding, backslash escapes as of JSON and C, character references of HTML and XML, and
/// quoted-printable with its soft line breaks. One level; text that was encoded twice is decoded by a second pass.
/// </summary>
internal static class TextUnescaper
{
    private const int LongestReference = 34;

    /// <summary>The decoded text; null if it contains nothing to decode.</summary>
    public static MappedText? Unescape(MappedText text)
    {
        MappedText? decoded = null;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            var end = i;
            var value = c is '%' or '\\' or '=' or '&' ? Decode(text, i, out end) : null;
            if (value is null)
            {
                decoded?.Append(c, text, i, i);
                i++;
                continue;
            }

            if (decoded is null)
            {
                decoded = new MappedText(text.Length);
                for (var before = 0; before < i; before++)
                {
                    decoded.Append(text[before], text, before, before);
                }
            }

            foreach (var one in value)
            {
                decoded.Append(one, text, i, end - 1);
            }

            i = end;
        }

        return decoded;
    }

    // The decoded characters; null if nothing is encoded at that position.
    private static string? Decode(MappedText text, int start, out int end)
    {
        if (text[start] == '&')
        {
            return ReadReference(text, start, out end);
        }

        if (ReadByte(text, start, out end) is { } first)
        {
            return first < 0x80 ? ((char)first).ToString() : DecodeUtf8(text, start, first, ref end);
        }

        return text[start] switch
        {
            '%' => ReadCode(text, start, "%u", 4, out end),
            '\\' => ReadCode(text, start, "\\u", 4, out end) ?? ReadCode(text, start, "\\U", 8, out end)
                ?? ReadBraced(text, start, out end) ?? ReadBackslash(text, start, out end),
            _ => ReadSoftBreak(text, start, out end),
        };
    }

    // %41, =41, \x41 or \101.
    private static int? ReadByte(MappedText text, int start, out int end)
    {
        var digits = text[start] == '\\' ? start + 2 : start + 1;
        end = digits + 2;
        if (text[start] != '\\' || (start + 1 < text.Length && text[start + 1] is 'x' or 'X'))
        {
            return ReadNumber(text, digits, 2, 16);
        }

        end = start + 4;
        return text[start] == '\\' && ReadNumber(text, start + 1, 3, 8) is { } octal and < 256 ? octal : null;
    }

    private static string DecodeUtf8(MappedText text, int start, int first, ref int end)
    {
        var bytes = new List<byte> { (byte)first };
        var length = first switch
        {
            >= 0xC2 and < 0xE0 => 2,
            >= 0xE0 and < 0xF0 => 3,
            >= 0xF0 and < 0xF5 => 4,
            _ => 1,
        };
        var next = end;
        while (bytes.Count < length && next < text.Length && text[next] == text[start]
            && ReadByte(text, next, out var after) is { } value and >= 0x80 and < 0xC0)
        {
            bytes.Add((byte)value);
            next = after;
        }

        if (bytes.Count < length || length == 1)
        {
            return ((char)first).ToString();
        }

        end = next;
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static string? ReadCode(MappedText text, int start, string prefix, int digits, out int end)
    {
        end = start + prefix.Length + digits;
        return start + 1 < text.Length && text[start + 1] == prefix[1] ? ToText(ReadNumber(text, start + 2, digits, 16)) : null;
    }

    // \u{41} or \x{41}.
    private static string? ReadBraced(MappedText text, int start, out int end)
    {
        end = start + 3;
        if (start + 3 >= text.Length || text[start + 1] is not ('u' or 'x') || text[start + 2] != '{')
        {
            return null;
        }

        while (end < text.Length && end - start < 11 && text[end] != '}')
        {
            end++;
        }

        var code = end < text.Length && text[end] == '}' ? ReadNumber(text, start + 3, end - start - 3, 16) : null;
        end++;
        return ToText(code);
    }

    private static string? ReadBackslash(MappedText text, int start, out int end)
    {
        end = start + 2;
        return start + 1 >= text.Length ? null : text[start + 1] switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'b' => "\b",
            'f' => "\f",
            'e' => "\u001b",
            'a' => "\a",
            '0' => "\0",
            '"' or '\'' or '\\' or '/' => text[start + 1].ToString(),
            _ => null,
        };
    }

    // RFC 2045 §6.7. The line break stays: where this is not quoted-printable, another line begins.
    private static string? ReadSoftBreak(MappedText text, int start, out int end)
    {
        end = start + 1;
        while (end < text.Length && text[end] is ' ' or '\t' or '\r')
        {
            end++;
        }

        return end < text.Length && text[end++] == '\n' ? "\n" : null;
    }

    private static string? ReadReference(MappedText text, int start, out int end)
    {
        var reference = new StringBuilder("&");
        end = start + 1;
        while (end < text.Length && end - start < LongestReference && (text[end] == '#' || char.IsLetterOrDigit(text[end])))
        {
            reference.Append(text[end++]);
        }

        if (reference.Length == 1)
        {
            return null;
        }

        // Browsers accept numeric references without a semicolon.
        if (end < text.Length && text[end] == ';')
        {
            end++;
        }
        else if (reference[1] != '#')
        {
            return null;
        }

        var encoded = reference.Append(';').ToString();
        var decoded = WebUtility.HtmlDecode(encoded);
        return decoded == encoded ? null : decoded;
    }

    private static string? ToText(int? code) => code switch
    {
        null or > 0x10FFFF or < 0 => null,
        < 0x10000 => ((char)code).ToString(),
        _ => char.ConvertFromUtf32(code.Value),
    };

    private static int? ReadNumber(MappedText text, int start, int digits, int radix)
    {
        if (digits is 0 or > 8 || start + digits > text.Length)
        {
            return null;
        }

        long number = 0;
        for (var i = start; i < start + digits; i++)
        {
            var digit = Digit(text[i]);
            if (digit >= radix)
            {
                return null;
            }

            number = (number * radix) + digit;
        }

        return number <= int.MaxValue ? (int)number : null;
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => int.MaxValue,
    };
}
