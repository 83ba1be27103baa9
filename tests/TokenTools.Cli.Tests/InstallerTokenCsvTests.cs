using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools installer-token --csv: one line of JSON for each row.</summary>
[Collection(InProcess.Name)]
public sealed class InstallerTokenCsvTests : CliTest
{
    [Theory]
    [InlineData("1")]
    [InlineData("8")]
    public async Task Run_Rows_HaveALineEachInTheirOrder(string throttleLimit)
    {
        var csv = File("rows.csv", "installType,atomName,durationMinutes,validFor,Site\nATOM,one,30,,\"Basel, CH\"\nMOLECULE,two,,2h,\nGATEWAY,three,,,\n");

        var outcome = await InProcess.RunAsync(["installer-token", "--csv", csv, "--throttle-limit", throttleLimit], Environment);

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Empty(outcome.Error);
        var lines = Lines(outcome);
        Assert.Equal(
            [("ATOM", 30, 1, "one"), ("MOLECULE", 120, 2, "two"), ("GATEWAY", 60, 3, "three")],
            lines.Select(static line =>
                ((string?)line["installType"], (int?)line["durationMinutes"], (int?)line["row"], (string?)line["input"]!["atomName"])));
        Assert.Equal("Basel, CH", (string?)lines[0]["input"]!["Site"]);
        Assert.Equal(
            Sandbox.MintedTokens.Select(static token => token.Token).Order(StringComparer.Ordinal),
            lines.Select(static line => (string?)line["token"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_LineOfTheResult_IsConvertedForTheInstallerOfItsRow()
    {
        var path = Path.Combine(Folder, "one.properties");
        var csv = File("rows.csv", "InstallType,RuntimeName,dir,Path\nATOM,one,/opt/one," + path + "\n");
        var line = (await InProcess.RunAsync(["installer-token", "--csv", csv], Environment)).Output;

        var arguments = Json(await InProcess.RunAsync(["installer-argument", "--as", "ResponseFile", "--install-directory", "/opt/other"], null, line));

        Assert.Equal(["-q", "-console", "-varfile", path, "-dir", "/opt/other"], arguments.AsArray().Select(static item => (string?)item));
        Assert.Equal(
            "installToken=" + Assert.Single(Sandbox.MintedTokens).Token + "\natomName=one\n", await System.IO.File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Run_StandardInputAndAnOptionForAllRows_AreUsed()
    {
        var outcome = await InProcess.RunAsync(
            ["installer-token", "BROKER", "--valid-for", "45m", "--csv", "-"], Environment, "\uFEFFDurationMinutes,Name\r\n1000,a\r\n,b\r\n");

        Assert.Equal([("BROKER", 45), ("BROKER", 45)], Lines(outcome).Select(static line => ((string?)line["installType"], (int?)line["durationMinutes"])));
    }

    [Fact]
    public async Task Run_OverrideAccountColumn_IsTheAccount()
    {
        var csv = File("rows.csv", "InstallType,overrideAccount\nATOM," + Sandbox.BoomiPartnerAccountId + "\n");

        var outcome = await InProcess.RunAsync(
            ["installer-token", "--csv", csv, "--password-file", File("password.txt", Sandbox.BoomiPassword)], Environment);

        Assert.Equal(Sandbox.BoomiPartnerAccountId, (string?)Assert.Single(Lines(outcome))["accountId"]);
    }

    [Fact]
    public async Task Run_InvalidRows_HaveAnErrorEachAndTheOthersAToken()
    {
        var csv = File("rows.csv", "InstallType,DurationMinutes,RuntimeName\nATOM,30,a\nTOASTER,,b\nATOM,29,c\nATOM,,d/e\nATOM,60,f\n");

        var outcome = await InProcess.RunAsync(["installer-token", "--csv", csv], Environment);

        Assert.Equal(1, outcome.ExitCode);
        var lines = Lines(outcome);
        Assert.Equal(
            [null, "InstallTypeUnknown", "SettingOutOfRange", "InstallerNameReserved", null], lines.Select(static line => (string?)line["error"]?["id"]));
        Assert.Equal(["issued", "notSent", "notSent", "notSent", "issued"], lines.Select(static line => (string?)line["outcome"]));
        Assert.Contains("Row 2: ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, Sandbox.MintedTokens.Count);
    }

    [Fact]
    public async Task Run_LostResponse_IsALineAndExitCode4()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling });
        var csv = File("rows.csv", "InstallType\nATOM\nMOLECULE\n");

        var outcome = await InProcess.RunAsync(["installer-token", "--csv", csv], Environment);

        Assert.Equal(4, outcome.ExitCode);
        var lines = Lines(outcome);
        Assert.Equal(["unknown", "issued"], lines.Select(static line => (string?)line["outcome"]));
        Assert.NotNull(lines[0]["latestExpiration"]);
        Assert.Contains("may have been created", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TokenOfAnotherAccount_IsWrittenWithItsErrorAndNoPowerShell()
    {
        const string Token = "atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5";
        Sandbox.Faults.Enqueue(new SandboxFault
        {
            ContentType = "application/json",
            Body = "{\"installType\":\"ATOM\",\"token\":\"" + Token + "\",\"expiration\":\"2035-02-07T23:02:51Z\",\"created\":\"2035-02-07T22:02:51Z\","
                + "\"accountId\":\"other-A1B2C3\",\"durationMinutes\":60}",
        });
        var csv = File("rows.csv", "InstallType\nATOM\n");

        var outcome = await InProcess.RunAsync(["installer-token", "--csv", csv], Environment);

        Assert.Equal(4, outcome.ExitCode);
        var line = Assert.Single(Lines(outcome));
        Assert.Equal((Token, "InstallerAccountMismatch"), ((string?)line["token"], (string?)line["error"]!["id"]));
        Assert.Contains("--account-id", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("$Error", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CanceledWhileALineIsWritten_IsNotSuccessAndSaysWhichRowsHaveNoToken()
    {
        using var cancellation = new CancellationTokenSource();
        using var isFileRead = new ManualResetEventSlim();
        using var server = new RawServer(_ =>
        {
            // All rows are read before the first line is written.
            isFileRead.Wait();
            return RawResponse.Of(200, TokenDocument, "Content-Type: application/json");
        });
        Environment["BOOMI_API_URL"] = server.Uri.AbsoluteUri;
        using var input = new InProcess.ObservedInput("InstallType\n" + string.Concat(Enumerable.Repeat("ATOM\n", 20)), isEnd =>
        {
            if (isEnd)
            {
                isFileRead.Set();
            }
        });
        using var output = new ObservedOutput(() =>
        {
            // With the row of the line that is written, two for each of the two workers.
            Assert.True(SpinWait.SpinUntil(() => server.Requests.Count == 5, TimeSpan.FromMinutes(2)));
            cancellation.Cancel();
        });

        var outcome = await InProcess.RunAsync(
            ["installer-token", "--csv", "-", "--throttle-limit", "2"], Environment, output, input, cancellation.Token);

        Assert.Equal(130, outcome.ExitCode);
        Assert.Equal([1, 2, 3, 4, 5], Lines(outcome).Select(static line => (int)line["row"]!));
        Assert.Contains("From row 6 on, a row without a line", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task Run_LineOfALostResponseCannotBeWritten_SaysThatATokenMayExist()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling });
        using var input = new MemoryStream("InstallType\nATOM\n"u8.ToArray());
        using var output = new ObservedOutput(static () => throw new IOException("The disk is full"));

        var outcome = await InProcess.RunAsync(["installer-token", "--csv", "-"], Environment, output, input, CancellationToken.None);

        Refused(outcome, 4, "The disk is full. Row 1: An installer token for ATOM may have been created in account " + Sandbox.BoomiAccountId);
        Assert.DoesNotContain("Nothing was issued", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ErrorInTheFile_SaysWhichRowsBeforeItHaveNoToken()
    {
        // The two rows that are requested at a time are not answered.
        Sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5), Count = 2 });
        var csv = File("rows.csv", "InstallType\nATOM\nATOM\nATOM\nATOM,60\n");

        var outcome = await InProcess.RunAsync(["installer-token", "--csv", csv, "--throttle-limit", "2"], Environment);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("has 2 values", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("on, a row without a line in the result", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RejectedCredentials_StopAllRowsWithOneMessage()
    {
        Environment["BOOMI_API_TOKEN"] = "123aab45-67b8-9012-3a45-67c8e9e01e23";
        var csv = File("rows.csv", "InstallType\nATOM\nATOM\nATOM\n");

        var outcome = await InProcess.RunAsync(["installer-token", "--csv", csv], Environment);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal(["Unauthorized", "Unauthorized", "Unauthorized"], Lines(outcome).Select(static line => (string?)line["error"]!["id"]));
        Assert.Single(Sandbox.Requests);
        Assert.Single(outcome.Error.Split('\n'), static line => line.Contains("rejected the credentials", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("InstallType,override_account\nATOM,x\n", "'override_account' would be ignored")]
    [InlineData("", "has no header")]
    [InlineData("InstallType\n", "no rows")]
    [InlineData("InstallType\n\n", "no rows")]
    [InlineData("InstallType\nATOM,60\n", "has 2 values")]
    public async Task Run_InvalidFile_SendsNothing(string text, string said)
    {
        Refused(await InProcess.RunAsync(["installer-token", "--csv", File("rows.csv", text)], Environment), 1, said);
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task Run_OptionsThatDoNotFit_AreRejected()
    {
        var csv = File("rows.csv", "InstallType\nATOM\n");
        Refused(await InProcess.RunAsync(["installer-token", "--csv", csv, "--output", "token"], Environment), 1, "one line of JSON for each row");
        Refused(await InProcess.RunAsync(["installer-token", "ATOM", "--throttle-limit", "2"], Environment), 1, "--throttle-limit requires --csv");
        Refused(await InProcess.RunAsync(["installer-token", "--csv", Path.Combine(Folder, "none.csv")], Environment), 1, "--csv cannot be read");
        Refused(
            await InProcess.RunAsync(
                ["installer-token", "--csv", csv, "--password-file", File("password.txt", "x"), "--require-one-time-password"], Environment),
            1,
            "its own code");
        Assert.Empty(Sandbox.Requests);
    }

    private string TokenDocument => "{\"installType\":\"ATOM\",\"token\":\"atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5\","
        + "\"expiration\":\"2035-02-07T23:02:51Z\",\"created\":\"2035-02-07T22:02:51Z\",\"accountId\":\"" + Sandbox.BoomiAccountId
        + "\",\"durationMinutes\":60}";

    private static JsonNode[] Lines(Outcome outcome) =>
        [.. outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];

    /// <summary>Calls an action before the first line is written.</summary>
    private sealed class ObservedOutput(Action onFirstLine) : StringWriter
    {
        private bool _isFirst = true;

        public override void WriteLine(string? value)
        {
            if (_isFirst)
            {
                _isFirst = false;
                onFirstLine();
            }

            base.WriteLine(value);
        }
    }
}
