using System.Management.Automation;
using System.Threading.Tasks;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Tests whether a SHA-crypt hash matches a password. The comparison runs in constant time.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PasswordHash", HelpUri = HelpPages.Folder + "Test-PasswordHash.md")]
[OutputType(typeof(bool))]
public sealed class TestPasswordHashCommand : TokenCommand
{
    /// <summary>
    /// The hash, which starts with $5$ or $6$. Put it in single quotes: in double quotes, PowerShell would expand $5 and $6.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.PasswordHash)]
    [Alias("PasswordHash")]
    [AllowEmptyString]
    public string? Hash { get; set; }

    /// <summary>The password as a SecureString, credential, bootstrap token or text. You are prompted for it by default.</summary>
    [Parameter(
        Position = 1,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpMessages.Password)]
    [Secret(Property = nameof(BootstrapToken.Password))]
    public SecretArgument? Password { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Hash), () =>
    {
        var password = SecretArgument.Check(OrPrompt(Password, nameof(Password), HelpMessages.Password), nameof(Password));
        WriteObject(Await(
            (_, cancellationToken) => Task.FromResult(ShaCrypt.Verify(password, Hash, cancellationToken)),
            ModuleText.Format(nameof(ModuleMessages.HashActivity))));
    });
}
