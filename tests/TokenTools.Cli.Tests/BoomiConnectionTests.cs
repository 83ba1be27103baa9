using System;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools boomi-connection, and the settings of a connection to Boomi.</summary>
[Collection(InProcess.Name)]
public sealed class BoomiConnectionTests : CliTest
{
    [Fact]
    public async Task Run_ValidCredentials_ShowsTheAccountAndIssuesNothing()
    {
        var json = Json(await InProcess.RunAsync(["boomi-connection"], Environment));

        Assert.True((bool?)json["accepted"]);
        Assert.Equal((Sandbox.BoomiAccountId, "Sandbox", "active"), ((string?)json["accountId"], (string?)json["accountName"], (string?)json["status"]));
        Assert.Equal(9, json["licenses"]!.AsArray().Count);
        Assert.Empty(Sandbox.MintedTokens);
    }

    [Fact]
    public async Task Run_InvalidCredentials_HasExitCode2AndTheReason()
    {
        Environment["BOOMI_API_TOKEN"] = "123aab45-67b8-9012-3a45-67c8e9e01e23";

        var outcome = await InProcess.RunAsync(["boomi-connection", "--output", "text"], Environment);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Incorrect user name and password", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("123aab45", outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OneTimePassword_IsReadFromItsFile()
    {
        Sandbox.RequireOneTimePassword = true;
        var password = File("password.txt", Sandbox.BoomiPassword + "\n");
        string[] arguments = ["boomi-connection", "--password-file", password];

        Json(await InProcess.RunAsync([.. arguments, "--one-time-password-file", "-"], Environment, Sandbox.CreateOneTimePassword() + "\n"));
        Assert.Equal(2, (await InProcess.RunAsync(arguments, Environment)).ExitCode);
        // There is no keyboard.
        Refused(await InProcess.RunAsync([.. arguments, "--require-one-time-password"], Environment), 1, "--one-time-password-file");
        Json(await InProcess.RunAsync(
            ["installer-token", "ATOM", "--password-file", password, "--one-time-password-file", File("code.txt", Sandbox.CreateOneTimePassword())], Environment));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("input")]
    [InlineData("variable")]
    [InlineData("password")]
    public async Task Run_SecretWithLineEnd_IsTrimmedAndSaidWithVerbose(string source)
    {
        var secret = (source == "password" ? Sandbox.BoomiPassword : Sandbox.BoomiApiToken) + "\r\n\n";
        string[] option = source switch
        {
            "file" => ["--api-token-file", File("token.txt", secret)],
            "input" => ["--api-token-file", "-"],
            "password" => ["--password-file", File("password.txt", secret)],
            _ => [],
        };
        Environment["BOOMI_API_TOKEN"] = source == "variable" ? secret : null;

        var outcome = await InProcess.RunAsync(["boomi-connection", "--verbose", .. option], Environment, source == "input" ? secret : null);
        var quiet = await InProcess.RunAsync(["boomi-connection", .. option], Environment, source == "input" ? secret : null);

        Json(outcome);
        Json(quiet);
        Assert.Contains("White space at the end of", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(source switch { "variable" => "BOOMI_API_TOKEN", "password" => "--password-file", _ => "--api-token-file" }, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(quiet.Error);
    }

    [Fact]
    public async Task Run_BaseUrlVariable_IsUsedUnlessApiUrlIsSet()
    {
        Environment["BOOMI_BASE_URL"] = Environment["BOOMI_API_URL"];
        Environment["BOOMI_API_URL"] = null;
        Json(await InProcess.RunAsync(["boomi-connection"], Environment));

        Environment["BOOMI_BASE_URL"] = "ftp://x.example";
        Refused(await InProcess.RunAsync(["boomi-connection"], Environment), 1, "BOOMI_BASE_URL is not an absolute https address");

        Environment["BOOMI_API_URL"] = Sandbox.Uri.AbsoluteUri;
        Json(await InProcess.RunAsync(["boomi-connection"], Environment));
    }

    [Fact]
    public async Task Run_ClockOfTheServiceDiffers_Warns()
    {
        Sandbox.ClockSkew = TimeSpan.FromHours(-2);

        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "--output", "text"], Environment);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("2h ahead of Boomi's clock", outcome.Error, StringComparison.Ordinal);
        Assert.Matches(@"\((?:1h|5\d)", outcome.Output);
    }
}
