using System;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>Command lines of tokentools run that start no command.</summary>
[Collection(InProcess.Name)]
public sealed class RunCommandOptionTests : CliTest
{
    private const string Secret = "kQ3vZ8xN1pL6tR9wB2yF5hJ7mC4dG0sA";

    private string SecretFile => File("secret.txt", Secret + "\n");

    [Theory]
    [InlineData("--environment", "TOKEN", "NAME=FILE")]
    [InlineData("--environment", "=x", "NAME=FILE")]
    [InlineData("--environment", "TOKEN=" + Secret, "file")]
    [InlineData("--file", Secret, "NAME=FILE")]
    [InlineData("--masked-variable", Secret, "unset")]
    [InlineData("--standard-input", Secret, "file")]
    public async Task RunAsync_InvalidOption_IsRejectedWithoutItsValue(string option, string value, string said)
    {
        var outcome = await InProcess.RunAsync("run", option, value, "--", "true");

        Refused(outcome, 1, said);
        Assert.DoesNotContain(Secret, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoCommandOrTwoSecretsOfOneName_IsRejected()
    {
        Refused(await InProcess.RunAsync("run"), 1, "The command is missing");
        Refused(await InProcess.RunAsync("run", "--output", "text", "--", "true"), 1, "--output has no effect on this command");
        Refused(
            await InProcess.RunAsync("run", "--environment", "A=" + SecretFile, "--file", "A=" + SecretFile, "--", "true"), 1, "already specified");
    }
}
