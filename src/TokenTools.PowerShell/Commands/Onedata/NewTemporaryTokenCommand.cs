using System.Linq;
using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Has an Onezone make a temporary token, confined as asked.</summary>
[Cmdlet(VerbsCommon.New, "TemporaryToken", SupportsShouldProcess = true, DefaultParameterSetName = TypeSet, HelpUri = HelpPages.Folder + "New-TemporaryToken.md")]
[OutputType(typeof(OnedataToken))]
public sealed class NewTemporaryTokenCommand : CaveatCommand
{
    private const string TypeSet = "Type";
    private const string InviteSet = "Invite";

    /// <summary>What the token is: Access (default) to act as its subject, Identity to prove who one is, Invite to let somebody join.</summary>
    [Parameter(Position = 0)]
    public TemporaryTokenType Type { get; set; }

    /// <summary>What an invite token invites to, such as userJoinCluster; implies -Type Invite.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InviteSet, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(InviteTypeCompleter))]
    public string? InviteType { get; set; }

    /// <summary>The id of the group, space, cluster, harvester, inventory or user that an invite token is for.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InviteSet, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Alias("Id")]
    public string? TargetId { get; set; }

    /// <summary>
    /// Whose token: User or Provider (the connection's own), or another one as usr-ID or prv-ID.
    /// By default what the connection's token belongs to.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubjectCompleter))]
    public string? For { get; set; }

    /// <summary>The connection to use. Without one, this session's default serves; without that, the environment variables.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public OnezoneConnection? Connection { get; set; }

    /// <summary>The input as it came down the pipeline, for what isn't a connection or a row.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Gives the token as a string rather than a SecureString, also in ToString().</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => RefuseNull(Connection);

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(TargetId ?? (object?)Connection ?? Type, () =>
    {
        CheckInput();
        var request = new TemporaryTokenRequest
        {
            Type = TokenType(),
            ValidFor = ValidFor,
            ValidUntil = ValidUntil,
            Caveats = Caveats(),
            For = For,
        };
        var connection = Connection ?? Required("Onezone", () => Session.Default<OnezoneConnection>() ?? ConnectionEnvironment.Onezone(Session, WriteWarning));
        // Nor does -WhatIf promise what would be refused.
        connection.Check(request);
        if (ShouldProcess(
            ModuleText.Format(nameof(ModuleMessages.TemporaryTokenTarget), connection.Uri.Host, For ?? connection.Identity),
            ModuleText.Format(nameof(ModuleMessages.TemporaryTokenAction), request.Type.InviteType?.Name ?? request.Type.Name)))
        {
            var token = Await((progress, stop) => connection.CreateTemporaryTokenAsync(request, AsPlainText, progress, stop));
            // What was asked for on purpose needs no warning: a short life is one.
            WriteWarnings(token.Warnings.Where(static warning => warning.Id != nameof(Messages.OnedataWarningExpiresSoon)));
            WriteObject(token);
        }
    }, bringsConnection: InputObject?.BaseObject is OnezoneConnection);

    // An object that says nothing of what to make, piped by mistake, would have a token made that nobody asked for.
    private void CheckInput()
    {
        if (ParameterSetName == TypeSet && MyInvocation.BoundParameters.ContainsKey(nameof(InputObject))
            && InputObject?.BaseObject is not OnezoneConnection)
        {
            throw ModuleText.ArgumentError(
                nameof(InputObject), nameof(ModuleMessages.TemporaryTokenInputUnknown), InputObject?.BaseObject.GetType().Name ?? "null");
        }
    }

    private OnedataTokenType TokenType()
    {
        if (ParameterSetName == InviteSet)
        {
            if (MyInvocation.BoundParameters.ContainsKey(nameof(Type)) && Type != TemporaryTokenType.Invite)
            {
                throw new TokenArgumentException(nameof(Type), nameof(Messages.InviteTypeWithoutInvite), Type);
            }

            return OnedataTokenType.Invite(
                TokenTools.Onedata.InviteType.Find(InviteType) ?? throw new TokenArgumentException(
                    nameof(InviteType), nameof(Messages.InviteTypeUnknown), DisplayText.Sanitize(InviteType), string.Join(", ", TokenTools.Onedata.InviteType.All)),
                TargetId ?? string.Empty);
        }

        return Type switch
        {
            TemporaryTokenType.Access => OnedataTokenType.Access,
            TemporaryTokenType.Identity => OnedataTokenType.Identity,
            _ => throw new TokenArgumentException(nameof(InviteType), nameof(Messages.InviteWithoutTarget)),
        };
    }
}

/// <summary>The kinds of temporary token.</summary>
public enum TemporaryTokenType
{
    /// <summary>Acts as its subject.</summary>
    Access,

    /// <summary>Proves who its holder is, and no more.</summary>
    Identity,

    /// <summary>Lets its holder join what it is for.</summary>
    Invite,
}
