using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A connection to a Onezone with an access token of a user or a provider.</summary>
public sealed class OnezoneConnection : ServiceConnection
{
    private readonly SecureString _token;
    private readonly OnezoneApi _api;
    private readonly ZoneClock _zoneClock;

    private OnezoneConnection(ServiceClient client, Redactor redactor, SecureString token, OnedataToken? decoded)
        : base(client, redactor)
    {
        _token = token;
        _api = new OnezoneApi(client, redactor, token);
        _zoneClock = new ZoneClock(client.Clock, _api.GetTimeAsync);
        Subject = decoded?.Subject;
        ExpiresAt = decoded?.ExpiresAt;
        IsTemporary = decoded?.Generation is not null;
        // Only the warnings that matter to a connection: a root token, for example, intentionally has no expiry.
        Warnings = new TextList<TokenWarning>(decoded?.Warnings.Where(static warning => warning.Id is nameof(Messages.OnedataWarningExpired)
            or nameof(Messages.OnedataWarningExpiresSoon) or nameof(Messages.OnedataWarningHeaderTooLong)).ToList() ?? [], " ");
    }

    /// <inheritdoc/>
    public override string Service => "Onezone";

    /// <summary>The subject of the connection's token; null for a legacy or third-party token, which does not contain it.</summary>
    public OnedataSubject? Subject { get; }

    /// <summary>When the connection's token expires; null for never, or where the token does not contain it.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Warnings about the connection's token; empty for none.</summary>
    public override IReadOnlyList<TokenWarning> Warnings { get; }

    /// <summary>The domain in this zone's tokens; null on loopback, where the host is never the zone's own name.</summary>
    internal string? Domain => ServiceAddress.IsLoopback(Uri) ? null : Uri.Host;

    /// <summary>True if the connection's token is a temporary one.</summary>
    internal bool IsTemporary { get; }

    /// <inheritdoc/>
    public override string Identity => Subject?.ToString() ?? MessageText.Format(nameof(Messages.OnedataUnknownSubject));

    /// <summary>Creates a connection. Sends nothing: the first request shows whether the token is valid.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="clock">The clock; null for the machine's.</param>
    /// <exception cref="TokenArgumentException">An option is invalid.</exception>
    /// <exception cref="TokenFormatException">The token is invalid.</exception>
    internal static OnezoneConnection Create(OnezoneConnectionOptions options, IClock? clock = null)
    {
        var token = TokenFormatException.ForSetting("Token", () => Trim(options.Token));
        var address = ServiceAddress.Parse(options.Uri, "Uri", options.Http.AllowUnencryptedAuthentication, hostIsEnough: true);
        var path = address.AbsolutePath;
        if (path.EndsWith("/" + OnezoneApi.Path, StringComparison.Ordinal))
        {
            address = new Uri(address, path.Substring(0, path.Length - OnezoneApi.Path.Length));
        }

        return new OnezoneConnection(
            new ServiceClient(new OnezoneProtocol(), address, options.Http, clock), new Redactor(token), token, TryDecode(token));
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
        return await _api.CreateTemporaryTokenAsync(path, request.Type, request.AllCaveats(now), Decode, progress, cancellationToken)
            .ConfigureAwait(false);

        OnedataToken Decode(string text) => OnedataToken.Decode(SecureText.FromString(text), new OnedataDecodeOptions
        {
            AsPlainText = asPlainText,
            ConnectionDomain = Domain,
            Now = _zoneClock.StartingAt(now),
        });
    }

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
    /// <param name="subject">The subject, in the form of <see cref="TemporaryTokenRequest.For"/>; null for the connection's own.</param>
    /// <param name="progress">Receives notices of retries, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TokenArgumentException">The subject is invalid or unknown; nothing was sent.</exception>
    /// <exception cref="TokenApiException">The zone rejected the request.</exception>
    /// <exception cref="TokenTransportException">No complete response arrived; the tokens may have been revoked.</exception>
    internal Task RevokeTemporaryTokensAsync(
        string? subject = null, IProgress<Notice>? progress = null, CancellationToken cancellationToken = default) =>
        _api.RevokeTemporaryTokensAsync(TemporaryTokenRequest.Path(subject, Subject), IsTemporary, progress, cancellationToken);

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
        return TemporaryTokenRequest.Path(request.For, Subject);
    }

    /// <summary>A subject, in the form of <see cref="TemporaryTokenRequest.For"/>, as messages show it.</summary>
    /// <exception cref="TokenArgumentException">The subject is invalid or unknown.</exception>
    internal string DescribeSubject(string? subject)
    {
        var path = TemporaryTokenRequest.Path(subject, Subject);
        return Subject is { Type: "user" or "oneprovider" } && path == TemporaryTokenRequest.Path(null, Subject)
            ? Identity
            : subject!.Trim();
    }

    // The semaphore of the clock is not disposed of: a waiting caller gets an error that the connection is closed. It holds no handle.
    private protected override void ClearCredentials() => _token.Dispose();

    // A token from a file or the clipboard ends with a newline.
    private static SecureString Trim(SecureString? token) => SecureText.WithChars(token ?? new SecureString(), static chars =>
    {
        int start = 0, end = chars.Length;
        while (start < end && char.IsWhiteSpace(chars[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(chars[end - 1]))
        {
            end--;
        }

        for (var i = start; i < end; i++)
        {
            // A header cannot contain other characters.
            if (chars[i] is <= ' ' or > '~')
            {
                throw new TokenFormatException(nameof(Messages.OnezoneTokenInvalid));
            }
        }

        return start < end
            ? SecureText.FromChars(chars, start, end - start)
            : throw new TokenArgumentException("Token", nameof(Messages.OnezoneTokenMissing));
    });

    private static OnedataToken? TryDecode(SecureString token)
    {
        try
        {
            return OnedataToken.Decode(token, new OnedataDecodeOptions());
        }
        catch (TokenFormatException)
        {
            // x-auth-token also accepts a third party's token, such as github/… (ctool:src/auth/tokens.erl).
            return null;
        }
    }
}
