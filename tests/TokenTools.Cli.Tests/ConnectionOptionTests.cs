using System;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>Options and environment variables are two sources of the same settings.</summary>
public sealed class ConnectionOptionTests : CliTest
{
    [Theory]
    [InlineData("BOOMI_API_URL", "installer-token", "ATOM")]
    [InlineData("ONEZONE_HOST", "temporary-token")]
    public async Task Run_WrongAddressInEnvironment_MessageNamesVariable(string variable, params string[] arguments)
    {
        Environment[variable] = "http://service.example";

        Refused(await Tool.RunAsync(arguments, Environment), 1, "tokentools: " + variable + " would send credentials to service.example");
    }

    [Theory]
    [InlineData("--base-uri", "installer-token", "ATOM", "--base-uri", "http://service.example")]
    [InlineData("--uri", "temporary-token", "--uri", "http://service.example")]
    public async Task Run_WrongAddressAsOption_MessageNamesOption(string option, params string[] arguments) =>
        Refused(await Tool.RunAsync(arguments, Environment), 1, "tokentools: " + option + " would send credentials to service.example");

    [Theory]
    [InlineData("--account-id", "BOOMI_ACCOUNT_ID", "installer-token", "ATOM")]
    [InlineData("--uri", "ONEZONE_HOST", "temporary-token")]
    public async Task Run_MissingSetting_MessageNamesEachSource(string option, string variable, params string[] arguments)
    {
        Environment[variable] = null;

        Refused(
            await Tool.RunAsync(arguments, Environment),
            1,
            "Use " + option + ", or --sandbox to use a sandbox, or set " + variable + " in the environment.");
    }

    [Theory]
    [InlineData("--timeout-sec", "0", "1 to 86400")]
    [InlineData("--maximum-retry-count", "101", "0 to 100")]
    [InlineData("--retry-interval-sec", "3601", "1 to 3600")]
    public async Task Run_NumberOutOfRange_MessageShowsRange(string option, string value, string range) =>
        Refused(
            await Tool.RunAsync(["installer-token", "ATOM", option, value], Environment),
            1,
            "tokentools: " + option + " " + value + " is out of range. Specify " + range + ".");

    [Fact]
    public async Task Run_ProxyWithCredentials_MessageDoesNotShowThem()
    {
        var outcome = await Tool.RunAsync(["installer-token", "ATOM", "--proxy", "http://me:hunter22@proxy.example:8080"], Environment);

        Refused(outcome, 1, "tokentools: --proxy must not contain a user name or password");
        Assert.DoesNotContain("hunter22", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--proxy and --no-proxy", "installer-token", "ATOM", "--proxy", "http://127.0.0.1:9", "--no-proxy")]
    [InlineData("--proxy and --sandbox", "installer-token", "ATOM", "--proxy", "http://127.0.0.1:9", "--sandbox")]
    [InlineData("--proxy and --sandbox", "temporary-token", "--proxy", "http://127.0.0.1:9", "--sandbox")]
    [InlineData("--proxy and --sandbox", "verify", "--proxy", "http://127.0.0.1:9", "--sandbox")]
    public async Task Run_SettingsThatExcludeEachOther_AreRejected(string settings, params string[] arguments) =>
        Refused(await Tool.RunAsync(arguments, Environment), 1, "tokentools: " + settings + " cannot be used together. Specify one of them.");

    [Theory]
    [InlineData("installer-token", "ATOM", "--sandbox")]
    [InlineData("temporary-token", "--sandbox")]
    [InlineData("verify", "--sandbox")]
    public async Task Run_SandboxWithProxyInEnvironment_BypassesProxy(params string[] arguments)
    {
        Environment["http_proxy"] = "http://127.0.0.1:9";

        Json(await Tool.RunAsync([.. arguments, "--maximum-retry-count", "0"], Environment));
    }
}
