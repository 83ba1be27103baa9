using System;
using System.Management.Automation;
using System.Security;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Has the zone verify tokens, or says without it which of their caveats would be satisfied.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TemporaryToken", DefaultParameterSetName = OnlineSet, HelpUri = HelpPages.Folder + "Test-TemporaryToken.md")]
[OutputType(typeof(bool), ParameterSetName = [OnlineSet])]
[OutputType(typeof(TokenVerification), ParameterSetName = [OnlineSet])]
[OutputType(typeof(CaveatEvaluation), ParameterSetName = [OfflineSet])]
public sealed class TestTemporaryTokenCommand : OnezoneCommand
{
    private const string OnlineSet = "Online";
    private const string OfflineSet = "Offline";

    private VerificationContext? _online;
    private CaveatContext? _offline;
    private int _position;

    /// <summary>
    /// The tokens: from ConvertFrom-OnedataToken or New-TemporaryToken, text, SecureString, credential, or objects with one of
    /// these as their Token.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public object? Token { get; set; }

    /// <summary>The IPv4 address that the token is used from. By default the one that the zone sees this machine at.</summary>
    [Parameter(ParameterSetName = OnlineSet)]
    [ValidateNotNullOrEmpty]
    public string? PeerIp { get; set; }

    /// <summary>The identity token of the service that uses the token. By default Onezone itself. Only for access tokens.</summary>
    [Parameter(ParameterSetName = OnlineSet)]
    [Secret]
    [ValidateNotNull]
    public SecureString? ServiceToken { get; set; }

    /// <summary>The identity token of whoever uses the token. By default nobody, so a consumer caveat isn't satisfied.</summary>
    [Parameter(ParameterSetName = OnlineSet)]
    [Secret]
    [ValidateNotNull]
    public SecureString? ConsumerToken { get; set; }

    /// <summary>Lets caveats on data pass, which the zone otherwise takes for not satisfied. Only for access tokens.</summary>
    [Parameter(ParameterSetName = OnlineSet)]
    public SwitchParameter AllowDataAccessCaveats { get; set; }

    /// <summary>Returns an object that says why, whose the token is and how long it is still good, rather than true or false.</summary>
    [Parameter(ParameterSetName = OnlineSet)]
    public SwitchParameter Detailed { get; set; }

    /// <summary>
    /// The zone to ask: a connection, this session's default if none is given, or the environment's. The connection's own token
    /// isn't sent.
    /// </summary>
    [Parameter(ParameterSetName = OnlineSet)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public override OnezoneConnection? Connection { get; set; }

    /// <summary>Asks nobody, and says of each caveat whether it would be satisfied. What isn't said of the situation isn't known.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OfflineSet)]
    public SwitchParameter Offline { get; set; }

    /// <summary>When. A time without an offset is this machine's local time; by default now, for a token from New-TemporaryToken by its zone's clock.</summary>
    [Parameter(ParameterSetName = OfflineSet)]
    [PointInTime]
    public DateTimeOffset? At { get; set; }

    /// <summary>The IPv4 address that the token is used from.</summary>
    [Parameter(ParameterSetName = OfflineSet)]
    [ValidateNotNullOrEmpty]
    public string? IpAddress { get; set; }

    /// <summary>The service that the token is used at: ozw-onezone, ozp-onezone, opw-ID or opp-ID.</summary>
    [Parameter(ParameterSetName = OfflineSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string? Service { get; set; }

    /// <summary>Who uses the token: usr-ID or prv-ID.</summary>
    [Parameter(ParameterSetName = OfflineSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConsumerCompleter))]
    public string? Consumer { get; set; }

    /// <summary>The interface that the token is used through: rest, oneclient or graphsync. By default none, so an interface caveat isn't satisfied.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string? Interface { get; set; }

    /// <summary>The file or folder that the token is used for: /SPACEID/folder, with the space's id.</summary>
    [Parameter(ParameterSetName = OfflineSet)]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (ParameterSetName == OfflineSet)
        {
            _offline = Required("Situation", () => new CaveatContext
            {
                At = At,
                IpAddress = IpAddress,
                Service = Service,
                Consumer = Consumer,
                Interface = Interface,
                DataPath = DataPath,
            }.Validate());
        }
        else
        {
            _online = Required("Situation", () => new VerificationContext
            {
                PeerIp = PeerIp,
                Interface = Interface,
                ServiceToken = ServiceToken,
                ConsumerToken = ConsumerToken,
                AllowDataAccessCaveats = AllowDataAccessCaveats,
            }.Validate());
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens(Token, ref _position, given =>
    {
        if (_offline is not null)
        {
            var decoded = given.Decode(new OnedataDecodeOptions());
            // A token from New-TemporaryToken knows its zone's clock.
            WriteObject(decoded.Evaluate(_offline.AsOf(At ?? decoded.Now)), enumerateCollection: true);
            return;
        }

        var found = Verify(given);
        WriteObject(Detailed ? found : found.Valid);
    });

    private TokenVerification Verify(OnedataTokenInput given)
    {
        OnedataToken token;
        try
        {
            token = given.Decode(new OnedataDecodeOptions());
        }
        catch (TokenFormatException error)
        {
            // No zone needs to be asked, nor should one see what may be a password in the wrong place.
            return TokenVerification.NoToken(error);
        }

        return Await((progress, stop) => EffectiveConnection.VerifyAsync(token, _online, progress, stop));
    }
}
