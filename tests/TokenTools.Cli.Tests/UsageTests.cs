using System;
using System.IO;
using System.Linq;
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
        "installer-token", "bootstrap-token", "password-hash", "organization-manifest", "temporary-token", "inspect", "confine", "verify", "sandbox", "completion", "help", "version",
    ];

    public static TheoryData<string> Commands { get; } = new(Names);

    public static TheoryData<string> AllCommands { get; } = [.. TokenToolsCommand.Names];

    [Fact]
    public async Task Version_Always_IsThatOfTheModule()
    {
        var manifest = await System.IO.File.ReadAllTextAsync(Path.Combine(Tool.Root, "TokenTools.psd1"));
        var outcome = await Tool.RunAsync("--version");
        Assert.Equal(Regex.Match(manifest, @"(?m)^\s*ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value + "\n", outcome.Output);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact]
    public async Task HelpAndVersionCommands_Always_WriteWhatTheOptionsWrite()
    {
        foreach (var (command, option) in new (string[], string[])[]
        {
            (["help"], ["--help"]), (["help", "confine"], ["confine", "--help"]), (["version"], ["--version"]),
        })
        {
            var outcome = await InProcess.RunAsync(command);
            Assert.Equal(0, outcome.ExitCode);
            Assert.NotEmpty(outcome.Output);
            Assert.Equal((await InProcess.RunAsync(option)).Output, outcome.Output);
        }
    }

    [Fact]
    public async Task HelpOption_NumberOrList_SaysItsDefaultOrThatItCanBeRepeated()
    {
        var (numbers, lists) = (0, 0);
        foreach (var name in (await InProcess.RunAsync("--help")).Output.Split('\n')
            .SkipWhile(static line => line != "Commands:").Select(static line => Regex.Match(line, @"\A  ([a-z][a-z-]+) ").Groups[1].Value)
            .Where(static name => name.Length > 0 && name != "tokentools"))
        {
            var help = (await InProcess.RunAsync(name, "--help")).Output;
            foreach (Match option in Regex.Matches(help, @"(?m)^  --(?<name>[a-z-]+) <n> +(?<text>.*)$"))
            {
                Assert.Matches(@"[Dd]efault", option.Groups["text"].Value);
                numbers++;
            }

            foreach (Match option in Regex.Matches(help, @"(?m)^  --(?<name>api|ip-address|interface|country|region|asn|vm-options|privileges|user-group) (?<text>.*)$"))
            {
                lists += option.Value.Contains("can be repeated", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.True(numbers > 20 && lists > 10, numbers + " " + lists);
        Assert.Contains("--api 'all/get/", (await InProcess.RunAsync("confine", "--help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Command_HasOneMeaningOfTimeoutSec()
    {
        var all = (await InProcess.RunAsync("--help")).Output;
        foreach (Match command in Regex.Matches(all, @"(?m)^  (?<name>[a-z-]+) (?=.*[A-Z])"))
        {
            var help = (await InProcess.RunAsync(command.Groups["name"].Value, "--help")).Output;
            Assert.Equal(Regex.IsMatch(help, @"(?m)^  --timeout-sec <n>") ? 1 : 0, Regex.Count(help, "The time limit of"));
            Assert.True(Regex.Count(help, "600 by default") <= 1, help);
        }

        Assert.Contains("The time limit of the wait", (await InProcess.RunAsync("wait-runtime", "--help")).Output, StringComparison.Ordinal);
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
    [MemberData(nameof(AllCommands))]
    public async Task HelpAndCompletion_Command_ListOnlyCommonOptionsThatItAccepts(string command)
    {
        var help = (await InProcess.RunAsync(command, "--help")).Output;
        var completed = (await InProcess.RunAsync("[suggest]", "tokentools " + command + " --")).Output.Split('\n');
        Assert.Contains("--verbose", completed);
        foreach (var option in (string[])["--output", "--output-file", "--overwrite", "--mask"])
        {
            var isListed = Regex.IsMatch(help, "(?m)^  (?:-[a-z], )?" + option + " +[<A-Z]");
            Assert.Equal(isListed, completed.Contains(option));
            if (option != "--mask")
            {
                Assert.Equal(command is not ("run" or "completion" or "help" or "version"), isListed);
            }
        }
    }

    // What a command reads if the option of a secret is missing is in the help of that option.
    [Theory]
    [InlineData("inspect", "--token-file", "the environment variable TOKENTOOLS_TOKEN, from standard input if that is not a terminal, or from a prompt.")]
    [InlineData("inspect", "--secret-file", "or - for standard input. By default, the environment variable TOKENTOOLS_SECRET is used.")]
    [InlineData("join", "--invite-token-file", "the environment variable TOKENTOOLS_INVITE_TOKEN, from standard input if that is not a terminal, or from a prompt.")]
    [InlineData("organization-manifest", "--password-hash-file", "or - for standard input.")]
    [InlineData("verify-hash", "--password-hash-file", "By default, you are prompted.")]
    [InlineData("verify-hash", "--password-file", "By default, the environment variable TOKENTOOLS_PASSWORD is used, or you are prompted.")]
    public async Task Help_OptionOfASecret_SaysWhatIsReadWithoutIt(string command, string option, string end)
    {
        var help = (await InProcess.RunAsync(command, "--help")).Output;
        Assert.Matches("(?m)^  " + option + " <file> .*" + Regex.Escape(end) + "$", help);
    }

    [Theory]
    [InlineData("run", false)]
    [InlineData("verify", false)]
    [InlineData("password-hash", false)]
    [InlineData("gooddata-user", true)]
    [InlineData("installer-token", true)]
    [InlineData("confine", true)]
    public async Task Help_CommandWithoutANewSecret_DoesNotListMask(string command, bool isListed) => Assert.Equal(
        isListed, (await InProcess.RunAsync(command, "--help")).Output.Contains("--mask <", StringComparison.Ordinal));

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
    [InlineData("--duration-minutes is not a number of minutes. Specify a whole number from 30 to 1440, or a duration such as 90m as --valid-for", "installer-token", "ATOM", "--duration-minutes", "x")]
    [InlineData("has no unit", "installer-token", "ATOM", "--valid-for", "30")]
    [InlineData("cannot be used together", "installer-token", "ATOM", "--valid-for", "30m", "--duration-minutes", "30")]
    [InlineData("The value of --output is invalid. Valid values: json, text, token, strings.", "installer-token", "ATOM", "-o", "xml")]
    [InlineData("The value of --output is invalid.", "installer-token", "ATOM", "-o", "1")]
    // A setting has the name of the argument or of the option that this command has for it.
    [InlineData("The value of email is not an e-mail address", "gooddata-user", "not-a-mail", "--sandbox")]
    [InlineData("The value of --id is not a GoodData user id", "gooddata-user", "--id", "a@b", "--sandbox")]
    [InlineData("The file of --csv cannot be read: the file does not exist. Specify", "installer-token", "--csv", "nope.csv", "--sandbox")]
    [InlineData("The file of --csv cannot be read: it is a folder. Specify", "installer-token", "--csv", ".", "--sandbox")]
    [InlineData("cannot be read: it is a folder. Specify a path", "inspect", "--token-file", ".")]
    [InlineData("--account-id, or --sandbox to use a sandbox, or set BOOMI_ACCOUNT_ID", "installer-token", "ATOM")]
    [InlineData("--uri, or --sandbox to use a sandbox, or set ONEZONE_HOST", "temporary-token")]
    [InlineData("The platform API token is missing. Specify --api-token-file", "installer-token", "ATOM", "--account-id", "a", "--user-name", "b")]
    [InlineData("The password is missing", "password-hash")]
    [InlineData("--password-length requires --generate-password", "bootstrap-token", "--user-name", "a", "--password-length", "20")]
    [InlineData("An invite token requires a type and a target. Specify --invite-type and --target-id", "temporary-token", "invite", "--sandbox")]
    [InlineData("--for is not a subject. Specify User, Provider", "temporary-token", "--for", "me", "--sandbox")]
    [InlineData("No caveat is specified", "confine")]
    [InlineData("--valid-for and --valid-until cannot be used together", "temporary-token", "--valid-for", "1h", "--valid-until", "2099-01-01T00:00:00Z", "--sandbox")]
    [InlineData("bash, zsh, fish and powershell", "completion", "tcsh")]
    [InlineData("login is not a command.\n", "login")]
    [InlineData("Did you mean installer-token?", "help", "instaler-token")]
    [InlineData("login is not a command.\n", "help", "login")]
    [InlineData("--verbose and --quiet cannot be used together", "inspect", "--quiet", "-v")]
    [InlineData("--output has no effect on this command", "completion", "bash", "-o", "json")]
    [InlineData("--output has no effect on this command", "version", "-o", "json")]
    [InlineData("--output-file has no effect on this command", "completion", "bash", "--output-file", "x")]
    [InlineData("--output-file has no effect on this command", "run", "--output-file", "x", "--", "true")]
    [InlineData("--overwrite has no effect on this command", "completion", "bash", "--overwrite")]
    [InlineData("--overwrite has no effect on this command", "run", "--overwrite", "--", "true")]
    [InlineData("--overwrite requires --output-file.", "installer-token", "ATOM", "--sandbox", "--overwrite")]
    [InlineData("--overwrite requires --output-file.", "--overwrite", "inspect", "--token-file", "missing.txt")]
    [InlineData("Did you mean --overwrite?", "installer-token", "ATOM", "--overwrit")]
    [InlineData("--mask has no effect on this command", "run", "--mask", "false", "--", "true")]
    [InlineData("--mask has no effect on this command", "verify", "--sandbox", "--mask", "false")]
    [InlineData("--mask has no effect on this command", "password-hash", "--mask")]
    [InlineData("Valid values: json, text, strings", "inspect", "-o", "xml")]
    [InlineData("'--path' is required", "export-token", "--token-file", "missing.txt")]
    [InlineData("'--path' is required", "oneprovider-registration", "--token-file", "missing.txt")]
    [InlineData("This result contains no token", "revoke", "temporary", "--sandbox", "-o", "token")]
    [InlineData("This result contains no token", "join", "--sandbox", "-o", "token")]
    [InlineData("--sandbox requires a service. Omit it or --offline", "verify", "--offline", "--sandbox")]
    [InlineData("--timeout-sec requires a service. Omit it or --offline", "verify", "--offline", "--timeout-sec", "5")]
    [InlineData("--proxy-credential-file requires a service. Omit it or --offline", "verify", "--offline", "--proxy-credential-file", "x")]
    [InlineData("--id and --for cannot be used together", "revoke", "named", "--id", "a", "--for", "provider", "--sandbox")]
    [InlineData("--suggest and --force cannot be used together", "confine", "--suggest", "--force", "--valid-for", "5m")]
    [InlineData("The rate limit 1,5 is out of range", "sandbox", "--requests-per-second", "1,5", "--", "true")]
    [InlineData("Port 70000 is out of range", "sandbox", "--port", "70000", "--", "true")]
    [InlineData("--timeout-sec is not a whole number", "temporary-token", "--sandbox", "--timeout-sec", "x")]
    [InlineData("--port is not a whole number", "sandbox", "--port", "x", "--", "true")]
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
