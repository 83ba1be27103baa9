using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>A known secret in every encoding, with every separator, between any characters.</summary>
public class RedactionMatrixTests
{
    private const string Withheld = "(the text of the service is withheld because it may contain the secret)";

    private static readonly Dictionary<string, string> Secrets = new(StringComparer.Ordinal)
    {
        ["uuid"] = "161aead9-a253-4b47-abbe-a4da2da5171e",
        ["short"] = "yLtIHnPcx!",
        ["eight"] = "q7Rz4kWm",
        ["symbols"] = "x#9!T$w%2^Q&",
        ["passphrase"] = "correct horse battery",
        ["opaque"] = "kQ3vZ8xN1pL6tR9wB2yF5hJ7mC4dG0sA",
        ["long"] = "github/" + string.Concat(Enumerable.Range(0, 16).Select(
            static i => Convert.ToHexString(SHA256.HashData([(byte)i]))[..20])),
    };

    // One for all texts, as a connection has one for all responses: the table of a secret's parts takes longer than a text.
    private static readonly Dictionary<string, Redactor> Redactors = Secrets.ToDictionary(
        static secret => secret.Key, static secret => new Redactor(SecureText.FromString(secret.Value)), StringComparer.Ordinal);

    public static TheoryData<string, string> Encodings { get; } = Rows(SecretEncoding.All.Select(static encoding => encoding.Name));

    public static TheoryData<string, string> Separators { get; } = Rows(SecretEncoding.Separators.Keys);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void RedactToLine_EncodedSecret_ShowsTwoCharactersOfItAtMost(string encoding, string kind)
    {
        var secret = Secrets[kind];
        var encoded = SecretEncoding.All.Single(known => known.Name == encoding).Encode(secret);
        var redactor = Redactors[kind];
        foreach (var (before, after) in new[] { ("It sent ", " to us."), ("(", ")"), ("id=", "&x=1"), ("\"", "\"}") })
        {
            var shown = redactor.RedactToLine(before + encoded + after, 100_000);

            // What encodes a character, and what base64 has before and behind the characters that are the secret's alone.
            var perCharacter = (encoded.Length + secret.Length - 1) / secret.Length;
            var levels = (encoding.Split("base64").Length - 1) * (encoding.EndsWith("percent-all", StringComparison.Ordinal) ? 3 : 1);
            AssertShowsAtMost((2 * perCharacter) + (6 * levels), before, after, shown);
        }
    }

    [Theory]
    [MemberData(nameof(Separators))]
    public void RedactToLine_SeparatedSecret_IsMasked(string separator, string kind)
    {
        var secret = Secrets[kind];
        var redactor = Redactors[kind];
        for (var length = 1; length < Math.Min(12, secret.Length); length++)
        {
            var text = SecretEncoding.Separate(secret, length, SecretEncoding.Separators[separator]);

            AssertShowsAtMost(2 + SecretEncoding.Separators[separator].Length, "It sent ", " to us.", redactor.RedactToLine("It sent " + text + " to us.", 100_000));
        }
    }

    [Theory]
    [MemberData(nameof(Separators))]
    public void RedactToLine_SeparatedBase64_IsMasked(string separator, string kind)
    {
        var redactor = Redactors[kind];
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secrets[kind]));
        for (var length = 4; length < 12; length++)
        {
            var text = SecretEncoding.Separate(base64, length, SecretEncoding.Separators[separator]);

            AssertShowsAtMost(6 + SecretEncoding.Separators[separator].Length, "It sent ", " to us.", redactor.RedactToLine("It sent " + text + " to us.", 100_000));
        }
    }

    [Theory]
    [InlineData(1, "x")]
    [InlineData(2, "zz")]
    [InlineData(3, "and")]
    [InlineData(4, " then ")]
    [InlineData(4, "wxyz")]
    [InlineData(6, " is followed by ")]
    [InlineData(7, " is followed by ")]
    public void Redact_MostOfSecretInOrder_IsWithheld(int length, string between)
    {
        foreach (var secret in Secrets.Values.Where(static secret => secret.Length >= 20))
        {
            var redactor = new Redactor(SecureText.FromString(secret));
            var text = "It sent " + SecretEncoding.Separate(secret, length, between) + " to us.";

            Assert.Equal(Withheld, redactor.Redact(text));

            // Four characters are enough in this encoding, which ordinary text does not use.
            var escaped = redactor.Redact(string.Concat(text.Select(static c => "\\u" + ((int)c).ToString("x4", null))));
            Assert.True(escaped == Withheld || escaped.Contains(Redactor.Mask, StringComparison.Ordinal), escaped);
        }
    }

    [Fact]
    public void Redact_TextWithoutSecret_IsUnchanged()
    {
        string[] texts =
        [
            "The account acme-A1B2C3 is not known (trace 3ca45d71-7794-40e2-b94b-182aef8ce5c2).",
            "Provided token is not valid for service op_worker-4cf2c5e7a1b34d1f8a9e6b7c0d1e2f30",
            "{\"error\":{\"id\":\"badData\",\"details\":{\"key\":\"caveats\",\"hint\":\"no such key\"}}}",
            "Correct the request and send it again; see https://docs.example.com/errors?page=2%20of%203",
            "\u001b[31mError\u001b[0m at 2030-01-31T12:00:00Z: caf\u00e9 &amp; more",
            string.Join(" ", Enumerable.Range(0, 100).Select(static i => new Guid(MD5.HashData([(byte)i])))),
        ];
        foreach (var secret in Secrets.Values)
        {
            var redactor = new Redactor(SecureText.FromString(secret));
            Assert.All(texts, text => Assert.Equal(text, redactor.Redact(text)));
        }
    }

    private static void AssertShowsAtMost(int count, string before, string after, string shown)
    {
        if (shown == Withheld)
        {
            return;
        }

        // Behind an equals sign, two hexadecimal digits are quoted-printable as well.
        before = before.TrimEnd('=');
        Assert.StartsWith(before, shown, StringComparison.Ordinal);
        Assert.EndsWith(after, shown, StringComparison.Ordinal);
        Assert.Contains(Redactor.Mask, shown, StringComparison.Ordinal);
        var rest = shown[before.Length..^after.Length].Replace("*", string.Empty, StringComparison.Ordinal).TrimStart('=');
        Assert.True(rest.Length <= count, "Shown: " + shown);
    }

    private static TheoryData<string, string> Rows(IEnumerable<string> names)
    {
        var rows = new TheoryData<string, string>();
        foreach (var name in names)
        {
            foreach (var secret in Secrets.Keys)
            {
                rows.Add(name, secret);
            }
        }

        return rows;
    }
}
