using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The requests of Onezone's REST API, and how their responses are read.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="redactor">Removes the connection's secrets from messages.</param>
/// <param name="authenticate">Adds the connection's access token, or its user name and password, to a request.</param>
internal sealed class OnezoneApi(ServiceClient client, Redactor redactor, Action<HttpRequestMessage> authenticate)
{
    /// <summary>The path of the API below the zone's address.</summary>
    public const string Path = "api/v3/onezone/";

    // A time in seconds instead of milliseconds would be in January 1970. No time caveat is after the year 5138, and close to the end of
    // the year 9999, nothing could be added to the time.
    private const long FirstMillisecond = 946_684_800_000;
    private const long LastMillisecond = 99_999_999_999_999;

    /// <summary>Sends the requests.</summary>
    public ServiceClient Client => client;

    /// <summary>Requests a temporary token; returns its text.</summary>
    public async Task<T> CreateTemporaryTokenAsync<T>(
        string path,
        OnedataTokenType type,
        IEnumerable<TokenCaveat> caveats,
        Func<string, T> decode,
        IProgress<Notice>? progress,
        CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Post, path) with
        {
            Json = new JObject
            {
                ["type"] = type.ToJson(),
                ["caveats"] = new JArray(caveats.Select(static caveat => caveat.ToJson())),
            }.ToString(Formatting.None),
        };
        var response = await client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        if (response.Cut)
        {
            throw client.InvalidResponse(request, response, nameof(Messages.ResponseTooLarge));
        }

        var json = ResponseBody.ReadJsonObject(response.Body)
            ?? throw client.InvalidResponse(request, response, nameof(Messages.ResponseUnreadable));
        if (json["token"] is JValue { Value: string { Length: > 0 } text })
        {
            try
            {
                return decode(text);
            }
            catch (TokenFormatException)
            {
                // The message would describe a token that the user has never seen.
            }
        }

        throw client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), "token");
    }

    /// <summary>Verifies a token at the endpoint for its type.</summary>
    /// <remarks>
    /// The connection's own token is not sent. The endpoints require no authentication; with the token, the zone would use its subject
    /// as the consumer, and reject the request if the token has expired (oz:src/logic/token_logic_plugin.erl).
    /// </remarks>
    public async Task<TokenVerification> VerifyAsync(
        OnedataToken verified, VerificationContext context, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Post, "tokens/" + verified.Type switch
        {
            OnedataTokenType.AccessName => "verify_access_token",
            OnedataTokenType.IdentityName => "verify_identity_token",
            OnedataTokenType.InviteName => "verify_invite_token",
            _ => throw new TokenArgumentException("Token", nameof(Messages.VerificationTypeUnknown)),
        }) with
        {
            Json = context.ToJson(verified.Secret.Reveal()).ToString(Formatting.None),
            Authenticate = null,
            Redactor = redactor.With(verified.Secret.ToSecureString(), context.ServiceToken, context.ConsumerToken),
        };
        ServiceResponse response;
        try
        {
            response = await client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenApiException error) when (TokenVerification.FromError(verified, error, context) is { } invalid)
        {
            return invalid;
        }

        return TokenVerification.FromResponse(verified, ResponseBody.ReadJsonObject(response.Body), response.Redactor)
            ?? throw client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), "subject and ttl");
    }

    /// <summary>Revokes all temporary tokens of a subject.</summary>
    /// <param name="path">The path of the subject's temporary tokens.</param>
    /// <param name="endsOwnToken">Whether the connection's own token may be one of them.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task RevokeTemporaryTokensAsync(
        string path, bool endsOwnToken, IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        client.SendAsync(
            Request(HttpMethod.Delete, path) with
            {
                // Idempotent: a second request has no further effect. But if the first one revoked the connection's own token, the second
                // one is unauthorized.
                Retry = endsOwnToken ? RetryPolicy.RejectedOnly : RetryPolicy.Idempotent,
                PossibleEffect = static () => MessageText.Format(nameof(Messages.RevokeMayBeDone)),
            },
            progress,
            cancellationToken);

    /// <summary>The zone's time: <c>{"timeMillis": N}</c>, or the bare number that the swagger documents.</summary>
    public async Task<DateTimeOffset> GetTimeAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        // The endpoint requires no authentication, so the token is not sent.
        var request = Request(HttpMethod.Get, "provider/public/get_current_time") with { Authenticate = null };
        var response = await client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        const NumberStyles Trimmed = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        var milliseconds = ResponseBody.ReadJsonObject(response.Body)?["timeMillis"] is JValue { Value: long inObject } ? inObject
            : long.TryParse(response.Body, Trimmed, CultureInfo.InvariantCulture, out var bare) ? bare
            : -1;
        return milliseconds is > FirstMillisecond and <= LastMillisecond
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), "timeMillis");
    }

    /// <summary>The user of the connection's credentials.</summary>
    public async Task<OnezoneUser> GetUserAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Get, "user");
        var response = await client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        return OnezoneUser.FromJson(ResponseBody.ReadJsonObject(response.Body), response.Redactor)
            ?? throw client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), "userId");
    }

    /// <summary>An idempotent request without lasting effect.</summary>
    public ServiceRequest Request(HttpMethod method, string path) => new(method, Path + path, RetryPolicy.Idempotent)
    {
        Redactor = redactor,
        // The zone does not store temporary tokens, and verifying changes nothing.
        PossibleEffect = null,
        Authenticate = authenticate,
    };
}
