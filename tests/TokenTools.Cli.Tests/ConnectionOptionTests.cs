using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>Options and environment variables are two sources of the same settings.</summary>
[Collection(InProcess.Name)]
public sealed class ConnectionOptionTests : CliTest
{
    [Theory]
    [InlineData("BOOMI_API_URL", "installer-token", "ATOM")]
    [InlineData("ONEZONE_HOST", "temporary-token")]
    public async Task Run_WrongAddressInEnvironment_MessageNamesVariable(string variable, params string[] arguments)
    {
        Environment[variable] = "http://service.example";

        Refused(await InProcess.RunAsync(arguments, Environment), 1, "tokentools: " + variable + " would send credentials to service.example");
    }

    [Fact]
    public async Task Verify_WrongAddressInEnvironment_MessageNamesVariable()
    {
        Environment["ONEZONE_HOST"] = "http://service.example";
        Environment["TOKENTOOLS_TOKEN"] = Sandbox.OnezoneUserToken;

        Refused(await InProcess.RunAsync(["verify"], Environment), 1, "tokentools: ONEZONE_HOST would send credentials to service.example");
    }

    [Theory]
    [InlineData("--base-uri", "installer-token", "ATOM", "--base-uri", "http://service.example")]
    [InlineData("--uri", "temporary-token", "--uri", "http://service.example")]
    public async Task Run_WrongAddressAsOption_MessageNamesOption(string option, params string[] arguments) =>
        Refused(await InProcess.RunAsync(arguments, Environment), 1, "tokentools: " + option + " would send credentials to service.example");

    [Theory]
    [InlineData("--account-id", "BOOMI_ACCOUNT_ID", "installer-token", "ATOM")]
    [InlineData("--uri", "ONEZONE_HOST", "temporary-token")]
    public async Task Run_MissingSetting_MessageNamesEachSource(string option, string variable, params string[] arguments)
    {
        Environment[variable] = null;

        Refused(
            await InProcess.RunAsync(arguments, Environment),
            1,
            "Use " + option + ", or --sandbox to use a sandbox, or set " + variable + " in the environment.");
    }

    [Theory]
    [InlineData("--timeout-sec", "0", "1 to 86400")]
    [InlineData("--maximum-retry-count", "101", "0 to 100")]
    [InlineData("--retry-interval-sec", "3601", "1 to 3600")]
    public async Task Run_NumberOutOfRange_MessageShowsRange(string option, string value, string range) =>
        Refused(
            await InProcess.RunAsync(["installer-token", "ATOM", option, value], Environment),
            1,
            "tokentools: " + option + " " + value + " is out of range. Specify " + range + ".");

    [Fact]
    public async Task Run_ProxyWithCredentials_MessageDoesNotShowThem()
    {
        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "--proxy", "http://me:hunter22@proxy.example:8080"], Environment);

        Refused(outcome, 1, "tokentools: --proxy must not contain a user name or password");
        Assert.DoesNotContain("hunter22", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--proxy and --no-proxy", "installer-token", "ATOM", "--proxy", "http://127.0.0.1:9", "--no-proxy")]
    [InlineData("--proxy and --sandbox", "installer-token", "ATOM", "--proxy", "http://127.0.0.1:9", "--sandbox")]
    [InlineData("--proxy and --sandbox", "temporary-token", "--proxy", "http://127.0.0.1:9", "--sandbox")]
    [InlineData("--proxy and --sandbox", "verify", "--proxy", "http://127.0.0.1:9", "--sandbox")]
    [InlineData("--proxy-use-default-credentials and --sandbox", "verify", "--proxy-use-default-credentials", "--sandbox")]
    [InlineData("--proxy-use-default-credentials and --no-proxy", "temporary-token", "--proxy-use-default-credentials", "--no-proxy")]
    public async Task Run_SettingsThatExcludeEachOther_AreRejected(string settings, params string[] arguments) =>
        Refused(await InProcess.RunAsync(arguments, Environment), 1, "tokentools: " + settings + " cannot be used together. Specify one of them.");

    [Theory]
    [InlineData("installer-token ATOM")]
    [InlineData("temporary-token")]
    [InlineData("verify --token-file bootstrap.txt --uri http://service.example")]
    public async Task Run_ProxyCredentialFile_IsSentWhenTheProxyAsksForIt(string command)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        Environment["BOOMI_API_URL"] = Environment["ONEZONE_HOST"] = "http://service.example";
        File("bootstrap.txt", "YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=");
        File("proxy.txt", "me:hunter:22\r\n\n");
        var run = Tool.RunAsync(
            [.. command.Split(' '), "--proxy", "http://" + proxy.LocalEndpoint, "--proxy-credential-file", "proxy.txt", "--allow-unencrypted-authentication"],
            Environment,
            folder: Folder);

        var first = await RespondAsync(proxy, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"");
        var second = await RespondAsync(proxy, "403 Forbidden");
        var outcome = await run;

        Assert.DoesNotContain("Proxy-Authorization", first, StringComparison.Ordinal);
        Assert.Contains(
            "Proxy-Authorization: Basic " + Convert.ToBase64String("me:hunter:22"u8) + "\r\n", second, StringComparison.Ordinal);
        Assert.Equal(2, outcome.ExitCode);
        Assert.DoesNotContain("hunter", outcome.Output + outcome.Error + outcome.ArgumentList, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("installer-token", "ATOM")]
    [InlineData("temporary-token")]
    public async Task Run_LineEndAfterProxyPassword_IsReportedAsANote(params string[] command)
    {
        // The proxy does not exist.
        var outcome = await Tool.RunAsync(
            [.. command, "--proxy", "http://127.0.0.1:1", "--proxy-credential-file", File("proxy.txt", "me:hunter22\n"), "--maximum-retry-count", "0", "-v"],
            Environment);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("at the end of --proxy-credential-file, such as a line end", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProxyRequiresCredentials_AdviceNamesTheOptions()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 407 });

        var outcome = await InProcess.RunAsync(["installer-token", "ATOM"], Environment);

        Refused(outcome, 2, "(HTTP 407)");
        Assert.Contains("--proxy-credential-file, or with --proxy-use-default-credentials", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hunter22")]
    [InlineData(":hunter22")]
    public async Task Run_ProxyCredentialFileOfOtherForm_IsRejectedWithoutShowingIt(string content)
    {
        var outcome = await InProcess.RunAsync(
            ["installer-token", "ATOM", "--proxy-credential-file", File("proxy.txt", content)], Environment);

        Refused(outcome, 1, "--proxy-credential-file does not contain a user name and a password. Specify user:password on one line.");
        Assert.DoesNotContain("hunter22", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task Run_ProxyCredentialAsArgument_IsRejectedWithoutShowingIt()
    {
        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "--proxy-credential", "me:hunter22"], Environment);

        Refused(outcome, 1, "Use --proxy-credential-file");
        Assert.DoesNotContain("hunter22", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--timeout-sec")]
    [InlineData("--maximum-retry-count")]
    [InlineData("--retry-interval-sec")]
    public async Task Run_NumberIsNotANumber_MessageNamesTheOption(string option) => Refused(
        await InProcess.RunAsync(["installer-token", "ATOM", option, "many"], Environment),
        1,
        "tokentools: " + option + " is not a whole number.");

    [Theory]
    [InlineData("installer-token", "ATOM", "--sandbox")]
    [InlineData("temporary-token", "--sandbox")]
    [InlineData("verify", "--sandbox")]
    public async Task Run_SandboxWithProxyInEnvironment_BypassesProxy(params string[] arguments)
    {
        Environment["http_proxy"] = "http://127.0.0.1:9";

        Json(await InProcess.RunAsync([.. arguments, "--maximum-retry-count", "0"], Environment));
    }

    // Reads one request and sends a response without a body.
    private static async Task<string> RespondAsync(TcpListener listener, string statusAndHeaders)
    {
        using var connection = await listener.AcceptSocketAsync();
        var request = new StringBuilder();
        var buffer = new byte[65536];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            request.Append(Encoding.ASCII.GetString(buffer, 0, await connection.ReceiveAsync(buffer)));
        }

        await connection.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 " + statusAndHeaders + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        connection.Shutdown(SocketShutdown.Send);
        // Until the client closes the connection, so that the response is not lost with a reset.
        while (await connection.ReceiveAsync(buffer) > 0)
        {
        }

        return request.ToString();
    }
}
