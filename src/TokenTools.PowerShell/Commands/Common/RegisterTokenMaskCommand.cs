using System.Management.Automation;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Common;

/// <summary>Registers a token with GitHub Actions or Azure Pipelines, which then mask it in the log.</summary>
[Cmdlet(VerbsLifecycle.Register, "TokenMask", HelpUri = HelpPages.Folder + "Register-TokenMask.md")]
[OutputType(typeof(void))]
public sealed class RegisterTokenMaskCommand : TokenCommand
{
    /// <summary>
    /// A token or a key of any platform, a SecureString, a credential (its password) or text. You are prompted for one by default.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = HelpMessages.Secret)]
    [AllowNull]
    [AllowEmptyString]
    [Token]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var argument = TokenOrPrompt(
            InputObject, nameof(InputObject), HelpMessages.Secret, static secret => new TokenArgument(secret)) as TokenArgument;
        ForInput(argument?.Kind ?? "null", () =>
        {
            var secret = SecretValue.Of(argument?.Value, nameof(InputObject));
            if (BuildSystem.Current is not { } system)
            {
                WriteVerbose(ModuleText.Format(nameof(ModuleMessages.MaskWithoutBuild)));
            }
            else if (TokenMasks.Write(this, system, secret) == 0)
            {
                WriteWarning(ModuleText.Format(nameof(ModuleMessages.MaskTooShort), system.Name));
            }
        });
    }
}
