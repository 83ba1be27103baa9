using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>
/// The requests to an organization: each with the token, the organization's host name and the headers of the vendor's client.
/// </summary>
/// <param name="client">Sends the requests.</param>
/// <param name="token">The token.</param>
/// <param name="hostHeader">The Host header; null for the address's host.</param>
internal sealed class GoodDataApi(ServiceClient client, BearerToken token, string? hostHeader)
{
    /// <summary>The path of the API below the organization's address.</summary>
    public const string Path = "api/v1/";

    private const int LongestText = 300;

    private static readonly HttpMethod Patch = new("PATCH");

    /// <summary>The client that sends the requests.</summary>
    public ServiceClient Client { get; } = client;

    /// <summary>The redactor with the connection's secrets.</summary>
    public Redactor Redactor { get; } = new(token.Secret, token.Password);

    /// <summary>A request that reads.</summary>
    public ServiceRequest Get(string path) => Request(HttpMethod.Get, path) with { PossibleEffect = null };

    /// <summary>A request that creates something; it is sent again only if the organization certainly did not apply it.</summary>
    public ServiceRequest Create(string path, JToken body) => Request(HttpMethod.Post, path) with
    {
        Retry = RetryPolicy.RejectedOnly,
        Json = body.ToString(Formatting.None),
    };

    /// <summary>An action that has the same result if it is sent again.</summary>
    public ServiceRequest Act(string path, JToken body) => Request(HttpMethod.Post, path) with { Json = body.ToString(Formatting.None) };

    /// <summary>A request that replaces some attributes.</summary>
    public ServiceRequest Update(string path, JToken body) => Request(Patch, path) with { Json = body.ToString(Formatting.None) };

    /// <summary>A request that replaces everything.</summary>
    public ServiceRequest Replace(string path, JToken body) =>
        Request(HttpMethod.Put, path) with { Json = body.ToString(Formatting.None) };

    /// <summary>A request that deletes.</summary>
    public ServiceRequest Delete(string path) => Request(HttpMethod.Delete, path);

    /// <summary>Sends a request.</summary>
    /// <exception cref="TokenException">There is no successful response.</exception>
    /// <exception cref="OperationCanceledException">The request was canceled.</exception>
    public Task<ServiceResponse> SendAsync(ServiceRequest request, IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        Client.SendAsync(request, progress, cancellationToken);

    /// <summary>Reads the JSON object of a response.</summary>
    /// <exception cref="TokenApiException">The response is not one.</exception>
    public JObject ReadObject(ServiceRequest request, ServiceResponse response) =>
        ResponseBody.ReadJsonObject(response.Body) ?? throw Invalid(request, response, nameof(Messages.ResponseUnreadable));

    /// <summary>The error for a response that cannot be used.</summary>
    public TokenApiException Invalid(ServiceRequest request, ServiceResponse response, string messageName, params object?[] arguments) =>
        Client.InvalidResponse(request, response, messageName, arguments);

    /// <summary>A member that is a text, redacted and on one line; null for none.</summary>
    public static string? Text(ServiceResponse response, JToken? json, string name) =>
        json?[name] is JValue { Value: string value } && response.Redactor.RedactToLine(value, LongestText) is { Length: > 0 } text
            ? text
            : null;

    /// <summary>A list of texts, each redacted and on one line.</summary>
    public static IReadOnlyList<string> Texts(ServiceResponse response, JToken? json)
    {
        var texts = new List<string>();
        foreach (var item in json as JArray ?? [])
        {
            if (item is JValue { Value: string value } && texts.Count < EntityCollection.MaximumReferences)
            {
                texts.Add(response.Redactor.RedactToLine(value, LongestText));
            }
        }

        return texts;
    }

    private ServiceRequest Request(HttpMethod method, string path) => new(method, Path + path, RetryPolicy.Idempotent)
    {
        // As gooddata/gooddata-python-sdk:gooddata_sdk/client.py. Without the first, the response to a rejected request is a redirect to a
        // login page; with the second, references to objects that do not exist are rejected.
        Headers = [new("X-Requested-With", "XMLHttpRequest"), new("X-GDC-VALIDATE-RELATIONS", "true")],
        PossibleEffect = static () => MessageText.Format(nameof(Messages.GoodDataMayBeApplied)),
        Redactor = Redactor,
        Authenticate = message =>
        {
            message.Headers.Host = hostHeader;
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SecureText.Reveal(token.Secret));
        },
    };
}
