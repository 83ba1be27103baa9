using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A connection to an Onezone, with an access token of a user or a provider.</summary>
public sealed class OnezoneConnection : ServiceConnection
{
    private const string ApiPath = "api/v3/onezone/";

    private readonly SecureString _token;
    private readonly SemaphoreSlim _clockGate = new(1, 1);
    private ZoneClock? _zoneClock;

    private OnezoneConnection(ServiceClient client, Redactor redactor, SecureString token, OnedataToken? decoded)
        : base(client, redactor)
    {
        _token = token;
        Subject = decoded?.Subject;
        ExpiresAt = decoded?.ExpiresAt;
        IsTemporary = decoded?.Generation is not null;
        // What matters to a connection: a root token, say, has no expiry, and is meant to.
        Warnings = decoded?.Warnings.Where(static warning => warning.Id is nameof(Messages.OnedataWarningExpired)
            or nameof(Messages.OnedataWarningExpiresSoon) or nameof(Messages.OnedataWarningHeaderTooLong)).ToList() ?? [];
    }

    /// <inheritdoc/>
    public override string Service => "Onezone";

    /// <summary>Whose token it is: read from the token; null for a legacy or third-party one, which doesn't tell.</summary>
    public OnedataSubject? Subject { get; }

    /// <summary>When the connection's own token ends; null for never, or where it doesn't tell.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>What may go wrong with the connection's own token; empty when nothing is known to.</summary>
    public override IReadOnlyList<TokenWarning> Warnings { get; }

    /// <summary>The domain that tokens of this zone name; null on loopback, where the zone's own name is never the host's.</summary>
    internal string? Domain => ServiceAddress.IsLoopback(Uri) ? null : Uri.Host;

    /// <summary>Whether the connection's own token is a temporary one.</summary>
    internal bool IsTemporary { get; }

    /// <inheritdoc/>
    public override string Identity => Subject?.ToString() ?? MessageText.Format(nameof(Messages.OnedataUnknownSubject));

    /// <summary>Makes a connection. Nothing is sent yet: the first request will show whether the token is good.</summary>
    /// <exception cref="TokenArgumentException">One of the options can't be right.</exception>
    /// <exception cref="TokenFormatException">The token can't be one.</exception>
    public static OnezoneConnection Create(OnezoneConnectionOptions options) => Create(options, clock: null);

    internal static OnezoneConnection Create(OnezoneConnectionOptions options, IClock? clock)
    {
        if (options.Token is not { Length: > 0 })
        {
            throw new TokenArgumentException("Token", nameof(Messages.OnezoneTokenMissing));
        }

        var address = ServiceAddress.Parse(options.Uri, "Uri", options.Http.AllowUnencryptedAuthentication, hostIsEnough: true);
        var path = address.AbsolutePath;
        if (path.EndsWith("/" + ApiPath, StringComparison.Ordinal))
        {
            address = new Uri(address, path.Substring(0, path.Length - ApiPath.Length));
        }

        var token = Trimmed(options.Token);
        return new OnezoneConnection(
            new ServiceClient("Onezone", address, options.Http, clock), new Redactor(token), token, TryDecode(token));
    }

    /// <summary>Has the zone make a temporary token, and decodes it.</summary>
    /// <param name="request">What for.</param>
    /// <param name="asPlainText">Whether the token is to be a string rather than a <see cref="SecureString"/>.</param>
    /// <param name="progress">Told of retries; called from any thread.</param>
    /// <param name="cancellationToken">Ends the waiting. A token made by then is no loss: the zone doesn't store it.</param>
    /// <exception cref="TokenArgumentException">A time has passed, or a caveat doesn't go with the type; no token was asked for.</exception>
    /// <exception cref="TokenApiException">The zone said no, or its answer can't be used.</exception>
    /// <exception cref="TokenTransportException">No whole answer came.</exception>
    public async Task<OnedataToken> CreateTemporaryTokenAsync(
        TemporaryTokenRequest request, bool asPlainText = false, IProgress<Notice>? progress = null, CancellationToken cancellationToken = default)
    {
        // By this machine's clock first, without any request; then by the clock that counts.
        var path = Check(request);
        var now = await GetZoneTimeAsync(progress, cancellationToken).ConfigureAwait(false);
        request.CheckTimes(now);

        var caveats = new JArray();
        foreach (var caveat in request.AllCaveats(now))
        {
            caveats.Add(caveat.ToJson());
        }

        var service = Request(HttpMethod.Post, path) with
        {
            Json = new JObject { ["type"] = request.Type.ToJson(), ["caveats"] = caveats }.ToString(Formatting.None),
        };
        var response = await Client.SendAsync(service, progress, cancellationToken).ConfigureAwait(false);
        if (response.Cut)
        {
            throw Client.InvalidResponse(service, response, nameof(Messages.AnswerTooLarge));
        }

        var json = ResponseBody.ReadJsonObject(response.Body)
            ?? throw Client.InvalidResponse(service, response, nameof(Messages.AnswerUnreadable));
        if (json["token"] is not JValue { Value: string { Length: > 0 } text })
        {
            throw Client.InvalidResponse(service, response, nameof(Messages.AnswerIncomplete), "token");
        }

        try
        {
            return OnedataToken.Decode(SecureText.FromString(text), new OnedataDecodeOptions
            {
                AsPlainText = asPlainText,
                ConnectionDomain = Domain,
                Now = ZoneTime(now),
            });
        }
        catch (TokenFormatException)
        {
            throw Client.InvalidResponse(service, response, nameof(Messages.AnswerIncomplete), "token");
        }
    }

    /// <summary>Refuses what can't be right, as far as can be told without a request; gives the path to ask at.</summary>
    /// <exception cref="TokenArgumentException">It can't be.</exception>
    internal string Check(TemporaryTokenRequest request)
    {
        request.CheckTimes(Client.Clock.UtcNow);
        return TemporaryTokenRequest.Path(request.For, Subject);
    }

    /// <summary>Has the zone verify a token, by the endpoint for the token's own type.</summary>
    /// <remarks>
    /// The connection's own token isn't sent: the endpoints are open to everybody, and with it the zone would take its subject
    /// for the consumer, and refuse to answer once it has expired (oz:src/logic/token_logic_plugin.erl).
    /// </remarks>
    /// <param name="token">The token.</param>
    /// <param name="situation">How it is to be used; null for nothing said.</param>
    /// <param name="progress">Told of retries; called from any thread.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What the zone found. A token that doesn't verify is a result, too.</returns>
    /// <exception cref="TokenArgumentException">The situation can't be; nothing was sent.</exception>
    /// <exception cref="TokenApiException">The zone didn't judge the token: it refused the request, or its answer can't be used.</exception>
    /// <exception cref="TokenTransportException">No whole answer came.</exception>
    public async Task<TokenVerification> VerifyAsync(
        OnedataToken token, VerificationContext? situation = null, IProgress<Notice>? progress = null, CancellationToken cancellationToken = default)
    {
        situation = (situation ?? new VerificationContext()).Validate();
        var text = Plain((token ?? throw new ArgumentNullException(nameof(token))).Token);
        var service = Request(HttpMethod.Post, "tokens/" + token.Type switch
        {
            OnedataTokenType.AccessName => "verify_access_token",
            OnedataTokenType.IdentityName => "verify_identity_token",
            _ => "verify_invite_token",
        }) with
        {
            Json = situation.ToJson(token.Type, text).ToString(Formatting.None),
            Authenticate = null,
            Redactor = Redactor.With(SecureText.FromString(text), situation.ServiceToken, situation.ConsumerToken),
        };
        ServiceResponse response;
        try
        {
            response = await Client.SendAsync(service, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenApiException error) when (TokenVerification.FromRefusal(token, error) is { } refused)
        {
            return refused;
        }

        return TokenVerification.FromAnswer(token, ResponseBody.ReadJsonObject(response.Body))
            ?? throw Client.InvalidResponse(service, response, nameof(Messages.AnswerIncomplete), "subject and ttl");
    }

    /// <summary>Whose temporary tokens are meant by what <see cref="TemporaryTokenRequest.For"/> takes, as a message may show it.</summary>
    /// <exception cref="TokenArgumentException">Nobody can tell.</exception>
    internal string WhoseTemporaryTokens(string? given)
    {
        var path = TemporaryTokenRequest.Path(given, Subject);
        return Subject is { Type: "user" or "oneprovider" } && path == TemporaryTokenRequest.Path(null, Subject) ? Identity : given!.Trim();
    }

    /// <summary>Revokes all temporary tokens of a subject at once; the zone keeps no list of them to choose from.</summary>
    /// <param name="subject">Whose, as <see cref="TemporaryTokenRequest.For"/> says it; null for the connection's own.</param>
    /// <param name="progress">Told of retries; called from any thread.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TokenArgumentException">Nobody can tell whose are meant; nothing was sent.</exception>
    /// <exception cref="TokenApiException">The zone said no.</exception>
    /// <exception cref="TokenTransportException">No whole answer came; they may have been revoked all the same.</exception>
    public async Task RevokeTemporaryTokensAsync(string? subject = null, IProgress<Notice>? progress = null, CancellationToken cancellationToken = default) =>
        await Client.SendAsync(
            Request(HttpMethod.Delete, TemporaryTokenRequest.Path(subject, Subject)) with
            {
                // Once more draws one more secret, and ends nothing that once didn't: repeatable, unless the first time has ended
                // the connection's own token, for which the second one would only find itself refused.
                Retry = IsTemporary ? RetryPolicy.RejectedOnly : RetryPolicy.Idempotent,
                MayHaveLeft = static () => MessageText.Format(nameof(Messages.RevokeMayBeDone)),
            },
            progress,
            cancellationToken).ConfigureAwait(false);

    /// <summary>The zone's own time. Asked once per connection; from then on counted on from there.</summary>
    /// <remarks>oz: GET /provider/public/get_current_time, <c>{"timeMillis": N}</c>; the swagger's bare number is taken too.</remarks>
    public async Task<DateTimeOffset> GetZoneTimeAsync(IProgress<Notice>? progress = null, CancellationToken cancellationToken = default)
    {
        await _clockGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_zoneClock?.Read(Client.Clock) is { } known)
            {
                return known;
            }

            _zoneClock = await AskZoneTimeAsync(progress, cancellationToken).ConfigureAwait(false);
            return _zoneClock.Read(Client.Clock) ?? _zoneClock.Zone;
        }
        finally
        {
            _clockGate.Release();
        }
    }

    // The token's time left goes on by the zone's clock, as far as this machine's runs as fast.
    private Func<DateTimeOffset> ZoneTime(DateTimeOffset now)
    {
        var ahead = now - Client.Clock.UtcNow;
        var clock = Client.Clock;
        return () => clock.UtcNow + ahead;
    }

    private async Task<ZoneClock> AskZoneTimeAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        // The clock is open to everybody; no token goes with it.
        var service = Request(HttpMethod.Get, "provider/public/get_current_time") with { Authenticate = null };
        var began = Client.Clock.Elapsed;
        var response = await Client.SendAsync(service, progress, cancellationToken).ConfigureAwait(false);
        var ended = Client.Clock.Elapsed;
        var millis = ResponseBody.ReadJsonObject(response.Body)?["timeMillis"] is JValue { Value: long inObject } ? inObject
            : long.TryParse(response.Body, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var bare) ? bare
            : -1;
        // Seconds instead of milliseconds would be January 1970; nothing after the year 9999 is a time.
        return millis is > 946_684_800_000 and < 253_402_300_800_000
            // Half of the way there and back is the way back.
            ? new ZoneClock(
                DateTimeOffset.FromUnixTimeMilliseconds(millis) + TimeSpan.FromTicks((ended - began).Ticks / 2), ended, Client.Clock.UtcNow)
            : throw Client.InvalidResponse(service, response, nameof(Messages.AnswerIncomplete), "timeMillis");
    }

    private ServiceRequest Request(HttpMethod method, string path) => new(method, ApiPath + path, RetryPolicy.Idempotent)
    {
        Redactor = Redactor,
        ReadError = OnezoneErrorReader.Read,
        Advise = OnezoneErrorReader.Advise,
        Authenticate = message => message.Headers.TryAddWithoutValidation("x-auth-token", SecureText.Reveal(_token)),
    };

    private static string Plain(object token) => token as string ?? SecureText.Reveal((SecureString)token);

    // A token from a file or a clipboard comes with a line end.
    private static SecureString Trimmed(SecureString token) => SecureText.WithChars(token, static chars =>
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
            // Anything else can't go into a header.
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
            // x-auth-token also takes a third party's token, such as github/… (ctool:src/auth/tokens.erl): opaque here.
            return null;
        }
    }

    /// <summary>What the zone's clock showed when this machine's clocks showed that.</summary>
    private sealed record ZoneClock(DateTimeOffset Zone, TimeSpan Elapsed, DateTimeOffset Utc)
    {
        // While a machine sleeps, its measuring clock may stand still; its date then runs ahead of it.
        private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

        /// <summary>The zone's time now; null where this machine's own clocks no longer agree on how long ago that was.</summary>
        public DateTimeOffset? Read(IClock clock)
        {
            var passed = clock.Elapsed - Elapsed;
            return (clock.UtcNow - Utc - passed).Duration() <= Tolerance ? Zone + passed : null;
        }
    }

    // Not the clock's gate: whoever waits there shall hear that the connection is closed. It holds nothing of the system's.
    private protected override void ClearCredentials() => _token.Dispose();
}
