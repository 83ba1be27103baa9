using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.Boomi.Objects;

/// <summary>
/// Creates an object that may exist. Creating is not idempotent: after a failure with an unknown outcome, the object is looked up before
/// it is requested again.
/// </summary>
/// <typeparam name="T">The type of the object.</typeparam>
internal sealed class BoomiCreation<T>
    where T : class
{
    private const int MaximumAttempts = 3;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    private readonly BoomiConnection _connection;
    private readonly BoomiObjectKind<T> _kind;
    private readonly QueryExpression _filter;
    private readonly Func<T, bool> _isWanted;
    private readonly JObject _body;
    private readonly MessageText _mayExist;

    /// <param name="connection">The connection.</param>
    /// <param name="kind">The kind of the object.</param>
    /// <param name="filter">The filter that finds the object.</param>
    /// <param name="isWanted">Recognizes the object among the results.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="mayExist">The sentence about an object that may have been created.</param>
    public BoomiCreation(
        BoomiConnection connection,
        BoomiObjectKind<T> kind,
        QueryExpression filter,
        Func<T, bool> isWanted,
        JObject body,
        MessageText mayExist)
    {
        _connection = connection;
        _kind = kind;
        _filter = filter;
        _isWanted = isWanted;
        _body = body;
        _mayExist = mayExist;
    }

    /// <summary>Finds the object; null if it does not exist.</summary>
    /// <exception cref="TokenException">The service cannot be queried.</exception>
    public async Task<T?> FindAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var found = await new BoomiQuery<T>(_connection, _kind, _filter, _isWanted)
            .ReadAllAsync(progress, cancellationToken).ConfigureAwait(false);
        return found.Count > 0 ? found[0] : null;
    }

    /// <summary>Creates the object, which was not found.</summary>
    /// <returns>The object, also if another client created it at the same time.</returns>
    /// <exception cref="TokenException">The object was not created, or its creation is uncertain.</exception>
    public async Task<T> CreateAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var isUnknown = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendAsync(progress, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestCanceledException error) when (isUnknown && !error.RequestSent)
            {
                throw new RequestCanceledException(requestSent: true, _mayExist.ToString(), cancellationToken);
            }
            catch (TokenException error) when (!error.NeverApplied || error is TokenApiException { StatusCode: 400 or 409 })
            {
                isUnknown |= !error.NeverApplied;
                try
                {
                    // Lost, or rejected because the object exists: the response to that is not documented.
                    if (await TryFindAsync(progress, cancellationToken).ConfigureAwait(false) is { } found)
                    {
                        return found;
                    }

                    if (attempt == MaximumAttempts || error.NeverApplied || !RetryPolicy.Idempotent.Allows(error))
                    {
                        throw;
                    }

                    var delay = RetryDelay.Backoff(attempt, RetryInterval, _connection.Client.Clock.NextRandom());
                    await _connection.Client.Clock.Delay(delay, cancellationToken).ConfigureAwait(false);
                    if (await TryFindAsync(progress, cancellationToken).ConfigureAwait(false) is { } late)
                    {
                        return late;
                    }
                }
                catch (OperationCanceledException) when (isUnknown)
                {
                    throw new RequestCanceledException(requestSent: true, _mayExist.ToString(), cancellationToken);
                }
            }
        }
    }

    private async Task<T> SendAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = _connection.CreateRequest(HttpMethod.Post, _kind.Name, RetryPolicy.RejectedOnly, () => _mayExist.ToString()) with
        {
            Json = _body.ToString(Formatting.None),
        };
        var response = await _connection.Client.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        TokenApiException Invalid(string field) => _connection.Client.InvalidResponse(
            request, response, nameof(Messages.ResponseIncomplete), _kind.Name + "." + field);
        if (ResponseBody.ReadJsonObject(response.Body) is not { } json)
        {
            throw _connection.Client.InvalidResponse(request, response, nameof(Messages.ResponseUnreadable));
        }

        var created = _kind.Read(new BoomiFields(json, _connection.Redactor, Invalid));
        return _isWanted(created) ? created : throw Invalid("id");
    }

    // The error before this one is more informative than one about the query.
    private async Task<T?> TryFindAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(progress, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenException)
        {
            return null;
        }
    }
}
