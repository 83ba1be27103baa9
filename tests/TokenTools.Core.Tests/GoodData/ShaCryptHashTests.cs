using System;
using TokenTools.GoodData;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public class ShaCryptHashTests
{
    private static readonly string Digest = new('a', 86);

    public static TheoryData<string> InvalidHashes()
    {
        var valid = "$6$saltstring$" + Digest;
        return new TheoryData<string>(
        [
            "", "secret", "$6$", "$6$saltstring", "$6$saltstring$", valid[..^1], valid + "a", valid + "\n", " " + valid,
            "$5" + valid[2..], "$1" + valid[2..], "$2b$12$abcdefghijklmnopqrstuu5LQ8Fq9L5m0J1m8n2xq3y7y1a2b3c4d",
            "$6$rounds=999$s$" + Digest, "$6$rounds=1000000000$s$" + Digest, "$6$rounds=01000$s$" + Digest, "$6$rounds=$s$" + Digest,
            "$6$seventeen_letters$" + Digest, "$6$salt$" + new string('=', 86),
        ]);
    }

    [Theory]
    [MemberData(nameof(InvalidHashes))]
    [InlineData(null)]
    public void Parse_NotAHash_IsAnErrorThatDoesNotRepeatIt(string? text)
    {
        var error = Assert.Throws<TokenFormatException>(() => ShaCryptHash.Parse(text));
        Assert.Equal(nameof(Messages.PasswordHashInvalid), error.ErrorId);
        Assert.True(text is not "secret" || !error.Message.Contains(text, StringComparison.Ordinal));
        Assert.Null(ShaCryptHash.TryParse(text));
    }

    [Fact]
    public void Parse_Hash_ReturnsItsParts()
    {
        Assert.Equal(
            new ShaCryptHash(PasswordHashAlgorithm.Sha512Crypt, "saltstring", null, Digest), ShaCryptHash.Parse("$6$saltstring$" + Digest));
        Assert.Equal(
            new ShaCryptHash(PasswordHashAlgorithm.Sha256Crypt, "", 999_999_999, Digest[..43]),
            ShaCryptHash.Parse("$5$rounds=999999999$$" + Digest[..43]));
    }

    [Theory]
    [InlineData("$6$saltstring$")]
    [InlineData("$6$rounds=5000$saltstring$")]
    public void ToString_ParsedHash_IsTheSameText(string prefix) =>
        Assert.Equal(prefix + Digest, ShaCryptHash.Parse(prefix + Digest).ToString());
}
