using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.Onedata;

/// <summary>The requests for named tokens, and how their responses are read (oz:src/http/rest/routes/token_routes.erl).</summary>
/// <param name="api">Sends the requests.</param>
internal sealed class NamedTokenApi(OnezoneApi api)
{
    private const string NotFoundId = "notFound";

    /// <summary>An id that can be part of a path.</summary>
    /// <exception cref="TokenArgumentException">It is not an id.</exception>
    public static string ValidId(string? id, string key)
    {
        var trimmed = (id ?? string.Empty).Trim();
        return OnedataIds.IsPlain(trimmed)
            ? trimmed
            : throw new TokenArgumentException(key, nameof(Messages.OnedataIdInvalid), new SettingName(key));
    }

    /// <summary>True for the error that the subject has a token with this name.</summary>
    public static bool IsNameOccupied(TokenApiException error) =>
        error is { StatusCode: 400, ServiceErrorId: "badValueIdentifierOccupied" };

    /// <summary>The sentence about a token that may have been created.</summary>
    public static MessageText MayExist(string name) => new(nameof(Messages.NamedTokenMayExist), name);

    /// <summary>Creates a token; returns its decoded text.</summary>
    public async Task<OnedataToken> CreateAsync(
        string path,
        NamedTokenRequest request,
        OnedataTokenType type,
        DateTimeOffset zoneNow,
        Func<string, OnedataToken> decode,
        IProgress<Notice>? progress,
        CancellationToken cancellationToken)
    {
        var body = new JObject
        {
            ["name"] = request.Name,
            ["type"] = type.ToJson(),
            ["caveats"] = new JArray(request.AllCaveats(zoneNow).Select(static caveat => caveat.ToJson())),
        };
        if (request.Metadata is not null)
        {
            body["customMetadata"] = request.Metadata;
        }

        // Beside the type: inside it, the service ignores both.
        if (request.Privileges is not null)
        {
            body["privileges"] = new JArray(request.Privileges);
        }

        if (request.UsageLimit is not null)
        {
            body["usageLimit"] = request.UsageLimit;
        }

        var sent = api.Request(HttpMethod.Post, path) with
        {
            Json = body.ToString(Formatting.None),
            Retry = RetryPolicy.RejectedOnly,
            PossibleEffect = () => MayExist(request.Name).ToString(),
        };
        // A request that was sent is not aborted by a cancellation: what it created would be unknown.
        var response = await api.Client.SendAsync(sent, progress, cancellationToken, CancellationToken.None).ConfigureAwait(false);
        if (!response.Cut && ResponseBody.ReadJsonObject(response.Body)?["token"] is JValue { Value: string { Length: > 0 } text })
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

        throw api.Client.InvalidResponse(sent, response, nameof(Messages.ResponseIncomplete), "token");
    }

    /// <summary>The token of a subject with a name; null for none.</summary>
    public async Task<NamedToken?> FindAsync(
        string path, string name, Func<string, OnedataToken> decode, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await GetDetailsAsync(path + "/name/" + Uri.EscapeDataString(name), decode, progress, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TokenApiException error) when (error.ServiceErrorId == NotFoundId)
        {
            return null;
        }
    }

    /// <summary>The token with an id; null for none.</summary>
    public async Task<NamedToken?> FindAsync(
        string id, Func<string, OnedataToken> decode, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await GetDetailsAsync("tokens/named/" + id, decode, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenApiException error) when (error.ServiceErrorId == NotFoundId)
        {
            return null;
        }
    }

    /// <summary>The ids of a subject's tokens.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string path, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = api.Request(HttpMethod.Get, path);
        var response = await api.Client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        var ids = (ResponseBody.ReadJsonObject(response.Body)?["tokens"] as JArray)
            ?.Select(static element => (element as JValue)?.Value as string).ToList();
        // An id becomes part of a path.
        return ids is not null && ids.TrueForAll(static id => id is not null && OnedataIds.IsPlain(id))
            ? ids.Select(static id => id!).ToList()
            : throw api.Client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), "tokens");
    }

    /// <summary>Changes a token.</summary>
    public Task UpdateAsync(string id, JObject change, IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        api.Client.SendAsync(
            api.Request(new HttpMethod("PATCH"), "tokens/named/" + id) with
            {
                Json = change.ToString(Formatting.None),
                // A second request may find the name occupied by what the first one renamed.
                Retry = change["name"] is null ? RetryPolicy.Idempotent : RetryPolicy.RejectedOnly,
                PossibleEffect = static () => MessageText.Format(nameof(Messages.NamedTokenMayBeChanged)),
            },
            progress,
            cancellationToken);

    /// <summary>Deletes a token.</summary>
    public async Task DeleteAsync(string id, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await api.Client.SendAsync(
                api.Request(HttpMethod.Delete, "tokens/named/" + id) with
                {
                    PossibleEffect = static () => MessageText.Format(nameof(Messages.NamedTokenMayBeDeleted)),
                },
                progress,
                cancellationToken).ConfigureAwait(false);
        }
        catch (TokenApiException error) when (error is { StatusCode: 404, NeverApplied: false })
        {
            // An earlier attempt, the response to which was lost, has deleted it.
        }
    }

    private async Task<NamedToken> GetDetailsAsync(
        string path, Func<string, OnedataToken> decode, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = api.Request(HttpMethod.Get, path);
        var response = await api.Client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!response.Cut && ResponseBody.ReadJsonObject(response.Body) is { } json
                && NamedToken.FromJson(json, decode, response.Redactor) is { } token)
            {
                return token;
            }
        }
        catch (TokenFormatException)
        {
            // The message would describe a token that the user has never seen.
        }

        throw api.Client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), "name and token");
    }
}
