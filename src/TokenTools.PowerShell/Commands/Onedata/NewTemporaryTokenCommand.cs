using System;
using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Creates a temporary token at a Onezone, narrowed by caveats.</summary>
[Cmdlet(VerbsCommon.New, "TemporaryToken", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "New-TemporaryToken.md")]
[OutputType(typeof(OnedataToken))]
public sealed class NewTemporaryTokenCommand : CaveatCommand
{
    private readonly WrittenTokens _written;
    private int _inputCount;

    /// <summary>Creates the cmdlet.</summary>
    public NewTemporaryTokenCommand() => _written = new WrittenTokens(this, keepsAll: true);

    /// <summary>
    /// The type of the token: Access (default) to act as its subject, Identity to prove an identity, Invite to let its holder join
    /// something.
    /// </summary>
    [Parameter(Position = 0)]
    [Choice(typeof(TemporaryTokenType), nameof(Type))]
    public TemporaryTokenType Type { get; set; }

    /// <summary>What an invite token invites to, such as userJoinCluster; implies -Type Invite.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(InviteTypeCompleter))]
    public string? InviteType { get; set; }

    /// <summary>The id of the group, space, cluster, harvester, inventory or user of an invite token.</summary>
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

    // Never the input itself, which may be a token by mistake.
    private object Target => TargetId is not null
        ? DisplayText.Id(TargetId)
        : Connection ?? (object?)Session.Default<OnezoneConnection>() ?? nameof(InputObject);

    private bool IsConnectionInput => InputObject?.BaseObject is OnezoneConnection;

    /// <inheritdoc/>
    protected override void BeginProcessing() => RefuseNull(Connection);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _inputCount++;
        try
        {
            ProcessInput();
        }
        catch (Exception error)
        {
            // Also after an error with -ErrorAction Stop, Select-Object -First, an error of a later command, or a stop.
            _written.Report(error, text => WriteLastWarning(text, canWrite: true));
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _written.Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The pipeline may have ended while another command was running.
            _written.Report(cause: null, text => WriteLastWarning(text, canWrite: false));
        }

        base.Dispose(disposing);
    }

    private protected override void PrepareError(ErrorRecord record, bool isTerminating) => _written.AddTo(record, isTerminating);

    private void ProcessInput() => ForInput(Target, () =>
    {
        EnsureKnownInput();
        var request = CreateSpec().Build();
        var connection = Connection ?? Session.Default<OnezoneConnection>()
            ?? Required("Onezone", () => ConnectionEnvironment.Onezone(Session, WriteWarning));
        // Also with -WhatIf, which must not announce an operation that would be rejected.
        connection.Validate(request);
        if (ShouldProcess(
            ModuleText.Format(nameof(ModuleMessages.TemporaryTokenTarget), DisplayText.Cleaned(connection.Uri.Host), DisplayText.Id(For ?? connection.Identity)),
            ModuleText.Format(nameof(ModuleMessages.TemporaryTokenAction), request.Type.InviteType?.Name ?? request.Type.Name)))
        {
            var token = Await((progress, stop) => connection.CreateTemporaryTokenAsync(request, AsPlainText, progress, stop));
            _written.Add(
                MyInvocation.ExpectingInput ? _inputCount : null, token.InviteType ?? token.Type, token.ExpiresAt, token.Secured);
            // First: under -WarningAction Stop, a warning ends the pipeline.
            WriteObject(token);
            WriteWarnings(token.WarningsSince(original: null));
        }
    }, bringsConnection: IsConnectionInput);

    // An object without the properties of a row, piped by mistake, must not create an access token that was not requested.
    private void EnsureKnownInput()
    {
        if (TokenConverter.Untransferable(nameof(Connection), InputObject) is { } error)
        {
            throw error;
        }

        if (InviteType is null && TargetId is null && MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)) && !IsConnectionInput)
        {
            throw ModuleText.ArgumentError(nameof(InputObject), nameof(ModuleMessages.TemporaryTokenInputUnknown));
        }
    }

    private TemporaryTokenSpec CreateSpec()
    {
        var spec = new TemporaryTokenSpec
        {
            Type = MyInvocation.BoundParameters.ContainsKey(nameof(Type)) ? Type.ToString() : null,
            InviteType = InviteType,
            TargetId = TargetId,
            For = For,
        };
        SetCaveats(spec.Caveats);
        return spec;
    }
}

/// <summary>The types of temporary token.</summary>
public enum TemporaryTokenType
{
    /// <summary>Acts as its subject.</summary>
    Access,

    /// <summary>Only proves the identity of its subject.</summary>
    Identity,

    /// <summary>Lets its holder join its target.</summary>
    Invite,
}
