using System;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class SecureTextTests
{
    [Fact]
    public void Reveal_AnyWellFormedText_ReturnsIt() =>
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
    public void FromUtf8_AnyBytes_AddsAndRemovesNothing(string text)
    {
        var bytes = SecureText.WithUtf8(SecureText.FromString(text), static bytes => bytes.ToArray());

        Assert.Equal(Encoding.UTF8.GetBytes(text), bytes);
        Assert.Equal(text, SecureText.Reveal(SecureText.FromUtf8(bytes, 0, bytes.Length)));
    }

    [Fact]
    public void WithUtf8_LoneSurrogate_Throws()
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
    public void FromUtf8_InvalidBytes_Throws()
    {
        foreach (var bytes in new byte[][] { [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80] })
        {
            Assert.Throws<DecoderFallbackException>(() => SecureText.FromUtf8(bytes, 0, bytes.Length));
        }
    }

    [Fact]
    public void WithChars_AfterUse_ClearsCharacters()
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
    public void FromString_Result_IsReadOnly()
    {
        var secret = SecureText.FromString("secret");

        Assert.True(secret.IsReadOnly());
        Assert.Throws<InvalidOperationException>(() => secret.AppendChar('x'));
    }

    [Fact]
    public void FromChars_PartOfArray_ReturnsThatPart()
    {
        Assert.Equal("cre", SecureText.Reveal(SecureText.FromChars("secret".ToCharArray(), 2, 3)));
        Assert.Equal("cre", SecureText.Reveal(SecureText.FromUtf8("secret"u8.ToArray(), 2, 3)));
    }

    private static string WellFormed(string? text) => new((text ?? string.Empty).Where(c => !char.IsSurrogate(c)).ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("zażółć 🔑")]
    public void FromChars_Part_HasThePart(string text)
    {
        using var secret = SecureText.FromString(text);
        Assert.Equal(text, SecureText.Reveal(secret));
        Assert.True(secret.IsReadOnly());
        using var part = SecureText.FromChars(("<" + text + ">").ToCharArray(), 1, text.Length);
        Assert.Equal(text, SecureText.Reveal(part));
    }

    [Theory]
    [InlineData("secret", "secret", "secret")]
    [InlineData(" \tse cret\r\n", "se cret", " \tse cret")]
    [InlineData("\nx", "x", "\nx")]
    [InlineData("x\r\n\n", "x", "x")]
    [InlineData("x \n", "x", "x ")]
    [InlineData("\r\n", "", "")]
    [InlineData(" ", "", " ")]
    [InlineData("", "", "")]
    public void Trim_Secret_LacksWhatIsAroundIt(string text, string trimmed, string withoutLineEnds)
    {
        var secret = SecureText.FromString(text);

        Assert.Equal(trimmed, SecureText.Reveal(SecureText.Trim(secret)));
        Assert.Equal(withoutLineEnds, SecureText.Reveal(SecureText.TrimLineEnds(secret)));
        Assert.Equal(trimmed == text && text.Length > 0, ReferenceEquals(secret, SecureText.Trim(secret)));
        Assert.Equal(withoutLineEnds == text && text.Length > 0, ReferenceEquals(secret, SecureText.TrimLineEnds(secret)));
        Assert.True(SecureText.Trim(secret).IsReadOnly());
    }

    [Fact]
    public void IsUnicode_LoneSurrogate_IsFalse()
    {
        Assert.True(SecureText.IsUnicode("a\ud83d\udd11".ToCharArray()));
        Assert.True(SecureText.IsUnicode([]));
        Assert.False(SecureText.IsUnicode("a\ud83d".ToCharArray()));
        Assert.False(SecureText.IsUnicode("\udd11a".ToCharArray()));
    }
}
