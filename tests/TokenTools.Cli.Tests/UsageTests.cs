using System;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>GNU conventions: help, version, usage errors.</summary>
[Collection(InProcess.Name)]
public sealed class UsageTests : CliTest
{
    private static readonly string[] Names =
    [
        "installer-token", "bootstrap-token", "password-hash", "organization-manifest", "temporary-token", "inspect", "confine", "verify", "sandbox", "completion",
    ];

    public static TheoryData<string> Commands { get; } = new(Names);

    [Fact]
    public async Task Version_Always_IsThatOfTheModule()
    {
        var manifest = await System.IO.File.ReadAllTextAsync(Path.Combine(Tool.Root, "TokenTools.psd1"));
        var outcome = await Tool.RunAsync("--version");
        Assert.Equal(Regex.Match(manifest, @"(?m)^\s*ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value + "\n", outcome.Output);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact]
    public async Task Help_Root_ListsEveryCommand()
    {
        var outcome = await Tool.RunAsync("--help");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Usage:\n  tokentools [command] [options]", outcome.Output, StringComparison.Ordinal);
        foreach (var command in Names)
        {
            Assert.Matches(@"(?m)^  " + command + @"\b", outcome.Output);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_Command_HasExamplesAndNoOptionForASecret(string command)
    {
        var outcome = await InProcess.RunAsync(command, "--help");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.Error);
        Assert.Contains("Examples:\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?m)^  --(?:[a-z-]*-)?(?:token|password|secret|hash) <", outcome.Output);
    }

    [Theory]
    [InlineData("tokentools installer-token ATOM --sandbox")]
    [InlineData("tokentools bootstrap-token --user-name admin --generate-password")]
    [InlineData("tokentools temporary-token --valid-for 10m --sandbox")]
    [InlineData("tokentools verify --sandbox")]
    public async Task HelpExample_WithoutFilesOrConnection_Succeeds(string example)
    {
        var all = (await InProcess.RunAsync("--help")).Output + (await InProcess.RunAsync("verify", "--help")).Output;
        Assert.Contains("  " + example + "\n", all, StringComparison.Ordinal);
        Json(await InProcess.RunAsync(example.Split(' ')[1..]));
    }

    [Theory]
    [InlineData("A command is missing")]
    [InlineData("Did you mean installer-token?", "instaler-token")]
    [InlineData("frobnicate-everything-now is not a command", "frobnicate-everything-now", "frobnicate")]
    [InlineData("--foo is not an option of this command.", "inspect", "--foo=bar")]
    [InlineData("Did you mean --valid-for?", "installer-token", "ATOM", "--valid-form", "30m")]
    [InlineData("Did you mean --output?", "installer-token", "ATOM", "--outputs", "json")]
    [InlineData("--lifetime is not an option of this command.", "installer-token", "ATOM", "--lifetime", "30m")]
    [InlineData("--lifetime is not an option of this command.", "installer-token", "--lifetime", "30m")]
    [InlineData("--foo is not an option of this command.", "boomi-environment", "--foo")]
    [InlineData("--foo is not an option of this command.", "wait-runtime", "orders", "--foo", "5")]
    [InlineData("--foo is not an option of this command.", "sandbox", "--foo")]
    [InlineData("The install type is missing", "installer-token")]
    [InlineData("is not an install type", "installer-token", "ATON", "--sandbox")]
    [InlineData("--duration-minutes 29 is out of range. Specify 30 to 1440", "installer-token", "ATOM", "--duration-minutes", "29", "--sandbox")]
    [InlineData("'x' is not a number of minutes. Specify a whole number from 30 to 1440, or a duration such as 90m as --valid-for", "installer-token", "ATOM", "--duration-minutes", "x")]
    [InlineData("has no unit", "installer-token", "ATOM", "--valid-for", "30")]
    [InlineData("cannot be used together", "installer-token", "ATOM", "--valid-for", "30m", "--duration-minutes", "30")]
    [InlineData("The value of --output is invalid. Valid values: json, text, token", "installer-token", "ATOM", "-o", "xml")]
    [InlineData("--account-id, or --sandbox to use a sandbox, or set BOOMI_ACCOUNT_ID", "installer-token", "ATOM")]
    [InlineData("--uri, or --sandbox to use a sandbox, or set ONEZONE_HOST", "temporary-token")]
    [InlineData("The platform API token is missing. Specify --api-token-file", "installer-token", "ATOM", "--account-id", "a", "--user-name", "b")]
    [InlineData("The password is missing", "password-hash")]
    [InlineData("--password-length requires --generate-password", "bootstrap-token", "--user-name", "a", "--password-length", "20")]
    [InlineData("An invite token requires a type and a target. Specify --invite-type and --target-id", "temporary-token", "invite", "--sandbox")]
    [InlineData("--for is not a subject. Specify User, Provider", "temporary-token", "--for", "me", "--sandbox")]
    [InlineData("No caveat is specified", "confine")]
    [InlineData("--valid-for and --valid-until cannot be used together", "temporary-token", "--valid-for", "1h", "--valid-until", "2099-01-01T00:00:00Z", "--sandbox")]
    [InlineData("bash, zsh and powershell", "completion", "fish")]
    [InlineData("The rate limit 1,5 is out of range", "sandbox", "--requests-per-second", "1,5", "--", "true")]
    [InlineData("Port 70000 is out of range", "sandbox", "--port", "70000", "--", "true")]
    [InlineData("'x' is not a valid value of --timeout-sec. Specify a whole number", "temporary-token", "--sandbox", "--timeout-sec", "x")]
    [InlineData("'x' is not a valid value of --port. Specify a whole number", "sandbox", "--port", "x", "--", "true")]
    [InlineData("--uri and --sandbox cannot be used together", "verify", "--sandbox", "--uri", "zone.example.com")]
    [InlineData("--timeout-sec 0 is out of range. Specify 1 to 86400", "temporary-token", "--sandbox", "--timeout-sec", "0")]
    public async Task Run_InvalidCommandLine_ExitsWith1AndExplains(string said, params string[] arguments)
    {
        var outcome = await InProcess.RunAsync(arguments);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("installer-token", "ATOM", "--api-token", "planted-secret-1")]
    [InlineData("installer-token", "ATOM", "--api-token=planted-secret-1")]
    [InlineData("installer-token", "--password", "planted-secret-1", "ATOM")]
    [InlineData("bootstrap-token", "--user-name", "a", "--password", "planted-secret-1")]
    [InlineData("password-hash", "--password=planted-secret-1")]
    [InlineData("password-hash", "--secret", "planted-secret-1")]
    [InlineData("temporary-token", "--token", "planted-secret-1")]
    [InlineData("inspect", "--token", "planted-secret-1")]
    [InlineData("confine", "--root-token", "planted-secret-1")]
    [InlineData("verify", "--service-token", "planted-secret-1")]
    [InlineData("organization-manifest", "a", "b", "--password-hash", "planted-secret-1")]
    [InlineData("sandbox", "--token", "planted-secret-1")]
    [InlineData("--token", "planted-secret-1")]
    public async Task Run_SecretAsOptionValue_IsRejectedWithTheReason(params string[] arguments) =>
        NotShown(await InProcess.RunAsync(arguments), "is not accepted: every process on this machine can read an argument");

    [Theory]
    [InlineData("inspect", "planted-secret-1")]
    [InlineData("inspect", "-pplantedsecret")]
    [InlineData("-pplantedsecret", "inspect")]
    [InlineData("confine", "planted-secret-1", "--valid-for", "5m")]
    [InlineData("password-hash", "planted-secret-1")]
    [InlineData("bootstrap-token", "--user-name", "admin", "planted-secret-1")]
    [InlineData("installer-token", "ATOM", "planted-secret-1")]
    [InlineData("installer-token", "ATOM", "--x-planted-secret-1")]
    [InlineData("temporary-token", "planted-secret-1")]
    [InlineData("temporary-token", "--proxy", "http://user:planted-secret-1@proxy.example", "--sandbox")]
    [InlineData("bootstrap-token", "--user-name", "planted secret: planted-secret-1", "--generate-password")]
    [InlineData("inspect", "--token-file", "/nowhere/planted-secret-1")]
    [InlineData("planted-secret-1")]
    [InlineData("MDAxplantedsecret1")]
    public async Task Run_MisplacedSecret_IsNotShown(params string[] arguments) =>
        NotShown(await InProcess.RunAsync(arguments), "tokentools: ");

    private static void NotShown(Outcome outcome, string said)
    {
        Refused(outcome, 1, said);
        Assert.DoesNotMatch("planted-?secret(-?1)?", outcome.Error);
    }
}
