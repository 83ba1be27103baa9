using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Tells whether a SHA-crypt hash is of a password. How long it takes says nothing about where they differ.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PasswordHash", HelpUri = HelpPages.Folder + "Test-PasswordHash.md")]
[OutputType(typeof(bool))]
public sealed class TestPasswordHashCommand : TokenCommand
{
    /// <summary>The hash, which begins with $5$ or $6$. Single quotes keep PowerShell from taking that for variables.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PasswordHash")]
    [AllowEmptyString]
    public string? Hash { get; set; }

    /// <summary>The password, as SecureString, credential, bootstrap token or text.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Secret(Property = nameof(BootstrapToken.Password))]
    public SecureString? Password { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Hash), () =>
    {
        var password = SecretAttribute.Check(Password, nameof(Password));
        WriteObject(Await((_, stop) => Task.FromResult(ShaCrypt.Verify(password, Hash, stop))));
    });
}
