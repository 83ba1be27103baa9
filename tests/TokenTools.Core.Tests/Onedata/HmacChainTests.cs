using System.Linq;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class HmacChainTests
{
    [Fact]
    public void Sign_AnyBytes_EqualsFrameworkHmac() => Check.One(
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
    public void Sign_AnyLength_Verifies(int length)
    {
        var secret = Enumerable.Repeat((byte)'s', length).ToArray();
        var caveat = Enumerable.Repeat((byte)'c', length).ToArray();
        var macaroon = Macaroon.Create([], "i"u8.ToArray(), secret, [caveat, Encoding.ASCII.GetBytes("short")]);
        Assert.True(macaroon.Verify(secret));
        Assert.Equal(macaroon.Serialize(), Macaroon.Create([], "i"u8.ToArray(), secret).AddCaveats([caveat]).AddCaveats(["short"u8.ToArray()]).Serialize());
        Assert.False(macaroon.Verify([.. secret, 0]));
    }
}
