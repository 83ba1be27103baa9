using System;
using System.Globalization;
using System.Linq;
using TokenTools.Security;
using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>What a text contains of one secret.</summary>
public class KnownSecretTests
{
    private const string TwelveCharacters = "kQ3vZ8xN1pL6";

    [Fact]
    public void EnsureAvailable_OwnerDisposesOfTheSecret_ThrowsAlsoAfterATextWasSearched()
    {
        var owned = SecureText.FromString(TwelveCharacters);
        var secret = new KnownSecret(owned);
        secret.EnsureAvailable();
        Assert.True(secret.TryFind(Folded("text"), new MaskedRanges()));

        owned.Dispose();

        Assert.Throws<ObjectDisposedException>(secret.EnsureAvailable);
        // What was computed from it is gone as well.
        Assert.Throws<ObjectDisposedException>(() => secret.TryFind(Folded("text"), new MaskedRanges()));
    }

    [Fact]
    public void Redact_OwnerDisposedOfTheSecretSinceTheFirstText_WithholdsText()
    {
        var owned = SecureText.FromString(TwelveCharacters);
        var redactor = new Redactor(owned);
        Assert.Equal("text", redactor.Redact("text"));

        owned.Dispose();

        Assert.Equal(MessageText.Format(nameof(Messages.TextWithheld)), redactor.Redact("text"));
    }

    // 0.85 of 12 characters are 11 of them.
    [Theory]
    [InlineData("kQ3vZ8xN1pL6", "kQ3vZ8xN1pL6", true)]
    [InlineData("kQ3vZ8xN1pL6", "KQ3VZ8XN1PL", true)]
    [InlineData("kQ3vZ8xN1pL6", "kQ3vZ8xN1p", false)]
    [InlineData("kQ3vZ8xN1pL6", "k0Q03 v0Z 08 x.0N0 10pL06", true)]
    [InlineData("kQ3vZ8xN1pL6", "6Lp1Nx8Zv3Qk", false)]
    [InlineData("k-Q-3-v-Z-8-x-N-1-p-L-6", "kQ3vZ8xN1pL6", true)]
    [InlineData("kQ3vZ8xN1pL", "kQ3vZ8xN1pL", false)] // Too short for this search.
    public void HoldsMost_Text_IsTrueForElevenOfTwelve(string secret, string text, bool expected) =>
        Assert.Equal(expected, new KnownSecret(SecureText.FromString(secret)).HoldsMost(Folded(text)));

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void HoldsMost_LongestSecret_IsOneOf1024Characters(int length, bool expected)
    {
        var secret = Numbers(length);

        Assert.Equal(expected, new KnownSecret(SecureText.FromString(secret)).HoldsMost(Folded(secret)));
    }

    [Fact]
    public void Redact_SecretWithCharactersBetween_WithholdsText()
    {
        var redactor = new Redactor(SecureText.FromString(TwelveCharacters));
        var spread = string.Concat(TwelveCharacters.Select(static c => c + "0"));

        Assert.Equal(MessageText.Format(nameof(Messages.TextWithheld)), redactor.Redact("The server says " + spread));
    }

    [Theory]
    [InlineData("ab", "ab at the start")]
    [InlineData("ab", "AB")]
    [InlineData("ab", "YWI= at the start")]
    [InlineData("ab", "at the end ywi=")]
    public void TryFind_SecretTooShortToBeReplaced_IsFalseWhereItIs(string secret, string text) =>
        Assert.False(new KnownSecret(SecureText.FromString(secret)).TryFind(Folded(text), new MaskedRanges()));

    [Fact]
    public void TryFind_SecretTooShortToBeReplaced_IsTrueElsewhere() =>
        Assert.True(new KnownSecret(SecureText.FromString("ab")).TryFind(Folded("a b YWI"), new MaskedRanges()));

    private static FoldedText Folded(string text) => new(MappedText.From(text));

    private static string Numbers(int length) =>
        string.Concat(Enumerable.Range(1000, length).Select(static i => i.ToString(CultureInfo.InvariantCulture)))[..length];
}
