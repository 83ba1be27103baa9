using System.Management.Automation;
using System.Security;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Makes a GoodData.CN bootstrap token from a user and password. Nothing is sent anywhere.</summary>
[Cmdlet(VerbsCommon.New, "BootstrapToken", DefaultParameterSetName = CredentialSet, HelpUri = HelpPages.Folder + "New-BootstrapToken.md")]
[OutputType(typeof(BootstrapToken))]
public sealed class NewBootstrapTokenCommand : TokenCommand
{
    private const string CredentialSet = "Credential";
    private const string PasswordSet = "Password";
    private const string GenerateSet = "GeneratePassword";

    /// <summary>The administrator's user id and password. Credentials also come down the pipeline, by their properties' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CredentialSet)]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The administrator's user id: 1 to 255 letters, digits, dots, underscores and dashes, with no dot at the start.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PasswordSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = GenerateSet)]
    [AllowEmptyString]
    public string? UserName { get; set; }

    /// <summary>The administrator's password, as SecureString, credential or text.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PasswordSet)]
    [Secret(Property = nameof(BootstrapToken.Password))]
    public SecureString? Password { get; set; }

    /// <summary>Makes a password of letters, digits and _%@- from the system's secure source; read it from the token's Password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <summary>How many characters the password is to have: 12 to 128, 24 by default.</summary>
    [Parameter(ParameterSetName = GenerateSet)]
    [ValidateRange(12, 128)]
    public int PasswordLength { get; set; } = BootstrapTokenFactory.DefaultPasswordLength;

    /// <summary>Gives the token as a string rather than a SecureString, also in ToString().</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(Target(), () =>
    {
        var password = ParameterSetName switch
        {
            CredentialSet => Credential!.Password,
            PasswordSet => SecretAttribute.Check(Password, nameof(Password)),
            _ => BootstrapTokenFactory.GeneratePassword(PasswordLength),
        };
        var token = BootstrapTokenFactory.Create(Credential?.UserName ?? UserName, password, AsPlainText);
        WriteWarnings(token.Warnings);
        WriteObject(token);
    });

    // What can't be a user id may be a password in the wrong place; an error's target is shown.
    private object Target() => Credential ?? (object)(BootstrapTokenFactory.IsUserId(UserName) ? UserName! : nameof(UserName));
}
