using System;
using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Rows;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Creates a GoodData.CN bootstrap token from a user id and a password. Nothing is sent to a service.</summary>
[Cmdlet(VerbsCommon.New, "BootstrapToken", DefaultParameterSetName = PasswordSet, HelpUri = HelpPages.Folder + "New-BootstrapToken.md")]
[OutputType(typeof(BootstrapToken))]
public sealed class NewBootstrapTokenCommand : TokenCommand
{
    private const string CredentialSet = "Credential";
    private const string PasswordSet = "Password";
    private const string GenerateSet = "GeneratePassword";

    private readonly RowReader _reader = new(OrganizationRow.TokenSettings);

    /// <summary>The administrator's user id and password. Credentials from the pipeline are bound by their properties.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CredentialSet, HelpMessage = HelpMessages.Administrator)]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The administrator's user id: 1 to 255 letters, digits, dots, underscores and dashes, without a leading dot.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = PasswordSet,
        HelpMessage = HelpMessages.AdministratorId)]
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = GenerateSet,
        HelpMessage = HelpMessages.AdministratorId)]
    [Alias("AdminUser", "admin_user")]
    [AllowEmptyString]
    public string? UserName { get; set; }

    /// <summary>The administrator's password as a SecureString, credential or text. You are prompted for it by default.</summary>
    [Parameter(
        Position = 1,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = PasswordSet,
        HelpMessage = HelpMessages.AdministratorPassword)]
    [Secret(Property = nameof(BootstrapToken.Password))]
    public SecretArgument? Password { get; set; }

    /// <summary>Generates a random password of letters, digits and _%@-; read it from the token's Password property.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <summary>The number of characters of the generated password: 12 to 128; 24 by default.</summary>
    [Parameter(ParameterSetName = GenerateSet)]
    [PSDefaultValue(Help = "24")]
    [Number(nameof(PasswordLength))]
    public int? PasswordLength { get; set; }

    /// <summary>Returns the token as a string instead of a SecureString, also in ToString().</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>
    /// Masks the token in the log of GitHub Actions or Azure Pipelines, if one of them runs this process, before it is returned. True by
    /// default; -Mask:$false omits it.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "True")]
    public SwitchParameter Mask { get; set; }

    /// <summary>A row, which the token's Input property contains, so that ConvertTo-OrganizationManifest can use it.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [SecuredInput(IsMasked = true)]
    public PSObject? InputObject { get; set; }

    private PSObject? Row => SecuredInputAttribute.Unmask(InputObject);

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(Target(), () =>
    {
        // An error for a column that looks like one of the settings.
        PipelineRow.Read(_reader, Row);
        var token = new BootstrapTokenSpec
        {
            UserName = Credential?.UserName ?? UserName,
            Password = ParameterSetName == PasswordSet
                ? SecretArgument.Check(OrPrompt(Password, nameof(Password), HelpMessages.AdministratorPassword), nameof(Password))
                : Credential?.Password,
            GeneratePassword = GeneratePassword,
            PasswordLength = PasswordLength,
            AsPlainText = AsPlainText,
        }.Build();
        token.Input = RowWithoutPassword();
        if (GeneratePassword)
        {
            this.MaskNew(token.Password);
        }

        this.MaskNew(token.Token);
        WriteWarnings(token.Warnings);
        WriteObject(token);
    });

    // The password is in the token, and must not be shown with the row.
    private PSObject? RowWithoutPassword()
    {
        var input = Row;
        if (input?.BaseObject is not PSCustomObject)
        {
            return null;
        }

        var row = new PSObject();
        foreach (var column in input.Properties)
        {
            if (column.IsGettable && !column.Name.Equals(nameof(Password), StringComparison.OrdinalIgnoreCase))
            {
                row.Properties.Add(new PSNoteProperty(column.Name, column.Value));
            }
        }

        return row;
    }

    // An invalid user id may be a misplaced password, and an error's target is displayed.
    private object Target() => Credential ?? (object)(GoodDataId.IsValid(UserName) ? UserName! : nameof(UserName));
}
