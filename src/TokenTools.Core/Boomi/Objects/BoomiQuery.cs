using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.Boomi.Objects;

/// <summary>A query for objects of the Platform API, which is read page by page. Call its members on one thread at a time.</summary>
/// <remarks>
/// https://developer.boomi.com/docs/APIs/PlatformAPI/Introduction/Query_paging: a page has at most 100 results, and a queryToken if there
/// are more, which is the body of the request for the next page.
/// </remarks>
/// <typeparam name="T">The type of the objects.</typeparam>
internal sealed class BoomiQuery<T>
    where T : class
{
    /// <summary>The maximum number of pages. A service that always returns another page must not keep a client busy forever.</summary>
    public const int MaximumPages = 1000;

    // Ten times the documented size of a page.
    private const int MaximumResultsPerPage = 1000;

    private const int MaximumQueryTokenLength = 16 * 1024;

    private readonly BoomiConnection _connection;
    private readonly BoomiObjectKind<T> _kind;
    private readonly Func<T, bool>? _where;
    private QueryExpression? _filter;
    private FurtherQuery? _further;
    private string? _queryToken;
    private int _pages;
    private long _results;
    private long _highestCount = -1;

    /// <param name="connection">The connection.</param>
    /// <param name="kind">The kind of the objects.</param>
    /// <param name="filter">The filter that the service applies; null for all objects.</param>
    /// <param name="where">A filter that is applied to its results; null for none.</param>
    /// <param name="further">A query that may follow; null for none.</param>
    public BoomiQuery(
        BoomiConnection connection, BoomiObjectKind<T> kind, QueryExpression? filter, Func<T, bool>? where = null, FurtherQuery? further = null)
    {
        _further = further;
        _connection = connection;
        _kind = kind;
        _filter = filter ?? kind.Everything;
        _where = where;
    }

    /// <summary>True once the last page has been read.</summary>
    public bool HasEnded => _pages > 0 && _queryToken is null;

    /// <summary>
    /// True if all results were certainly read: the last page was read, and there are as many results as the service counted. The number in
    /// a page is that of the page or that of the whole query; both occur in the documentation.
    /// </summary>
    public bool IsComplete => HasEnded && _highestCount >= 0 && _results >= _highestCount;

    /// <summary>The service's clock when the latest page arrived, at the earliest; null if the service sent no time.</summary>
    public DateTimeOffset? EarliestServerTime { get; private set; }

    /// <summary>Reads the next page.</summary>
    /// <param name="progress">Receives retries and debug messages, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The objects that pass both filters; possibly none.</returns>
    /// <exception cref="TokenException">The service returned an error or a response that cannot be used.</exception>
    public async Task<IReadOnlyList<T>> ReadPageAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = CreateRequest();
        var response = await _connection.Client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        EarliestServerTime = response.Date;
        return Read(request, response);
    }

    /// <summary>Reads all pages.</summary>
    /// <inheritdoc cref="ReadPageAsync"/>
    public async Task<IReadOnlyList<T>> ReadAllAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        do
        {
            all.AddRange(await ReadPageAsync(progress, cancellationToken).ConfigureAwait(false));
        }
        while (!HasEnded);
        return all;
    }

    private ServiceRequest CreateRequest() => _queryToken is null
        ? _connection.CreateRequest(HttpMethod.Post, _kind.Name + "/query", RetryPolicy.Idempotent, null) with
        {
            Body = QueryExpression.ToBody(_filter),
        }
        : _connection.CreateRequest(HttpMethod.Post, _kind.Name + "/queryMore", RetryPolicy.Idempotent, null) with
        {
            Body = _queryToken,
            MediaType = "text/plain",
        };

    private List<T> Read(ServiceRequest request, ServiceResponse response)
    {
        if (response.Cut)
        {
            throw _connection.Client.InvalidResponse(request, response, nameof(Messages.BoomiPageTooLarge), _kind.Name);
        }

        if (ResponseBody.ReadJsonObject(response.Body) is not { } page || page["result"] is not (null or JArray or JValue { Value: null }))
        {
            throw _connection.Client.InvalidResponse(request, response, nameof(Messages.ResponseUnreadable));
        }

        // A query without results may have no list of them.
        var results = page["result"] as JArray ?? [];
        if (results.Count > MaximumResultsPerPage)
        {
            throw _connection.Client.InvalidResponse(request, response, nameof(Messages.BoomiPageTooLarge), _kind.Name);
        }

        var objects = new List<T>(results.Count);
        foreach (var result in results)
        {
            var read = ReadResult(request, response, result);
            if (_where?.Invoke(read) != false)
            {
                objects.Add(read);
            }
        }

        _results += results.Count;
        _highestCount = Math.Max(_highestCount, Count(page["numberOfResults"]));
        MoveOn(request, response, page["queryToken"]);
        return objects;
    }

    private T ReadResult(ServiceRequest request, ServiceResponse response, JToken result)
    {
        TokenApiException Invalid(string field) => _connection.Client.InvalidResponse(
            request, response, nameof(Messages.ResponseIncomplete), _kind.Name + "." + field);
        return _kind.Read(new BoomiFields(result as JObject ?? throw Invalid("id"), _connection.Redactor, Invalid));
    }

    private void MoveOn(ServiceRequest request, ServiceResponse response, JToken? queryToken)
    {
        _pages++;
        _queryToken = queryToken is JValue { Type: JTokenType.String } value && (string?)value is { Length: > 0 } text ? text : null;
        if (_queryToken is not null && (_pages >= MaximumPages || _queryToken.Length > MaximumQueryTokenLength))
        {
            throw _connection.Client.InvalidResponse(request, response, nameof(Messages.BoomiQueryTooLong), _kind.Name, MaximumPages);
        }

        if (_queryToken is null && _further is { } further)
        {
            _further = null;
            if (further.IsRequired())
            {
                (_filter, _pages, _results, _highestCount) = (further.Filter ?? _kind.Everything, 0, 0, -1);
            }
        }
    }

    // -1 for no number. Some numbers of this API are text, or ["Long", 3832].
    private static long Count(JToken? number) => number switch
    {
        JArray { Count: 2 } pair => Count(pair[1]),
        JValue { Type: JTokenType.Integer, Value: long count } => count,
        JValue { Type: JTokenType.String } text
            when long.TryParse((string?)text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => -1,
    };
}

/// <summary>A query that follows another one with a narrower filter.</summary>
/// <param name="Filter">The filter that the service applies; null for all objects.</param>
/// <param name="IsRequired">Called once, after the last page of the first query.</param>
internal sealed record FurtherQuery(QueryExpression? Filter, Func<bool> IsRequired);
