using System;
using System.Collections.Generic;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>Finds problems in a token that Onezone would accept.</summary>
internal static class OnedataLint
{
    // The default limit for a header of cowboy, Onezone's web server. The response to a longer header is 431.
    private const int MaximumHeaderLength = 4096;

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

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
        else if (expiry - now < Soon)
        {
            warnings.Add(nameof(Messages.OnedataWarningExpiresSoon), TimeCaveat.Utc(expiry));
        }

        if (token.Version == 1)
        {
            warnings.Add(nameof(Messages.OnedataWarningLegacyVersion));
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

        for (var i = 0; i < token.Caveats.Count; i++)
        {
            var caveat = token.Caveats[i];
            if (!caveat.IsSupportedBy(token.Type))
            {
                warnings.Add(nameof(Messages.OnedataWarningCaveatUnsupported), i + 1, caveat.Type, token.Type);
            }

            caveat.AddWarnings(warnings, i + 1);
        }

        CaveatConflicts.Find(token.Caveats, (first, second) => warnings.Add(
            nameof(Messages.OnedataWarningContradiction), second + 1, token.Caveats[second].Type, first + 1));
        return warnings.ToList();
    }
}
