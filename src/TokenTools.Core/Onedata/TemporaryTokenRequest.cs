using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Onedata;

/// <summary>What a temporary token shall be good for.</summary>
public sealed class TemporaryTokenRequest
{
    /// <summary>What is asked for where nothing is said. The service has no default: it wants a time caveat.</summary>
    public static readonly TimeSpan DefaultValidFor = TimeSpan.FromHours(1);

    private static readonly Regex SubjectText = new(@"\A(?<kind>usr|prv)-(?<id>[A-Za-z0-9]+)\z", RegexOptions.CultureInvariant);

    /// <summary>What kind of token.</summary>
    public OnedataTokenType Type { get; set; } = OnedataTokenType.Access;

    /// <summary>How long it is good for, counted from the zone's clock; null for none said. Not together with <see cref="ValidUntil"/>.</summary>
    public TimeSpan? ValidFor { get; set; }

    /// <summary>Until when it is good; null for none said. Fractions of a second are cut.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>Further caveats, in the order in which they go into the token.</summary>
    public IReadOnlyList<TokenCaveat> Caveats { get; set; } = [];

    /// <summary>
    /// Whose token: <c>user</c> or <c>provider</c> for the connection's own, <c>usr-ID</c> or <c>prv-ID</c> for another one
    /// (an administrator's privilege); null to go by the connection's token.
    /// </summary>
    public string? For { get; set; }

    /// <summary>True if the time has to be counted from the zone's clock.</summary>
    internal bool CountsFromNow => ValidFor is not null || (ValidUntil is null && !Caveats.OfType<TimeCaveat>().Any());

    /// <summary>The path below /api/v3/onezone (oz:src/http/rest/routes/token_routes.erl).</summary>
    /// <param name="given">Whose tokens, as <see cref="For"/> says it.</param>
    /// <param name="self">Whose the connection's own token is.</param>
    internal static string Path(string? given, OnedataSubject? self)
    {
        var subject = given?.Trim() ?? self?.Type switch
        {
            "user" => "user",
            "oneprovider" => "provider",
            _ => throw new TokenArgumentException("For", nameof(Messages.OnedataSubjectUnknown)),
        };
        if (string.Equals(subject, "user", StringComparison.OrdinalIgnoreCase) || string.Equals(subject, "provider", StringComparison.OrdinalIgnoreCase))
        {
            return subject.ToLowerInvariant() + "/tokens/temporary";
        }

        var match = SubjectText.Match(subject);
        return match.Success
            ? (match.Groups["kind"].Value == "usr" ? "users/" : "providers/") + match.Groups["id"].Value + "/tokens/temporary"
            : throw new TokenArgumentException("For", nameof(Messages.OnedataForInvalid));
    }

    /// <summary>The caveats as they go into the request: the time first, as in the documentation's examples.</summary>
    internal IReadOnlyList<TokenCaveat> AllCaveats(DateTimeOffset zoneNow)
    {
        var all = new List<TokenCaveat>();
        if (CountsFromNow)
        {
            all.Add(TimeCaveat.After(ValidFor ?? DefaultValidFor, zoneNow));
        }

        if (ValidUntil is { } until)
        {
            all.Add(TimeCaveat.Create(until));
        }

        all.AddRange(Caveats);
        return all;
    }

    /// <summary>Refuses a time that has passed: the service would answer 201 with a dead token.</summary>
    internal void CheckTimes(DateTimeOffset now)
    {
        TimeCaveat.EnsureSingleExpiry(ValidFor, ValidUntil);
        if (ValidUntil <= now)
        {
            throw new TokenArgumentException("ValidUntil", nameof(Messages.OnedataTimeHasPassed), ValidUntil.Value.UtcDateTime);
        }

        foreach (var caveat in Caveats.OfType<TimeCaveat>())
        {
            if (caveat.ExpiresAt <= now)
            {
                throw new TokenArgumentException("Caveat", nameof(Messages.OnedataTimeHasPassed), caveat.ExpiresAt.UtcDateTime);
            }

            caveat.Validate();
        }

        foreach (var caveat in Caveats)
        {
            if (!caveat.IsSupportedBy(Type.Name))
            {
                throw new TokenArgumentException("Caveat", nameof(Messages.OnedataCaveatUnsupported), caveat.Type, Type.Name);
            }
        }
    }
}
