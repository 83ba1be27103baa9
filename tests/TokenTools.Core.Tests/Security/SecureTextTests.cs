using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.GoodData;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Secrets in and out of a SecureString, and new ones.</summary>
public class SecureTextTests
{
    [Fact]
    public void Any_well_formed_text_comes_back_as_it_was() =>
        Check.QuickThrowOnFailure(Prop.ForAll<string>(text =>
        {
            text = WellFormed(text);
            var secret = SecureText.FromString(text);
            var bytes = SecureText.WithUtf8(secret, static bytes => bytes.ToArray());
            return SecureText.Reveal(secret) == text
                && bytes.SequenceEqual(Encoding.UTF8.GetBytes(text))
                && SecureText.Reveal(SecureText.FromUtf8(bytes, 0, bytes.Length)) == text
                && SecureText.ToBase64("prefix:", secret) == Convert.ToBase64String(Encoding.UTF8.GetBytes("prefix:" + text));
        }));

    [Theory]
    [InlineData("")]
    [InlineData("pässwörd 🔑 ٣ \0 \uFEFF")]
    [InlineData("\uFEFFstarts with a mark")]
    public void Nothing_is_put_before_it_and_nothing_taken_away(string text)
    {
        var bytes = SecureText.WithUtf8(SecureText.FromString(text), static bytes => bytes.ToArray());

        Assert.Equal(Encoding.UTF8.GetBytes(text), bytes);
        Assert.Equal(text, SecureText.Reveal(SecureText.FromUtf8(bytes, 0, bytes.Length)));
    }

    [Fact]
    public void Half_a_character_is_refused_and_not_replaced()
    {
        foreach (var text in new[] { "\ud83d", "a\ude00b", "\ude00\ud83d" })
        {
            var secret = SecureText.FromString(text);
            Assert.Equal(text, SecureText.Reveal(secret));
            Assert.Throws<EncoderFallbackException>(() => SecureText.WithUtf8(secret, static bytes => bytes.Length));
            Assert.Throws<EncoderFallbackException>(() => SecureText.ToBase64("", secret));
        }
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        foreach (var bytes in new byte[][] { [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80] })
        {
            Assert.Throws<DecoderFallbackException>(() => SecureText.FromUtf8(bytes, 0, bytes.Length));
        }
    }

    [Fact]
    public void The_characters_lent_out_are_cleared_afterwards()
    {
        var secret = SecureText.FromString("secret");
        var chars = SecureText.WithChars(secret, static chars => chars);
        var bytes = SecureText.WithUtf8(secret, static bytes => bytes);
        char[]? lent = null;
        Assert.Throws<InvalidOperationException>(() => SecureText.WithChars<int>(secret, chars =>
        {
            lent = chars;
            throw new InvalidOperationException();
        }));

        Assert.All(chars, c => Assert.Equal('\0', c));
        Assert.All(bytes, b => Assert.Equal(0, b));
        Assert.All(lent!, c => Assert.Equal('\0', c));
    }

    [Fact]
    public void A_secret_cant_be_added_to()
    {
        var secret = SecureText.FromString("secret");

        Assert.True(secret.IsReadOnly());
        Assert.Throws<InvalidOperationException>(() => secret.AppendChar('x'));
    }

    [Fact]
    public void A_part_of_an_array_is_taken()
    {
        Assert.Equal("cre", SecureText.Reveal(SecureText.FromChars("secret".ToCharArray(), 2, 3)));
        Assert.Equal("cre", SecureText.Reveal(SecureText.FromUtf8("secret"u8.ToArray(), 2, 3)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(1000)]
    public void A_generated_password_is_as_long_as_asked_and_needs_no_warning(int length)
    {
        var password = BootstrapTokenFactory.GeneratePassword(length);
        var text = SecureText.Reveal(password);

        Assert.Equal(length, text.Length);
        Assert.All(text, c => Assert.True(char.IsAsciiLetterOrDigit(c) || "_%@-".Contains(c, StringComparison.Ordinal)));
        Assert.Empty(BootstrapTokenFactory.Create("admin", password).Warnings);
    }

    [Fact]
    public void A_generated_password_is_24_long_and_never_the_same()
    {
        var passwords = Enumerable.Range(0, 100).Select(_ => SecureText.Reveal(BootstrapTokenFactory.GeneratePassword())).ToArray();

        Assert.All(passwords, password => Assert.Equal(24, password.Length));
        Assert.Equal(100, passwords.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_character_is_equally_likely()
    {
        // Taking bytes modulo 66 would give the first 58 a third more than the others: chi square would be in the thousands.
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
    public void Any_alphabet_of_up_to_256_will_do(string alphabet)
    {
        var chars = new char[2000];
        SecretGenerator.Fill(chars, alphabet);

        Assert.Equal(alphabet.Order(), chars.Distinct().Order());
    }

    private static string WellFormed(string? text) => new((text ?? string.Empty).Where(c => !char.IsSurrogate(c)).ToArray());
}
