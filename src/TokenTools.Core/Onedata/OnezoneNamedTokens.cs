using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The named tokens of a Onezone: creates, gets, changes and deletes them.</summary>
/// <param name="connection">The connection.</param>
/// <param name="api">Sends the requests.</param>
internal sealed class OnezoneNamedTokens(OnezoneConnection connection, NamedTokenApi api)
{
    // The zone reports the time of creation in whole seconds, and this machine measures the zone's time with some delay.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Validates a request as far as possible without sending it.</summary>
    /// <exception cref="TokenArgumentException">The request is invalid.</exception>
    public void Validate(NamedTokenRequest request)
    {
        request.Validate(connection.Client.Clock.UtcNow);
        Path(request.For);
    }

    /// <summary>Creates a token, or returns the existing one with its name if the request allows it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="asPlainText">Whether the token is a string rather than a <see cref="System.Security.SecureString"/>.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels what has not been sent.</param>
    /// <remarks>
    /// A request whose outcome is unknown is looked up by the name, which is unique, before it is repeated, so that there is never a second
    /// token.
    /// </remarks>
    /// <exception cref="TokenArgumentException">The request is invalid.</exception>
    /// <exception cref="TokenApiException">The zone rejected the request, or the existing token is not the requested one.</exception>
    /// <exception cref="TokenException">No response arrived; whether a token exists is known only if NeverApplied is true.</exception>
    public async Task<NamedToken> CreateAsync(
        NamedTokenRequest request, bool asPlainText, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        Validate(request);
        var start = await connection.GetZoneTimeAsync(progress, cancellationToken).ConfigureAwait(false);
        request.Validate(start);
        var type = await connection.ResolveAsync(request.Type, request.For, progress, cancellationToken).ConfigureAwait(false);
        var decode = connection.Decoder(start, asPlainText);
        var path = Path(request.For);
        if (request.GetExisting
            && await api.FindAsync(path, request.Name, decode, progress, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return NamedTokenComparison.EnsureUsable(found, request, type);
        }

        var creation = new UniqueCreation<NamedToken>(
            connection.Client,
            async (notices, stop) =>
            {
                var token = await api.CreateAsync(path, request, type, start, decode, notices, stop).ConfigureAwait(false);
                return await WithDetailsAsync(token, request, decode, notices, stop).ConfigureAwait(false);
            },
            async (unknown, notices, stop) =>
            {
                // After an unknown outcome, it is not canceled: only the result shows whether there is a token. If none is to be returned, the
                // rejection says enough.
                var existing = unknown is null && !request.GetExisting ? null
                    : await api.FindAsync(path, request.Name, decode, notices, unknown is null ? stop : CancellationToken.None)
                        .ConfigureAwait(false);
                if (unknown is not null && existing is null)
                {
                    notices?.Report(new Notice(NoticeLevel.Verbose, MessageText.Format(nameof(Messages.NamedTokenNotFound), request.Name)));
                }

                return existing;
            },
            () => NamedTokenApi.MayExist(request.Name).ToString());
        CreationResult<NamedToken> created;
        try
        {
            created = await creation.RunAsync(progress, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenApiException error) when (NamedTokenApi.IsNameOccupied(error) && !request.GetExisting)
        {
            throw Exists(request, error);
        }

        // Created by this request, although its response was lost, or by another client.
        return created.IsNew || (created.Failure is not null
            && NamedTokenComparison.IsCreatedBy(created.Object, request.AllCaveats(start), type, start - ClockTolerance))
            ? created.Object
            : request.GetExisting ? NamedTokenComparison.EnsureUsable(created.Object, request, type)
            : throw Exists(request, null);
    }

    /// <summary>The token of a subject with a name.</summary>
    /// <exception cref="TokenException">There is none, or the zone did not respond with it.</exception>
    public async Task<NamedToken> GetByNameAsync(
        string name, string? subject, bool asPlainText, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var valid = NamedTokenSpec.ValidName(name, "Name");
        var path = Path(subject);
        var now = await connection.GetZoneTimeAsync(progress, cancellationToken).ConfigureAwait(false);
        return await api.FindAsync(path, valid, connection.Decoder(now, asPlainText), progress, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(nameof(Messages.NamedTokenNameUnknown), valid);
    }

    /// <summary>The token with an id.</summary>
    /// <exception cref="TokenException">There is none, or the zone did not respond with it.</exception>
    public async Task<NamedToken> GetByIdAsync(
        string id, bool asPlainText, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var valid = NamedTokenApi.ValidId(id, "Id");
        var now = await connection.GetZoneTimeAsync(progress, cancellationToken).ConfigureAwait(false);
        return await api.FindAsync(valid, connection.Decoder(now, asPlainText), progress, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(nameof(Messages.NamedTokenIdUnknown), DisplayText.Id(valid));
    }

    /// <summary>The ids of a subject's tokens.</summary>
    /// <exception cref="TokenException">The zone did not respond with them.</exception>
    public Task<IReadOnlyList<string>> ListIdsAsync(string? subject, IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        api.ListAsync(Path(subject), progress, cancellationToken);

    /// <summary>The token with an id from a list; null if it has been deleted since.</summary>
    /// <exception cref="TokenException">The zone did not respond with it.</exception>
    public async Task<NamedToken?> FindByIdAsync(
        string id, bool asPlainText, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var now = await connection.GetZoneTimeAsync(progress, cancellationToken).ConfigureAwait(false);
        return await api.FindAsync(id, connection.Decoder(now, asPlainText), progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes a token.</summary>
    /// <exception cref="TokenException">The change is invalid, the zone rejected it, or no response arrived.</exception>
    public async Task UpdateAsync(string id, NamedTokenChange change, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var valid = NamedTokenApi.ValidId(id, "Id");
        var json = change.ToJson();
        try
        {
            await api.UpdateAsync(valid, json, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenException error) when (!error.NeverApplied && json["name"] is not null)
        {
            // A name is unique: if the token has it, the request was applied.
            var token = await FindOrNullAsync(() => FindByIdAsync(valid, false, progress, CancellationToken.None)).ConfigureAwait(false);
            if (token is null || token.Name != (string?)json["name"] || (json["revoked"] is { } revoked && token.Revoked != (bool)revoked))
            {
                throw;
            }
        }
        catch (TokenApiException error) when (NamedTokenApi.IsNameOccupied(error))
        {
            throw Occupied((string)json["name"]!, error);
        }
    }

    /// <summary>Deletes a token.</summary>
    /// <exception cref="TokenException">The id is invalid, the zone rejected it, or no response arrived.</exception>
    public Task DeleteAsync(string id, IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        api.DeleteAsync(NamedTokenApi.ValidId(id, "Id"), progress, cancellationToken);

    /// <summary>Why a token must not be deleted or revoked without confirmation; null for no reason.</summary>
    public MessageText? ReasonToKeep(NamedToken token) =>
        token.IsProviderRootToken ? new MessageText(nameof(Messages.NamedTokenIsRootToken), token.Name)
        : token.Id == connection.TokenId ? new MessageText(nameof(Messages.NamedTokenIsOwn), token.Name)
        : null;

    private static TokenApiException NotFound(string errorId, object shown) => new(errorId, [shown], 404, neverApplied: true);

    private static async Task<NamedToken?> FindOrNullAsync(Func<Task<NamedToken?>> find)
    {
        try
        {
            return await find().ConfigureAwait(false);
        }
        catch (TokenException)
        {
            return null;
        }
    }

    private string Path(string? subject) => SubjectPath.Of(subject, connection.OwnSubject) + "/tokens/named";

    // A failure to get the details must not lose the token.
    private async Task<NamedToken> WithDetailsAsync(
        OnedataToken token,
        NamedTokenRequest request,
        Func<string, OnedataToken> decode,
        IProgress<Notice>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            if (await api.FindAsync(token.Id, decode, progress, cancellationToken).ConfigureAwait(false) is { } details
                && details.Id == token.Id)
            {
                return details;
            }
        }
        catch (Exception error) when (error is TokenException or OperationCanceledException)
        {
        }

        return NamedToken.FromRequest(token, request);
    }

    private TokenApiException Exists(NamedTokenRequest request, TokenApiException? error) => new(
        nameof(Messages.NamedTokenExists), [request.Name], error?.StatusCode ?? 400, neverApplied: true)
    {
        ServiceError = error?.ServiceError,
    };

    private static TokenApiException Occupied(string name, TokenApiException error) => new(
        nameof(Messages.NamedTokenNameOccupied), [name], error.StatusCode, neverApplied: true)
    {
        ServiceError = error.ServiceError,
    };
}
