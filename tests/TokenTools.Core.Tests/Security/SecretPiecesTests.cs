using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class SecretPiecesTests
{
    private const string Secret = "161aead9-a253-4b47-abbe-a4da2da5171e";

    private static readonly Redactor KnownSecret = new(SecureText.FromString(Secret));

    [Theory]
    [InlineData("161aead9-a253-4b47\n-abbe-a4da2da5171e")]
    [InlineData("161aead9-a253\r\n    -4b47-abbe-a4da2da5171e")]
    [InlineData("161aead9-a253-4b47\u001b[31m-abbe-a4da2da5171e\u001b[0m")]
    [InlineData("161aead9-a253-4b47\u200b-abbe-a4da\u00ad2da5171e")]
    [InlineData("161AEAD9-A253-4B47\t-ABBE-A4DA2DA5171E")]
    public void RedactToLine_SecretWithOtherCharactersBetween_IsReplaced(string echoed)
    {
        var shown = KnownSecret.RedactToLine("The token " + echoed + " is unknown.", 300);

        Assert.StartsWith("The token " + Redactor.Mask, shown, StringComparison.Ordinal);
        Assert.EndsWith("is unknown.", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("abbe", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("161a", shown, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Invalid token 161aead9-a253-4b47...", "Invalid token ********...")]
    [InlineData("token ending abbe-a4da2da5171e", "token ending ********")]
    [InlineData("MTYxYWVhZDktYTI1My00YjQ3LWFi\nYmUtYTRkYTJkYTUxNzFl is what came", "******** is what came")]
    [InlineData("The account is unknown to us.", "The account is unknown to us.")]
    public void Redact_PartOfSecret_IsReplacedAlone(string text, string shown) => Assert.Equal(shown, KnownSecret.Redact(text));

    [Fact]
    public void Redact_AnyTwelveCharactersOfSecret_AreReplaced()
    {
        var wraps = new[] { "", "\n", "\r\n ", "\t", "\u001b[1m", "\u200d" };
        Check.QuickThrowOnFailure(Prop.ForAll<NonNull<string>, NonNull<string>, PositiveInt>((before, after, seed) =>
        {
            var random = new Random(seed.Get);
            var secret = string.Concat(Enumerable.Range(0, random.Next(12, 80)).Select(_ => "ABCdef0189_-"[random.Next(12)]));
            var from = random.Next(0, secret.Length - 11);
            var piece = secret.Substring(from, random.Next(12, secret.Length - from + 1));
            var echoed = string.Concat(piece.Select(c => c + wraps[random.Next(wraps.Length)]));

            var shown = new Redactor(SecureText.FromString(secret)).RedactToLine(before.Get + " " + echoed + " " + after.Get, 10_000);

            var bare = string.Concat(shown.Where(c => !char.IsWhiteSpace(c)));
            return bare.Contains(piece, StringComparison.OrdinalIgnoreCase) == false;
        }));
    }
}
