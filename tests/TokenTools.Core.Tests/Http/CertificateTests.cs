using System;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>A certificate that this machine doesn't trust gets no credentials, unless the user says otherwise.</summary>
public class CertificateTests
{
    [Fact]
    public async Task An_untrusted_server_never_sees_a_request()
    {
        using var server = new RawServer(static _ => RawAnswer.Of(200, Boomi.Samples.Json), Certificates.SelfSigned);
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenTransportException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal((TransportFailure.TlsFailed, nameof(Messages.TlsFailed)), (error.Failure, error.ErrorId));
        Assert.Equal(
            "Boomi at " + server.Uri.Authority + " has no certificate that this machine trusts, or no TLS version in common with it; nothing was sent.",
            error.Message);
        Assert.False(error.OutcomeUnknown);
        Assert.Empty(server.Requests);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_test_machine_may_be_taken_at_its_word()
    {
        using var server = new RawServer(static _ => RawAnswer.Of(200, Boomi.Samples.Json), Certificates.SelfSigned);
        using var connection = Requests.Boomi(server.Uri, change: options => options.Http.SkipCertificateCheck = true);

        await connection.CreateInstallerTokenAsync(Requests.Molecule);
        var token = await connection.CreateInstallerTokenAsync(Requests.Molecule);

        Assert.Equal("MOLECULE", token.InstallType);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task One_connection_s_trust_isnt_anothers()
    {
        using var server = new RawServer(static _ => RawAnswer.Of(200, Boomi.Samples.Json), Certificates.SelfSigned);
        using var trusting = Requests.Boomi(server.Uri, change: options => options.Http.SkipCertificateCheck = true);
        await trusting.CreateInstallerTokenAsync(Requests.Molecule);
        using var careful = Requests.Boomi(server.Uri, new FakeClock());

        await Assert.ThrowsAsync<TokenTransportException>(() => careful.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Plain_text_where_TLS_was_expected_gets_nothing()
    {
        using var server = new RawServer(RawAnswer.Of(200, Boomi.Samples.Json));
        using var connection = Requests.Boomi(new Uri("https://127.0.0.1:" + server.Port), new FakeClock(), options =>
            (options.Http.MaximumRetryCount, options.Http.Timeout) = (0, TimeSpan.FromSeconds(3)));

        var error = await Assert.ThrowsAsync<TokenTransportException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.False(error.OutcomeUnknown);
        Assert.Empty(server.Requests);
    }
}
