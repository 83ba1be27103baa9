using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using TokenTools.Attacks.Tests.Support;

namespace TokenTools.Attacks.Tests.Leaks;

/// <summary>Reads secrets out of shown text as an attacker does: by undoing every encoding that there may be.</summary>
internal sealed class SecretReader
{
    // Compiling takes longer than the texts of a sample.
    private static readonly RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
        | AttackSize.Of(sample: RegexOptions.None, full: RegexOptions.Compiled);

    // A run of more than half of a secret contains one of its aligned anchors.
    private const int MaximumAnchor = 8;

    private static readonly Regex UnicodeEscape = new(@"\\+u(?<code>[0-9a-f]{4})", Options);
    private static readonly Regex HexEscape = new(@"\\+x(?<code>[0-9a-f]{2})", Options);
    private static readonly Regex Percent = new("%(?<code>[0-9a-f]{2})", Options);
    private static readonly Regex QuotedPrintable = new("=(?<code>[0-9a-f]{2})", Options);
    private static readonly Regex SoftBreak = new(@"=(?:\s|\\r|\\n|\uFFFD)+", Options);
    private static readonly Regex HexRun = new("(?:[0-9a-f]{2}-?){6,}", Options);
    private static readonly Regex Base64Run = new("[A-Za-z0-9+/]{11,}", Options);
    private static readonly Regex Base64Digit = new(@"%2B|%2F|\\/", Options);
    private static readonly Regex WhiteSpace = new(@"\s+", Options);
    private static readonly Regex Overstrike = new("_(?:\b|\\\\b|\uFFFD| )?", Options);

    // Sequences as sent, and the rest of them where control characters were replaced or removed.
    private static readonly Regex Sequences = new(
        "(?:\u001b|\uFFFD| )*(?:\\[31m|\\]8;;https://x\\.example|\\]0;x)(?:\u0007|\u001b|\uFFFD| |\\\\)*", Options);

    private readonly Dictionary<string, string> _secrets;
    private readonly ILookup<string, string> _anchors;
    private readonly SearchValues<string> _search;

    /// <param name="secrets">Secrets by name.</param>
    public SecretReader(IEnumerable<KeyValuePair<string, string>> secrets)
    {
        _secrets = secrets.ToDictionary(static pair => pair.Key, static pair => Essence(pair.Value), StringComparer.Ordinal);
        _anchors = _secrets
            .SelectMany(static pair => Anchors(pair.Value).Select(anchor => (Anchor: anchor, pair.Key)))
            .ToLookup(static pair => pair.Anchor, static pair => pair.Key, StringComparer.Ordinal);
        _search = SearchValues.Create([.. _anchors.Select(static group => group.Key)], StringComparison.Ordinal);
    }

    /// <summary>The names of the secrets of which more than half, in one piece, can be read from a shown text.</summary>
    public IReadOnlySet<string> Read(string shown)
    {
        // Views repeat their labels; a line says nothing more the second time.
        var text = string.Join('\n', shown.Split('\n').Select(static line => line.TrimEnd()).Distinct(StringComparer.Ordinal));
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var decoded in Decodings(text).Distinct(StringComparer.Ordinal))
        {
            Find(Essence(decoded), found);
        }

        return found;
    }

    /// <summary>The text with upper and lower case exchanged.</summary>
    public static string SwapCase(string text) =>
        new([.. text.Select(static c => char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c))]);

    private static IEnumerable<string> Decodings(string shown)
    {
        // What a view adds comes off first.
        var unescaped = Unescape(UnicodeEscape, shown);
        foreach (var text in new[] { shown, unescaped, WebUtility.HtmlDecode(unescaped) }.Distinct(StringComparer.Ordinal))
        {
            yield return text;
            yield return SwapCase(text);
            yield return WebUtility.HtmlDecode(WebUtility.HtmlDecode(text));
            yield return Unescape(HexEscape, text);
            yield return Unescape(Percent, Unescape(Percent, text));
            yield return Unescape(Percent, text);
            yield return text.Replace("\0", string.Empty, StringComparison.Ordinal);
            yield return new([.. text.Normalize(NormalizationForm.FormKD).Where(static c => !IsMark(c))]);
            yield return Sequences.Replace(text, string.Empty);
            yield return Overstrike.Replace(text, string.Empty);
            yield return text.Replace(" then ", string.Empty, StringComparison.Ordinal);
            var joined = SoftBreak.Replace(text, string.Empty);
            yield return joined;
            yield return Unescape(QuotedPrintable, joined);
            yield return FromHex(text);
            var bytes = FromBase64(text);
            yield return bytes;
            yield return FromBase64(bytes);
            yield return FromBase64(WhiteSpace.Replace(text, string.Empty));
        }
    }

    private void Find(string essence, HashSet<string> found)
    {
        for (int at, from = 0; (at = essence.AsSpan(from).IndexOfAny(_search)) >= 0; from += at + 1)
        {
            var start = from + at;
            foreach (var length in new[] { MaximumAnchor, 3 })
            {
                if (start + length > essence.Length)
                {
                    continue;
                }

                foreach (var name in _anchors[essence.Substring(start, length)])
                {
                    if (!found.Contains(name) && HoldsMost(essence, start, length, _secrets[name]))
                    {
                        found.Add(name);
                    }
                }
            }
        }
    }

    // The run around an anchor that agrees with the secret.
    private static bool HoldsMost(string essence, int start, int length, string secret)
    {
        for (int at, from = 0; (at = secret.AsSpan(from).IndexOf(essence.AsSpan(start, length))) >= 0; from += at + 1)
        {
            var place = from + at;
            int before = 0, after = 0;
            while (before < place && before < start && essence[start - before - 1] == secret[place - before - 1])
            {
                before++;
            }

            while (place + length + after < secret.Length && start + length + after < essence.Length
                && essence[start + length + after] == secret[place + length + after])
            {
                after++;
            }

            if (before + length + after >= Most(secret))
            {
                return true;
            }
        }

        return false;
    }

    // More than half; of a short one nearly all, since a few characters agree with any long text.
    private static int Most(string secret) => secret.Length > 16 ? (secret.Length / 2) + 1 : secret.Length - 1;

    private static IEnumerable<string> Anchors(string secret)
    {
        var length = secret.Length > 16 ? MaximumAnchor : 3;
        for (var start = 0; start + length <= secret.Length; start += length)
        {
            yield return secret.Substring(start, length);
        }
    }

    // Letters and digits: views break lines and pad columns, and separators are part of some forms.
    private static string Essence(string text)
    {
        var chars = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                chars.Append(c);
            }
        }

        return chars.ToString();
    }

    private static bool IsMark(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static string Unescape(Regex escape, string text) => escape.Replace(
        text,
        static match => ((char)int.Parse(match.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private static string FromHex(string text)
    {
        var decoded = new StringBuilder();
        foreach (Match run in HexRun.Matches(text))
        {
            var digits = run.Value.Replace("-", string.Empty, StringComparison.Ordinal);
            // From either digit: the rest of a truncated run may begin with the second one.
            for (var start = 0; start < 2; start++)
            {
                var whole = digits.AsSpan(start, (digits.Length - start) / 2 * 2);
                decoded.Append(Encoding.Latin1.GetString(Convert.FromHexString(whole))).Append('|');
            }
        }

        return decoded.ToString();
    }

    private static string FromBase64(string text)
    {
        var decoded = new StringBuilder();
        var standard = Base64Digit.Replace(text, static match => match.Value is "%2B" or "%2b" ? "+" : "/")
            .Replace('-', '+')
            .Replace('_', '/');
        var bytes = new byte[standard.Length];
        foreach (Match run in Base64Run.Matches(standard))
        {
            // From each of four digits, likewise.
            for (var start = 0; start < 4; start++)
            {
                var digits = run.ValueSpan[start..];
                var whole = digits[..(digits.Length / 4 * 4)];
                if (Convert.TryFromBase64Chars(whole, bytes, out var written))
                {
                    decoded.Append(Encoding.Latin1.GetString(bytes.AsSpan(0, written)));
                }

                var rest = digits[whole.Length..];
                if (rest.Length >= 2 && Convert.TryFromBase64Chars(Padded(rest), bytes, out written))
                {
                    decoded.Append(Encoding.Latin1.GetString(bytes.AsSpan(0, written)));
                }

                decoded.Append('|');
            }
        }

        return decoded.ToString();
    }

    // The last digit's spare bits need not be zero in a run that was cut; Convert refuses others.
    private static string Padded(ReadOnlySpan<char> rest)
    {
        const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var spare = (4 - rest.Length) * 2;
        var last = Digits[Digits.IndexOf(rest[^1], StringComparison.Ordinal) >> spare << spare];
        return string.Concat(rest[..^1], last.ToString(), new string('=', 4 - rest.Length));
    }
}
