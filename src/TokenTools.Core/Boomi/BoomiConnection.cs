using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A connection to the Boomi Platform API.</summary>
public sealed class BoomiConnection : ServiceConnection
{
    private const string ApiTokenPrefix = BoomiTokenPattern.ApiTokenPrefix;

    // A service that was too slow for us, or a gateway's, may come to a request after nobody waits for it any more. Longer
    // than any gateway holds one back.
    private static readonly TimeSpan LateStart = TimeSpan.FromMinutes(5);

    private const int LongestAccountShown = 100;

    // No server takes headers nearly as long.
    private const int LongestSecret = 8192;

    private const int LongestUserName = 320;

    private readonly SecureString _secret;
    private readonly SecureString _header;
    private readonly string _basicUser;

    private BoomiConnection(ServiceClient client, Redactor redactor, BoomiConnectionOptions options, string basicUser, SecureString secret, SecureString header)
        : base(client, redactor)
    {
        AccountId = options.AccountId!.Trim();
        OverrideAccountId = string.IsNullOrWhiteSpace(options.OverrideAccountId) ? null : options.OverrideAccountId!.Trim();
        RequestsPerSecond = options.Http.RequestsPerSecond;
        _basicUser = basicUser;
        _secret = secret;
        _header = header;
        Warnings = LooksMistaken(AccountId)
            ? [new TokenWarning(nameof(Messages.BoomiAccountLooksMistaken), Redactor.ByShape.Redact(AccountId), new SettingName(nameof(AccountId)))]
            : [];
    }

    /// <inheritdoc/>
    public override string Service => "Boomi";

    /// <inheritdoc/>
    public override IReadOnlyList<TokenWarning> Warnings { get; }

    /// <summary>The account whose API is used.</summary>
    public string AccountId { get; }

    /// <summary>The account that the Partner API acts for; null without.</summary>
    public string? OverrideAccountId { get; }

    /// <summary>The user's name, without the prefix of an API token.</summary>
    public string UserName => UsesApiToken ? _basicUser.Substring(ApiTokenPrefix.Length) : _basicUser;

    /// <summary>True for a platform API token, false for a password.</summary>
    public bool UsesApiToken => _basicUser.StartsWith(ApiTokenPrefix, StringComparison.Ordinal);

    /// <summary>Requests per second that all users of this connection keep to together; null for no limit.</summary>
    public double? RequestsPerSecond { get; }

    /// <inheritdoc/>
    public override string Identity => OverrideAccountId is null
        ? AccountId + " (" + UserName + ")"
        : AccountId + " for " + OverrideAccountId + " (" + UserName + ")";

    /// <summary>Makes a connection. Nothing is sent yet: the first request will show whether the credentials are good.</summary>
    /// <exception cref="TokenArgumentException">One of the options can't be right.</exception>
    public static BoomiConnection Create(BoomiConnectionOptions options) => Create(options, clock: null);

    internal static BoomiConnection Create(BoomiConnectionOptions options, IClock? clock)
    {
        if (string.IsNullOrWhiteSpace(options.AccountId))
        {
            throw new TokenArgumentException("AccountId", nameof(Messages.BoomiAccountMissing));
        }

        InstallerTokenRequest.CheckAccount(options.AccountId!.Trim(), "AccountId");
        InstallerTokenRequest.CheckAccount(options.OverrideAccountId?.Trim(), "OverrideAccountId");

        var user = (options.UserName ?? string.Empty).Trim();
        var bare = user;
        while (bare.StartsWith(ApiTokenPrefix, StringComparison.OrdinalIgnoreCase))
        {
            bare = bare.Substring(ApiTokenPrefix.Length).Trim();
        }

        if (bare.Length == 0)
        {
            throw new TokenArgumentException("UserName", nameof(Messages.BoomiUserMissing));
        }

        // An e-mail address, https://www.rfc-editor.org/rfc/rfc3696#section-3 (erratum 1690); a token is longer or a UUID.
        if (bare.Length > LongestUserName)
        {
            throw new TokenArgumentException("UserName", nameof(Messages.BoomiUserTooLong), LongestUserName);
        }

        if (Guid.TryParse(bare, out _))
        {
            throw new TokenArgumentException("UserName", nameof(Messages.BoomiUserLooksLikeToken));
        }

        // RFC 7617 §2: whatever stands behind the first colon would become part of the password.
        if (user.IndexOf(':') >= 0)
        {
            throw new TokenArgumentException("UserName", nameof(Messages.BoomiUserHasColon));
        }

        if (options.Secret is not { Length: > 0 })
        {
            throw new TokenArgumentException(options.IsApiToken ? "ApiToken" : "Credential", nameof(Messages.BoomiSecretMissing));
        }

        RefuseConfusion(options.Secret, options.IsApiToken);

        var address = ServiceAddress.Parse(
            string.IsNullOrWhiteSpace(options.BaseUri) ? BoomiConnectionOptions.UnitedStates : options.BaseUri,
            "BaseUri",
            options.Http.AllowUnencryptedAuthentication);
        if (address.AbsolutePath.IndexOf("/rest/v1", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            throw new TokenArgumentException("BaseUri", nameof(Messages.BoomiBaseUriTooLong));
        }

        var basicUser = options.IsApiToken || bare.Length < user.Length ? ApiTokenPrefix + bare : bare;
        var secret = options.Secret.Copy();
        secret.MakeReadOnly();
        var header = Header(basicUser, secret, options.IsApiToken ? "ApiToken" : "Credential");
        return new BoomiConnection(
            new ServiceClient("Boomi", address, options.Http, clock), new Redactor(secret, header), options, basicUser, secret, header);
    }

    /// <summary>True for an account id that is more likely something else: a user's e-mail address or a piece of an address.</summary>
    public static bool LooksMistaken(string? accountId) => accountId is not null && accountId.IndexOfAny(['@', '/']) >= 0;

    /// <summary>Has one installer token made.</summary>
    /// <param name="request">What for.</param>
    /// <param name="asPlainText">Whether the token is to be a string rather than a <see cref="SecureString"/>.</param>
    /// <param name="progress">Told of retries; called from any thread.</param>
    /// <param name="cancellationToken">Ends waits and retries; also what is under way, unless <paramref name="abortToken"/> is given.</param>
    /// <param name="abortToken">Gives up what is under way. A token made by then is lost: it can't be asked for again.</param>
    /// <exception cref="TokenApiException">The service said no.</exception>
    /// <exception cref="TokenTransportException">The service can't be reached; nothing was sent.</exception>
    /// <exception cref="TokenOutcomeUnknownException">The request went out and no usable answer came: a token may exist.</exception>
    /// <exception cref="TokenAccountMismatchException">The token is for another account; the error holds it.</exception>
    public async Task<InstallerToken> CreateInstallerTokenAsync(
        InstallerTokenRequest request,
        bool asPlainText = false,
        IProgress<Notice>? progress = null,
        CancellationToken cancellationToken = default,
        CancellationToken? abortToken = null)
    {
        var account = EffectiveAccount(request);
        InstallerToken token;
        try
        {
            var service = Request(request);
            var response = await Client.SendAsync(service, progress, cancellationToken, abortToken).ConfigureAwait(false);
            token = InstallerTokenReader.Read(Client, service, response, asPlainText);
        }
        catch (TokenException error) when (error.OutcomeUnknown)
        {
            throw new TokenOutcomeUnknownException(error, request.InstallType, account, LatestExpiration(request));
        }

        // A token installs into its own account, whatever account its holder has in mind. Case is let be: ids that differ in
        // nothing else have not been seen, and a service that finds an account in any case may answer in its own.
        return string.Equals(token.AccountId, account, StringComparison.OrdinalIgnoreCase)
            ? token
            : throw new TokenAccountMismatchException(token.Secured(), Redactor.RedactToLine(token.AccountId, LongestAccountShown), account);
    }

    /// <summary>When a token that was asked for until now, and may have been made, stops being good at the latest.</summary>
    internal DateTimeOffset LatestExpiration(InstallerTokenRequest request) =>
        Client.Clock.UtcNow.AddMinutes(request.DurationMinutes) + LateStart;

    /// <summary>The account that a token would be for: the one to act for, else the request's, else the connection's.</summary>
    public string EffectiveAccount(InstallerTokenRequest request) =>
        request.OverrideAccountId ?? OverrideAccountId ?? request.AccountId ?? AccountId;

    // Both would only be answered with 401 or 403.
    private static void RefuseConfusion(SecureString secret, bool isApiToken)
    {
        var text = SecureText.Reveal(secret);
        if (BoomiTokenPattern.IsInstallerToken(text))
        {
            throw new TokenArgumentException(isApiToken ? "ApiToken" : "Credential", nameof(Messages.BoomiSecretIsInstallerToken));
        }

        if (isApiToken && text.TrimStart().StartsWith(ApiTokenPrefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new TokenArgumentException("ApiToken", nameof(Messages.BoomiSecretHasUser));
        }
    }

    private static SecureString Header(string basicUser, SecureString secret, string parameterName)
    {
        if (secret.Length > LongestSecret)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.BoomiSecretTooLong), LongestSecret);
        }

        try
        {
            return SecureText.FromString(SecureText.ToBase64(basicUser + ":", secret));
        }
        catch (EncoderFallbackException)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.BoomiSecretNotUnicode));
        }
    }

    private ServiceRequest Request(InstallerTokenRequest request)
    {
        // https://developer.boomi.com/docs/APIs/PlatformAPI/Introduction/Partner_API: the primary account stays in the path.
        var account = Uri.EscapeDataString(request.AccountId ?? AccountId);
        var path = (request.OverrideAccountId ?? OverrideAccountId) is { } actingFor
            ? "partner/api/rest/v1/" + account + "/InstallerToken?overrideAccount=" + Uri.EscapeDataString(actingFor)
            : "api/rest/v1/" + account + "/InstallerToken";
        return new ServiceRequest(HttpMethod.Post, path, RetryPolicy.RejectedOnly)
        {
            Json = request.ToJson(),
            Redactor = Redactor,
            ReadError = BoomiErrorReader.Read,
            Advise = BoomiErrorReader.Advise,
            Authenticate = message => message.Headers.Authorization =
                new AuthenticationHeaderValue("Basic", SecureText.ToBase64(_basicUser + ":", _secret)),
            MayHaveLeft = () => MessageText.Format(
                nameof(Messages.InstallerTokenMayExist),
                request.InstallType,
                EffectiveAccount(request),
                TimeText.CeilingToMinute(LatestExpiration(request))),
        };
    }

    private protected override void ClearCredentials()
    {
        _secret.Dispose();
        _header.Dispose();
    }
}
