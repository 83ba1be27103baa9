using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.Boomi.Objects;

/// <summary>Finds an object, or creates it.</summary>
/// <typeparam name="T">The type of the object.</typeparam>
internal sealed class BoomiCreation<T>
    where T : class
{
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
        var creation = new UniqueCreation<T>(
            _connection.Client, SendAsync, (_, notices, stop) => FindAsync(notices, stop), () => _mayExist.ToString());
        return (await creation.RunAsync(progress, cancellationToken).ConfigureAwait(false)).Object;
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
}
