using System;
using System.Linq;
using TokenTools.GoodData;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class SecretGeneratorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(1000)]
    public void Password_AnyLength_HasNoWarning(int length)
    {
        var password = SecretGenerator.Password(length);
        var text = SecureText.Reveal(password);

        Assert.Equal(length, text.Length);
        Assert.All(text, c => Assert.True(char.IsAsciiLetterOrDigit(c) || "_%@-".Contains(c, StringComparison.Ordinal)));
        Assert.Empty(BootstrapTokenFactory.Create("admin", password).Warnings);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Password_LengthBelow1_IsNotAnEmptyPassword(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SecretGenerator.Password(length));

    [Fact]
    public void Password_SameLength_IsDifferentEachTime()
    {
        var passwords = Enumerable.Range(0, 100).Select(static _ => SecureText.Reveal(SecretGenerator.Password(24)));
        Assert.Equal(100, passwords.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Fill_ManyCharacters_AreUniformlyDistributed()
    {
        // Bytes modulo 66 would favor the first 58 characters by a third: chi-squared would be in the thousands.
        // With 65 degrees of freedom, one run in 10^9 exceeds 145.
        var alphabet = SecretGenerator.PasswordAlphabet;
        var chars = new char[330_000];
        SecretGenerator.Fill(chars, alphabet);
        var expected = (double)chars.Length / alphabet.Length;
        var counts = chars.CountBy(c => c).ToDictionary();

        Assert.Equal(66, alphabet.Distinct().Count());
        Assert.Equal(alphabet.Order(), counts.Keys.Order());
        Assert.True(counts.Values.Sum(count => (count - expected) * (count - expected) / expected) < 145);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("0123456789abcdef")]
    public void Fill_AnyAlphabet_UsesAllCharacters(string alphabet)
    {
        var chars = new char[2000];
        SecretGenerator.Fill(chars, alphabet);

        Assert.Equal(alphabet.Order(), chars.Distinct().Order());
    }
}
