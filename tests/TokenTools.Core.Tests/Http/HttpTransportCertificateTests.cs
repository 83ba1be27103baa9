using System;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class HttpTransportCertificateTests
{
    [Fact]
    public async Task SendAsync_UntrustedCertificate_SendsNothing()
    {
        using var server = new RawServer(static _ => RawResponse.Of(200, Boomi.Samples.Json), Certificates.SelfSigned);
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenTransportException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal((TransportFailure.TlsFailed, nameof(Messages.TlsFailed)), (error.Failure, error.ErrorId));
        Assert.Equal(
            "Boomi at " + server.Uri.Authority
                + " has no certificate that this machine trusts, or no TLS version that this machine supports; nothing was sent.",
            error.Message);
        Assert.True(error.NeverApplied);
        Assert.Empty(server.Requests);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task SendAsync_SkipCertificateCheck_AcceptsCertificate()
    {
        using var server = new RawServer(static _ => RawResponse.Of(200, Boomi.Samples.Json), Certificates.SelfSigned);
        using var connection = Requests.Boomi(server.Uri, change: options => options.Http.SkipCertificateCheck = true);

        await connection.CreateInstallerTokenAsync(Requests.Molecule);
        var token = await connection.CreateInstallerTokenAsync(Requests.Molecule);

        Assert.Equal("MOLECULE", token.InstallType);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task SendAsync_OtherConnectionSkipsCertificateCheck_StillChecks()
    {
        using var server = new RawServer(static _ => RawResponse.Of(200, Boomi.Samples.Json), Certificates.SelfSigned);
        using var skipping = Requests.Boomi(server.Uri, change: options => options.Http.SkipCertificateCheck = true);
        await skipping.CreateInstallerTokenAsync(Requests.Molecule);
        using var checking = Requests.Boomi(server.Uri, new FakeClock());

        await Assert.ThrowsAsync<TokenTransportException>(() => checking.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task SendAsync_ServerWithoutTls_SendsNothing()
    {
        using var server = new RawServer(RawResponse.Of(200, Boomi.Samples.Json));
        using var connection = Requests.Boomi(new Uri("https://127.0.0.1:" + server.Port), new FakeClock(), options =>
            (options.Http.MaximumRetryCount, options.Http.Timeout) = (0, TimeSpan.FromSeconds(3)));

        var error = await Assert.ThrowsAsync<TokenTransportException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.True(error.NeverApplied);
        Assert.Empty(server.Requests);
    }
}
