using System;
using System.Linq;
using System.Text;
using TokenTools.Boomi.Objects;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Pipeline;
using TokenTools.Sandbox.Recording;

namespace TokenTools.Sandbox.Boomi;

/// <summary>The InstallerToken object of the Boomi Platform API and Partner API.</summary>
/// <remarks>
/// Sources: https://developer.boomi.com/docs/api/platformapi/InstallerToken and the API's OpenAPI description. The messages for a
/// missing or invalid installType, durationMinutes or cloudId are not documented; the sandbox has its own.
/// </remarks>
internal sealed class BoomiService : ISandboxService
{
    private const string PlatformPath = "/api/rest/v1";
    private const string PartnerPath = "/partner/api/rest/v1";
    private const string ApiTokenPrefix = "BOOMI_TOKEN.";

    private readonly BoomiAccounts _accounts;
    private readonly SandboxClock _clock;
    private readonly BoomiErrorFormat _errorFormat;
    private readonly int _badCredentialsStatus;
    private readonly BoundedLog<SandboxInstallerToken> _issued;
    private readonly BoomiObjectService _objects;
    private readonly BoomiAccountData _account;
    private readonly BoomiAccountData _subAccount;

    public BoomiService(BoomiAccounts accounts, SandboxClock clock, SandboxOptions options)
    {
        _accounts = accounts;
        _clock = clock;
        _errorFormat = options.BoomiErrorFormat;
        _badCredentialsStatus = options.BoomiBadCredentialsStatus;
        _issued = new BoundedLog<SandboxInstallerToken>(options.MaximumRecorded);
        _objects = new BoomiObjectService(options.BoomiPageSize);
        _account = new BoomiAccountData(accounts.AccountId, accounts.UserName, clock, options);
        _subAccount = new BoomiAccountData(accounts.SubAccountId, accounts.UserName, clock, options);
    }

    /// <summary>The runtimes of both accounts.</summary>
    public SandboxRuntime[] Runtimes => [.. _account.Runtimes, .. _subAccount.Runtimes];

    /// <summary>The environments of both accounts.</summary>
    public SandboxEnvironment[] Environments => [.. _account.Environments, .. _subAccount.Environments];

    /// <summary>The issued tokens, the oldest first.</summary>
    public SandboxInstallerToken[] IssuedTokens => _issued.ToArray();

    public string? Name => "Boomi";

    public bool Matches(Request request) => (request.SegmentsBelow(PlatformPath) ?? request.SegmentsBelow(PartnerPath)) is not null;

    public Response RateLimitExceeded(Request request) => Error(
        request,
        503,
        "error.server.busy",
        "The Boomi server is currently unavailable or your account's rate limits have been exceeded. Retry later.");

    public Response Handle(Request request)
    {
        var partner = request.SegmentsBelow(PartnerPath);
        var segments = partner ?? request.SegmentsBelow(PlatformPath)!;
        if (segments.Length == 0)
        {
            return Error(request, 404, "error.not.found", "The requested endpoint does not exist.");
        }

        if (Authenticate(request) is not { } isApiToken)
        {
            return Error(request, _badCredentialsStatus, "error.user.login", "Incorrect user name and password combination.");
        }

        // An API token is valid in its own account only; a user has access to every account that the user was added to.
        var account = segments[0];
        if (account != _accounts.AccountId && (isApiToken || account != _accounts.SubAccountId))
        {
            return Error(request, 403, "error.user.auth", "Access denied due to insufficient permissions.");
        }

        if (partner is not null && request.QueryValue("overrideAccount") is { Length: > 0 } overrideAccount)
        {
            if (account != _accounts.AccountId || (overrideAccount != _accounts.AccountId && overrideAccount != _accounts.SubAccountId))
            {
                return Error(request, 403, "error.user.auth", "Access denied due to insufficient permissions.");
            }

            account = overrideAccount;
        }

        if (segments.Length == 3 && segments[1] == "Account")
        {
            return GetAccount(request, account, segments[2]);
        }

        if (segments.Length != 2 || segments[1] != "InstallerToken")
        {
            return _objects.Handle(
                request,
                segments.Skip(1).ToArray(),
                Data(account),
                (status, message) => Error(request, status, status == 404 ? "error.not.found" : "error.bad.request", message))
                ?? Error(request, 404, "error.not.found", "The requested endpoint does not exist.");
        }

        // The object supports CREATE only.
        return request.Method == "POST" ? Create(request, account)
            : Error(
                request, 405, "error.method", "HTTP method " + EchoedText.Limit(request.Method) + " is not supported for InstallerToken.")
                .WithHeader("Allow", "POST");
    }

    // OpenAPI description 3.0.3, GetAccount: only the account itself, not those that it has created.
    private Response GetAccount(Request request, string account, string id)
    {
        if (request.Method != "GET")
        {
            return Error(
                request, 405, "error.method", "HTTP method " + EchoedText.Limit(request.Method) + " is not supported for Account.")
                .WithHeader("Allow", "GET");
        }

        return id == account
            ? AccountResponse.Create(account, BoomiResponse.AcceptsJson(request))
            : Error(request, 403, "error.user.auth", "Access denied due to insufficient permissions.");
    }

    /// <summary>Installs a runtime; null for an unknown or expired token.</summary>
    public SandboxRuntime? Install(string token, string name) =>
        FindToken(token) is { } issued && issued.Expiration > _clock.UtcNow ? Data(issued.AccountId).Install(issued, name, "sandbox") : null;

    /// <summary>The installer token with a text, even if it has expired; null for none.</summary>
    public SandboxInstallerToken? FindToken(string token) =>
        IssuedTokens.FirstOrDefault(one => RandomText.ConstantTimeEquals(one.Token, token));

    private BoomiAccountData Data(string account) => account == _accounts.SubAccountId ? _subAccount : _account;

    private Response Create(Request request, string account)
    {
        var (body, error) = InstallerTokenBody.Parse(request);
        if (body is null)
        {
            return Error(request, 400, "error.bad.request", error!);
        }

        // The service's dates have milliseconds.
        var now = _clock.UtcNow;
        var created = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        var token = new SandboxInstallerToken(body, body.InstallType.ToLowerInvariant() + "-" + RandomText.Uuid(), account, created);
        _issued.Add(token);
        // OpenAPI description, AuditLog: Generate installer token.
        Data(account).Log(InstallerTokenEvent.InstallerType, InstallerTokenEvent.Added, "NONE", "API");
        return InstallerTokenResponse.Create(token, BoomiResponse.AcceptsJson(request));
    }

    /// <summary>True for an API token, false for a password, null for invalid credentials.</summary>
    private bool? Authenticate(Request request)
    {
        var header = request.Header("Authorization");
        if (header is null || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string credentials;
        try
        {
            credentials = Encoding.UTF8.GetString(Convert.FromBase64String(header.Substring(6).Trim()));
        }
        catch (FormatException)
        {
            return null;
        }

        if (RandomText.ConstantTimeEquals(credentials, ApiTokenPrefix + _accounts.UserName + ":" + _accounts.ApiToken))
        {
            return true;
        }

        return RandomText.ConstantTimeEquals(credentials, _accounts.UserName + ":" + _accounts.Password)
            && _accounts.OneTimePasswords.Accept(request.Header("X-Boomi-OTP"))
            ? false
            : null;
    }

    private Response Error(Request request, int status, string id, string message) =>
        BoomiResponse.Error(_errorFormat, BoomiResponse.AcceptsJson(request), status, id, message);
}
