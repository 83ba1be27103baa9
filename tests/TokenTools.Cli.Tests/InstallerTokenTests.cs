using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools installer-token.</summary>
[Collection(InProcess.Name)]
public sealed class InstallerTokenTests : CliTest
{
    [Fact]
    public async Task Run_Json_WritesTheServicesDocumentWithTheToken()
    {
        var outcome = await InProcess.RunAsync(["installer-token", "molecule", "--valid-for", "30m"], Environment);
        var json = Json(outcome);
        Assert.Equal(Sandbox.MintedTokens.Single().Token, (string?)json["token"]);
        Assert.Equal("MOLECULE", (string?)json["installType"]);
        Assert.Equal(30, (int?)json["durationMinutes"]);
        Assert.Equal(Sandbox.BoomiAccountId, (string?)json["accountId"]);
        Assert.Equal("InstallerToken", (string?)json["@type"]);
        Assert.Empty(outcome.Error);
        Assert.Equal("""{"installType":"MOLECULE","durationMinutes":30}""", Sandbox.Requests.Single().Body);
    }

    [Fact]
    public async Task Run_OutputToken_WritesTheTokenOnlyWithoutALineBreak()
    {
        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "--output", "token"], Environment);
        Assert.Equal(Sandbox.MintedTokens.Single().Token, outcome.Output);
    }

    [Fact]
    public async Task Run_OutputText_MasksTheToken()
    {
        var outcome = await InProcess.RunAsync(["installer-token", "CLOUD", "--cloud-id", Sandbox.BoomiCloudId, "--output", "text"], Environment);
        Assert.Contains("cloud-********\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(Sandbox.BoomiCloudId, outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Sandbox.MintedTokens.Single().Token, outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OptionsAndEnvironment_PrefersOptions()
    {
        Environment["BOOMI_API_TOKEN"] = "wrong-in-the-environment";
        Environment["BOOMI_ACCOUNT_ID"] = "wrong-A1B2C3";
        Json(await InProcess.RunAsync(
            ["installer-token", "ATOM", "--account-id", Sandbox.BoomiAccountId, "--api-token-file", File("token.txt", Sandbox.BoomiApiToken + "\r\n")], Environment));
    }

    [Fact]
    public async Task Run_ApiTokenFromStandardInput_IsUsed()
    {
        Environment.Remove("BOOMI_API_TOKEN");
        Json(await InProcess.RunAsync(["installer-token", "ATOM", "--api-token-file", "-"], Environment, Sandbox.BoomiApiToken + "\n"));
    }

    [Fact]
    public async Task Run_Password_IsUsed()
    {
        Json(await InProcess.RunAsync(["installer-token", "ATOM", "--password-file", "-"], Environment, Sandbox.BoomiPassword));
        Assert.Equal(
            "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Sandbox.BoomiUserName + ":" + Sandbox.BoomiPassword)),
            Sandbox.Requests.Single().GetHeader("Authorization"));
    }

    [Fact]
    public async Task Run_OverrideAccountId_IsActedFor()
    {
        var json = Json(await InProcess.RunAsync(["installer-token", "ATOM", "--override-account-id", Sandbox.BoomiPartnerAccountId], Environment));
        Assert.Equal(Sandbox.BoomiPartnerAccountId, (string?)json["accountId"]);
    }

    [Fact]
    public async Task Run_Sandbox_RequestsTheTokenFromItOnly()
    {
        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "--sandbox"], Environment);
        Json(outcome);
        Assert.Contains("sandbox", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task Run_Rejected_ExitsWith2AndAdvice()
    {
        Environment["BOOMI_API_TOKEN"] = "planted-wrong-token";
        var outcome = await InProcess.RunAsync(["installer-token", "ATOM"], Environment);
        Refused(outcome, 2, "(HTTP 401)");
        Assert.Contains("\n  Check the account id", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-wrong-token", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InvalidOption_ExitsWith1AndSendsNothing()
    {
        Refused(await InProcess.RunAsync(["installer-token", "CLOUD"], Environment), 1, "--cloud-id");
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task Run_ConnectionRefused_ExitsWith3()
    {
        Environment["BOOMI_API_URL"] = "http://127.0.0.1:9";
        Refused(await InProcess.RunAsync(["installer-token", "ATOM", "--maximum-retry-count", "0"], Environment), 3, "nothing was sent");
    }

    [Fact]
    public async Task Run_ResponseLost_ExitsWith4AndSaysThatATokenMayExist()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling });
        Refused(await InProcess.RunAsync(["installer-token", "ATOM"], Environment), 4, "may have been created");
        Assert.Single(Sandbox.MintedTokens);
    }

    [Fact]
    public async Task Run_BusyServiceWithVerbose_RetriesAndSaysSo()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, RetryAfter = "0" });
        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "--verbose"], Environment);
        Json(outcome);
        Assert.Contains("HTTP 503", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PlainHttpToAnotherHost_IsRejected()
    {
        Environment["BOOMI_API_URL"] = "http://boomi.example";
        Refused(await InProcess.RunAsync(["installer-token", "ATOM"], Environment), 1, "--allow-unencrypted-authentication");
    }

    [InterruptTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("QUIT", 131)]
    public async Task Run_SignalWhileAwaitingResponse_SaysThatATokenMayExist(string signal, int exitCode)
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5) });
        using var process = Process.Start(Tool.Start(["installer-token", "ATOM"], Environment))!;
        await UntilAsync(() => Sandbox.Requests.Count > 0);

        var watch = Stopwatch.StartNew();
        Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!.WaitForExit();
        var outcome = await Tool.EndAsync(process);
        // The answer would take five minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), watch.Elapsed.ToString());
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains("may have been created", outcome.Error, StringComparison.Ordinal);
    }

    [InterruptFact]
    public async Task Run_CtrlCWhileWaitingForRetryAfterFailedHandshake_DoesNotSayThatATokenMayExist()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                (await listener.AcceptTcpClientAsync()).Dispose();
            }
        });
        Environment["BOOMI_API_URL"] = "https://" + listener.LocalEndpoint;
        using var process = Process.Start(Tool.Start(["installer-token", "ATOM", "--retry-interval-sec", "3600", "--verbose"], Environment))!;
        // The message about the request, and the one about the retry.
        for (var line = string.Empty; !line.Contains("retry 1 of 5", StringComparison.Ordinal);)
        {
            line = await process.StandardError.ReadLineAsync() ?? throw new InvalidOperationException("The command ended.");
        }

        Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!.WaitForExit();
        var outcome = await Tool.EndAsync(process);

        Assert.Equal(130, outcome.ExitCode);
        Assert.DoesNotContain("token", outcome.Error.Replace("tokentools", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(303)]
    [InlineData(499)]
    [InlineData(500)]
    public async Task Run_StatusThatDoesNotRuleOutAToken_ExitsWith4(int status)
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = status });
        Refused(await InProcess.RunAsync(["installer-token", "ATOM"], Environment), 4, "may have been created");
        Assert.Single(Sandbox.Requests);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("token")]
    [InlineData("text")]
    public async Task Run_TokenForAnotherAccount_WritesItAsJsonAndExitsWith4(string output)
    {
        const string Token = "atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5";
        const string Document = "{\"@type\":\"InstallerToken\",\"installType\":\"ATOM\",\"token\":\"" + Token + "\",\"expiration\":\"2035-02-07T23:02:51.207Z\","
            + "\"created\":\"2035-02-07T22:02:51.207Z\",\"accountId\":\"other-A1B2C3\",\"durationMinutes\":60}";
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = Document, ContentType = "application/json" });

        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "--output", output], Environment);

        Assert.Equal(4, outcome.ExitCode);
        Assert.Contains("in account other-A1B2C3 instead of " + Sandbox.BoomiAccountId, outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Check --account-id and --override-account-id. The token is in the JSON", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("$Error", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, outcome.Error, StringComparison.Ordinal);
        // A script that expects only a token must not install with it, and a masked token would be lost.
        Assert.Equal(Document, outcome.Output.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("--account-id", "acme-A1B2C3")]
    [InlineData("--user-name", "admin@acme.example")]
    [InlineData("--base-uri", "https://api.boomi.com")]
    [InlineData("--api-token-file", "-")]
    [InlineData("--password-file", "-")]
    public async Task Run_SandboxAndConnectionOption_IsRejected(string option, string value) => Refused(
        await InProcess.RunAsync(["installer-token", "ATOM", "--sandbox", option, value], Environment), 1, option + " and --sandbox cannot be used together");

    [Fact]
    public async Task Run_ApiTokenAndPassword_IsRejected() => Refused(
        await InProcess.RunAsync(["installer-token", "ATOM", "--api-token-file", "-", "--password-file", "-"], Environment),
        1,
        "--api-token-file and --password-file cannot be used together");

    [Theory]
    [InlineData("BOOMI_ACCOUNT_ID", "user@boomi.com", "BOOMI_ACCOUNT_ID 'user@boomi.com' does not look like an account id")]
    [InlineData("BOOMI_API_URL", "ftp://x", "BOOMI_API_URL is not an absolute")]
    [InlineData("BOOMI_USERNAME", "user:secret", "BOOMI_USERNAME contains a colon")]
    public async Task Run_InvalidEnvironmentVariable_IsNamed(string variable, string value, string message)
    {
        Environment[variable] = value;

        var outcome = await InProcess.RunAsync(["installer-token", "ATOM"], Environment);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InvalidOption_IsNamedInPlaceOfTheEnvironmentVariable()
    {
        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "--account-id", "user@boomi.com"], Environment);

        Assert.Contains("--account-id 'user@boomi.com' does not look like an account id", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ValidForOutOfRange_IsShownAsTyped() => Refused(
        await InProcess.RunAsync(["installer-token", "ATOM", "--valid-for", "25h"], Environment), 1, "--valid-for 25h is not a valid lifetime");
}
