using System;
using System.Collections.Generic;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace TokenTools.Security;

/// <summary>Takes secrets out of text: those it was told of, in every form they travel in, and whatever looks like one.</summary>
/// <remarks>
/// All text that could hold a secret goes through here before it reaches an exception, a stream or a view: a service's
/// messages above all, since services echo what they were sent. Redact first, shorten afterwards: half a secret isn't recognised.
/// </remarks>
internal sealed class Redactor
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Mask = "********";

    // Shorter secrets stand in ordinary words; replacing them would show where they are, so the whole text is withheld.
    private const int ShortestReplaceable = 4;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly (Regex Pattern, string Replacement)[] Patterns =
    [
        // Whole headers, as a proxy's error page or a debug answer prints them.
        (new(@"\b(authorization|proxy-authorization|x-auth-token|macaroon|x-onedata-(?:service|consumer)-token|x-boomi-otp|set-cookie|cookie)(""?\s*[:=]\s*""?)[^\r\n""<]+", Options), "$1$2" + Mask),
        (new(@"\b(bearer|basic)(\s+)[A-Za-z0-9\-._~+/]{6,}=*", Options), "$1$2" + Mask),
        // Credentials in an address.
        (new(@"(://)[^/\s@""'<>]+@", Options), "$1" + Mask + "@"),
        // A platform API token with its user: BOOMI_TOKEN.user@host:secret
        (new(@"(BOOMI_TOKEN\.[^\s:]+:)[^\s""'<>]+", Options), "$1" + Mask),
        // An installer token: its type may stay, https://developer.boomi.com/docs/api/platformapi/InstallerToken
        (new(@"\b(atom|molecule|cloud|broker|gateway)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", Options), "$1-" + Mask),
        // A macaroon: base64 of a packet length, which for Onedata and any other starts with 00.
        (new(@"\b(?:op[wp]-)?MDA[A-Za-z0-9+/_=-]{20,}", Options), Mask),
        // "token": "…", password=…, <secret>…
        (new(@"(?<![A-Za-z])((?:[a-z_]*(?:token|password|passwd|secret|apikey|api_key)|-VinstallToken|INSTALL_TOKEN)\\?""?\s*[:=]\s*\\?)(""[^""]*""|'[^']*'|[^\s,;}&<>""']{6,})", Options), "$1" + Mask),
    ];

    private static readonly Regex Base64Run = new(@"[A-Za-z0-9+/_-]{16,}={0,2}", Options);

    private readonly SecureString[] _secrets;

    public Redactor(params SecureString?[] secrets)
    {
        var known = new List<SecureString>(secrets.Length);
        foreach (var secret in secrets)
        {
            if (secret is { Length: > 0 })
            {
                known.Add(secret);
            }
        }

        _secrets = known.ToArray();
    }

    /// <summary>One that knows only what secrets look like.</summary>
    public static Redactor ByShape { get; } = new();

    /// <summary>The text without its secrets; an empty string for null.</summary>
    public string Redact(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        string result;
        try
        {
            if (!TryReplaceKnown(text!, out result))
            {
                return TokenException.Text(nameof(Messages.TextWithheld));
            }
        }
        catch (ObjectDisposedException)
        {
            // The connection has been closed meanwhile and its secrets are gone: there is nothing to look for.
            return TokenException.Text(nameof(Messages.TextWithheld));
        }

        foreach (var (pattern, replacement) in Patterns)
        {
            result = pattern.Replace(result, replacement);
        }

        return Base64Run.Replace(result, match => HoldsCredential(match.Value) ? Mask : match.Value);
    }

    /// <summary>What is left of the text on one line of at most <paramref name="length"/> characters, redacted before it is cut.</summary>
    public string RedactToLine(string? text, int length)
    {
        var line = new StringBuilder();
        foreach (var c in Redact(text))
        {
            // Control characters could rewrite an admin's terminal.
            line.Append(char.IsControl(c) || char.IsWhiteSpace(c) ? ' ' : c);
        }

        var folded = Regex.Replace(line.ToString(), " {2,}", " ").Trim();
        if (folded.Length <= length)
        {
            return folded;
        }

        var cut = char.IsHighSurrogate(folded[length - 1]) ? length - 1 : length;
        return folded.Substring(0, cut) + "…";
    }

    private bool TryReplaceKnown(string text, out string result)
    {
        result = text;
        foreach (var secret in _secrets)
        {
            foreach (var form in Forms(SecureText.Reveal(secret)))
            {
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

    // As sent, and as a body in JSON, XML, a query string or a Basic header carries it.
    private static IEnumerable<string> Forms(string secret)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var form in new[]
        {
            secret,
            Quoted(secret, StringEscapeHandling.Default),
            Quoted(secret, StringEscapeHandling.EscapeNonAscii),
            Quoted(secret, StringEscapeHandling.EscapeHtml),
            System.Net.WebUtility.HtmlEncode(secret),
            SecurityElement.Escape(secret),
            Escaped(secret),
            System.Net.WebUtility.UrlEncode(secret),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
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
            // .NET Framework refuses lone surrogates and texts over 65,520 characters.
            return secret;
        }
    }

    private static bool HoldsCredential(string base64)
    {
        var standard = base64.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        standard = standard.Substring(0, standard.Length - (standard.Length % 4 == 1 ? 1 : 0));
        standard = standard.PadRight((standard.Length + 3) / 4 * 4, '=');
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(standard));
            return text.IndexOf(":bootstrap:", StringComparison.Ordinal) >= 0
                || text.StartsWith("BOOMI_TOKEN.", StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
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
