using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools installer-argument.</summary>
[Collection(InProcess.Name)]
public sealed class InstallerArgumentTests : CliTest
{
    private const string Token = "molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5";

    [Fact]
    public async Task Run_ResultOfInstallerToken_IsConverted()
    {
        var issued = await InProcess.RunAsync(["installer-token", "ATOM"], Environment);
        var path = Path.Combine(Folder, "a.properties");

        var outcome = await InProcess.RunAsync(
            ["installer-argument", "--as", "responsefile", "--path", path, "--runtime-name", "a", "--install-directory", "/opt/boomi"], Environment, issued.Output);

        Assert.Equal(["-q", "-console", "-varfile", path, "-dir", "/opt/boomi"], Json(outcome).AsArray().Select(static item => (string?)item));
        Assert.Equal("installToken=" + Sandbox.MintedTokens.Single().Token + "\natomName=a\n", System.IO.File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task Run_WrongPathOfARow_SaysThatTheTokenExists()
    {
        var document = """{"installType":"MOLECULE","token":"TOKEN","input":{"Path":"none/such/a"}}""".Replace("TOKEN", Token, StringComparison.Ordinal);

        var outcome = await InProcess.RunAsync(["installer-argument", "--as", "environmentfile"], Environment, document);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("The folder ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("The token that was read was already created.", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TextOfAToken_IsConvertedWithItsType()
    {
        var outcome = await InProcess.RunAsync(
            ["installer-argument", "molecule", "--token-file", File("token.txt", Token + "\n"), "--runtime-name", "a", "--output", "text"], Environment);

        Assert.Equal("-q\n-console\n-VinstallToken=" + Token + "\n-VatomName=a\n", outcome.Output);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Run_KubernetesSecret_IsAManifestForKubectl()
    {
        var outcome = await InProcess.RunAsync(
            ["installer-argument", "MOLECULE", "--token-file", "-", "--as", "KubernetesSecret", "--secret-name", "boomi-secret", "--secret-key", "token"],
            Environment,
            Token);

        var manifest = Json(outcome);
        Assert.Equal(("Secret", "boomi-secret"), ((string?)manifest["kind"], (string?)manifest["metadata"]!["name"]));
        Assert.Equal(Token, Encoding.UTF8.GetString(Convert.FromBase64String((string)manifest["data"]!["token"]!)));
    }

    [Fact]
    public async Task Run_EnvironmentFile_HasTheVariablesOfTheImage()
    {
        var path = Path.Combine(Folder, "a.env");

        Json(await InProcess.RunAsync(
            [
                "installer-argument", "MOLECULE", "--token-file", "-", "--as", "EnvironmentFile", "--path", path, "--vm-options=-Xmx2g", "--vm-options=-Xms1g",
                "--validate-mount-access", "false", "--proxy-host", "proxy", "--proxy-credential-file", File("proxy.txt", "me:secret:1\n"),
            ],
            Environment,
            Token));

        Assert.Equal(
            "INSTALL_TOKEN=" + Token + "\nATOM_VMOPTIONS_OVERRIDES=-Xmx2g|-Xms1g\nVALIDATE_MOUNT_ACCESS=false\nPROXY_HOST=proxy\n"
            + "PROXY_USERNAME=me\nPROXY_PASSWORD=secret:1\n",
            System.IO.File.ReadAllText(path));
    }

    [Fact]
    public async Task Run_ExistingFile_IsReplacedWithForceOnly()
    {
        var path = File("a.properties", "mine");
        string[] arguments = ["installer-argument", "MOLECULE", "--token-file", "-", "--as", "ResponseFile", "--path", path, "--runtime-name", "a"];

        Refused(await InProcess.RunAsync(arguments, Environment, Token), 1, "--force");
        Assert.Equal("mine", System.IO.File.ReadAllText(path));
        Json(await InProcess.RunAsync([.. arguments, "--force"], Environment, Token));
        Assert.Contains(Token, System.IO.File.ReadAllText(path), StringComparison.Ordinal);
    }

    // The token could not be revoked.
    [Fact]
    public async Task Run_ExistingFile_IsReportedBeforeATokenIsRead() => Refused(
        await InProcess.RunAsync(
            "installer-argument", "ATOM", "--as", "ResponseFile", "--path", File("a.properties", "x"), "--token-file", "missing.txt"),
        1,
        "a.properties already exists");

    [Fact]
    public async Task Run_InvalidInput_NamesWhatTheUserTyped()
    {
        var noType = await InProcess.RunAsync(["installer-argument", "--token-file", "-", "--runtime-name", "a"], Environment, Token);
        var tilde = await InProcess.RunAsync(
            ["installer-argument", "MOLECULE", "--token-file", "-", "--as=ResponseFile", "--path=~/x", "--runtime-name", "a"], Environment, Token);

        Refused(noType, 1, "Specify install-type");
        Refused(tilde, 1, "--path starts with a tilde");
        Assert.DoesNotContain(Token, noType.Error + tilde.Error, StringComparison.Ordinal);
    }
}
