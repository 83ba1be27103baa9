using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text;

namespace TokenTools.Cli;

/// <summary>Settings are the command's arguments and options, and commands are those of <c>tokentools</c>.</summary>
/// <param name="command">The command, of which a setting may be an argument; null if it is not known.</param>
internal sealed class CommandLineVocabulary(Command? command = null) : Vocabulary
{
    private const string Dashes = "--";

    // Settings that are neither an argument nor an option of the same name.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["ApiToken"] = "--api-token-file",
        ["Credential"] = "--password-file",
        ["Password"] = "--password-file",
        ["ProxyCredential"] = "--proxy-credential-file",
        ["PasswordHash"] = "--password-hash-file",
        ["Secret"] = "--secret-file",
        ["Token"] = "--token-file",
        ["ServiceToken"] = "--service-token-file",
        ["ConsumerToken"] = "--consumer-token-file",
        ["OneTimePassword"] = "--one-time-password-file",
        ["InputObject"] = "--token-file",
    };

    private static readonly Dictionary<string, string> Commands = new()
    {
        ["ConnectBoomi"] = "--account-id, --user-name and --api-token-file",
        ["ConnectOnezone"] = "--uri and --token-file",
        ["TestBoomiConnection"] = "tokentools boomi-connection",
        ["ConvertToInstallerArgument"] = "tokentools installer-argument",
        ["NewInstallerToken"] = "tokentools installer-token",
        ["WaitBoomiRuntime"] = "tokentools wait-runtime",
        ["NewBoomiEnvironment"] = "tokentools boomi-environment",
        ["NewBoomiEnvironmentAttachment"] = "tokentools boomi-attachment",
        ["NewBootstrapToken"] = "tokentools bootstrap-token",
        ["NewTemporaryToken"] = "tokentools temporary-token",
        ["NewNamedToken"] = "tokentools named-token",
        ["UseInviteToken"] = "tokentools join",
        ["ConvertToPasswordHash"] = "tokentools password-hash",
        ["TestPasswordHash"] = "tokentools verify-hash",
        ["ConnectGoodData"] = "--uri and --token-file",
        ["TestGoodDataConnection"] = "tokentools verify",
        ["NewGoodDataUser"] = "tokentools gooddata-user",
        ["NewGoodDataApiToken"] = "tokentools gooddata-api-token",
        ["ConvertToOrganizationManifest"] = "tokentools organization-manifest",
        ["ConvertFromBootstrapToken"] = "tokentools inspect",
        ["ConvertFromOnedataToken"] = "tokentools inspect",
        ["AddTokenCaveat"] = "tokentools confine",
        ["GetTokenScope"] = "tokentools scope",
        ["TestTemporaryToken"] = "tokentools verify",
        ["TestBootstrapToken"] = "tokentools verify",
        ["ExportToken"] = "tokentools export-token",
        ["ConvertToKubernetesSecret"] = "tokentools kubernetes-secret",
        ["InvokeTokenCommand"] = "tokentools run",
        ["StartTokenSandbox"] = "tokentools sandbox",
    };

    /// <inheritdoc/>
    public override string Setting(string key)
    {
        var name = Settings.TryGetValue(key, out var known) ? known : OptionName(key);
        var argument = name.Substring(Dashes.Length);
        return command is not null && command.Arguments.Any(one => one.Name == argument) ? argument : name;
    }

    /// <inheritdoc/>
    public override string Command(string key) => Commands.TryGetValue(key, out var name) ? name : key;

    /// <summary>A setting's key as an option's name: ValidFor, --valid-for.</summary>
    public static string OptionName(string key)
    {
        var name = new StringBuilder("-", key.Length + 8);
        foreach (var letter in key)
        {
            if (char.IsAsciiLetterUpper(letter))
            {
                name.Append('-').Append(char.ToLowerInvariant(letter));
            }
            else
            {
                name.Append(letter);
            }
        }

        return name.ToString();
    }
}
