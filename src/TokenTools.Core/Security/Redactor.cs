using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace TokenTools.Security;

/// <summary>Removes secrets from text: known secrets in every encoding in which they are sent, and text in the form of a secret.</summary>
/// <remarks>
/// All text that may contain a secret passes through here before it reaches an exception, a stream or a view, in particular a service's
/// messages, because services echo what they receive. Redact before truncating: a part of a secret may not be recognized.
/// </remarks>
internal sealed class Redactor
{
    /// <summary>The replacement for a secret.</summary>
    public const string Mask = "********";

    // Shorter secrets occur in ordinary words. Replacing them would reveal their positions, so the whole text is withheld.
    private const int ShortestReplaceable = 4;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    // A word of a sentence, as in "token: expired" or "Basic authentication failed". No token consists only of lower-case letters.
    private const string Word = @"(?-i:[A-Za-z][a-z]{0,19})[.,;:!?)]*(?:[\s""'<]|\z)";

    // Each prefix is bounded or cannot occur within its own match, so that a megabyte of random text does not cause quadratic backtracking.
    private static readonly (Regex Pattern, string Replacement)[] Patterns =
    [
        // Whole headers, as a proxy's error page or a debug response prints them.
        (
            new(
                @"\b(authorization|proxy-authorization|x-auth-token|x-onedata-(?:service|consumer)-token|x-boomi-otp|set-cookie|cookie)"
                + @"(\\?[""']?\s*[:=]\s*\\?[""']?)[^\r\n""<]+",
                Options),
            "$1$2" + Mask
        ),
        // Not a challenge such as Bearer error="invalid_token".
        (new(@"\b(bearer|basic)(\s+)(?!" + Word + @"|[a-z_]{1,30}="")[A-Za-z0-9\-._~+/]{6,}=*", Options), "$1$2" + Mask),
        // Credentials in an address.
        (new(@"(://)[^/?#\s""'<>]+@", Options), "$1" + Mask + "@"),
        // A platform API token with its user: BOOMI_TOKEN.user@host:secret
        (new(@"(BOOMI_TOKEN\.[^\s:]{1,320}:)[^\s""'<>]+", Options), "$1" + Mask),
        // An installer token; its type is not secret, https://developer.boomi.com/docs/api/platformapi/InstallerToken
        (
            new(
                @"(?<![A-Za-z0-9])(atom|molecule|cloud|broker|gateway)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                Options),
            "$1-" + Mask
        ),
        // A macaroon: base64 of a packet length, which for Onedata and any other starts with 00.
        (new(@"(?<![A-Za-z0-9])(?:op[wp]-)?MDA[A-Za-z0-9+/_=-]{20,}", Options), Mask),
        // <secret>…</secret>
        (
            new(
                @"(<(?:[a-z0-9_.-]+:)?[a-z0-9_.-]*(?:token|password|passwd|secret|apikey)(?:\s[^<>]*)?>(?:<!\[CDATA\[)?)[^<]+",
                Options),
            "$1" + Mask
        ),
        // "token": "…", password=…; first of JSON within JSON, where each quote is escaped with a backslash.
        (new(Named("token|api[-_]?key|macaroon|password|passwd|secret") + @"\\)""[^""]*""?", Options), "$1" + Mask),
        (new(Named("password|passwd|secret") + ")" + Value(@"(?![\\*])"), Options), "$1" + Mask),
        (new(Named("token|api[-_]?key|macaroon") + ")" + Value(@"(?![\\*]|(?<=:\s)" + Word + ")"), Options), "$1" + Mask),
    ];

    private static readonly Regex Base64Run = new(@"[A-Za-z0-9+/_-]{16,}={0,2}", Options);

    // The base64 forms of texts that identify a credential, at any position.
    private static readonly string[] Base64Signs = [.. Base64Of(":bootstrap:"), .. Base64Of("BOOMI_TOKEN.")];

    private readonly SecureString[] _secrets;

    public Redactor(params SecureString?[] secrets)
        : this([], secrets)
    {
    }

    // The earlier secrets are not read: they may already be disposed of with their connection.
    private Redactor(SecureString[] earlier, SecureString?[] further)
    {
        var known = new List<SecureString>(earlier);
        foreach (var secret in further)
        {
            if (secret is { Length: > 0 })
            {
                known.Add(secret);
            }
        }

        _secrets = known.ToArray();
    }

    /// <summary>A redactor with additional known secrets.</summary>
    public Redactor With(params SecureString?[] secrets) => new(_secrets, secrets);

    /// <summary>A redactor that recognizes secrets only by their form.</summary>
    public static Redactor ByShape { get; } = new();

    /// <summary>The text without its secrets; an empty string for null.</summary>
    public string Redact(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var pieces = new SecretPieces();
        string result;
        try
        {
            if (!TryReplaceKnown(text!, pieces, out result))
            {
                return MessageText.Format(nameof(Messages.TextWithheld));
            }
        }
        catch (ObjectDisposedException)
        {
            // The connection was closed and its secrets disposed of, so they cannot be searched for.
            return MessageText.Format(nameof(Messages.TextWithheld));
        }

        foreach (var (pattern, replacement) in Patterns)
        {
            result = pattern.Replace(result, replacement);
        }

        result = Base64Run.Replace(result, static match => HoldsCredential(match.Value) ? Mask : match.Value);
        // Last, because another credential may start like a known one, and its form would not be recognized without its start.
        return pieces.Replace(result, Mask);
    }

    /// <summary>The text on one line of at most <paramref name="length"/> characters, redacted before it is truncated.</summary>
    public string RedactToLine(string? text, int length)
    {
        var redacted = Redact(text);
        var line = new StringBuilder(redacted.Length);
        foreach (var c in redacted)
        {
            // Control characters can rewrite what a terminal shows; format characters can reorder or hide text.
            if (char.GetUnicodeCategory(c) != UnicodeCategory.Format)
            {
                line.Append(char.IsControl(c) || char.IsWhiteSpace(c) ? ' ' : c);
            }
        }

        var folded = Regex.Replace(line.ToString(), " {2,}", " ").Trim();
        if (folded != redacted)
        {
            // A secret that was split over lines is complete again.
            folded = Redact(folded);
        }

        if (folded.Length <= length)
        {
            return folded;
        }

        var cut = char.IsHighSurrogate(folded[length - 1]) ? length - 1 : length;
        return folded.Substring(0, cut) + "…";
    }

    private bool TryReplaceKnown(string text, SecretPieces pieces, out string result)
    {
        result = text;
        foreach (var secret in _secrets)
        {
            foreach (var form in Forms(SecureText.Reveal(secret)))
            {
                pieces.Add(form);
                if (result.IndexOf(form, StringComparison.OrdinalIgnoreCase) < 0)
                {
                    continue;
                }

                if (form.Length < ShortestReplaceable)
                {
                    return false;
                }

                result = ReplaceOrdinalIgnoreCase(result, form);
            }
        }

        return true;
    }

    // As sent, and as encoded in JSON, XML, a query string or a Basic header.
    private static IEnumerable<string> Forms(string secret)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // Padding is optional. A short secret without its padding would match in any text.
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        base64 = secret.Length < ShortestReplaceable ? base64 : base64.TrimEnd('=');
        foreach (var form in new[]
        {
            secret,
            Quoted(secret, StringEscapeHandling.Default),
            Quoted(secret, StringEscapeHandling.EscapeNonAscii),
            Quoted(secret, StringEscapeHandling.EscapeHtml),
            System.Net.WebUtility.HtmlEncode(secret),
            SecurityElement.Escape(secret),
            // The minimal escapes of XML text and attributes.
            secret.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;"),
            secret.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;"),
            Quoted(secret, StringEscapeHandling.Default).Replace("/", "\\/"),
            Escaped(secret),
            System.Net.WebUtility.UrlEncode(secret),
            base64,
            base64.Replace('+', '-').Replace('/', '_'),
            Escaped(base64),
        })
        {
            if (seen.Add(form))
            {
                yield return form;
            }
        }
    }

    private static string Quoted(string secret, StringEscapeHandling handling)
    {
        var quoted = JsonConvert.ToString(secret, '"', handling);
        return quoted.Substring(1, quoted.Length - 2);
    }

    private static string Escaped(string secret)
    {
        try
        {
            return Uri.EscapeDataString(secret);
        }
        catch (UriFormatException)
        {
            // .NET Framework rejects lone surrogates and texts over 65,520 characters.
            return secret;
        }
    }

    // A name and the separator before its value; the group is left open.
    private static string Named(string names) => @"(?<![A-Za-z_])([a-z_]*(?:" + names + @")\\?[""']?\s*[:=]\s*";

    private static string Value(string unlessUnquotedIs) =>
        @"(?:""(?:[^""\\]|\\[\s\S])*""?|'[^']*'?|" + unlessUnquotedIs + @"(?:(?<==)[^\s,;}&<>""']+|[^\s,;}&<>""']{6,}))";

    private static bool HoldsCredential(string base64)
    {
        var standard = base64.Replace('-', '+').Replace('_', '/');
        return Array.Exists(Base64Signs, sign => standard.IndexOf(sign, StringComparison.Ordinal) >= 0);
    }

    // One form for each offset within base64's groups of three bytes; only the characters that adjacent bytes do not affect.
    private static IEnumerable<string> Base64Of(string sign)
    {
        for (var before = 0; before < 3; before++)
        {
            var bytes = Encoding.ASCII.GetBytes(new string(' ', before) + sign);
            var first = ((before * 8) + 5) / 6;
            yield return Convert.ToBase64String(bytes).Substring(first, (bytes.Length * 8 / 6) - first);
        }
    }

    private static string ReplaceOrdinalIgnoreCase(string text, string old)
    {
        var result = new StringBuilder(text.Length);
        var start = 0;
        for (int at; (at = text.IndexOf(old, start, StringComparison.OrdinalIgnoreCase)) >= 0; start = at + old.Length)
        {
            result.Append(text, start, at - start).Append(Mask);
        }

        return result.Append(text, start, text.Length - start).ToString();
    }
}
