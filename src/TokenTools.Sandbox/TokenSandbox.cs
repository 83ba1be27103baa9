using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Sandbox.Boomi;
using TokenTools.Sandbox.GoodData;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Onezone;
using TokenTools.Sandbox.Pipeline;
using TokenTools.Sandbox.Recording;
using TokenTools.Security;

namespace TokenTools.Sandbox;

/// <summary>
/// Simulates Boomi, GoodData.CN and Onezone on this machine's loopback address, for trials and tests: with their rules and error
/// responses, generated credentials, and faults on request. Nothing is stored on disk.
/// </summary>
/// <remarks>Thread-safe. Each sandbox generates its own secrets, which are valid nowhere else.</remarks>
public sealed partial class TokenSandbox : IDisposable
{
    private const string Host = "127.0.0.1";

    private readonly BoomiAccounts _boomi = new();
    private readonly BoomiService _boomiService;
    private readonly Organization _organization;
    private readonly SandboxClock _clock = new();
    private readonly Zone _zone;
    private readonly RequestLog _log;
    private readonly SandboxPipeline _pipeline;
    private readonly HttpServer _server;
    private readonly object _gate = new();
    private double? _requestsPerSecond;

    private TokenSandbox(SandboxOptions options)
    {
        _log = new RequestLog(options.MaximumRecorded, options.MaximumRecordedBytes);
        _clock.Skew = options.ClockSkew;
        _requestsPerSecond = options.RequestsPerSecond;
        _zone = new Zone(Host, _clock);
        _organization = new Organization(options.OrganizationReady);
        _boomiService = new BoomiService(_boomi, _clock, options);
        var redactor = new Redactor(
            SecureText.FromString(_boomi.ApiToken),
            SecureText.FromString(_boomi.Password),
            SecureText.FromString(_organization.Password),
            SecureText.FromString(_zone.UserToken),
            SecureText.FromString(_zone.OtherUserToken),
            SecureText.FromString(_zone.Password),
            SecureText.FromString(_zone.ProviderToken));
        var pipeline = new SandboxPipeline(
            [
                _boomiService,
                new GoodDataService(_organization, _clock),
                new OnezoneService(_zone, _clock, options.MaxTemporaryTokenTtl),
                new EchoService(),
                new InstallerService(_boomiService),
            ],
            _log,
            Faults,
            redactor,
            () => RequestsPerSecond);
        _pipeline = pipeline;
        _server = new HttpServer(options.Port, HandleAsync);
        Uri = new Uri("http://" + Host + ":" + _server.Port.ToString(CultureInfo.InvariantCulture) + "/");
    }

    /// <summary>The base address of all three services, such as <c>http://127.0.0.1:50123/</c>.</summary>
    public Uri Uri { get; }

    /// <summary>Boomi: the account id.</summary>
    public string BoomiAccountId => _boomi.AccountId;

    /// <summary>Boomi: the id of a client's account that the Partner API can act for (<c>overrideAccount</c>).</summary>
    public string BoomiPartnerAccountId => _boomi.SubAccountId;

    /// <summary>Boomi: the user name, without <c>BOOMI_TOKEN.</c></summary>
    public string BoomiUserName => _boomi.UserName;

    /// <summary>Boomi: the user's platform API token.</summary>
    public string BoomiApiToken => _boomi.ApiToken;

    /// <summary>Boomi: the user's password, which is accepted as well.</summary>
    public string BoomiPassword => _boomi.Password;

    /// <summary>Boomi: the id of a runtime cloud, for install type CLOUD. Other ids are accepted as well.</summary>
    public string BoomiCloudId => _boomi.CloudId;

    /// <summary>GoodData: the administrator's user id.</summary>
    public string GoodDataUserName => _organization.UserName;

    /// <summary>GoodData: the administrator's password, for a bootstrap token.</summary>
    public string GoodDataPassword => _organization.Password;

    /// <summary>GoodData: the organization's id.</summary>
    public string GoodDataOrganizationId => _organization.Id;

    /// <summary>GoodData: the organization's name.</summary>
    public string GoodDataOrganizationName => _organization.Name;

    /// <summary>GoodData: the organization's host name, for the Host header. Loopback names and addresses are accepted as well.</summary>
    public string GoodDataHostName => _organization.HostName;

    /// <summary>GoodData: true if the organization exists. Otherwise its host is unknown (404).</summary>
    public bool OrganizationReady
    {
        get => _organization.IsReady;
        set => _organization.IsReady = value;
    }

    /// <summary>Onezone: a named access token of the user, without caveats.</summary>
    public string OnezoneUserToken => _zone.UserToken;

    /// <summary>Onezone: the user's name for signing in with <see cref="OnezonePassword"/>.</summary>
    public string OnezoneUserName => _zone.UserName;

    /// <summary>Onezone: the user's password.</summary>
    public string OnezonePassword => _zone.Password;

    /// <summary>Onezone: a named access token of another user, who is a member of nothing and can use the user's invitations.</summary>
    public string OnezoneOtherUserToken => _zone.OtherUserToken;

    /// <summary>Onezone: the other user's id.</summary>
    public string OnezoneOtherUserId => _zone.OtherUser.Id!;

    /// <summary>Onezone: the id of a space of the user, which the Oneprovider supports.</summary>
    public string OnezoneSpaceId => _zone.Space.Id;

    /// <summary>Onezone: the id of a group of the user.</summary>
    public string OnezoneGroupId => _zone.Group.Id;

    /// <summary>Onezone: the id of a harvester of the user.</summary>
    public string OnezoneHarvesterId => _zone.Harvester.Id;

    /// <summary>Onezone: the id of an automation inventory of the user.</summary>
    public string OnezoneInventoryId => _zone.Inventory.Id;

    /// <summary>Onezone: the Oneprovider's root token, a named access token without caveats.</summary>
    public string OnezoneProviderToken => _zone.ProviderToken;

    /// <summary>Onezone: the user's id. The user administers the Oneprovider's cluster and is supported by it.</summary>
    public string OnezoneUserId => _zone.User.Id!;

    /// <summary>Onezone: the Oneprovider's id.</summary>
    public string OnezoneProviderId => _zone.Provider.Id!;

    /// <summary>Onezone: the id of the Oneprovider's cluster, which is the Oneprovider's own id.</summary>
    public string OnezoneClusterId => _zone.ClusterId;

    /// <summary>Onezone: the zone's domain, which is the location in its tokens: the host of <see cref="Uri"/>.</summary>
    public string OnezoneDomain => _zone.Domain;

    /// <summary>How far the sandbox's clock is ahead of the machine's clock; negative if it is behind.</summary>
    public TimeSpan ClockSkew
    {
        get => _clock.Skew;
        set => _clock.Skew = SandboxOptions.ValidateClockSkew(value);
    }

    /// <summary>The rate limit of each service in requests per second; null for none.</summary>
    public double? RequestsPerSecond
    {
        get
        {
            lock (_gate)
            {
                return _requestsPerSecond;
            }
        }

        set
        {
            SandboxOptions.ValidateRequestsPerSecond(value);
            lock (_gate)
            {
                _requestsPerSecond = value;
            }
        }
    }

    /// <summary>The faults for the next requests.</summary>
    public SandboxFaultQueue Faults { get; } = new();

    /// <summary>
    /// The received requests, the oldest first, limited by <see cref="SandboxOptions.MaximumRecorded"/> and
    /// <see cref="SandboxOptions.MaximumRecordedBytes"/>. Malformed requests are not included.
    /// </summary>
    public IReadOnlyList<SandboxRequest> Requests => _log.ToArray();

    /// <summary>
    /// The issued installer tokens, the oldest first, limited by <see cref="SandboxOptions.MaximumRecorded"/>. Includes tokens
    /// with a lost response.
    /// </summary>
    public IReadOnlyList<SandboxInstallerToken> MintedTokens => _boomiService.IssuedTokens;

    /// <summary>The runtimes of both Boomi accounts, the oldest first.</summary>
    public IReadOnlyList<SandboxRuntime> Runtimes => _boomiService.Runtimes;

    /// <summary>The environments of both Boomi accounts, the oldest first.</summary>
    public IReadOnlyList<SandboxEnvironment> Environments => _boomiService.Environments;

    /// <summary>True after the sandbox has stopped.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>The number of accepted TCP connections.</summary>
    public int ConnectionCount => _server.ConnectionCount;

    /// <summary>The simulated Onezone's state.</summary>
    internal Zone Zone => _zone;

    /// <summary>The memory of the kept requests, in bytes.</summary>
    internal long RecordedBytes => _log.Bytes;

    /// <summary>Starts a sandbox. It is listening when this method returns.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="TokenArgumentException">A setting is out of range, or the port is in use.</exception>
    public static TokenSandbox Start(SandboxOptions? options = null)
    {
        options ??= new SandboxOptions();
        options.Validate();
        try
        {
            return new TokenSandbox(options);
        }
        catch (SocketException)
        {
            throw SandboxText.ArgumentError(nameof(SandboxOptions.Port), nameof(SandboxMessages.SandboxPortInUse), options.Port);
        }
    }

    /// <summary>Called before and after each request is handled, on the thread that handles it; for tests. The argument is true after it.</summary>
    internal Action<SandboxRequest, bool>? Observer
    {
        get => _pipeline.Observer;
        set => _pipeline.Observer = value;
    }

    /// <summary>Removes the recorded requests.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>Stops listening and closes every connection.</summary>
    public void Dispose()
    {
        IsStopped = true;
        _server.Dispose();
    }

    /// <summary>The base address, without a secret.</summary>
    public override string ToString() => Uri.AbsoluteUri;

    private async Task<Response> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var response = await _pipeline.HandleAsync(request, cancellationToken).ConfigureAwait(false);
        response.Date = _clock.UtcNow;
        return response;
    }
}
