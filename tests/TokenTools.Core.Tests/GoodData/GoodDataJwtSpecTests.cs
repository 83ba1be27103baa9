using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

// Claims: https://www.gooddata.com/docs/cloud/manage-organization/jwt-access-token/; gooddata/gooddata-server-oauth2, CustomOAuth2Validator.kt
[Trait("Wine", "Wine exports no RSA key that it has generated")]
public sealed class GoodDataJwtSpecTests : IClassFixture<GoodDataJwtSpecTests.KeyFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, 987, TimeSpan.Zero);

    private readonly RSA _rsa;

    public GoodDataJwtSpecTests(KeyFixture key) => _rsa = key.Rsa;

    private GoodDataJwtSpec Spec => new() { UserId = "ada", PrivateKey = SecureText.FromString(_rsa.ExportPkcs8PrivateKeyPem()) };

    [Fact]
    public void Build_Default_HasTheClaimsOfTheVendorsPageAndAValidSignature()
    {
        var jwt = Spec.Build(Now);
        var parts = SecureText.Reveal((System.Security.SecureString)jwt.Token).Split('.');
        Assert.Equal(3, parts.Length);
        Assert.True(_rsa.VerifyData(
            Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Decode(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        var header = JObject.Parse(Encoding.UTF8.GetString(Decode(parts[0])));
        Assert.Equal(["alg", "kid", "typ"], header.Properties().Select(static member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("RS256", "JWT", jwt.KeyId), ((string?)header["alg"], (string?)header["typ"], (string?)header["kid"]));

        var claims = JObject.Parse(Encoding.UTF8.GetString(Decode(parts[1])));
        Assert.Equal(["exp", "iat", "jti", "name", "sub"], claims.Properties().Select(static member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("ada", "ada"), ((string?)claims["sub"], (string?)claims["name"]));
        Assert.Equal(Now.ToUnixTimeSeconds(), (long)claims["iat"]!);
        Assert.Equal(600, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.Matches("^[0-9a-f]{32}$", (string?)claims["jti"]);
        Assert.Equal(((long)claims["exp"]!, (string?)claims["jti"]), (jwt.ExpiresAt.ToUnixTimeSeconds(), jwt.Id));
        Assert.Equal(jwt.ExpiresAt, jwt.Expiration);
    }

    [Fact]
    public void Build_Settings_AreInTheToken()
    {
        var spec = Spec;
        (spec.Name, spec.ValidFor, spec.KeyId, spec.Algorithm, spec.AsPlainText) =
            ("Ada Ł", TimeSpan.FromMinutes(90), "key-1", JwtAlgorithm.RS512, true);
        var jwt = spec.Build(Now);
        var parts = ((string)jwt.Token).Split('.');
        Assert.True(_rsa.VerifyData(
            Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Decode(parts[2]), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
        Assert.Contains("\"kid\":\"key-1\"", Encoding.UTF8.GetString(Decode(parts[0])), StringComparison.Ordinal);
        Assert.Contains("\"name\":\"Ada Ł\"", Encoding.UTF8.GetString(Decode(parts[1])), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(90), jwt.ExpiresAt - jwt.IssuedAt);
        Assert.Contains((string)jwt.Token, jwt.ToString(), StringComparison.Ordinal);
        Assert.Null(spec.Warning);
    }

    // An even modulus is not the product of two odd primes, but has the form of one.
    [Fact]
    public void Build_NumbersThatAreNotAKey_IsAnErrorOfThePrivateKey()
    {
        var numbers = _rsa.ExportParameters(includePrivateParameters: true);
        numbers.Modulus![^1] ^= 1;
        using var key = new RsaKey(numbers);
        var spec = Spec;
        spec.PrivateKey = RsaPem.Write(key);
        var error = Assert.Throws<TokenArgumentException>(() => spec.Build(Now));
        Assert.Equal((nameof(Messages.PrivateKeyInvalid), "PrivateKey"), (error.ErrorId, error.ParameterName));
    }

    [Fact]
    public void Build_Twice_HasDifferentIds() => Assert.NotEqual(Spec.Build(Now).Id, Spec.Build(Now).Id);

    [Fact]
    public void ToString_SecureToken_DoesNotContainIt()
    {
        var jwt = Spec.Build(Now);
        Assert.DoesNotContain("token", jwt.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", jwt.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Warning_LongerThanADay_SaysSo()
    {
        var spec = Spec;
        spec.ValidFor = TimeSpan.FromHours(25);
        Assert.Equal(nameof(Messages.JwtLongLived), spec.Warning?.Id);
        spec.ValidFor = TimeSpan.FromHours(24);
        Assert.Null(spec.Warning);
    }

    [Theory]
    [InlineData("ada@example.com", null, nameof(Messages.BootstrapUserInvalid))]
    [InlineData(null, null, nameof(Messages.BootstrapUserInvalid))]
    [InlineData("ada", ".key", nameof(Messages.SigningKeyIdInvalid))]
    public void Build_InvalidSetting_IsRejected(string? userId, string? keyId, string errorId)
    {
        var spec = Spec;
        (spec.UserId, spec.KeyId) = (userId, keyId);
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => spec.Build(Now)).ErrorId);
    }

    [Fact]
    public void Build_NameLongerThanTheServerAccepts_IsRejected()
    {
        var spec = Spec;
        spec.Name = new string('x', 511);
        Assert.Equal(511, spec.Build(Now).Name.Length);
        // xunit does not pass half of a character as test data.
        Assert.All([spec.Name + "x", "\ud800"], name =>
        {
            spec.Name = name;
            Assert.Equal(nameof(Messages.JwtNameInvalid), Assert.Throws<TokenArgumentException>(() => spec.Build(Now)).ErrorId);
        });
    }

    private static byte[] Decode(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    /// <summary>A key takes longer to generate than any of the tests.</summary>
    public sealed class KeyFixture : IDisposable
    {
        internal RSA Rsa { get; } = RSA.Create(2048);

        public void Dispose() => Rsa.Dispose();
    }
}
