using System;
using System.Text;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Boomi;

/// <summary>The InstallerToken object of the Boomi Platform and Partner API.</summary>
/// <remarks>
/// https://developer.boomi.com/docs/api/platformapi/InstallerToken and, for what that leaves open, the API's OpenAPI description:
/// the refusals of a missing or wrong installType, durationMinutes and cloudId have no documented text; those here are the sandbox's.
/// </remarks>
internal sealed class BoomiService : IService
{
    private const string PlatformPath = "/api/rest/v1";
    private const string PartnerPath = "/partner/api/rest/v1";
    private const string ApiTokenPrefix = "BOOMI_TOKEN.";

    private readonly BoomiAccounts _accounts;
    private readonly SandboxClock _clock;
    private readonly BoomiErrorShape _errorShape;
    private readonly int _badCredentialsStatus;
    private readonly Recent<SandboxInstallerToken> _minted;

    public BoomiService(BoomiAccounts accounts, SandboxClock clock, SandboxOptions options)
    {
        _accounts = accounts;
        _clock = clock;
        _errorShape = options.BoomiErrorShape;
        _badCredentialsStatus = options.BoomiBadCredentialsStatus;
        _minted = new Recent<SandboxInstallerToken>(options.MaximumRecorded);
    }

    /// <summary>The tokens made so far.</summary>
    public SandboxInstallerToken[] Minted => _minted.ToArray();

    public string? Name => "Boomi";

    public bool Owns(ReceivedRequest request) => (request.PartsBelow(PlatformPath) ?? request.PartsBelow(PartnerPath)) is not null;

    public Answer TooBusy(ReceivedRequest request) => No(
        request, 503, "error.server.busy", "The Boomi server is currently unavailable or your account's rate limits have been exceeded. Retry later.");

    public Answer Handle(ReceivedRequest request)
    {
        var partner = request.PartsBelow(PartnerPath);
        var parts = partner ?? request.PartsBelow(PlatformPath)!;
        if (parts.Length == 0)
        {
            return No(request, 404, "error.not.found", "The requested endpoint does not exist.");
        }

        if (SignIn(request) is not { } usesToken)
        {
            return No(request, _badCredentialsStatus, "error.user.login", "Incorrect user name and password combination.");
        }

        // An API token is good in its own account alone, a user in every account that he was added to.
        var account = parts[0];
        if (account != _accounts.AccountId && (usesToken || account != _accounts.SubAccountId))
        {
            return No(request, 403, "error.user.auth", "Access denied due to insufficient permissions.");
        }

        if (partner is not null && request.QueryValue("overrideAccount") is { Length: > 0 } acting)
        {
            if (account != _accounts.AccountId || (acting != _accounts.AccountId && acting != _accounts.SubAccountId))
            {
                return No(request, 403, "error.user.auth", "Access denied due to insufficient permissions.");
            }

            account = acting;
        }

        if (parts.Length != 2 || parts[1] != "InstallerToken")
        {
            return No(request, 404, "error.not.found", "The requested endpoint does not exist.");
        }

        // CREATE is the only verb that the object has.
        return request.Method == "POST" ? Create(request, account)
            : No(request, 405, "error.method", "HTTP method " + request.Method + " is not supported for InstallerToken.").With("Allow", "POST");
    }

    private Answer Create(ReceivedRequest request, string account)
    {
        var (order, problem) = InstallerTokenOrder.Read(request);
        if (order is null)
        {
            return No(request, 400, "error.bad.request", problem!);
        }

        // The service writes milliseconds.
        var now = _clock.UtcNow;
        var created = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        var token = new SandboxInstallerToken(
            order.InstallType.ToLowerInvariant() + "-" + RandomText.Uuid(), account, order.InstallType, order.DurationMinutes, order.CloudId, created);
        _minted.Add(token);
        return InstallerTokenDocument.Write(token, BoomiFormat.WantsJson(request));
    }

    /// <summary>Null for bad credentials; else whether it was an API token.</summary>
    private bool? SignIn(ReceivedRequest request)
    {
        var header = request.Header("Authorization");
        if (header is null || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string given;
        try
        {
            given = Encoding.UTF8.GetString(Convert.FromBase64String(header.Substring(6).Trim()));
        }
        catch (FormatException)
        {
            return null;
        }

        if (RandomText.SameSecret(given, ApiTokenPrefix + _accounts.UserName + ":" + _accounts.ApiToken))
        {
            return true;
        }

        return RandomText.SameSecret(given, _accounts.UserName + ":" + _accounts.Password) ? false : null;
    }

    private Answer No(ReceivedRequest request, int status, string id, string message) =>
        BoomiFormat.Error(_errorShape, BoomiFormat.WantsJson(request), status, id, message);
}
