using System;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>What a terminal shows while a cmdlet prompts for a secret.</summary>
public sealed class PromptTests : CliTest
{
    private const string Secret = "canary-31337-secret";

    private static readonly string[] Commands =
    [
        "$token = New-BootstrapToken admin",
        "Connect-Boomi acme-A1B2C3 admin@acme.example",
        "Connect-Onezone onezone.example.com",
        "Connect-GoodData https://analytics.example.com",
        "ConvertTo-PasswordHash | Out-Null",
        "Test-PasswordHash '$5$c/srj5JySMve$NxQRZ1ubtPKBRexCjKcA3V4CkJaBkxegSPsBYFq6U67'",
        "ConvertFrom-BootstrapToken",
        "Test-BootstrapToken https://analytics.example.com",
        "New-GoodDataJwt admin",
        "ConvertFrom-OnedataToken",
        "Add-TokenCaveat -ValidFor 5m",
        "ConvertTo-OneclientEnvironment",
        "ConvertTo-RestParameter",
        "ConvertTo-InstallerArgument web -InstallType ATOM | Out-Null",
        "ConvertTo-KubernetesSecret x | Out-Null",
        "Register-TokenMask",
    ];

    [ReadLineFact]
    public async Task Cmdlet_PromptsForASecret_DoesNotEchoIt()
    {
        Environment["HOME"] = System.Environment.GetEnvironmentVariable("HOME");
        var profile = File("profile.ps1", "Import-Module '" + Tool.Root + "/TokenTools.psd1'\nSet-Location '" + Folder
            + "'\nStart-Transcript ./transcript.txt | Out-Null\nfunction prompt { 'READY ' }\n");
        using var terminal = new PseudoTerminal(
            "'" + Tool.DotNet + "' tool run pwsh -NoLogo -NoProfile -NoExit -File '" + profile + "'", Tool.Root, Environment);
        var ready = 1;
        await terminal.UntilAsync(() => Regex.Count(terminal.Output, "READY ") >= ready);
        for (var i = 0; i < Commands.Length; i++)
        {
            await terminal.TypeAsync(Commands[i] + "\r");
            var prompts = i + 1;
            await terminal.UntilAsync(() => Regex.Count(terminal.Output, @"\(Type !\? for Help\.\)\s+\w+: ") == prompts);
            await RunAsync(Secret);
        }

        await RunAsync("[IO.File]::WriteAllText(\"$PWD/password.txt\", [pscredential]::new('x', $token.Password).GetNetworkCredential().Password)");
        await RunAsync("Stop-Transcript | Out-Null");
        Assert.Equal(Secret, await System.IO.File.ReadAllTextAsync(System.IO.Path.Combine(Folder, "password.txt")));
        Assert.DoesNotContain("canary", terminal.Output, StringComparison.Ordinal);
        var transcript = await System.IO.File.ReadAllTextAsync(System.IO.Path.Combine(Folder, "transcript.txt"));
        Assert.Contains("New-GoodDataJwt admin", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", transcript, StringComparison.Ordinal);

        async Task RunAsync(string line)
        {
            ready++;
            await terminal.TypeAsync(line + "\r");
            await terminal.UntilAsync(() => Regex.Count(terminal.Output, "READY ") >= ready);
        }
    }
}
