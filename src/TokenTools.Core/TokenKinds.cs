using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools;

/// <summary>All kinds of token with a form. The platforms, which do not know each other's, name a token of another kind in an error.</summary>
internal static class TokenKinds
{
    // The fields with the token of the documents that tokentools and the services write.
    private static readonly string[] Fields = ["token", "bearerToken"];

    // RFC 7515 §3.1: base64url of {", and a signature, which is empty in one that is not signed.
    private static readonly Regex Jwt = new(@"\AeyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\z", RegexOptions.CultureInvariant);

    /// <summary>A JSON Web Token, which belongs to no platform.</summary>
    public static TokenKind JsonWebToken { get; } = new(nameof(Messages.TokenKindJsonWebToken), Jwt.IsMatch);

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<TokenKind> All { get; } =
    [
        BoomiTokenPattern.InstallerTokenKind,
        BoomiTokenPattern.ApiTokenKind,
        TokenForm.Kind,
        JsonWebToken,
        ApiTokenForm.BootstrapKind,
        ApiTokenForm.Kind,
    ];

    /// <summary>The error for text that is certainly a token of a kind that is not accepted; null for any other text.</summary>
    /// <param name="text">The text: a token, or a JSON document that contains it.</param>
    /// <param name="expected">The kind that the error asks for.</param>
    /// <param name="accepted">Further kinds that are accepted, or have an error of their own.</param>
    public static MessageText? FindOther(string text, TokenKind expected, params TokenKind[] accepted) =>
        FindOther(text, [expected, .. accepted], expected.Name);

    /// <summary>The same error, with its own words for what is expected.</summary>
    public static MessageText? FindOther(string text, TokenKind[] accepted, MessageText expected)
    {
        var token = Unwrap(text.Trim('\uFEFF').Trim());
        foreach (var kind in All)
        {
            if (Array.IndexOf(accepted, kind) < 0 && kind.IsMatch(token))
            {
                return new MessageText(nameof(Messages.TokenOfOtherKind), kind.Name, expected);
            }
        }

        return null;
    }

    private static string Unwrap(string text)
    {
        foreach (var field in Fields)
        {
            var (start, end) = (0, text.Length);
            if (TokenDocument.TryFind(i => text[i], field, ref start, ref end))
            {
                return text.Substring(start, end - start);
            }
        }

        return text;
    }
}
