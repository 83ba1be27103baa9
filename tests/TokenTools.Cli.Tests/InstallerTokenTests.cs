using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools installer-token.</summary>
public sealed class InstallerTokenTests : CliTest
{
    [Fact]
    public async Task Json_is_the_services_own_document_with_the_token()
    {
        var outcome = await Tool.RunAsync(["installer-token", "molecule", "--valid-for", "30m"], Environment);
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
    public async Task Token_is_the_token_alone_with_no_line_end()
    {
        var outcome = await Tool.RunAsync(["installer-token", "ATOM", "--output", "token"], Environment);
        Assert.Equal(Sandbox.MintedTokens.Single().Token, outcome.Output);
    }

    [Fact]
    public async Task Text_is_for_people_and_masks_the_token()
    {
        var outcome = await Tool.RunAsync(["installer-token", "CLOUD", "--cloud-id", Sandbox.BoomiCloudId, "--output", "text"], Environment);
        Assert.Contains("cloud-********\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(Sandbox.BoomiCloudId, outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Sandbox.MintedTokens.Single().Token, outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_come_from_a_file_and_what_is_said_goes_before_the_environment()
    {
        Environment["BOOMI_API_TOKEN"] = "wrong-in-the-environment";
        Environment["BOOMI_ACCOUNT_ID"] = "wrong-A1B2C3";
        Json(await Tool.RunAsync(
            ["installer-token", "ATOM", "--account-id", Sandbox.BoomiAccountId, "--api-token-file", File("token.txt", Sandbox.BoomiApiToken + "\r\n")], Environment));
    }

    [Fact]
    public async Task Credentials_come_by_standard_input()
    {
        Environment.Remove("BOOMI_API_TOKEN");
        Json(await Tool.RunAsync(["installer-token", "ATOM", "--api-token-file", "-"], Environment, Sandbox.BoomiApiToken + "\n"));
    }

    [Fact]
    public async Task A_password_signs_in_as_well()
    {
        Json(await Tool.RunAsync(["installer-token", "ATOM", "--password-file", "-"], Environment, Sandbox.BoomiPassword));
        Assert.Equal(
            "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Sandbox.BoomiUserName + ":" + Sandbox.BoomiPassword)),
            Sandbox.Requests.Single().GetHeader("Authorization"));
    }

    [Fact]
    public async Task A_partners_client_is_acted_for()
    {
        var json = Json(await Tool.RunAsync(["installer-token", "ATOM", "--override-account-id", Sandbox.BoomiPartnerAccountId], Environment));
        Assert.Equal(Sandbox.BoomiPartnerAccountId, (string?)json["accountId"]);
    }

    [Fact]
    public async Task The_embedded_sandbox_is_asked_and_nobody_else()
    {
        var outcome = await Tool.RunAsync(["installer-token", "ATOM", "--sandbox"], Environment);
        Json(outcome);
        Assert.Contains("sandbox", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task A_refusal_ends_with_2_and_says_what_to_do()
    {
        Environment["BOOMI_API_TOKEN"] = "planted-wrong-token";
        var outcome = await Tool.RunAsync(["installer-token", "ATOM"], Environment);
        Refused(outcome, 2, "didn't accept the credentials (HTTP 401)");
        Assert.Contains("\n  Check account id", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-wrong-token", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_here_ends_with_1_and_asks_nobody()
    {
        Refused(await Tool.RunAsync(["installer-token", "CLOUD"], Environment), 1, "--cloud-id");
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task No_answer_ends_with_3()
    {
        Environment["BOOMI_API_URL"] = "http://127.0.0.1:9";
        Refused(await Tool.RunAsync(["installer-token", "ATOM", "--maximum-retry-count", "0"], Environment), 3, "took no connection; nothing was sent");
    }

    [Fact]
    public async Task A_lost_answer_ends_with_3_says_that_a_token_may_exist_and_is_not_asked_for_again()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling });
        Refused(await Tool.RunAsync(["installer-token", "ATOM"], Environment), 3, "may have been made all the same");
        Assert.Single(Sandbox.MintedTokens);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_and_verbose_tells_of_it()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, RetryAfter = "0" });
        var outcome = await Tool.RunAsync(["installer-token", "ATOM", "--verbose"], Environment);
        Json(outcome);
        Assert.Contains("HTTP 503; trying again", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_to_another_host_is_refused()
    {
        Environment["BOOMI_API_URL"] = "http://boomi.example";
        Refused(await Tool.RunAsync(["installer-token", "ATOM"], Environment), 1, "--allow-unencrypted-authentication");
    }

    [Fact]
    public async Task A_result_that_can_not_be_written_is_no_success()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // A device that is always full.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" > /dev/full", "sh", Tool.DotNet, Tool.Path, "installer-token", "ATOM", "-o", "token"]);
        Tool.Prepare(start, Environment);
        using var process = Process.Start(start)!;
        Refused(await Tool.EndAsync(process), 1, "can't be written");
        Assert.Single(Sandbox.MintedTokens);
    }

    [InterruptFact]
    public async Task Ctrl_C_ends_it_soon_and_it_says_what_may_have_been_left()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5) });
        using var process = Process.Start(Tool.Start(["installer-token", "ATOM"], Environment))!;
        await UntilAsync(() => Sandbox.Requests.Count > 0);

        var watch = Stopwatch.StartNew();
        Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!.WaitForExit();
        var outcome = await Tool.EndAsync(process);
        // The answer would take five minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), watch.Elapsed.ToString());
        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains("may have been made all the same", outcome.Error, StringComparison.Ordinal);
    }
}
