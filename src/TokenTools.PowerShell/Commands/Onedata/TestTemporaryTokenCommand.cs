using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Verifies tokens at their zone, or evaluates their caveats offline.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TemporaryToken", DefaultParameterSetName = OnlineSet, HelpUri = HelpPages.Folder + "Test-TemporaryToken.md")]
[OutputType(typeof(bool), ParameterSetName = [OnlineSet])]
[OutputType(typeof(TokenVerification), ParameterSetName = [OnlineSet])]
[OutputType(typeof(CaveatEvaluation), ParameterSetName = [OfflineSet])]
[OutputType(typeof(PurposeEvaluation), ParameterSetName = [OfflineSet])]
public sealed class TestTemporaryTokenCommand : OnezoneTokenCommand
{
    private const string OnlineSet = "Online";
    private const string OfflineSet = "Offline";

    private VerificationContext? _online;
    private OfflineCheck? _offline;

    /// <summary>The IPv4 address from which the token is used. By default the address from which the zone receives the request.</summary>
    [Parameter(ParameterSetName = OnlineSet)]
    public string? PeerIp { get; set; }

    /// <summary>
    /// The identity token of the service that uses the token; Onezone by default. An error for tokens that are not access tokens.
    /// </summary>
    [Parameter(ParameterSetName = OnlineSet)]
    [Secret]
    [ValidateNotNull]
    public SecretArgument? ServiceToken { get; set; }

    /// <summary>
    /// The identity token of the consumer that uses the token. By default, there is no consumer, and a consumer caveat is not satisfied.
    /// </summary>
    [Parameter(ParameterSetName = OnlineSet)]
    [Secret]
    [ValidateNotNull]
    public SecretArgument? ConsumerToken { get; set; }

    /// <summary>
    /// Accepts data access caveats, which the zone otherwise rejects. An error for tokens that are not access tokens.
    /// </summary>
    [Parameter(ParameterSetName = OnlineSet)]
    public SwitchParameter AllowDataAccessCaveats { get; set; }

    /// <summary>
    /// Returns an object with the reason, the subject and the time left, rather than true or false, or null if the zone lacks the information to decide.
    /// </summary>
    [Parameter(ParameterSetName = OnlineSet)]
    public SwitchParameter Detailed { get; set; }

    /// <summary>
    /// The connection to use. By default, the session's default connection, or the one that the environment variables describe. The
    /// connection's own token is not sent.
    /// </summary>
    [Parameter(ParameterSetName = OnlineSet)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NotText(nameof(Connection))]
    public override OnezoneConnection? Connection { get; set; }

    /// <summary>Evaluates each caveat, or a purpose, without a server. What the parameters do not specify is unknown.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OfflineSet)]
    public SwitchParameter Offline { get; set; }

    /// <summary>
    /// The time at which the token is used; now by default, for a token from New-TemporaryToken by its zone's clock. A time without an
    /// offset is local time.
    /// </summary>
    [Parameter(ParameterSetName = OfflineSet)]
    [ArgumentCompleter(typeof(PointInTimeCompleter))]
    [PointInTime]
    public PointInTimeArgument? At { get; set; }

    /// <summary>The IPv4 address from which the token is used.</summary>
    [Parameter(ParameterSetName = OfflineSet)]
    public string? IpAddress { get; set; }

    /// <summary>The service at which the token is used: ozw-onezone, ozp-onezone, opw-ID or opp-ID.</summary>
    [Parameter(ParameterSetName = OfflineSet)]
    [ArgumentCompleter(typeof(CaveatCompleter))]
    public string? Service { get; set; }

    /// <summary>The consumer that uses the token: usr-ID or prv-ID.</summary>
    [Parameter(ParameterSetName = OfflineSet)]
    [ArgumentCompleter(typeof(CaveatCompleter))]
    public string? Consumer { get; set; }

    /// <summary>
    /// The interface through which the token is used: rest, oneclient or graphsync, in any case. By default, there is none, and an
    /// interface caveat is not satisfied. An error for invite tokens, except with -Offline.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(CaveatCompleter))]
    public string? Interface { get; set; }

    /// <summary>
    /// The purpose for which the token is evaluated, as for Add-TokenCaveat: returns, for each of its uses, whether the token is valid
    /// there and why.
    /// </summary>
    [Parameter(ParameterSetName = OfflineSet)]
    [ArgumentCompleter(typeof(PurposeCompleter))]
    public string? Purpose { get; set; }

    /// <summary>The file or directory for which the token is used: /SPACEID/directory, with the id of the space.</summary>
    [Parameter(ParameterSetName = OfflineSet)]
    public string? DataPath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (ParameterSetName == OfflineSet)
        {
            _offline = Required(nameof(Offline), () => new OfflineCheckSpec
            {
                At = At is null && MyInvocation.BoundParameters.ContainsKey(nameof(At))
                    ? throw new TokenArgumentException(nameof(At), nameof(Messages.SettingIsNull), new SettingName(nameof(At)))
                    : At?.Read(nameof(At)),
                IpAddress = IpAddress,
                Service = Service,
                Consumer = Consumer,
                Interface = Interface,
                DataPath = DataPath,
                Purpose = MyInvocation.BoundParameters.ContainsKey(nameof(Purpose)) ? Purpose ?? string.Empty : null,
            }.Build());
        }
        else
        {
            _online = Required(nameof(Token), () => new VerificationContext
            {
                PeerIp = PeerIp,
                Interface = Interface,
                ServiceToken = ServiceToken?.ToSecureString(),
                ConsumerToken = ConsumerToken?.ToSecureString(),
                AllowDataAccessCaveats = AllowDataAccessCaveats,
            }.Validate());
        }
    }

    /// <inheritdoc/>
    private protected override void ProcessToken(OnedataTokenInput input)
    {
        if (_offline is not null)
        {
            var decoded = Decoded(input.Decode(new OnedataDecodeOptions()));
            WriteObject(
                _offline.Purpose is null ? _offline.EvaluateCaveats(decoded) : (object)_offline.EvaluatePurpose(decoded),
                enumerateCollection: true);
            return;
        }

        var result = Verify(input);
        WriteObject(Detailed ? result : result.Valid);
        if (result.Advice is { } advice)
        {
            WriteWarning(advice);
        }
    }

    private TokenVerification Verify(OnedataTokenInput input)
    {
        OnedataToken token;
        try
        {
            token = Decoded(input.Decode(new OnedataDecodeOptions()));
        }
        catch (TokenFormatException error)
        {
            // No request is needed, and the text, which may be a misplaced password, must not be sent.
            return TokenVerification.NoToken(error);
        }

        return Await((progress, stop) => EffectiveConnection.VerifyAsync(token, _online, progress, stop));
    }
}
