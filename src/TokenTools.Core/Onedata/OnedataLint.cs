using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>Finds what is odd about a token, though Onezone would take it.</summary>
internal static class OnedataLint
{
    // The default of cowboy, Onezone's web server, for one header. Onezone isn't seen to raise it, so a longer one should get 431.
    private const int LongestHeader = 4096;

    // A token full of one oddity doesn't need to say so a thousand times.
    private const int MostOfAKind = 10;

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    /// <summary>What there is to say about a token whose text has that length.</summary>
    public static IReadOnlyList<TokenWarning> Find(OnedataToken token, int length, string? connectionDomain, DateTimeOffset now)
    {
        var found = new Findings();
        if (token.ExpiresAt is not { } expiry)
        {
            found.Add(nameof(Messages.OnedataWarningNoExpiry));
        }
        else if (expiry <= now)
        {
            found.Add(nameof(Messages.OnedataWarningExpired), Shown(expiry));
        }
        else if (expiry - now < Soon)
        {
            found.Add(nameof(Messages.OnedataWarningExpiresSoon), Shown(expiry));
        }

        if (token.Version == 1)
        {
            found.Add(nameof(Messages.OnedataWarningLegacyVersion));
        }

        if (connectionDomain is not null && !string.Equals(connectionDomain, token.OnezoneDomain, StringComparison.OrdinalIgnoreCase))
        {
            found.Add(nameof(Messages.OnedataWarningLocation), DisplayText.Sanitize(token.OnezoneDomain), DisplayText.Sanitize(connectionDomain));
        }

        if (length > LongestHeader)
        {
            found.Add(nameof(Messages.OnedataWarningHeaderTooLong), length, LongestHeader);
        }

        for (var i = 0; i < token.Caveats.Count; i++)
        {
            FindInCaveat(found, token.Caveats[i], i + 1, token.Type);
        }

        CaveatContradictions.Find(token.Caveats, (first, second) => found.Add(
            nameof(Messages.OnedataWarningContradiction), second + 1, token.Caveats[second].Type, first + 1));
        return found.ToList();
    }

    /// <summary>A time as messages show it.</summary>
    public static string Shown(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void FindInCaveat(Findings found, TokenCaveat caveat, int number, string tokenType)
    {
        if (!caveat.IsSupportedBy(tokenType))
        {
            found.Add(nameof(Messages.OnedataWarningCaveatUnsupported), number, caveat.Type, tokenType);
        }

        switch (caveat)
        {
            case UnknownCaveat:
                found.Add(nameof(Messages.OnedataWarningCaveatUnknown), number, DisplayText.Sanitize(caveat.Text));
                break;
            case TimeCaveat { IsInMilliseconds: true } time:
                found.Add(nameof(Messages.OnedataWarningMilliseconds), number, time.ValidUntil);
                break;
            case CountryCaveat country:
                foreach (var code in country.List)
                {
                    if (CountryCaveat.FindProblem(code) is not null)
                    {
                        found.Add(nameof(Messages.OnedataWarningCountry), number, code);
                    }
                }

                break;
            case DataPathCaveat data:
                foreach (var path in data.ExactPaths)
                {
                    if (path.IndexOf('\n') >= 0 || path.IndexOf('\r') >= 0)
                    {
                        found.Add(nameof(Messages.OnedataWarningPathNewline), number, DisplayText.Sanitize(path));
                    }
                    else if (path.EndsWith("/", StringComparison.Ordinal))
                    {
                        found.Add(nameof(Messages.OnedataWarningPathTrailingSlash), number, DisplayText.Sanitize(path));
                    }
                }

                break;
        }
    }

    private sealed class Findings
    {
        private List<TokenWarning>? _warnings;

        public void Add(string id, params object?[] arguments)
        {
            _warnings ??= [];
            if (_warnings.Count(warning => ReferenceEquals(warning.Id, id)) < MostOfAKind)
            {
                _warnings.Add(new TokenWarning(id, arguments));
            }
        }

        public IReadOnlyList<TokenWarning> ToList() => _warnings is null ? [] : _warnings.AsReadOnly();
    }
}
