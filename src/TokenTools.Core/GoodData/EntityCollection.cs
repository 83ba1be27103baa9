using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>The objects of one type in GoodData's JSON:API: the one place that finds, lists, creates, updates and deletes them.</summary>
/// <param name="api">Sends the requests.</param>
/// <param name="path">The path of the collection.</param>
/// <param name="type">The JSON:API type of its objects.</param>
/// <param name="include">The relationship that responses include; null for none.</param>
internal sealed class EntityCollection(GoodDataApi api, string path, string type, string? include = null)
{
    /// <summary>How many references of one object are read.</summary>
    public const int MaximumReferences = 1000;

    // The size of the vendor's own client (gooddata/gooddata-python-sdk, recorded requests).
    private const int PageSize = 500;

    // Limits against a service that never ends: a million objects, and the text of 64 Mi characters.
    private const int MaximumPages = 2000;
    private const long MaximumCharacters = 64L * 1024 * 1024;

    /// <summary>Finds an object by its id; null if there is none, or the user may not see it (404 for both).</summary>
    public async Task<Entity?> FindAsync(string id, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = api.Get(PathOf(id) + (include is null ? string.Empty : "?include=" + include));
        try
        {
            var response = await api.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
            return Read(request, response, id);
        }
        catch (TokenApiException error) when (error.StatusCode == 404)
        {
            return null;
        }
    }

    /// <summary>Lists all objects.</summary>
    /// <remarks>The pages end with an empty one: <c>links.next</c> is present even there (recorded in test_api_tokens.yaml).</remarks>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <param name="select">Creates a result from an object.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<IReadOnlyList<T>> ListAsync<T>(
        Func<Entity, T> select, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var results = new List<T>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        long characters = 0;
        for (var page = 0; ; page++)
        {
            var query = FormattableString.Invariant($"page={page}&size={PageSize}");
            var request = api.Get(path + "?" + (include is null ? string.Empty : "include=" + include + "&") + query);
            var response = await api.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
            if (response.Cut)
            {
                throw api.Invalid(request, response, nameof(Messages.ResponseListTooLong));
            }

            var data = api.ReadObject(request, response)["data"] as JArray
                ?? throw api.Invalid(request, response, nameof(Messages.ResponseIncomplete), "data");
            if (data.Count == 0)
            {
                return results;
            }

            var before = ids.Count;
            foreach (var item in data)
            {
                var entity = ToEntity(request, response, item, null);
                if (ids.Add(entity.Id))
                {
                    results.Add(select(entity));
                }
            }

            characters += response.Body.Length;
            // Objects that were created or deleted in between move others from one page to the next, but not a whole page.
            if (ids.Count == before || page == MaximumPages || characters > MaximumCharacters)
            {
                throw api.Invalid(request, response, nameof(Messages.ResponseListTooLong));
            }
        }
    }

    /// <summary>Creates an object, at most one of its id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="attributes">The attributes; null for none.</param>
    /// <param name="possibleEffect">
    /// A sentence about what a request with an unknown outcome may have created: part of the error, also of a cancellation.
    /// </param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<CreationResult<Entity>> CreateAsync(
        string id, JObject? attributes, Func<string> possibleEffect, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = api.Create(path, Document(id, attributes)) with { PossibleEffect = possibleEffect };
        return await new UniqueCreation<Entity>(
            api.Client,
            async (notices, stop) => Read(request, await api.SendAsync(request, notices, stop).ConfigureAwait(false), id),
            (_, notices, stop) => FindAsync(id, notices, stop),
            possibleEffect).RunAsync(progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces some attributes of an object.</summary>
    public async Task<Entity> UpdateAsync(string id, JObject attributes, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = api.Update(PathOf(id), Document(id, attributes));
        return Read(request, await api.SendAsync(request, progress, cancellationToken).ConfigureAwait(false), id);
    }

    /// <summary>Deletes an object.</summary>
    /// <returns>False if there is none, or the user may not see it.</returns>
    public async Task<bool> DeleteAsync(string id, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await api.SendAsync(api.Delete(PathOf(id)), progress, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TokenApiException error) when (error.StatusCode == 404)
        {
            return false;
        }
    }

    private string PathOf(string id) => path + "/" + Uri.EscapeDataString(id);

    private JObject Document(string id, JObject? attributes)
    {
        var data = new JObject { ["id"] = id, ["type"] = type };
        if (attributes is not null)
        {
            data["attributes"] = attributes;
        }

        return new JObject { ["data"] = data };
    }

    private Entity Read(ServiceRequest request, ServiceResponse response, string id) =>
        ToEntity(request, response, api.ReadObject(request, response)["data"], id);

    // An object of another id or type is not the one that the request was about.
    private Entity ToEntity(ServiceRequest request, ServiceResponse response, JToken? item, string? expectedId) =>
        item is JObject json && json["id"] is JValue { Value: string id } && GoodDataId.IsValid(id)
            && (expectedId is null || id == expectedId) && json["type"] is JValue { Value: string kind } && kind == type
            ? new Entity(id, json, response)
            : throw api.Invalid(request, response, nameof(Messages.ResponseIncomplete), type);
}
