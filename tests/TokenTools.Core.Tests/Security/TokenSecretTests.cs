using System;
using System.Security;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class TokenSecretTests
{
    private const string Text = "zażółć-token";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Create_AnyWay_HasTheTextInTheRequestedType(bool asPlainText)
    {
        TokenSecret[] secrets =
        [
            TokenSecret.FromString(Text, asPlainText),
            TokenSecret.FromChars(("<" + Text + ">").ToCharArray(), 1, Text.Length, asPlainText),
            TokenSecret.FromSecureString(SecureText.FromString(Text), asPlainText),
        ];

        Assert.All(secrets, secret =>
        {
            Assert.Equal(asPlainText, secret.IsPlainText);
            Assert.Equal(asPlainText ? Text : null, secret.PlainText);
            Assert.Equal(asPlainText ? typeof(string) : typeof(SecureString), secret.Value.GetType());
            Assert.Equal(Text, secret.Value as string ?? SecureText.Reveal((SecureString)secret.Value));
            Assert.Equal(Text, secret.Reveal());
            Assert.Equal(Text, SecureText.Reveal(secret.ToSecureString()));
            Assert.Equal(Text, secret.WithChars(static chars => new string(chars)));
            Assert.False(secret.Secured().IsPlainText);
            Assert.Equal(Text, secret.Secured().Reveal());
        });
    }

    [Fact]
    public void FromSecureString_Secret_IsNotCopied()
    {
        var secure = SecureText.FromString(Text);

        var secret = TokenSecret.FromSecureString(secure);

        Assert.False(secret.IsPlainText);
        Assert.Same(secure, secret.ToSecureString());
        Assert.Same(secret, secret.Secured());
    }

    [Fact]
    public void ToSecureString_PlainText_IsConvertedOnce()
    {
        var secret = TokenSecret.FromString(Text, asPlainText: true);

        Assert.Same(secret.ToSecureString(), secret.ToSecureString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WithChars_AfterUse_ClearsCharacters(bool asPlainText)
    {
        var secret = TokenSecret.FromString(Text, asPlainText);
        var chars = secret.WithChars(static chars => chars);
        char[]? lent = null;
        Assert.Throws<InvalidOperationException>(() => secret.WithChars<int>(chars =>
        {
            lent = chars;
            throw new InvalidOperationException();
        }));

        Assert.All(chars, static c => Assert.Equal('\0', c));
        Assert.All(lent!, static c => Assert.Equal('\0', c));
        Assert.Equal(Text, secret.Reveal());
    }
}
