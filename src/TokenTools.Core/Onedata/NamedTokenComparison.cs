using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Onedata;

/// <summary>Compares an existing named token with a request for one of the same name.</summary>
internal static class NamedTokenComparison
{
    /// <summary>Returns an existing token if it can be used in place of a new one.</summary>
    /// <exception cref="TokenApiException">It cannot: it allows something else than the request, or it is not valid anymore.</exception>
    public static NamedToken EnsureUsable(NamedToken existing, NamedTokenRequest request, OnedataTokenType type)
    {
        var differences = Differences(existing, request, type).ToList();
        var problem = existing.Revoked ? nameof(Messages.NamedTokenIsRevoked)
            : existing.IsExpired ? nameof(Messages.NamedTokenIsExpired)
            : existing.IsUsedUp ? nameof(Messages.NamedTokenIsUsedUp)
            : differences.Count > 0 ? nameof(Messages.NamedTokenDiffers)
            : null;
        if (problem is not null)
        {
            // The name is taken, as in the zone's own response to a second token of this name.
            throw new TokenApiException(problem, [existing.Name, string.Join(", ", differences)], 400, neverApplied: true);
        }

        existing.AlreadyExisted = true;
        return existing;
    }

    /// <summary>True for a token that a request has created, rather than another client.</summary>
    /// <param name="existing">The token with the name.</param>
    /// <param name="caveats">The caveats that were sent.</param>
    /// <param name="type">The type that was sent.</param>
    /// <param name="start">The earliest time of its creation.</param>
    public static bool IsCreatedBy(NamedToken existing, IReadOnlyList<TokenCaveat> caveats, OnedataTokenType type, DateTimeOffset start) =>
        existing.CreationTime >= start
            && existing.Decoded.TokenType.ToString() == type.ToString()
            && existing.Caveats.Select(static caveat => caveat.Text).SequenceEqual(caveats.Select(static caveat => caveat.Text));

    // A lifetime starts when a token is created, so that only its presence is compared.
    private static IEnumerable<string> Differences(NamedToken existing, NamedTokenRequest request, OnedataTokenType type)
    {
        if (existing.Decoded.TokenType.ToString() != type.ToString())
        {
            yield return "type";
        }

        if (!Texts(existing.Caveats).SetEquals(Texts(request.Caveats)))
        {
            yield return "caveats";
        }

        var expires = request.ValidFor is not null || request.ValidUntil is not null || request.Caveats.OfType<TimeCaveat>().Any();
        if (expires != existing.ExpiresAt is not null)
        {
            yield return "expiry";
        }

        if (request.Privileges is { } privileges
            && !new HashSet<string>(privileges, StringComparer.Ordinal).SetEquals(existing.Privileges ?? []))
        {
            yield return "privileges";
        }

        if (request.UsageLimit is { } limit && limit != existing.UsageLimit)
        {
            yield return "usage limit";
        }
    }

    private static HashSet<string> Texts(IEnumerable<TokenCaveat> caveats) =>
        new(caveats.Where(static caveat => caveat is not TimeCaveat).Select(static caveat => caveat.Text), StringComparer.Ordinal);
}
