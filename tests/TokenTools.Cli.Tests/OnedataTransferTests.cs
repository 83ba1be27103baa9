using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>The commands oneclient-environment, oneprovider-registration and temporary-token-generation.</summary>
[Collection(InProcess.Name)]
public sealed class OnedataTransferTests : CliTest
{
    [Fact]
    public async Task OneclientEnvironment_WithoutPath_ReturnsTheVariables()
    {
        string[] arguments = ["oneclient-environment", "--provider-host", "oneprovider.example.com"];
        var json = Json(await InProcess.RunAsync(arguments, null, Sandbox.OnezoneUserToken)).AsObject();
        Assert.Equal(
            [("ONECLIENT_ACCESS_TOKEN", Sandbox.OnezoneUserToken), ("ONECLIENT_PROVIDER_HOST", "oneprovider.example.com")],
            json.Select(static variable => (variable.Key, (string?)variable.Value)));
        Assert.Equal(Sandbox.OnezoneUserToken, (await InProcess.RunAsync([.. arguments, "-o", "token"], null, Sandbox.OnezoneUserToken)).Output);
        var text = await InProcess.RunAsync([.. arguments, "-o", "text"], null, Sandbox.OnezoneUserToken);
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("oneprovider.example.com", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Sandbox.OnezoneUserToken, text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneclientEnvironment_Path_HoldsTheVariablesForItsOwnerOnly()
    {
        var path = Path.Combine(Folder, "oneclient.env");
        string[] arguments = ["oneclient-environment", "--provider-host", "oneprovider.example.com", "--path", "oneclient.env"];
        var outcome = await InProcess.RunAsync(arguments, null, Sandbox.OnezoneUserToken, Folder);
        Assert.Equal(path, (string?)Json(outcome)["path"]);
        AssertOwnerOnly(path, "ONECLIENT_ACCESS_TOKEN=" + Sandbox.OnezoneUserToken + "\nONECLIENT_PROVIDER_HOST=oneprovider.example.com\n");
        Refused(await InProcess.RunAsync(arguments, null, Sandbox.OnezoneUserToken, Folder), 1, "exists. Specify another --path, or use --force");
        Json(await InProcess.RunAsync([.. arguments, "--force"], null, Sandbox.OnezoneUserToken, Folder));
    }

    [Fact]
    public async Task OneclientEnvironment_CaveatThatOneclientCannotSatisfy_IsAWarning()
    {
        var narrow = await InProcess.RunAsync(["confine", "--consumer", "usr-x1", "-o", "token"], null, Sandbox.OnezoneUserToken);
        var outcome = await InProcess.RunAsync(["oneclient-environment"], null, narrow.Output);
        Json(outcome);
        Assert.Contains("consumer", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneproviderRegistration_Path_HoldsTheTokenForItsOwnerOnly()
    {
        var invite = (await InProcess.RunAsync(["temporary-token", "--invite-type", "registerOneprovider", "-o", "token"], Environment)).Output;
        var path = Path.Combine(Folder, "registration-token");
        string[] arguments = ["oneprovider-registration", "--path", "registration-token"];
        var outcome = await InProcess.RunAsync(arguments, null, invite, Folder);
        Assert.Equal(
            [("tokenProvisionMethod", "fromFile"), ("tokenFile", path)],
            Json(outcome).AsObject().Select(static setting => (setting.Key, (string?)setting.Value)));
        Assert.DoesNotContain(invite, outcome.Output, StringComparison.Ordinal);
        AssertOwnerOnly(path, invite);
        Refused(await InProcess.RunAsync(arguments, null, invite, Folder), 1, "exists. Specify another --path, or use --force");
        // Before the token is read, which an earlier command of the pipeline would create.
        Refused(await InProcess.RunAsync(arguments, null, "no token", Folder), 1, "exists. Specify another --path, or use --force");
        Refused(await InProcess.RunAsync(["oneclient-environment", .. arguments[1..]], null, "no token", Folder), 1, "exists. Specify another --path, or use --force");
        Json(await InProcess.RunAsync([.. arguments, "--force"], null, invite, Folder));
        Refused(await InProcess.RunAsync(["oneprovider-registration"], null, invite, Folder), 1, "Option '--path' is required.");
        Refused(await InProcess.RunAsync(["oneprovider-registration", "--path=~/a"], null, invite, Folder), 1, "starts with a tilde");
    }

    [Fact]
    public async Task TemporaryTokenGeneration_Revocation_StartsTheNextOne()
    {
        var token = (await InProcess.RunAsync(["temporary-token", "-o", "token"], Environment)).Output;
        var first = Json(await InProcess.RunAsync(["temporary-token-generation"], Environment));
        Assert.Equal("usr-" + Sandbox.OnezoneUserId, (string?)first["subject"]);
        var inspected = await InProcess.RunAsync(["inspect", "-o", "text"], null, token);
        Assert.Contains("generation " + (long?)first["generation"] + ")", inspected.Output, StringComparison.Ordinal);

        Json(await InProcess.RunAsync(["revoke", "temporary"], Environment));

        var second = Json(await InProcess.RunAsync(["temporary-token-generation", "--for", "usr-" + Sandbox.OnezoneUserId], Environment));
        Assert.Equal((long?)first["generation"] + 1, (long?)second["generation"]);
    }

    private static void AssertOwnerOnly(string path, string content)
    {
        Assert.Equal(content, System.IO.File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(path));
        }
    }
}
