using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Onedata;

/// <summary>A request for a token of a Onezone.</summary>
internal abstract class TokenRequest
{
    /// <summary>The type of the token.</summary>
    public OnedataTokenType Type { get; set; } = OnedataTokenType.Access;

    /// <summary>
    /// The lifetime, from now by the zone's clock; null if not specified. Not together with <see cref="ValidUntil"/>.
    /// </summary>
    public TimeSpan? ValidFor { get; set; }

    /// <summary>The expiration, truncated to whole seconds; null if not specified.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>Further caveats, in the order in which they are added.</summary>
    public IReadOnlyList<TokenCaveat> Caveats { get; set; } = [];

    /// <summary>
    /// The subject of the token: <c>user</c> or <c>provider</c> for the connection's own, <c>usr-ID</c> or <c>prv-ID</c> for another
    /// one (an administrator's privilege); null for the connection's own subject.
    /// </summary>
    public string? For { get; set; }

    /// <summary>The lifetime if none is specified; null for none.</summary>
    private protected abstract TimeSpan? DefaultLifetime { get; }

    /// <summary>The caveats of the request: the time first, as in the documentation's examples.</summary>
    public IReadOnlyList<TokenCaveat> AllCaveats(DateTimeOffset zoneNow)
    {
        var all = new List<TokenCaveat>();
        if (ValidUntil is { } until)
        {
            all.Add(TimeCaveat.Create(until));
        }
        else if ((ValidFor ?? (Caveats.OfType<TimeCaveat>().Any() ? null : DefaultLifetime)) is { } lifetime)
        {
            all.Add(TimeCaveat.After(lifetime, zoneNow));
        }

        all.AddRange(Caveats);
        return all;
    }

    /// <summary>
    /// Rejects a time that has passed, for which the service would issue an expired token, and caveats that the type does not
    /// support.
    /// </summary>
    /// <exception cref="TokenArgumentException">The time has passed, or a caveat is not supported.</exception>
    public void Validate(DateTimeOffset now)
    {
        TimeCaveat.EnsureSingleExpiry(ValidFor is not null, ValidUntil is not null);
        if (ValidUntil is { } until)
        {
            EnsureFuture(until, now, nameof(ValidUntil));
        }

        foreach (var caveat in Caveats)
        {
            if (caveat is TimeCaveat time)
            {
                EnsureFuture(time.ExpiresAt, now, CaveatSpec.CaveatKey);
                time.Validate();
            }

            if (!caveat.IsSupportedBy(Type.Name))
            {
                throw new TokenArgumentException(CaveatSpec.CaveatKey, nameof(Messages.OnedataCaveatUnsupported), caveat.Type, Type.Name);
            }
        }
    }

    private static void EnsureFuture(DateTimeOffset time, DateTimeOffset now, string settingKey)
    {
        if (time <= now)
        {
            throw new TokenArgumentException(settingKey, nameof(Messages.OnedataTimeHasPassed), TimeCaveat.Utc(time));
        }
    }
}
