using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>Each option has the name and the default of the corresponding parameter, so that users of the cmdlets can use tokentools.</summary>
[Collection(InProcess.Name)]
public sealed class OptionNameTests
{
    // Options that only the command line has. The option for a secret specifies its file.
    private static readonly string[] Own =
    [
        "output", "verbose", "quiet", "help", "version", "sandbox", "user-name", "password", "token", "invite-token", "csv",
        "overwrite", "mask", "masked-variable", "binary",
    ];

    public static TheoryData<string, string[]> Commands { get; } = new()
    {
        { "installer-token", ["New-InstallerToken", "Connect-Boomi"] },
        { "installer-argument", ["ConvertTo-InstallerArgument"] },
        { "boomi-connection", ["Test-BoomiConnection", "Connect-Boomi"] },
        { "bootstrap-token", ["New-BootstrapToken"] },
        { "password-hash", ["ConvertTo-PasswordHash"] },
        { "organization-manifest", ["ConvertTo-OrganizationManifest"] },
        { "gooddata-user", ["New-GoodDataUser", "Connect-GoodData"] },
        { "gooddata-api-token", ["New-GoodDataApiToken", "Connect-GoodData"] },
        { "temporary-token", ["New-TemporaryToken", "Connect-Onezone"] },
        { "temporary-token-generation", ["Get-TemporaryTokenGeneration", "Connect-Onezone"] },
        { "oneclient-environment", ["ConvertTo-OneclientEnvironment"] },
        { "oneprovider-registration", ["ConvertTo-OneproviderRegistration"] },
        { "named-token", ["New-NamedToken", "Connect-Onezone"] },
        { "join", ["Use-InviteToken", "Connect-Onezone"] },
        { "revoke", ["Set-NamedToken", "Revoke-TemporaryToken", "Connect-Onezone"] },
        { "inspect", ["ConvertFrom-OnedataToken", "ConvertFrom-BootstrapToken"] },
        { "confine", ["Add-TokenCaveat"] },
        { "verify", ["Test-TemporaryToken", "Test-BootstrapToken", "Connect-Onezone"] },
        { "run", ["Invoke-TokenCommand"] },
        { "sandbox", ["Start-TokenSandbox"] },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Option_Always_HasTheNameAndDefaultOfAParameter(string command, string[] cmdlets)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var cmdlet in cmdlets)
        {
            var page = (await System.IO.File.ReadAllTextAsync(System.IO.Path.Combine(Tool.Root, "docs", "en-US", cmdlet + ".md"))).ReplaceLineEndings("\n");
            foreach (Match parameter in Regex.Matches(page, @"(?ms)^### -(?<name>\w+)\n\n(?<said>.*?)\n\n```yaml"))
            {
                var name = Regex.Replace(parameter.Groups["name"].Value, "(?<!^)[A-Z]", static letter => "-" + letter.Value).ToLowerInvariant();
                parameters.TryAdd(name, parameter.Groups["said"].Value);
            }
        }

        var help = (await InProcess.RunAsync(command, "--help")).Output;
        var options = Regex.Matches(help, @"(?m)^  (?:-[?\w], )*--(?<name>[a-z-]+)(?: <[^>]*>)? +(?<said>.*)$");
        Assert.True(options.Count > 3, help);
        foreach (Match option in options)
        {
            var name = Regex.Replace(option.Groups["name"].Value, "-file$", string.Empty);
            name = parameters.ContainsKey(option.Groups["name"].Value) ? option.Groups["name"].Value : name;
            Assert.True(Own.Contains(name) || parameters.ContainsKey(name), "--" + name + " is not a parameter of " + string.Join(", ", cmdlets));
            if (parameters.TryGetValue(name, out var said) && Numbers(said) is { Length: > 0 } numbers)
            {
                Assert.Equal(numbers, Numbers(option.Groups["said"].Value));
            }
        }
    }

    private static string[] Numbers(string said) => Regex.Matches(said, @"(\d+) by default").Select(static match => match.Groups[1].Value).ToArray();
}
