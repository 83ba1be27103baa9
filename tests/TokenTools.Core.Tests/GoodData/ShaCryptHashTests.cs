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
            "", "secret", "$6$", "$6$saltstring", "$6$saltstring$", valid[..^1], valid + "a", valid + "\nx", valid[..10] + " " + valid[10..],
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
        Assert.StartsWith("PasswordHash", error.ErrorId, StringComparison.Ordinal);
        Assert.True(text is not "secret" || !error.Message.Contains(text, StringComparison.Ordinal));
        Assert.Null(ShaCryptHash.TryParse(text));
    }

    // crypt(5); what mkpasswd, htpasswd and openssl passwd create by default; a compose file's $$; the quotes of a shell.
    [Theory]
    [InlineData("$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7", nameof(Messages.PasswordHashYescrypt))]
    [InlineData("$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW", nameof(Messages.PasswordHashBcrypt))]
    [InlineData("$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC", nameof(Messages.PasswordHashBcrypt))]
    [InlineData("$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/", nameof(Messages.PasswordHashMd5))]
    [InlineData("$apr1$saltsalt$qjXMvbEw8oaL.CzflDtaK/", nameof(Messages.PasswordHashMd5))]
    [InlineData("$$5$$1234567890123456$$ZhevF45HOczSVHwo7R6s60tQRjbx4/bhjTrYi317TKD", nameof(Messages.PasswordHashDollarsDoubled))]
    [InlineData("'$5$1234567890123456$ZhevF45HOczSVHwo7R6s60tQRjbx4/bhjTrYi317TKD'", nameof(Messages.PasswordHashQuoted))]
    [InlineData("\"$6$", nameof(Messages.PasswordHashQuoted))]
    [InlineData("MySecretPassword", nameof(Messages.PasswordHashIsPlainText))]
    [InlineData("$6$salt", nameof(Messages.PasswordHashInvalid))]
    [InlineData("", nameof(Messages.PasswordHashInvalid))]
    public void Parse_AnotherKindOfText_IsNamed(string text, string errorId)
    {
        Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => ShaCryptHash.Parse(text + "\n")).ErrorId);
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => new OrganizationSpec
        {
            Id = "a", HostName = "a.example", AdminUser = "admin", PasswordHash = text,
        }.Build()).ErrorId);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData(" ")]
    public void Parse_TrailingLineEnd_IsNotPartOfTheHash(string end) =>
        Assert.Equal("$6$saltstring$" + Digest, ShaCryptHash.Parse("$6$saltstring$" + Digest + end).ToString());

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
