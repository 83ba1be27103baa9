using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace TokenTools.Security.Redaction;

/// <summary>
/// The encodings of a secret that cannot be decoded character by character in a text: hexadecimal and decimal bytes, and base64 at each
/// offset, because what precedes a secret in an encoded document is not known. Also each of them encoded again.
/// </summary>
/// <remarks>
/// Separators between bytes and the case of letters are not part of a form, because texts are compared without them. Neither is UTF-16
/// with the high byte first, which is the other order at another offset.
/// </remarks>
internal static class SecretForms
{
    // A longer secret is not encoded twice: one form would be as long as a response.
    private const int LongestEncodedTwice = 4096;

    // Nor is it formatted in each of the ways to write bytes.
    private const int LongestInEveryFormat = 16384;

    private const SecretEncodings Base64OfHexadecimal = SecretEncodings.Base64 | SecretEncodings.Hexadecimal | SecretEncodings.Twice;

    /// <summary>Calls <paramref name="use"/> with each form, and clears it afterwards.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="use">Gets the form's characters and its encoding; the first is the secret itself.</param>
    public static void Visit(char[] secret, Action<char[], SecretEncodings> use)
    {
        use(secret, SecretEncodings.Plain);
        var utf8 = Encoding.UTF8.GetBytes(secret);
        var utf16 = Encoding.Unicode.GetBytes(secret);
        try
        {
            var twice = secret.Length <= LongestEncodedTwice;
            VisitBytes(utf8, "X2", form => use(form, SecretEncodings.Hexadecimal));
            if (secret.Length <= LongestInEveryFormat)
            {
                VisitBytes(utf16, "X2", form => use(form, SecretEncodings.Hexadecimal | SecretEncodings.Utf16));
                VisitBytes(utf8, "'0x'X2", form => use(form, SecretEncodings.Hexadecimal));
                VisitBytes(utf8, "'x'X2", form => use(form, SecretEncodings.Hexadecimal));
                VisitBytes(utf8, "'u00'X2", form => use(form, SecretEncodings.Hexadecimal));
                VisitBytes(utf8, "D", form => use(form, SecretEncodings.Decimal));
            }

            VisitBase64(utf16, form => use(form, SecretEncodings.Base64 | SecretEncodings.Utf16));
            VisitBase64(utf8, form =>
            {
                use(form, SecretEncodings.Base64);
                if (twice)
                {
                    VisitEncodedAgain(form, use);
                }
            });
            foreach (var format in twice ? new[] { "x2", "X2" } : [])
            {
                VisitBytes(utf8, format, form =>
                    VisitAscii(form, bytes => VisitBase64(bytes, again => use(again, Base64OfHexadecimal))));
            }
        }
        finally
        {
            Array.Clear(utf8, 0, utf8.Length);
            Array.Clear(utf16, 0, utf16.Length);
        }
    }

    /// <summary>
    /// Calls <paramref name="use"/> with the bytes of a secret that is not ASCII in UTF-8, and in UTF-16 or ISO 8859-1, where each
    /// character is one byte beside a zero.
    /// </summary>
    public static void VisitEncoded(char[] secret, Action<byte[]> use)
    {
        if (Array.TrueForAll(secret, static c => c < 0x80))
        {
            return;
        }

        var utf8 = Encoding.UTF8.GetBytes(secret);
        use(utf8);
        Array.Clear(utf8, 0, utf8.Length);
        if (IsLatin1(secret))
        {
            VisitAscii(secret, use);
        }
    }

    /// <summary>Calls <paramref name="use"/> with the UTF-16 bytes, in either order, of a secret in which not every other byte is a zero.</summary>
    public static void VisitUtf16(char[] secret, Action<byte[]> use)
    {
        foreach (var encoding in IsLatin1(secret) ? [] : new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var bytes = encoding.GetBytes(secret);
            use(bytes);
            Array.Clear(bytes, 0, bytes.Length);
        }
    }

    private static bool IsLatin1(char[] secret) => Array.TrueForAll(secret, static c => c < 0x100);

    // The form itself is compared without these characters, but a form of it is not.
    private static void VisitEncodedAgain(char[] base64, Action<char[], SecretEncodings> use)
    {
        void VisitAgain(byte[] bytes)
        {
            VisitBase64(bytes, form => use(form, SecretEncodings.Base64 | SecretEncodings.Twice));
            VisitBytes(bytes, "X2", form => use(form, Base64OfHexadecimal));
        }

        VisitAscii(base64, VisitAgain);
        if (Array.IndexOf(base64, '+') < 0 && Array.IndexOf(base64, '/') < 0)
        {
            return;
        }

        var url = Array.ConvertAll(base64, static c => c == '+' ? '-' : c == '/' ? '_' : c);
        VisitAscii(url, VisitAgain);
        Array.Clear(url, 0, url.Length);
    }

    private static void VisitAscii(char[] chars, Action<byte[]> use)
    {
        var bytes = Array.ConvertAll(chars, static c => (byte)c);
        use(bytes);
        Array.Clear(bytes, 0, bytes.Length);
    }

    /// <summary>Calls <paramref name="use"/> with the base64 form at each offset, without the characters that depend on what surrounds it.</summary>
    public static void VisitBase64(byte[] bytes, Action<char[]> use)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var shifted = new byte[offset + bytes.Length];
            Buffer.BlockCopy(bytes, 0, shifted, offset, bytes.Length);
            var all = new char[(shifted.Length + 2) / 3 * 4];
            Convert.ToBase64CharArray(shifted, 0, shifted.Length, all, 0);
            var first = ((offset * 8) + 5) / 6;
            var form = new char[Math.Max(0, (shifted.Length * 8 / 6) - first)];
            Array.Copy(all, first, form, 0, form.Length);
            use(form);
            Array.Clear(shifted, 0, shifted.Length);
            Array.Clear(all, 0, all.Length);
            Array.Clear(form, 0, form.Length);
        }
    }

    private static void VisitBytes(byte[] bytes, string format, Action<char[]> use)
    {
        var form = new List<char>(bytes.Length * 6);
        foreach (var value in bytes)
        {
            form.AddRange(ByteTexts.Get(format)[value]);
        }

        var chars = form.ToArray();
        use(chars);
        Array.Clear(chars, 0, chars.Length);
    }

    // All bytes in a format.
    private static class ByteTexts
    {
        private static readonly Dictionary<string, string[]> All = Create("X2", "x2", "'0x'X2", "'x'X2", "'u00'X2", "D");

        public static string[] Get(string format) => All[format];

        private static Dictionary<string, string[]> Create(params string[] formats)
        {
            var all = new Dictionary<string, string[]>(StringComparer.Ordinal);
            foreach (var format in formats)
            {
                var quote = format.LastIndexOf('\'') + 1;
                var prefix = format.Substring(0, quote).Trim('\'');
                var texts = new string[256];
                for (var value = 0; value < texts.Length; value++)
                {
                    texts[value] = prefix + value.ToString(format.Substring(quote), CultureInfo.InvariantCulture);
                }

                all[format] = texts;
            }

            return all;
        }
    }
}
