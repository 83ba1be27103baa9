using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>Finds problems in a token that Onezone would accept.</summary>
internal static class OnedataLint
{
    // The default limit for a header of cowboy, Onezone's web server. The response to a longer header is 431.
    private const int MaximumHeaderLength = 4096;

    /// <summary>The warnings about a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="length">The length of its text, in characters.</param>
    /// <param name="connectionDomain">The domain of the Onezone to which it will be sent; null for none.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<TokenWarning> Find(OnedataToken token, int length, string? connectionDomain, DateTimeOffset now)
    {
        var warnings = new WarningList();
        if (token.ExpiresAt is not { } expiry)
        {
            warnings.Add(nameof(Messages.OnedataWarningNoExpiry));
        }
        else if (expiry <= now)
        {
            warnings.Add(nameof(Messages.OnedataWarningExpired), TimeCaveat.Utc(expiry));
        }
        else if (ExpiryWarning.IsSoon(expiry - now))
        {
            warnings.Add(nameof(Messages.OnedataWarningExpiresSoon), TimeCaveat.Utc(expiry));
        }

        if (token.SignatureVerified == false)
        {
            warnings.Add(nameof(Messages.OnedataWarningSignature));
        }

        if (token.TokenType.UnknownText is { } unknown)
        {
            warnings.Add(
                token.Type == OnedataTokenType.UnknownName
                    ? nameof(Messages.OnedataWarningTypeUnknown)
                    : nameof(Messages.OnedataWarningInviteTypeUnknown),
                DisplayText.Id(unknown));
        }

        if (token.SessionId is { } session)
        {
            warnings.Add(nameof(Messages.OnedataWarningSession), DisplayText.Id(session));
        }

        if (token.Subject is { Type: OnedataSubject.UnknownType } subject)
        {
            warnings.Add(nameof(Messages.OnedataWarningSubjectUnknown), DisplayText.Id(subject.ToString()));
        }

        if (token.Version == 1)
        {
            warnings.Add(nameof(Messages.OnedataWarningLegacyVersion));
        }
        else if (token.Persistence == OnedataIdentifier.Unknown)
        {
            warnings.Add(nameof(Messages.OnedataWarningVersionUnknown), token.Version);
        }

        if (connectionDomain is not null && !string.Equals(connectionDomain, token.OnezoneDomain, StringComparison.OrdinalIgnoreCase))
        {
            warnings.Add(
                nameof(Messages.OnedataWarningLocation), DisplayText.Id(token.OnezoneDomain), DisplayText.Id(connectionDomain));
        }

        if (length > MaximumHeaderLength)
        {
            warnings.Add(nameof(Messages.OnedataWarningHeaderTooLong), length, MaximumHeaderLength);
        }

        FindInCaveats(token.Caveats, token.Type, warnings);
        return warnings.ToList();
    }

    /// <summary>The warnings about caveats of tokens of a type.</summary>
    public static IReadOnlyList<TokenWarning> FindInCaveats(IReadOnlyList<TokenCaveat> caveats, string tokenType)
    {
        var warnings = new WarningList();
        FindInCaveats(caveats, tokenType, warnings);
        return warnings.ToList();
    }

    [MethodImpl(HotLoop.Optimized)]
    private static void FindInCaveats(IReadOnlyList<TokenCaveat> caveats, string tokenType, WarningList warnings)
    {
        for (var i = 0; i < caveats.Count; i++)
        {
            var caveat = caveats[i];
            if (tokenType != OnedataTokenType.UnknownName && !caveat.IsSupportedBy(tokenType))
            {
                warnings.Add(nameof(Messages.OnedataWarningCaveatUnsupported), i + 1, caveat.Type, tokenType);
            }

            caveat.AddWarnings(warnings, i + 1);
        }

        CaveatConflicts.Find(caveats, (first, second) => warnings.Add(
            nameof(Messages.OnedataWarningContradiction), second + 1, caveats[second].Type, first + 1));
        if (tokenType == OnedataTokenType.AccessName)
        {
            FindCombinations(caveats, warnings);
        }
    }

    [MethodImpl(HotLoop.Optimized)]
    private static void FindCombinations(IReadOnlyList<TokenCaveat> caveats, WarningList warnings)
    {
        TokenUses.FindConflict(caveats, (first, second) => warnings.Add(
            nameof(Messages.OnedataWarningNoUse), second + 1, caveats[second].Type, first + 1, caveats[first].Type));
        int api = -1, data = -1;
        for (var i = 0; i < caveats.Count; i++)
        {
            api = api < 0 && caveats[i] is ApiCaveat ? i : api;
            data = data < 0 && TokenUses.IsDataAccess(caveats[i]) ? i : data;
        }

        if (api >= 0 && data >= 0)
        {
            warnings.Add(nameof(Messages.OnedataWarningApiWithData), api + 1, data + 1, caveats[data].Type);
        }
    }
}
