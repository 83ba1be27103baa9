using System;
using System.IO;
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
    public void Build_MissingFileOrSkippedCheck_IsRejected()
    {
        Assert.Equal(
            nameof(Messages.CertificateAuthorityUnreadable),
            Assert.Throws<TokenArgumentException>(() => new HttpSpec { CertificateAuthority = _file + ".none" }.Build()).ErrorId);
        Assert.Equal(
            nameof(Messages.SettingsExclusive),
            Assert.Throws<TokenArgumentException>(() => new HttpSpec { CertificateAuthority = _file, SkipCertificateCheck = true }.Build()).ErrorId);
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
