using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A connection to a Onezone with an access token of a user or a provider, or with a user's name and password.</summary>
public sealed class OnezoneConnection : ServiceConnection
{
    private readonly SecureString? _token;
    private readonly BasicCredentials? _basic;
    private readonly OnezoneApi _api;
    private readonly ZoneClock _zoneClock;

    private OnezoneConnection(ServiceClient client, OnezoneAccessToken token)
        : this(
            client,
            new Redactor(token.Secret),
            message => message.Headers.TryAddWithoutValidation("x-auth-token", SecureText.Reveal(token.Secret)))
    {
        _token = token.Secret;
        Around = token.Around;
        var decoded = token.Decoded;
        Subject = decoded?.Subject;
        TokenId = decoded?.Id;
        ExpiresAt = decoded?.ExpiresAt;
        IsTemporary = decoded?.Generation is not null;
        IsThirdParty = decoded is null;
        // Only the warnings that matter to a connection: a root token, for example, intentionally has no expiry.
        Warnings = new TextList<TokenWarning>(decoded?.Warnings.Where(static warning => warning.Id is nameof(Messages.OnedataWarningExpired)
            or nameof(Messages.OnedataWarningExpiresSoon) or nameof(Messages.OnedataWarningHeaderTooLong)).ToList() ?? [], " ");
    }

    private OnezoneConnection(ServiceClient client, BasicCredentials basic)
        : this(client, basic.Redactor, basic.Authenticate) => _basic = basic;

    private OnezoneConnection(ServiceClient client, Redactor redactor, Action<HttpRequestMessage> authenticate)
        : base(client, redactor)
    {
        _api = new OnezoneApi(client, redactor, authenticate);
        NamedTokens = new OnezoneNamedTokens(this, new NamedTokenApi(_api));
        Invites = new OnezoneInvites(this, _api, redactor);
        Scopes = new OnezoneScopes(this, _api, redactor);
        _zoneClock = new ZoneClock(client.Clock, _api.GetTimeAsync);
    }

    /// <inheritdoc/>
    public override string Service => "Onezone";

    /// <summary>
    /// The subject of the connection's token; null for a legacy token or one of an identity provider, which do not contain it, and for a
    /// password.
    /// </summary>
    public OnedataSubject? Subject { get; }

    /// <summary>The name of the user who signed in with a password; null for a token.</summary>
    public string? UserName => _basic?.UserName;

    /// <summary>When the connection's token expires; null for never, or where the token does not contain it.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Warnings about the connection's token; empty for none.</summary>
    public override IReadOnlyList<TokenWarning> Warnings { get; } = [];

    /// <summary>The domain in this zone's tokens; null on loopback, where the host is never the zone's own name.</summary>
    internal string? Domain => ServiceAddress.IsLoopback(Uri) ? null : Uri.Host;

    /// <summary>True if the connection's token is one of an identity provider, such as <c>egi:…</c>.</summary>
    internal bool IsThirdParty { get; }

    /// <summary>What was around the connection's token in its text, for a message; null for nothing.</summary>
    internal MessageText? Around { get; }

    /// <summary>True if the connection's token is a temporary one.</summary>
    internal bool IsTemporary { get; }

    /// <summary>The id of the connection's token; null if it cannot be decoded, and for a password.</summary>
    internal string? TokenId { get; }

    /// <summary>
    /// The connection's own subject; null if it is unknown. With a password or the token of an identity provider, it is a user whose id is
    /// unknown.
    /// </summary>
    internal OnedataSubject? OwnSubject => _basic is null && !IsThirdParty ? Subject : new OnedataSubject("user", null);

    /// <summary>The named tokens.</summary>
    internal OnezoneNamedTokens NamedTokens { get; }

    /// <summary>The use of invite tokens.</summary>
    internal OnezoneInvites Invites { get; }

    /// <summary>What tokens give access to.</summary>
    internal OnezoneScopes Scopes { get; }

    /// <inheritdoc/>
    public override string Identity => UserName ?? Subject?.ToString() ?? MessageText.Format(nameof(Messages.OnedataUnknownSubject));

    /// <summary>Creates a connection. Sends nothing: the first request shows whether the token is valid.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="clock">The clock; null for the machine's.</param>
    /// <exception cref="TokenArgumentException">An option is invalid.</exception>
    /// <exception cref="TokenFormatException">The token is invalid.</exception>
    internal static OnezoneConnection Create(OnezoneConnectionOptions options, IClock? clock = null)
    {
        var basic = options.UserName is null && options.Password is null
            ? null
            : BasicCredentials.Create(options.UserName, options.Password, "Credential");
        var token = basic is null ? TokenFormatException.ForSetting("Token", () => OnezoneAccessToken.Parse(options.Token)) : null;
        var address = ServiceAddress.Parse(options.Uri, "Uri", options.Http.AllowUnencryptedAuthentication, hostIsEnough: true);
        var path = address.AbsolutePath;
        if (path.EndsWith("/" + OnezoneApi.Path, StringComparison.Ordinal))
        {
            address = new Uri(address, path.Substring(0, path.Length - OnezoneApi.Path.Length));
        }

        var client = new ServiceClient(new OnezoneProtocol(), address, options.Http, clock);
        return basic is null ? new OnezoneConnection(client, token!) : new OnezoneConnection(client, basic);
    }

    /// <summary>Requests a temporary token, and decodes it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="asPlainText">Whether the token is a string rather than a <see cref="SecureString"/>.</param>
    /// <param name="progress">Receives notices of retries, on any thread.</param>
    /// <param name="cancellationToken">
    /// Cancels the request. A token that it has issued can be ignored, because the zone does not store it.
    /// </param>
    /// <exception cref="TokenArgumentException">
    /// A time has passed, or the type does not support a caveat; no token was requested.
    /// </exception>
    /// <exception cref="TokenApiException">The zone rejected the request, or its response is invalid.</exception>
    /// <exception cref="TokenTransportException">No complete response arrived.</exception>
    internal async Task<OnedataToken> CreateTemporaryTokenAsync(
        TemporaryTokenRequest request,
        bool asPlainText = false,
        IProgress<Notice>? progress = null,
        CancellationToken cancellationToken = default)
    {
        // First by this machine's clock, without a request; then by the zone's clock.
        var path = Validate(request);
        var now = await GetZoneTimeAsync(progress, cancellationToken).ConfigureAwait(false);
        request.Validate(now);
        var type = await ResolveAsync(request.Type, request.For, progress, cancellationToken).ConfigureAwait(false);
        return await _api.CreateTemporaryTokenAsync(
            path, type, request.AllCaveats(now), Decoder(now, asPlainText), progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The user of the connection's credentials.</summary>
    /// <param name="progress">Receives notices of retries, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TokenApiException">The zone rejected the request, or its response is invalid.</exception>
    /// <exception cref="TokenTransportException">No complete response arrived.</exception>
    internal Task<OnezoneUser> GetUserAsync(IProgress<Notice>? progress = null, CancellationToken cancellationToken = default) =>
        _api.GetUserAsync(progress, cancellationToken);

    /// <summary>A token type in which the connection's own user, if it is the target, has its id.</summary>
    /// <param name="type">The type.</param>
    /// <param name="subject">The subject of the token, in the form of <see cref="TokenRequest.For"/>.</param>
    /// <param name="progress">Receives notices of retries, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request for the id.</param>
    /// <exception cref="TokenException">The id is unknown to the connection, and the zone did not respond with it.</exception>
    internal async Task<OnedataTokenType> ResolveAsync(
        OnedataTokenType type, string? subject, IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        !type.NeedsOwnUser
            ? type
            : type.WithTarget(SubjectPath.UserId(subject)
                ?? (Subject?.Type == "user" ? Subject.Id : null)
                ?? (await GetUserAsync(progress, cancellationToken).ConfigureAwait(false)).UserId);

    /// <summary>Decodes tokens that the zone sends.</summary>
    /// <param name="now">The zone's time.</param>
    /// <param name="asPlainText">Whether a token is a string rather than a <see cref="SecureString"/>.</param>
    internal Func<string, OnedataToken> Decoder(DateTimeOffset now, bool asPlainText) => text => OnedataToken.Decode(
        SecureText.FromString(text),
        new OnedataDecodeOptions { AsPlainText = asPlainText, ConnectionDomain = Domain, Now = _zoneClock.StartingAt(now) });

    /// <summary>Verifies a token at the zone's endpoint for its type. The connection's own token is not sent.</summary>
    /// <param name="token">The token.</param>
    /// <param name="context">How it will be used; null for an empty context.</param>
    /// <param name="progress">Receives notices of retries, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The result, also for an invalid token.</returns>
    /// <exception cref="TokenArgumentException">The context is invalid; nothing was sent.</exception>
    /// <exception cref="TokenApiException">
    /// The zone did not verify the token: it rejected the request, or its response is invalid.
    /// </exception>
    /// <exception cref="TokenTransportException">No complete response arrived.</exception>
    internal Task<TokenVerification> VerifyAsync(
        OnedataToken token,
        VerificationContext? context = null,
        IProgress<Notice>? progress = null,
        CancellationToken cancellationToken = default) => _api.VerifyAsync(
            token,
            (context ?? new VerificationContext()).Validate().ValidateFor(token.Type),
            progress,
            cancellationToken);

    /// <summary>Revokes all temporary tokens of a subject at once; the zone has no list of them to choose from.</summary>
    /// <param name="subject">The subject, in the form of <see cref="TokenRequest.For"/>; null for the connection's own.</param>
    /// <param name="progress">Receives notices of retries, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TokenArgumentException">The subject is invalid or unknown; nothing was sent.</exception>
    /// <exception cref="TokenApiException">The zone rejected the request.</exception>
    /// <exception cref="TokenTransportException">No complete response arrived; the tokens may have been revoked.</exception>
    internal Task RevokeTemporaryTokensAsync(
        string? subject = null, IProgress<Notice>? progress = null, CancellationToken cancellationToken = default) =>
        _api.RevokeTemporaryTokensAsync(TemporaryTokenRequest.Path(subject, OwnSubject), IsTemporary, progress, cancellationToken);

    /// <summary>The zone's time. It is requested once per connection and measured from then on.</summary>
    /// <param name="progress">Receives notices of retries, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TokenException">The zone did not respond with its time.</exception>
    internal Task<DateTimeOffset> GetZoneTimeAsync(IProgress<Notice>? progress = null, CancellationToken cancellationToken = default) =>
        _zoneClock.GetTimeAsync(progress, cancellationToken);

    /// <summary>Validates a request as far as possible without sending it; returns its path.</summary>
    /// <exception cref="TokenArgumentException">The request is invalid.</exception>
    internal string Validate(TemporaryTokenRequest request)
    {
        request.Validate(Client.Clock.UtcNow);
        return TemporaryTokenRequest.Path(request.For, OwnSubject);
    }

    /// <summary>A subject, in the form of <see cref="TokenRequest.For"/>, as messages show it.</summary>
    /// <exception cref="TokenArgumentException">The subject is invalid or unknown.</exception>
    internal string DescribeSubject(string? subject)
    {
        var path = TemporaryTokenRequest.Path(subject, OwnSubject);
        return OwnSubject is { Type: "user" or "oneprovider" } && path == TemporaryTokenRequest.Path(null, OwnSubject)
            ? Identity
            : subject!.Trim();
    }

    // The semaphore of the clock is not disposed of: a waiting caller gets an error that the connection is closed. It holds no handle.
    private protected override void ClearCredentials()
    {
        _token?.Dispose();
        _basic?.Dispose();
    }
}
