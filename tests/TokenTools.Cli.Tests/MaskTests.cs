using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>The masks of new tokens in the logs of GitHub Actions and Azure Pipelines.</summary>
[Collection(InProcess.Name)]
public sealed class MaskTests : CliTest
{
    public static TheoryData<string> Commands { get; } = new("installer-token ATOM", "temporary-token --valid-for 10m", "named-token ci");

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task RunAsync_GitHubActions_MasksTheTokenBeforeItIsWritten(string command)
    {
        Environment["GITHUB_ACTIONS"] = "true";

        var outcome = await InProcess.RunAsync([.. command.Split(' '), "-o", "token"], Environment);

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.DoesNotContain("::", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("::add-mask::" + outcome.Output, outcome.Error.Split('\n'));
        // A command counts only at the start of a line, and the build may have written a text without a line end.
        Assert.Contains("\n\n::add-mask::", "\n" + outcome.Error, StringComparison.Ordinal);
        Assert.True(outcome.Error.Split('\n').Count(static line => line.StartsWith("::add-mask::", StringComparison.Ordinal)) > 5);
    }

    [Fact]
    public async Task RunAsync_AzurePipelines_MasksTheToken()
    {
        Environment["TF_BUILD"] = "True";

        var outcome = await InProcess.RunAsync(["installer-token", "ATOM", "-o", "token"], Environment);

        Assert.Contains("##vso[task.setsecret]" + outcome.Output, outcome.Error.Split('\n'));
    }

    [Fact]
    public async Task RunAsync_GeneratedPassword_IsMaskedAsWell()
    {
        var outcome = await InProcess.RunAsync(
            ["bootstrap-token", "--user-name", "admin", "--generate-password"], new() { ["GITHUB_ACTIONS"] = "true" });

        var json = Json(outcome);
        // actions/toolkit:packages/core/src/command.ts, escapeData
        Assert.Contains("::add-mask::" + ((string)json["password"]!).Replace("%", "%25", StringComparison.Ordinal), outcome.Error.Split('\n'));
        Assert.Contains("::add-mask::" + (string)json["bearerToken"]!, outcome.Error.Split('\n'));
    }

    [Theory]
    [InlineData("true", "--mask", "false")]
    [InlineData("", "--mask", "true")]
    [InlineData("false")]
    public async Task RunAsync_ToldNotToOrNoBuild_MasksNothing(string variable, params string[] options)
    {
        Environment["GITHUB_ACTIONS"] = variable;

        var outcome = await InProcess.RunAsync((IEnumerable<string>)["installer-token", "ATOM", .. options], Environment);

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.DoesNotContain("::", outcome.Error, StringComparison.Ordinal);
    }
}
