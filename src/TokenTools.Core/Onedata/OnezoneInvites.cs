using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>Uses invite tokens at a Onezone.</summary>
/// <param name="connection">The connection of the user who joins.</param>
/// <param name="api">Sends the requests.</param>
/// <param name="redactor">Removes the connection's secrets from messages.</param>
internal sealed class OnezoneInvites(OnezoneConnection connection, OnezoneApi api, Redactor redactor)
{
    /// <summary>Checks, without a request, that a token can be used with a connection; returns how.</summary>
    /// <param name="token">The token.</param>
    /// <param name="memberId">The id of the group, harvester or space that joins; null for a user.</param>
    /// <exception cref="TokenArgumentException">The token cannot be used, or the id is missing or not possible.</exception>
    public static InviteJoin Validate(OnedataToken token, string? memberId)
    {
        if (token.TokenType.InviteType is not { } inviteType)
        {
            throw new TokenArgumentException("Token", nameof(Messages.InviteTokenNotInvite), token.Type);
        }

        // supportSpace and registerOneprovider
        var join = InviteJoin.Of(inviteType)
            ?? throw new TokenArgumentException("Token", nameof(Messages.InviteTokenForProvider), inviteType.Name);
        if (join.Consumer is null && memberId is not null)
        {
            throw new TokenArgumentException("MemberId", nameof(Messages.InviteTokenForUser), inviteType.Name);
        }

        if (join.Consumer is { } consumer)
        {
            if (memberId is null)
            {
                throw new TokenArgumentException("MemberId", nameof(Messages.InviteTokenMemberMissing), inviteType.Name, consumer.Name);
            }

            NamedTokenApi.ValidId(memberId, "MemberId");
        }

        return join;
    }

    /// <summary>The sentence about a token that may have been used.</summary>
    public static MessageText MayBeUsed(InviteJoin join, OnedataToken token) =>
        new(nameof(Messages.InviteTokenMayBeUsed), join.Target.Name, DisplayText.Id(token.TargetId!));

    /// <summary>Uses an invite token: its user, or a group, harvester or space of that user, joins what the token invites to.</summary>
    /// <param name="token">The token.</param>
    /// <param name="memberId">The id of the group, harvester or space that joins; null for the connection's user.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels what has not been sent.</param>
    /// <remarks>Never sent again if it may have been applied: each use counts. What became of it is then looked up.</remarks>
    /// <exception cref="TokenArgumentException">The token cannot be used; nothing was sent.</exception>
    /// <exception cref="TokenApiException">The zone does not accept the token; see <see cref="InviteTokenErrors"/>.</exception>
    /// <exception cref="TokenException">No response arrived, and what became of the request is unknown.</exception>
    public async Task<OnezoneMembership> UseAsync(
        OnedataToken token, string? memberId, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var join = Validate(token, memberId);
        var target = token.TargetId!;
        var path = join.CollectionPath(memberId?.Trim());
        var request = api.Request(HttpMethod.Post, path + "/join") with
        {
            Json = new JObject { ["token"] = token.Secret.Reveal() }.ToString(Formatting.None),
            Retry = RetryPolicy.RejectedOnly,
            PossibleEffect = () => MayBeUsed(join, token).ToString(),
            Redactor = redactor.With(token.Secret.ToSecureString()),
        };
        try
        {
            var response = await api.Client.SendAsync(request, progress, cancellationToken, CancellationToken.None).ConfigureAwait(false);
            var id = JoinedId(response.Location, path)
                ?? throw api.Client.InvalidResponse(request, response, nameof(Messages.ResponseIncomplete), "Location");
            return Membership(id);
        }
        catch (TokenApiException error) when (InviteTokenErrors.Typed(error, join, target) is { } typed)
        {
            throw typed;
        }
        catch (TokenException error) when (!error.NeverApplied)
        {
            if (await IsMemberAsync(path, target, progress).ConfigureAwait(false))
            {
                return Membership(target);
            }

            throw;
        }

        OnezoneMembership Membership(string id) =>
            new(join, id, join.Consumer is null ? connection.Subject?.Id : memberId!.Trim(), token);
    }

    // The body is empty: the id is only in Location, which has the zone's own domain, and in swagger another path than in fact
    // (oz:src/http/rest/translators/*_rest_translator.erl).
    private static string? JoinedId(Uri? location, string path)
    {
        if (location is null)
        {
            return null;
        }

        var text = location.IsAbsoluteUri ? location.AbsolutePath : location.OriginalString;
        var slash = text.LastIndexOf('/');
        var id = text.Substring(slash + 1);
        var isOfPath = slash > 0 && text.Substring(0, slash).EndsWith("/" + path, StringComparison.Ordinal);
        return isOfPath && OnedataIds.IsPlain(id) ? id : null;
    }

    private async Task<bool> IsMemberAsync(string path, string target, IProgress<Notice>? progress)
    {
        try
        {
            var request = api.Request(HttpMethod.Get, path + "/" + Uri.EscapeDataString(target));
            await api.Client.SendAsync(request, progress, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (TokenException)
        {
            return false;
        }
    }
}
