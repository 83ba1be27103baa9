using System.Text.RegularExpressions;

namespace TokenTools.Cli;

/// <summary>Core's messages name parameters and cmdlets; here the same things are options and commands.</summary>
internal static class CommandWords
{
    private static readonly (string Cmdlet, string Command)[] Cmdlets =
    [
        ("Connect-Boomi", "--account-id, --user-name and --api-token-file"),
        ("Connect-Onezone", "--uri and --token-file"),
        ("New-InstallerToken", "tokentools installer-token"),
        ("New-BootstrapToken", "tokentools bootstrap-token"),
        ("New-TemporaryToken", "tokentools temporary-token"),
        ("ConvertTo-PasswordHash", "tokentools password-hash"),
        ("ConvertTo-OrganizationManifest", "tokentools organization-manifest"),
        ("ConvertFrom-BootstrapToken", "tokentools inspect"),
        ("ConvertFrom-OnedataToken", "tokentools inspect"),
        ("Add-TokenCaveat", "tokentools confine"),
        ("Test-TemporaryToken", "tokentools verify"),
        ("Test-BootstrapToken", "tokentools verify"),
        ("Start-TokenSandbox", "tokentools sandbox"),
    ];

    private static readonly Regex Parameter = new(@"(?<![\w-])-(?<name>(?:[A-Z][a-z0-9]+)+)(?![\w-])", RegexOptions.CultureInvariant);

    public static string Translate(string message)
    {
        foreach (var (cmdlet, command) in Cmdlets)
        {
            message = message.Replace(cmdlet, command, System.StringComparison.Ordinal);
        }

        return Parameter.Replace(message, static match => OptionName(match.Groups["name"].Value));
    }

    /// <summary>A parameter's name as an option's: ValidFor, --valid-for.</summary>
    public static string OptionName(string parameter) => "-" + Regex.Replace(
        parameter, "[A-Z]", static letter => "-" + letter.Value.ToLowerInvariant(), RegexOptions.CultureInvariant);
}
