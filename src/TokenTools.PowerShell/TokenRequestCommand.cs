using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that request tokens from a Onezone: what temporary and named tokens have in common.</summary>
public abstract class TokenRequestCommand : CaveatCommand
{
    private protected TokenRequestCommand() => Written = new WrittenTokens(this, keepsAll: true);

    /// <summary>The invite type, such as userJoinCluster; implies -Type Invite.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(InviteTypeCompleter))]
    public string? InviteType { get; set; }

    /// <summary>
    /// The id of the group, space, cluster, harvester, inventory or user of an invite token. By default, with registerOneprovider, the
    /// connection's own user.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Alias("Id")]
    public string? TargetId { get; set; }

    /// <summary>
    /// The subject of the token: User or Provider (the connection's own), or another one as usr-ID or prv-ID. By default the subject
    /// of the connection's token.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubjectCompleter))]
    public string? For { get; set; }

    /// <summary>
    /// The connection to use. By default, the session's default connection, or the one that the environment variables describe.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NotText(nameof(Connection))]
    public OnezoneConnection? Connection { get; set; }

    /// <summary>Pipeline input that is neither a connection nor a row.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [SecuredInput]
    public PSObject? InputObject { get; set; }

    /// <summary>Returns the token as a string rather than a SecureString, also in ToString().</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>True if the input is a row, by the parameters that it has bound.</summary>
    private protected virtual bool IsRow => InviteType is not null || TargetId is not null;

    // Never the input itself, which may be a token by mistake.
    private object Target => TargetId is not null
        ? DisplayText.Id(TargetId)
        : Connection ?? (object?)Session.Default<OnezoneConnection>() ?? nameof(InputObject);

    private bool IsConnectionInput => InputObject?.BaseObject is OnezoneConnection;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => RefuseNull(Connection);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => ForInput(Target, () =>
    {
        EnsureKnownInput();
        RequestToken();
    }, bringsConnection: IsConnectionInput);

    /// <summary>Requests one token, and writes it.</summary>
    private protected abstract void RequestToken();

    /// <summary>The connection to use.</summary>
    /// <exception cref="TokenArgumentException">There is none, or the environment does not describe one.</exception>
    private protected OnezoneConnection EffectiveConnection => Connection ?? Session.Default<OnezoneConnection>()
        ?? Required("Onezone", () => ConnectionEnvironment.Onezone(Session, WriteWarning));

    /// <summary>Copies the parameters that this class has to a spec.</summary>
    private protected T Fill<T>(T spec)
        where T : TokenRequestSpec
    {
        spec.InviteType = InviteType;
        spec.TargetId = TargetId;
        spec.For = For;
        SetCaveats(spec.Caveats);
        return spec;
    }

    /// <summary>Asks whether to request a token, if the user wants to be asked.</summary>
    private protected bool ShouldRequest(OnezoneConnection connection, MessageText action) => ShouldProcess(
        ModuleText.Format(
            nameof(ModuleMessages.TemporaryTokenTarget),
            DisplayText.Cleaned(connection.Uri.Host),
            DisplayText.Id(For ?? connection.Identity)),
        action.ToString());

    // An object without the properties of a row, piped by mistake, must not create an access token that was not requested.
    private void EnsureKnownInput()
    {
        if (TokenConverter.Untransferable(nameof(Connection), InputObject) is { } error)
        {
            throw error;
        }

        if (!IsRow && MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)) && !IsConnectionInput)
        {
            CsvDelimiter.Validate(InputObject);
            throw ModuleText.ArgumentError(nameof(InputObject), nameof(ModuleMessages.TemporaryTokenInputUnknown));
        }
    }
}
