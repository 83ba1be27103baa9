using System;
using System.Collections.Generic;
using System.Net.Sockets;
using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Sandbox.Boomi;
using TokenTools.Sandbox.GoodData;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Onezone;
using TokenTools.Security;

namespace TokenTools.Sandbox;

/// <summary>
/// The three services, acted out by one listener on this machine's loopback address, for trials and tests: with their own
/// credentials, rules, error bodies and faults on demand. It keeps nothing once it is disposed of.
/// </summary>
/// <remarks>Safe for any number of threads. Its secrets are drawn anew for each sandbox and are good nowhere else.</remarks>
public sealed class TokenSandbox : IDisposable
{
    private const string Host = "127.0.0.1";

    // Dates further off no longer fit all of what is made of them.
    private static readonly TimeSpan MostSkew = TimeSpan.FromDays(3650);

    private readonly BoomiAccounts _boomi = new();
    private readonly BoomiService _boomiService;
    private readonly OrganizationState _organization;
    private readonly ZoneState _zone = new(Host);
    private readonly SandboxClock _clock = new();
    private readonly Recent<SandboxRequest> _log;
    private readonly HttpServer _server;
    private readonly object _gate = new();
    private double? _requestsPerSecond;

    private TokenSandbox(SandboxOptions options)
    {
        _log = new Recent<SandboxRequest>(options.MaximumRecorded);
        _clock.Skew = options.ClockSkew;
        _requestsPerSecond = options.RequestsPerSecond;
        _organization = new OrganizationState(options.OrganizationReady);
        _boomiService = new BoomiService(_boomi, _clock, options);
        var redactor = new Redactor(
            SecureText.FromString(_boomi.ApiToken),
            SecureText.FromString(_boomi.Password),
            SecureText.FromString(_organization.Password),
            SecureText.FromString(_zone.UserToken),
            SecureText.FromString(_zone.ProviderToken));
        var exchange = new Exchange(
            [
                _boomiService,
                new GoodDataService(_organization, _clock),
                new OnezoneService(_zone, _clock, options.MaxTemporaryTokenTtl),
                new EchoService(),
            ],
            _log,
            Faults,
            redactor,
            () => RequestsPerSecond);
        _server = new HttpServer(options.Port, exchange.HandleAsync);
        Uri = new Uri("http://" + Host + ":" + _server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) + "/");
    }

    /// <summary>The address of all three services, such as <c>http://127.0.0.1:50123/</c>.</summary>
    public Uri Uri { get; }

    /// <summary>Boomi: the account.</summary>
    public string BoomiAccountId => _boomi.AccountId;

    /// <summary>Boomi: a client's account, which the Partner API may act for (<c>overrideAccount</c>).</summary>
    public string BoomiPartnerAccountId => _boomi.SubAccountId;

    /// <summary>Boomi: the user's name, without <c>BOOMI_TOKEN.</c></summary>
    public string BoomiUserName => _boomi.UserName;

    /// <summary>Boomi: the user's platform API token.</summary>
    public string BoomiApiToken => _boomi.ApiToken;

    /// <summary>Boomi: the user's password, which is taken as well.</summary>
    public string BoomiPassword => _boomi.Password;

    /// <summary>Boomi: the id of a runtime cloud, for installer tokens of type CLOUD. Any other id is taken as well.</summary>
    public string BoomiCloudId => _boomi.CloudId;

    /// <summary>GoodData: the administrator's user id.</summary>
    public string GoodDataUserName => _organization.UserName;

    /// <summary>GoodData: the administrator's password, of which a bootstrap token is made.</summary>
    public string GoodDataPassword => _organization.Password;

    /// <summary>GoodData: the organization's id.</summary>
    public string GoodDataOrganizationId => _organization.Id;

    /// <summary>GoodData: the organization's name.</summary>
    public string GoodDataOrganizationName => _organization.Name;

    /// <summary>GoodData: the organization's host, for a Host header. Loopback names and addresses are taken as well.</summary>
    public string GoodDataHostName => _organization.HostName;

    /// <summary>GoodData: whether the organization is there. While it isn't, its host is unknown (404).</summary>
    public bool OrganizationReady
    {
        get => _organization.Ready;
        set => _organization.Ready = value;
    }

    /// <summary>Onezone: an access token of the user, named and without caveats.</summary>
    public string OnezoneUserToken => _zone.UserToken;

    /// <summary>Onezone: the Oneprovider's root token, an access token, named and without caveats.</summary>
    public string OnezoneProviderToken => _zone.ProviderToken;

    /// <summary>Onezone: the user's id. The user administers the Oneprovider's cluster and is supported by it.</summary>
    public string OnezoneUserId => _zone.User.Id!;

    /// <summary>Onezone: the Oneprovider's id.</summary>
    public string OnezoneProviderId => _zone.Provider.Id!;

    /// <summary>Onezone: the id of the Oneprovider's cluster, which is the Oneprovider's own.</summary>
    public string OnezoneClusterId => _zone.ClusterId;

    /// <summary>Onezone: the zone's domain, which stands in its tokens as their location: the host of <see cref="Uri"/>.</summary>
    public string OnezoneDomain => _zone.Domain;

    /// <summary>How far the sandbox's clock is ahead of the machine's; negative for behind.</summary>
    public TimeSpan ClockSkew
    {
        get => _clock.Skew;
        set => _clock.Skew = Skew(value);
    }

    /// <summary>The rate limit that each of the services acts out, in requests per second; null for none.</summary>
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
            CheckRate(value);
            lock (_gate)
            {
                _requestsPerSecond = value;
            }
        }
    }

    /// <summary>What shall go wrong with the next requests.</summary>
    public SandboxFaults Faults { get; } = new();

    /// <summary>The requests that have come so far, in their order, at most <see cref="SandboxOptions.MaximumRecorded"/>; malformed ones aren't among them.</summary>
    public IReadOnlyList<SandboxRequest> Requests => _log.ToArray();

    /// <summary>The installer tokens that have been made so far, in their order, at most <see cref="SandboxOptions.MaximumRecorded"/>, whether or not their answers arrived.</summary>
    public IReadOnlyList<SandboxInstallerToken> MintedTokens => _boomiService.Minted;

    /// <summary>True once it has been stopped.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>TCP connections accepted so far.</summary>
    public int ConnectionCount => _server.ConnectionCount;

    /// <summary>Starts a sandbox; it listens when this returns.</summary>
    /// <param name="options">How it is to behave; null for a free port and no faults.</param>
    /// <exception cref="TokenArgumentException">One of the options can't be, or the port is taken.</exception>
    public static TokenSandbox Start(SandboxOptions? options = null)
    {
        options ??= new SandboxOptions();
        if (options.Port is < 0 or > 65535)
        {
            throw SandboxText.ArgumentError("Port", nameof(SandboxMessages.SandboxPortInvalid), options.Port);
        }

        if (options.MaxTemporaryTokenTtl < 1)
        {
            throw SandboxText.ArgumentError("MaxTemporaryTokenTtl", nameof(SandboxMessages.SandboxTtlInvalid), options.MaxTemporaryTokenTtl);
        }

        if (options.MaximumRecorded < 1)
        {
            throw SandboxText.ArgumentError("MaximumRecorded", nameof(SandboxMessages.SandboxRecordedInvalid), options.MaximumRecorded);
        }

        if (options.BoomiBadCredentialsStatus is not (401 or 403))
        {
            throw SandboxText.ArgumentError("BoomiBadCredentialsStatus", nameof(SandboxMessages.SandboxCredentialsStatusInvalid), options.BoomiBadCredentialsStatus);
        }

        CheckRate(options.RequestsPerSecond);
        Skew(options.ClockSkew);
        try
        {
            return new TokenSandbox(options);
        }
        catch (SocketException)
        {
            throw SandboxText.ArgumentError("Port", nameof(SandboxMessages.SandboxPortTaken), options.Port);
        }
    }

    /// <summary>What a connection to the sandbox's Boomi is made of.</summary>
    /// <param name="http">How to talk to it; no proxy is used, whatever is said here.</param>
    internal BoomiConnectionOptions ToBoomiOptions(HttpOptions? http = null) => new()
    {
        AccountId = BoomiAccountId,
        UserName = BoomiUserName,
        Secret = SecureText.FromString(BoomiApiToken),
        IsApiToken = true,
        BaseUri = Uri.AbsoluteUri,
        Http = Direct(http ?? new HttpOptions { RequestsPerSecond = BoomiConnectionOptions.DefaultRequestsPerSecond }),
    };

    /// <summary>What a connection to the sandbox's Onezone is made of.</summary>
    /// <param name="asProvider">Whether with the Oneprovider's root token, not the user's.</param>
    /// <param name="http">How to talk to it; no proxy is used, whatever is said here.</param>
    public OnezoneConnectionOptions ToOnezoneOptions(bool asProvider = false, HttpOptions? http = null) => new()
    {
        Uri = Uri.AbsoluteUri,
        Token = SecureText.FromString(asProvider ? OnezoneProviderToken : OnezoneUserToken),
        Http = Direct(http ?? new HttpOptions()),
    };

    /// <summary>Forgets the requests that have come so far.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>Stops listening and ends every connection.</summary>
    public void Dispose()
    {
        IsStopped = true;
        _server.Dispose();
    }

    /// <summary>The address; never a secret.</summary>
    public override string ToString() => Uri.AbsoluteUri;

    // Of what listens on loopback, a proxy knows nothing.
    private static HttpOptions Direct(HttpOptions http)
    {
        http.Proxy = null;
        http.ProxyCredential = null;
        http.ProxyUseDefaultCredentials = false;
        http.NoProxy = true;
        return http;
    }

    private static TimeSpan Skew(TimeSpan skew) => skew.Duration() <= MostSkew
        ? skew
        : throw SandboxText.ArgumentError("ClockSkew", nameof(SandboxMessages.SandboxSkewInvalid), skew, MostSkew.TotalDays);

    private static void CheckRate(double? perSecond)
    {
        if (perSecond is <= 0 or double.NaN or > 1_000_000)
        {
            throw SandboxText.ArgumentError("RequestsPerSecond", nameof(SandboxMessages.SandboxRateInvalid), perSecond);
        }
    }
}
