using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenTools.Security.Redaction;

/// <summary>Finds what has the form of a secret, such as a header with credentials or a Boomi installer token.</summary>
internal static class SecretPatterns
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    private const string Secret = "secret";

    // A word of a sentence, as in "token: expired" or "Basic authentication failed"; no token consists of lower-case letters only.
    private const string Word = @"(?-i:[A-Za-z][a-z]{0,19})[.,;:!?)]*([\s""'<]|\z)";

    // Each prefix is bounded or cannot occur within its own match, so that a megabyte of noise does not cause quadratic backtracking.
    private static readonly Pattern[] Patterns =
    [
        // Whole headers, as a proxy's error page or a debug response prints them.
        new(
            ["authorization", "x-auth-token", "x-onedata-", "x-boomi-otp", "cookie"],
            @"\b(authorization|proxy-authorization|x-auth-token|x-onedata-(service|consumer)-token|x-boomi-otp|set-cookie|cookie)"
            + @"\\?[""']?\s*[:=]\s*\\?[""']?(?<secret>[^\r\n""<]+)"),
        // Not a challenge such as Bearer error="invalid_token".
        new(["bearer", "basic"], @"\b(bearer|basic)\s+(?!" + Word + @"|[a-z_]{1,30}="")(?<secret>[A-Za-z0-9\-._~+/]{6,}=*)"),
        // Credentials in an address.
        new(["@"], @"://(?<secret>[^/?#\s""'<>]+)@"),
        // A platform API token with its user: BOOMI_TOKEN.user@host:secret
        new(["BOOMI_TOKEN."], @"BOOMI_TOKEN\.[^\s:]{1,320}:(?<secret>[^\s""'<>]+)"),
        // An installer token; its type is not secret, https://developer.boomi.com/docs/api/platformapi/InstallerToken
        new(
            ["atom-", "molecule-", "cloud-", "broker-", "gateway-"],
            @"(?<![A-Za-z0-9])(atom|molecule|cloud|broker|gateway)-"
            + @"(?<secret>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"),
        // A macaroon: base64 of a packet length, which for Onedata and any other starts with 00.
        new(["MDA"], @"(?<![A-Za-z0-9])(?<secret>(op[wp]-)?MDA[A-Za-z0-9+/_=-]{20,})"),
        // A JSON Web Token: base64url of {", a dot, base64url, and a signature (RFC 7515 §3.1).
        new(["eyJ"], @"(?<![A-Za-z0-9_-])(?<secret>eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{2,}(\.[A-Za-z0-9_-]*)?)"),
        // <secret>…</secret>
        new(["<"], @"<([a-z0-9_.-]+:)?[a-z0-9_.-]*(token|password|passwd|secret|apikey)(\s[^<>]*)?>(<!\[CDATA\[)?(?<secret>[^<]+)"),
        // "token": "…", password=…
        new(["password", "passwd", "secret"], Named("password|passwd|secret") + Value(@"(?![\\*])")),
        new(["token", "api", "macaroon"], Named("token|api[-_]?key|macaroon") + Value(@"(?![\\*]|(?<=:\s)" + Word + ")")),
    ];

    private static readonly Pattern Base64Run = new([], @"(?<secret>[A-Za-z0-9+/_-]{16,}={0,2})");

    // The base64 forms of texts that identify a credential, at any position.
    private static readonly string[] Base64Signs = [.. Base64Of(":bootstrap:"), .. Base64Of("BOOMI_TOKEN.")];

    /// <summary>Adds the ranges of a text that have the form of a secret.</summary>
    public static void Find(MappedText text, MaskedRanges ranges)
    {
        var all = text.ToString();
        var isAscii = IsAscii(all);
        foreach (var pattern in Patterns)
        {
            // Most texts hold no sign of most patterns, whose expressions are then never created. An expression also accepts characters
            // beyond ASCII for letters, such as the sign for kelvin.
            if (isAscii && !pattern.HasSign(all))
            {
                continue;
            }

            foreach (Match match in pattern.Expression.Matches(all))
            {
                Add(text, match, ranges);
            }
        }

        if (HoldsCredential(all))
        {
            foreach (Match match in Base64Run.Expression.Matches(all))
            {
                if (HoldsCredential(match.Value))
                {
                    Add(text, match, ranges);
                }
            }
        }
    }

    private static bool IsAscii(string text)
    {
        foreach (var c in text)
        {
            if (c > '\u007F')
            {
                return false;
            }
        }

        return true;
    }

    private static void Add(MappedText text, Match match, MaskedRanges ranges)
    {
        var secret = match.Groups[Secret];
        ranges.Add(text, secret.Index, secret.Index + secret.Length - 1);
    }

    // A name and the separator before its value.
    private static string Named(string names) => @"(?<![A-Za-z_])[a-z_]*(" + names + @")\\?[""']?\s*[:=]\s*";

    private static string Value(string unlessUnquotedIs) =>
        @"(?<secret>""([^""\\]|\\[\s\S])*""?|'[^']*'?|" + unlessUnquotedIs + @"((?<==)[^\s,;}&<>""']+|[^\s,;}&<>""']{6,}))";

    private static bool HoldsCredential(string base64)
    {
        var standard = base64.Replace('-', '+').Replace('_', '/');
        return Array.Exists(Base64Signs, sign => standard.IndexOf(sign, StringComparison.Ordinal) >= 0);
    }

    // One form for each offset within base64's groups of three bytes.
    private static string[] Base64Of(string sign)
    {
        var forms = new List<string>();
        SecretForms.VisitBase64(Encoding.ASCII.GetBytes(sign), form => forms.Add(new string(form)));
        return [.. forms];
    }

    /// <summary>An expression, and texts of which it contains at least one, in any case.</summary>
    private sealed class Pattern(string[] signs, string expression)
    {
        public Regex Expression => field ??= new Regex(expression, Options);

        public bool HasSign(string text)
        {
            foreach (var sign in signs)
            {
                if (text.IndexOf(sign, StringComparison.OrdinalIgnoreCase) >= 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
