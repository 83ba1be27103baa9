using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Onedata;

/// <summary>A request for a temporary token.</summary>
internal sealed class TemporaryTokenRequest
{
    /// <summary>The default lifetime. The service has no default; it requires a time caveat.</summary>
    public static readonly TimeSpan DefaultValidFor = TimeSpan.FromHours(1);

    private static readonly Regex SubjectText = new(@"\A(?<kind>usr|prv)-(?<id>[A-Za-z0-9]+)\z", RegexOptions.CultureInvariant);

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
    /// one (an administrator's privilege); null for the subject of the connection's token.
    /// </summary>
    public string? For { get; set; }

    /// <summary>The path below /api/v3/onezone for the temporary tokens of a subject (oz:src/http/rest/routes/token_routes.erl).</summary>
    /// <param name="subject">The subject, in the form of <see cref="For"/>.</param>
    /// <param name="connectionSubject">The subject of the connection's own token.</param>
    /// <exception cref="TokenArgumentException">The subject is invalid, or unknown.</exception>
    public static string Path(string? subject, OnedataSubject? connectionSubject)
    {
        var trimmed = subject?.Trim() ?? connectionSubject?.Type switch
        {
            "user" => "user",
            "oneprovider" => "provider",
            _ => throw new TokenArgumentException(nameof(For), nameof(Messages.OnedataSubjectUnknown)),
        };
        if (trimmed.ToLowerInvariant() is var own and ("user" or "provider"))
        {
            return own + "/tokens/temporary";
        }

        var match = SubjectText.Match(trimmed);
        return match.Success
            ? (match.Groups["kind"].Value == "usr" ? "users/" : "providers/") + match.Groups["id"].Value + "/tokens/temporary"
            : throw new TokenArgumentException(nameof(For), nameof(Messages.OnedataForInvalid));
    }

    /// <summary>The caveats of the request: the time first, as in the documentation's examples.</summary>
    public IReadOnlyList<TokenCaveat> AllCaveats(DateTimeOffset zoneNow)
    {
        var all = new List<TokenCaveat>();
        if (ValidUntil is { } until)
        {
            all.Add(TimeCaveat.Create(until));
        }
        else if (ValidFor is not null || !Caveats.OfType<TimeCaveat>().Any())
        {
            all.Add(TimeCaveat.After(ValidFor ?? DefaultValidFor, zoneNow));
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
