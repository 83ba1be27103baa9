using System;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

// .NET's own PEM and signatures, and OpenSSL's, are the other implementations.
[Trait("Wine", "Wine exports no RSA key that it has generated")]
public class RsaPemTests
{
    private static readonly Lazy<RSA> Known = new(static () => RSA.Create(2048));

    [Fact]
    public void Write_GeneratedKey_IsReadByDotNet()
    {
        using var key = RsaKey.Generate(2048);
        var pem = SecureText.Reveal(RsaPem.Write(key));
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        Assert.Equal(2048, rsa.KeySize);
        Assert.Equal(rsa.ExportPkcs8PrivateKeyPem().Trim(), pem.Trim());
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    public void Generate_Size_HasThatSize(int size)
    {
        using var key = RsaKey.Generate(size);
        Assert.Equal(size, key.Size);
    }

    [OpenSslTheory]
    [InlineData(JwtAlgorithm.RS256, "-sha256")]
    [InlineData(JwtAlgorithm.RS384, "-sha384")]
    [InlineData(JwtAlgorithm.RS512, "-sha512")]
    public async Task Sign_Always_IsWhatOpenSslSigns(JwtAlgorithm algorithm, string digest)
    {
        // RSASSA-PKCS1-v1_5 is deterministic.
        var file = System.IO.Path.GetTempFileName();
        try
        {
            var pem = Known.Value.ExportPkcs8PrivateKeyPem();
            await System.IO.File.WriteAllTextAsync(file, pem);
            var data = Encoding.ASCII.GetBytes("header.claims");
            using var key = RsaPem.Read(SecureText.FromString(pem), "PrivateKey");
            var signature = Convert.ToHexStringLower(key.Sign(data, algorithm));
            var (code, output) = await ExternalTool.RunAsync("openssl", ["dgst", digest, "-hex", "-sign", file], data);
            Assert.Equal(0, code);
            Assert.EndsWith(signature, output.Trim(), StringComparison.Ordinal);
        }
        finally
        {
            System.IO.File.Delete(file);
        }
    }

    [Theory]
    [InlineData(false, "\n")]
    [InlineData(false, "\r\n")]
    [InlineData(true, "\n")]
    [InlineData(true, "\r\n")]
    public void Read_FormOfDotNetAndOpenSsl_IsTheSameKey(bool pkcs1, string lineEnd)
    {
        var rsa = Known.Value;
        var pem = (pkcs1 ? rsa.ExportRSAPrivateKeyPem() : rsa.ExportPkcs8PrivateKeyPem()).ReplaceLineEndings(lineEnd);
        using var key = RsaPem.Read(SecureText.FromString("a comment" + lineEnd + pem + lineEnd), "PrivateKey");
        Assert.Equal(rsa.ExportParameters(true).D, key.Parameters.D);
        Assert.Equal(Base64Url.Encode(rsa.ExportParameters(false).Modulus!), key.Modulus);
        Assert.Equal("AQAB", key.Exponent);
    }

    [Theory]
    [InlineData("", nameof(Messages.PrivateKeyInvalid))]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", nameof(Messages.PrivateKeyInvalid))]
    [InlineData("-----BEGIN PRIVATE KEY-----\nnot base64!\n-----END PRIVATE KEY-----", nameof(Messages.PrivateKeyInvalid))]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIE", nameof(Messages.PrivateKeyInvalid))]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", nameof(Messages.PrivateKeyInvalid))]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", nameof(Messages.PrivateKeyEncrypted))]
    // What openssl genrsa -des3 writes, as in the vendor's recipe.
    [InlineData(
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----",
        nameof(Messages.PrivateKeyEncrypted))]
    public void Read_NotAPrivateKey_IsRejected(string pem, string errorId)
    {
        var error = Assert.Throws<TokenArgumentException>(() => RsaPem.Read(SecureText.FromString(pem), "PrivateKey"));
        Assert.Equal((errorId, "PrivateKey"), (error.ErrorId, error.ParameterName));
    }

    [Fact]
    public void Read_OtherKindOrSize_IsRejected()
    {
        using var elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(nameof(Messages.PrivateKeyInvalid), ErrorOf(elliptic.ExportPkcs8PrivateKeyPem()));
        using var small = RSA.Create(1024);
        Assert.Equal(nameof(Messages.PrivateKeySize), ErrorOf(small.ExportPkcs8PrivateKeyPem()));
    }

    [Fact]
    public void Read_DamagedKey_IsRejectedOrUsable()
    {
        var der = Known.Value.ExportPkcs8PrivateKey();
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var damaged = der[..(i < 300 ? i : der.Length)];
            if (i >= 300)
            {
                damaged[random.Next(i < 1000 ? 40 : damaged.Length)] ^= (byte)random.Next(1, 256);
            }

            var pem = "-----BEGIN PRIVATE KEY-----\n" + Convert.ToBase64String(damaged) + "\n-----END PRIVATE KEY-----";
            var error = Record.Exception(() => RsaPem.Read(SecureText.FromString(pem), "PrivateKey").Dispose());
            Assert.True(error is null or TokenArgumentException, error?.ToString());
            Assert.True(i >= 300 || error is not null);
        }
    }

    [Fact]
    public void Thumbprint_ExampleOfRfc7638_IsTheRfcs()
    {
        const string Modulus = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W"
            + "-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt"
            + "-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        using var key = new RsaKey(new RSAParameters { Modulus = Base64Url.Decode(Modulus), Exponent = Base64Url.Decode("AQAB") });
        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", key.Thumbprint());
    }

    private static string ErrorOf(string pem) =>
        Assert.Throws<TokenArgumentException>(() => RsaPem.Read(SecureText.FromString(pem), "PrivateKey")).ErrorId;
}
