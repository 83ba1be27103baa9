using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TokenTools.Security.Redaction;

/// <summary>The forms of a secret for a program that masks exact texts only, line by line.</summary>
internal static class ExactForms
{
    // A shorter text occurs in ordinary output, which would become unreadable.
    private const int ShortestLine = 6, ShortestDerived = 8;

    // The first and last line of a PEM document (RFC 7468 §2) are not secret.
    private const string Armor = "-----";

    /// <summary>The secret's lines, and base64 at each offset, base64url, percent-encoding, JSON escapes and hexadecimal digits.</summary>
    /// <returns>No text that is too short to be masked, each text once, and longer ones first.</returns>
    public static IReadOnlyList<string> Of(string secret)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in secret.Split('\r', '\n'))
        {
            var text = line.Trim();
            if (text.Length >= ShortestLine && !text.StartsWith(Armor, StringComparison.Ordinal))
            {
                forms.Add(text);
                AddDerived(forms, text);
            }
        }

        if (forms.Count > 0)
        {
            AddDerived(forms, secret);
        }

        return forms.OrderByDescending(static form => form.Length).ThenBy(static form => form, StringComparer.Ordinal).ToList();
    }

    private static void AddDerived(HashSet<string> forms, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var all = new List<string>
        {
            Convert.ToBase64String(utf8),
            Convert.ToBase64String(Encoding.Unicode.GetBytes(text)),
            Uri.EscapeDataString(text),
            Uri.EscapeDataString(text).Replace("%20", "+"),
            LowerEscapes(Uri.EscapeDataString(text)),
            JsonForm(text),
            string.Concat(utf8.Select(static value => ByteText.Lower(value))),
            string.Concat(utf8.Select(static value => ByteText.Upper(value))),
        };
        SecretForms.VisitBase64(utf8, form => all.Add(new string(form)));
        foreach (var form in all.ToList())
        {
            all.Add(form.TrimEnd('='));
            all.Add(form.TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        }

        forms.UnionWith(all.Where(static form => form.Length >= ShortestDerived && form.IndexOfAny(['\r', '\n']) < 0));
    }

    private static string LowerEscapes(string text)
    {
        var lower = new StringBuilder(text);
        for (var i = 0; i + 2 < text.Length; i++)
        {
            if (text[i] == '%')
            {
                lower[i + 1] = char.ToLowerInvariant(text[i + 1]);
                lower[i + 2] = char.ToLowerInvariant(text[i + 2]);
            }
        }

        return lower.ToString();
    }

    private static string JsonForm(string text)
    {
        var json = Newtonsoft.Json.JsonConvert.ToString(text);
        return json.Substring(1, json.Length - 2);
    }

    private static class ByteText
    {
        public static string Lower(byte value) => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture);

        public static string Upper(byte value) => value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture);
    }
}
