using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The API tokens of one user.</summary>
/// <param name="api">Sends the requests.</param>
/// <param name="userId">The user's id.</param>
internal sealed class ApiTokens(GoodDataApi api, string userId)
{
    private readonly EntityCollection _tokens = new(api, "entities/users/" + Uri.EscapeDataString(userId) + "/apiTokens", "apiToken");

    /// <summary>Lists the tokens, without their secrets.</summary>
    public Task<IReadOnlyList<GoodDataApiToken>> ListAsync(IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        _tokens.ListAsync(token => new GoodDataApiToken(token.Id, userId, null), progress, cancellationToken);

    /// <summary>Gets one token, without its secret.</summary>
    /// <exception cref="TokenApiException">There is no such token, or the connection's user may not see it.</exception>
    public async Task<GoodDataApiToken> GetAsync(string id, IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        await _tokens.FindAsync(id, progress, cancellationToken).ConfigureAwait(false) is not null
            ? new GoodDataApiToken(id, userId, null)
            : throw Missing(id);

    /// <summary>Deletes a token: it is no longer accepted.</summary>
    /// <exception cref="TokenApiException">There is no such token, or the connection's user may not delete it.</exception>
    public async Task DeleteAsync(string id, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        if (!await _tokens.DeleteAsync(id, progress, cancellationToken).ConfigureAwait(false))
        {
            throw Missing(id);
        }
    }

    /// <summary>Creates a token.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="replace">Whether an existing token of that id is deleted first.</param>
    /// <param name="asPlainText">Whether the token is a string.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="ApiTokenUnavailableException">A token of that id exists, or was created without a readable response.</exception>
    public async Task<GoodDataApiToken> CreateAsync(
        string id, bool replace, bool asPlainText, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var isDeleted = replace && await _tokens.DeleteAsync(id, progress, cancellationToken).ConfigureAwait(false);
        CreationResult<Entity> result;
        try
        {
            result = await _tokens.CreateAsync(
                id, null, () => MayExist(id).ToString(), progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (isDeleted && error is (TokenException or OperationCanceledException))
        {
            var text = MessageText.Format(nameof(Messages.ApiTokenDeleted), DisplayText.Id(id), DisplayText.Id(userId));
            progress?.Report(new Notice(NoticeLevel.Warning, text));
            throw;
        }

        return result is { IsNew: true, Object.Attributes: var attributes }
            && attributes["bearerToken"] is JValue { Value: string { Length: > 0 } token }
            ? new GoodDataApiToken(id, userId, TokenSecret.FromString(token, asPlainText))
            : throw new ApiTokenUnavailableException(
                id, userId, result.Failure ?? (result.IsNew ? Unreadable(result.Object) : null));
    }

    private static TokenApiException Missing(string id) =>
        new(nameof(Messages.ApiTokenMissing), [DisplayText.Id(id)], 404, neverApplied: true);

    private static TokenApiException Unreadable(Entity token) => new(
        nameof(Messages.ResponseIncomplete),
        [GoodDataProtocol.ServiceName, "bearerToken", string.Empty],
        token.Response.StatusCode,
        neverApplied: false);

    private MessageText MayExist(string id) => new(nameof(Messages.ApiTokenMayExist), DisplayText.Id(id), DisplayText.Id(userId));
}
