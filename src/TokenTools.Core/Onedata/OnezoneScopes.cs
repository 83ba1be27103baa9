using System;
using System.Net.Http;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>Reads what tokens give access to, and the generation of temporary tokens.</summary>
/// <param name="connection">The connection.</param>
/// <param name="api">Sends the requests.</param>
/// <param name="redactor">Cleans what the zone reports.</param>
internal sealed class OnezoneScopes(OnezoneConnection connection, OnezoneApi api, Redactor redactor)
{
    /// <summary>The data that an access token gives access to. The connection's own token is not sent.</summary>
    /// <param name="token">The token.</param>
    /// <param name="consumerToken">The identity token of the consumer; null for the token's own subject.</param>
    /// <param name="progress">Receives notices of retries, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TokenArgumentException">It is not an access token; nothing was sent.</exception>
    /// <exception cref="TokenApiException">The zone does not accept the token, or its response is invalid.</exception>
    /// <exception cref="TokenTransportException">No complete response arrived.</exception>
    public async Task<TokenScope> GetAsync(
        OnedataToken token,
        SecureString? consumerToken = null,
        IProgress<Notice>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (token.Type != OnedataTokenType.AccessName)
        {
            throw new TokenArgumentException("Token", nameof(Messages.ScopeNoAccessToken), token.Type);
        }

        VerificationContext.CheckIdentity(consumerToken, nameof(VerificationContext.ConsumerToken));
        var json = new JObject { ["token"] = token.Secret.Reveal() };
        if (consumerToken is not null)
        {
            json["consumerToken"] = SecureText.Reveal(consumerToken).Trim();
        }

        var request = api.Request(HttpMethod.Post, "tokens/infer_access_token_scope") with
        {
            Json = json.ToString(Formatting.None),
            Authenticate = null,
            Redactor = redactor.With(token.Secret.ToSecureString(), consumerToken),
        };
        try
        {
            var response = await api.Client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
            return TokenScope.FromJson(token, ResponseBody.ReadJsonObject(response.Body), request.Redactor)
                ?? throw api.Client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), "dataAccessScope");
        }
        catch (TokenApiException error) when (error is { StatusCode: 404, ServiceErrorId: null })
        {
            // The web server's own 404: an older zone does not have the operation.
            error.Advice = new MessageText(nameof(Messages.ScopeAdviceVersion));
            throw;
        }
    }

    /// <summary>The generation of a subject's temporary tokens.</summary>
    /// <param name="subject">The subject, in the form of <see cref="TokenRequest.For"/>; null for the connection's own.</param>
    /// <param name="progress">Receives notices of retries, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TokenArgumentException">The subject is invalid or unknown; nothing was sent.</exception>
    /// <exception cref="TokenApiException">The zone rejected the request, or its response is invalid.</exception>
    /// <exception cref="TokenTransportException">No complete response arrived.</exception>
    public async Task<TemporaryTokenGeneration> GetGenerationAsync(
        string? subject = null, IProgress<Notice>? progress = null, CancellationToken cancellationToken = default)
    {
        var request = api.Request(HttpMethod.Get, TemporaryTokenRequest.Path(subject, connection.OwnSubject));
        var response = await api.Client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        return ResponseBody.ReadJsonObject(response.Body)?["generation"] is JValue { Value: long and >= 0 and var generation }
            ? new TemporaryTokenGeneration(connection.DescribeSubject(subject), generation)
            : throw api.Client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), "generation");
    }
}
