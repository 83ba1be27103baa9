using System;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The request for a token's profile, which contains the token's user and permissions.</summary>
internal sealed class ProfileRequest
{
    // One request without a redirect that returns the user and the permissions (gooddata/gooddata-python-sdk:schemas, getProfile).
    private const string ProfilePath = "api/v1/profile";

    private const int LongestName = 300;

    private readonly ServiceClient _client;
    private readonly ServiceRequest _request;

    /// <param name="api">Sends the requests of a connection.</param>
    /// <param name="retry">Which failures are retried.</param>
    public ProfileRequest(GoodDataApi api, RetryPolicy retry)
    {
        _client = api.Client;
        _request = api.Get("profile") with { Retry = retry };
    }

    /// <param name="client">The connection to the organization.</param>
    /// <param name="token">The token.</param>
    /// <param name="hostHeader">The Host header; null for the address's host.</param>
    /// <exception cref="TokenArgumentException">The token cannot be sent: it contains white space.</exception>
    public ProfileRequest(ServiceClient client, BootstrapToken token, string? hostHeader)
    {
        if (token.Warnings.Any(static warning => warning.Id == nameof(Messages.BootstrapTokenLineWrapped)))
        {
            throw new TokenArgumentException("Token", nameof(Messages.BootstrapTokenLineWrapped));
        }

        _client = client;
        _request = new ServiceRequest(HttpMethod.Get, ProfilePath, RetryPolicy.Never)
        {
            // Without it, the response to a rejected request is a redirect to a login page instead of a reason.
            Headers = [new("X-Requested-With", "XMLHttpRequest")],
            PossibleEffect = null,
            Redactor = new Redactor(token.Secret.ToSecureString(), token.Password),
            Authenticate = message =>
            {
                message.Headers.Host = hostHeader;
                message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret.Reveal());
            },
        };
    }

    /// <summary>Sends the request.</summary>
    /// <exception cref="TokenApiException">The organization rejected the token, or its response cannot be used.</exception>
    /// <exception cref="TokenTransportException">No complete response was received.</exception>
    /// <exception cref="OperationCanceledException">The request was canceled.</exception>
    public async Task<BootstrapTokenCheck> SendAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var response = await _client.SendAsync(_request, progress, cancellationToken).ConfigureAwait(false);
        var json = ResponseBody.ReadJsonObject(response.Body)
            ?? throw _client.InvalidResponse(_request, response, nameof(Messages.ResponseUnreadable));
        var userId = Text(response, json, "userId")
            ?? throw _client.InvalidResponse(
                _request, response, nameof(Messages.ResponseIncomplete), new MessageText(nameof(Messages.ProfileUserMissing)));
        var permissions = json["permissions"] is JArray list
            ? list.Where(static item => item.Type == JTokenType.String).Select(item => Redact(response, (string)item!)).ToArray()
            : [];
        return new BootstrapTokenCheck(_client.BaseAddress)
        {
            UserId = userId,
            OrganizationId = Text(response, json, "organizationId"),
            OrganizationName = Text(response, json, "organizationName"),
            Permissions = permissions,
            CanManage = permissions.Contains(OrganizationPermissions.Manage, StringComparer.Ordinal),
            StatusCode = response.StatusCode,
        };
    }

    private static string Redact(ServiceResponse response, string text) => response.Redactor.RedactToLine(text, LongestName);

    private static string? Text(ServiceResponse response, JObject json, string name) =>
        json[name] is JValue { Type: JTokenType.String } value && Redact(response, (string)value!) is { Length: > 0 } text ? text : null;
}
