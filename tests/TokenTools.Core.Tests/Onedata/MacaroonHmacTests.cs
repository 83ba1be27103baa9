using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Onedata;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class MacaroonHmacTests
{
    [Fact]
    public void Signatures_are_those_of_the_frameworks_own_hmac() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll<byte[], byte[], byte[][]>((secret, identifier, caveats) =>
        {
            var signature = HMACSHA256.HashData(HMACSHA256.HashData("macaroons-key-generator"u8.ToArray(), secret), identifier);
            foreach (var caveat in caveats)
            {
                signature = HMACSHA256.HashData(signature, caveat);
            }

            return Macaroon.Create([], identifier, secret, caveats).Signature.SequenceEqual(signature);
        }));

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(192)]
    [InlineData(193)]
    [InlineData(65_526)]
    public void Secrets_and_caveats_may_have_any_length(int length)
    {
        var secret = Enumerable.Repeat((byte)'s', length).ToArray();
        var caveat = Enumerable.Repeat((byte)'c', length).ToArray();
        var macaroon = Macaroon.Create([], "i"u8.ToArray(), secret, [caveat, Encoding.ASCII.GetBytes("short")]);
        Assert.True(macaroon.Verify(secret));
        Assert.Equal(macaroon.Serialize(), Macaroon.Create([], "i"u8.ToArray(), secret).AddCaveats([caveat]).AddCaveats(["short"u8.ToArray()]).Serialize());
        Assert.False(macaroon.Verify([.. secret, 0]));
    }

    [Fact]
    public void A_cleared_macaroon_holds_nothing()
    {
        var macaroon = Macaroon.Parse(OnedataVectors.Text(0));
        macaroon.Clear();
        Assert.All(macaroon.ToPackets(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Equality_in_constant_time_is_equality() => Check.QuickThrowOnFailure(Prop.ForAll<byte[], byte[]>(
        (left, right) => ConstantTime.Equal(left, right) == left.SequenceEqual(right) && ConstantTime.Equal(left, left.ToArray())));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("zażółć 🔑")]
    public void A_secure_string_is_made_in_one_go(string text)
    {
        using var secret = SecureText.FromString(text);
        Assert.Equal(text, SecureText.Reveal(secret));
        Assert.True(secret.IsReadOnly());
        using var part = SecureText.FromChars(("<" + text + ">").ToCharArray(), 1, text.Length);
        Assert.Equal(text, SecureText.Reveal(part));
    }
}
