using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Reflection;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class TokenSandboxTests : SandboxTest
{
    [Fact]
    public void Start_Default_ListensOnLoopbackPort()
    {
        using var sandbox = TokenSandbox.Start();
        Assert.Equal("127.0.0.1", sandbox.Uri.Host);
        Assert.NotEqual(Sandbox.Uri.Port, sandbox.Uri.Port);
        Assert.Equal(sandbox.Uri.AbsoluteUri, sandbox.ToString());
    }

    [Fact]
    public void Start_PortInUse_Throws()
    {
        var error = Assert.Throws<TokenArgumentException>(() => TokenSandbox.Start(new SandboxOptions { Port = Sandbox.Uri.Port }));
        Assert.Equal(nameof(SandboxMessages.SandboxPortInUse), error.ErrorId);
    }

    [Fact]
    public async Task Dispose_FiftySandboxes_FreePortsAndThreads()
    {
        using var process = Process.GetCurrentProcess();
        var before = 0;
        for (var i = 0; i < 50; i++)
        {
            using var client = new HttpClient();
            using var waiting = new TcpClient();
            Uri uri;
            using (var sandbox = TokenSandbox.Start())
            {
                uri = sandbox.Uri;
                using var response = await client.GetAsync(new Uri(uri, "api/v3/none"));
                await waiting.ConnectAsync(uri.Host, uri.Port);
                sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5), Match = "slow" });
                var slow = client.GetAsync(new Uri(uri, "slow"));
                while (sandbox.Requests.Count < 2)
                {
                    await Task.Delay(1);
                }

                sandbox.Dispose();
                sandbox.Dispose();
                // Pending requests fail when the sandbox stops.
                await Assert.ThrowsAsync<HttpRequestException>(() => slow.WaitAsync(TimeSpan.FromMinutes(2)));
            }

            await Assert.ThrowsAnyAsync<SocketException>(async () =>
            {
                using var late = new TcpClient();
                await late.ConnectAsync(uri.Host, uri.Port);
            });

            // The port is free again.
            using var again = TokenSandbox.Start(new SandboxOptions { Port = uri.Port });
            if (i == 9)
            {
                process.Refresh();
                before = process.Threads.Count;
            }
        }

        process.Refresh();
        Assert.InRange(process.Threads.Count, 0, before + 25);
    }

    [Fact]
    public async Task Dispose_DuringRequests_EndsThem()
    {
        using var sandbox = TokenSandbox.Start();
        using var client = new HttpClient { BaseAddress = sandbox.Uri };
        var clients = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var response = await client.GetAsync("api/v3/onezone/configuration");
                    Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                }
            }
            catch (HttpRequestException)
            {
                // The sandbox has stopped.
            }
        })).ToArray();
        await Task.Delay(200);
        sandbox.Dispose();
        await Task.WhenAll(clients).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.NotEmpty(sandbox.Requests);
    }

    [Fact]
    public void Start_Twice_GeneratesDifferentSecrets()
    {
        using var other = TokenSandbox.Start();
        string[] constants = ["BoomiUserName", "GoodDataUserName", "GoodDataOrganizationName", "OnezoneDomain", "OnezoneUserName"];
        var properties = typeof(TokenSandbox).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.PropertyType == typeof(string) && !constants.Contains(p.Name)).ToArray();
        Assert.True(properties.Length >= 8);
        foreach (var property in properties)
        {
            Assert.NotEqual(property.GetValue(Sandbox), property.GetValue(other));
            Assert.DoesNotContain((string)property.GetValue(Sandbox)!, Sandbox.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task MintedTokens_LostResponse_ContainsToken()
    {
        using var connection = BoomiConnection.Create(new BoomiConnectionOptions
        {
            AccountId = Sandbox.BoomiAccountId,
            UserName = Sandbox.BoomiUserName,
            Secret = SecureText.FromString(Sandbox.BoomiApiToken),
            IsApiToken = true,
            BaseUri = Sandbox.Uri.AbsoluteUri,
        });
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "InstallerToken" });
        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() =>
            connection.CreateInstallerTokenAsync(new InstallerTokenSpec { InstallType = "ATOM" }.Build()));
        Assert.False(error.NeverApplied);
        Assert.Single(Sandbox.MintedTokens);
        Assert.Single(Sandbox.Requests);
    }

    [Fact]
    public async Task Requests_Always_IsSnapshot()
    {
        using var first = await SendAsync("POST", "/cmdb", "{}");
        var snapshot = Sandbox.Requests;
        using var second = await SendAsync("POST", "/cmdb", "{}");
        Assert.Single(snapshot);
        Assert.Equal(2, Sandbox.Requests.Count);
        Sandbox.ClearRequests();
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public void Start_InOtherCultures_WorksTheSame()
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () =>
            {
                using var sandbox = TokenSandbox.Start();
                using var connection = BoomiConnection.Create(new BoomiConnectionOptions
                {
                    AccountId = sandbox.BoomiAccountId,
                    UserName = sandbox.BoomiUserName,
                    Secret = SecureText.FromString(sandbox.BoomiPassword),
                    BaseUri = sandbox.Uri.AbsoluteUri,
                });
                var token = connection.CreateInstallerTokenAsync(new InstallerTokenSpec { InstallType = "GATEWAY" }.Build()).GetAwaiter().GetResult();
                Assert.Equal(sandbox.MintedTokens[0].Expiration, token.Expiration);
                Assert.InRange(token.Created - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
            });
        }
    }
}
