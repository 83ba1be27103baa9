using System;
using System.IO;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("pem")]
    [InlineData("bundle")]
    [InlineData("der")]
    public async Task SendAsync_CertificateOfTheAuthority_IsAccepted(string form)
    {
        var (authority, certificate) = Certificates.Issue();
        if (form == "der")
        {
            await File.WriteAllBytesAsync(_file, authority.RawData);
        }
        else
        {
            var other = form == "bundle" ? Certificates.SelfSigned.ExportCertificatePem() + "\r\n" : string.Empty;
            await File.WriteAllTextAsync(_file, "# a comment\n" + other + authority.ExportCertificatePem());
        }

        Assert.Null(await SendAsync(certificate));
    }

    [Fact]
    public async Task SendAsync_CertificateOfAnotherAuthority_IsNotAccepted()
    {
        await File.WriteAllTextAsync(_file, Certificates.Issue().Authority.ExportCertificatePem());
        Assert.Equal(TransportFailure.TlsFailed, (await SendAsync(Certificates.Issue().Server))?.Failure);
        Assert.Equal(TransportFailure.TlsFailed, (await SendAsync(Certificates.SelfSigned))?.Failure);
    }

    [Fact]
    public async Task SendAsync_CertificateForAnotherHost_IsNotAccepted()
    {
        var (authority, certificate) = Certificates.Issue("other.example");
        await File.WriteAllTextAsync(_file, authority.ExportCertificatePem());
        Assert.Equal(TransportFailure.TlsFailed, (await SendAsync(certificate))?.Failure);
    }

    [Theory]
    [InlineData("", nameof(Messages.CertificateAuthorityInvalid))]
    [InlineData("not a certificate", nameof(Messages.CertificateAuthorityInvalid))]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", nameof(Messages.CertificateAuthorityInvalid))]
    public void Build_FileWithoutCertificate_IsRejected(string text, string errorId)
    {
        File.WriteAllText(_file, text);
        var error = Assert.Throws<TokenArgumentException>(() => new HttpSpec { CertificateAuthority = _file }.Build());
        Assert.Equal((errorId, "CertificateAuthority"), (error.ErrorId, error.ParameterName));
    }

    [Fact]
    public void Read_FileOfFourMebibytes_IsTheLongestThatIsRead()
    {
        File.WriteAllText(_file, Certificates.SelfSigned.ExportCertificatePem().PadRight(4 * 1024 * 1024));
        CertificateAuthority.Read(_file);

        File.AppendAllText(_file, " ");
        Assert.Equal(
            nameof(Messages.CertificateAuthorityInvalid),
            Assert.Throws<TokenArgumentException>(() => CertificateAuthority.Read(_file)).ErrorId);
    }

    [Fact]
    public void Build_MissingFileOrSkippedCheck_IsRejected()
    {
        var missing = Assert.Throws<TokenArgumentException>(() => new HttpSpec { CertificateAuthority = _file + ".none" }.Build());
        Assert.Equal(nameof(Messages.CertificateAuthorityUnreadable), missing.ErrorId);
        Assert.Contains("cannot be read: the file does not exist. Specify", missing.Message, StringComparison.Ordinal);
        Assert.Equal(
            nameof(Messages.SettingsExclusive),
            Assert.Throws<TokenArgumentException>(() => new HttpSpec { CertificateAuthority = _file, SkipCertificateCheck = true }.Build()).ErrorId);
    }

    // RFC 5280 §4.2.1.12: server authentication, client authentication, and no extension for any purpose.
    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1", true)]
    [InlineData("1.3.6.1.5.5.7.3.2", false)]
    [InlineData(null, true)]
    public void Accepts_CertificateForAPurpose_MustBeForServers(string? purpose, bool expected)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Sign("CN=root", key, null, isAuthority: true, purpose: null);
        using var server = Sign("CN=server", key, root, isAuthority: false, purpose);

        Assert.Equal(expected, Trusting(root).Accepts(server, null, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    [Fact]
    public void Accepts_CertificateOfAnIntermediateAuthority_IsAcceptedIfTheServerSentThat()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Sign("CN=root", key, null, isAuthority: true, purpose: null);
        using var intermediate = Sign("CN=intermediate", key, root, isAuthority: true, purpose: null);
        using var server = Sign("CN=server", key, intermediate, isAuthority: false, purpose: null);
        using var sent = new X509Chain();
        sent.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        sent.ChainPolicy.ExtraStore.Add(intermediate);
        sent.Build(server);

        var authority = Trusting(root);

        Assert.True(authority.Accepts(server, sent, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(authority.Accepts(server, null, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    private static X509Certificate2 Sign(string name, ECDsa key, X509Certificate2? issuer, bool isAuthority, string? purpose)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        }

        var start = DateTimeOffset.UtcNow.AddHours(-1);
        return issuer is null
            ? request.CreateSelfSigned(start, start.AddDays(2))
            : request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(key), start, start.AddDays(1), Guid.NewGuid().ToByteArray());
    }

    private CertificateAuthority Trusting(X509Certificate2 root)
    {
        File.WriteAllText(_file, root.ExportCertificatePem());
        return CertificateAuthority.Read(_file);
    }

    private async Task<TokenTransportException?> SendAsync(X509Certificate2 certificate)
    {
        using var server = new RawServer(static _ => RawResponse.Of(200, Boomi.Samples.Json), certificate);
        using var connection = Requests.Boomi(server.Uri, new FakeClock(), options =>
            options.Http.CertificateAuthority = new HttpSpec { CertificateAuthority = _file }.Build().CertificateAuthority);
        try
        {
            await connection.CreateInstallerTokenAsync(Requests.Molecule);
            return null;
        }
        catch (TokenTransportException error)
        {
            Assert.Empty(server.Requests);
            return error;
        }
    }
}
