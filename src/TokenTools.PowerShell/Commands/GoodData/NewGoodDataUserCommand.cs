using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Creates a user of an organization of GoodData.CN, or changes an existing one to what is specified.</summary>
[Cmdlet(VerbsCommon.New, "GoodDataUser", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "New-GoodDataUser.md")]
[OutputType(typeof(GoodDataUser))]
public sealed class NewGoodDataUserCommand : GoodDataCommand
{
    /// <summary>The e-mail address, from which the id is derived as in the vendor's own script: @ becomes .at.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(GoodDataEmailCompleter))]
    public string? Email { get; set; }

    /// <summary>The user's id: 1 to 255 letters, digits, dots, underscores and dashes; derived from -Email by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(GoodDataUserCompleter))]
    public string? Id { get; set; }

    /// <summary>The first name; an existing one is not changed by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? FirstName { get; set; }

    /// <summary>The last name; an existing one is not changed by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LastName { get; set; }

    /// <summary>The id by which an external identity provider identifies the user; an existing one is not changed by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AuthenticationId { get; set; }

    /// <summary>The ids of groups that the user becomes a member of. The user stays in other groups.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GoodDataUserGroupCompleter))]
    public string[]? UserGroup { get; set; }

    /// <summary>Gives the user the permission MANAGE in the organization.</summary>
    [Parameter]
    public SwitchParameter Manage { get; set; }

    /// <summary>
    /// Also creates the user in Dex, the built-in identity provider, so that the user can sign in with a password. The password is
    /// returned in the user's Password property.
    /// </summary>
    [Parameter]
    public SwitchParameter Dex { get; set; }

    /// <summary>
    /// The password in Dex, also of an existing user, as a SecureString, credential or text; generated for a new user by default. Requires
    /// -Dex.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Secret(Property = nameof(Password))]
    public SecretArgument? Password { get; set; }

    /// <summary>
    /// Masks the generated password in the log of GitHub Actions or Azure Pipelines, if one of them runs this process, before it is returned. True by
    /// default; -Mask:$false omits it.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "True")]
    public SwitchParameter Mask { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Email), () =>
    {
        var spec = new GoodDataUserSpec
        {
            Id = Id,
            Email = Email,
            FirstName = FirstName,
            LastName = LastName,
            AuthenticationId = AuthenticationId,
            UserGroup = UserGroup,
            Manage = Manage,
            Dex = Dex,
            Password = Password is null ? null : SecretArgument.Check(Password, nameof(Password)),
        };
        spec.Validate();
        var connection = EffectiveConnection;
        if (!ShouldProcess(
            Target(nameof(ModuleMessages.GoodDataTarget)), Target(nameof(ModuleMessages.GoodDataUserAction), spec.EffectiveId)))
        {
            return;
        }

        WriteCreated(
            (progress, cancellationToken) => connection.Users.EnsureAsync(spec, progress, cancellationToken),
            Write,
            user => DescribeUnwritten(spec, user));
    });

    private void Write(GoodDataUser user)
    {
        if (Password is null)
        {
            this.MaskNew(user.Password);
        }

        // First: under -WarningAction Stop, a warning ends the pipeline.
        WriteObject(user);
        WriteWarnings(user.Warnings);
    }

    // The request can be repeated, but then it returns no password.
    private string? DescribeUnwritten(GoodDataUserSpec spec, GoodDataUser user) => Password is null && user.Password is not null
        ? UserDirectory.DexPasswordNotReturned(spec).ToString()
        : user.Change == GoodDataChange.Created
            ? ModuleText.Format(nameof(ModuleMessages.GoodDataUserNotReturned), DisplayText.Id(user.Id))
            : null;
}
