using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TokenTools.Attacks.Tests.Faults;

/// <summary>What the service did: each token that it issued, with the row that requested it.</summary>
internal sealed class TokenLedger
{
    private readonly ConcurrentDictionary<string, int> _rowsByToken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, int> _requests = new();

    /// <summary>Every issued token.</summary>
    public IReadOnlyCollection<string> Tokens => _rowsByToken.Keys.ToList();

    /// <summary>Requests by row.</summary>
    public IReadOnlyDictionary<int, int> Requests => _requests;

    /// <summary>Counts a request for a row and returns how many came before.</summary>
    public int AddRequest(int row) => _requests.AddOrUpdate(row, 1, static (_, count) => count + 1) - 1;

    /// <summary>Issues a token for a row.</summary>
    public string Issue(int row)
    {
        var token = "cloud-" + Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);
        _rowsByToken[token] = row;
        return token;
    }

    /// <summary>The row that a token was issued for; null for a token that this service did not issue.</summary>
    public int? RowOf(string token) => _rowsByToken.TryGetValue(token, out var row) ? row : null;

    /// <summary>The tokens that were issued for a row.</summary>
    public IReadOnlyList<string> TokensOf(int row) =>
        _rowsByToken.Where(pair => pair.Value == row).Select(static pair => pair.Key).ToList();

    /// <summary>Issued tokens by row.</summary>
    public ILookup<int, string> ByRow() => _rowsByToken.ToLookup(static pair => pair.Value, static pair => pair.Key);
}
