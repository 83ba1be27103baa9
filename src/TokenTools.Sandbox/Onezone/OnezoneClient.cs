using System;
using System.Collections.Generic;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Who sends a request, and what that client's token leaves open.</summary>
/// <param name="Subject">The token's subject.</param>
/// <param name="Caveats">The token's caveats.</param>
/// <param name="Service">The service that uses the token; null for Onezone.</param>
internal sealed record OnezoneClient(OnedataSubject Subject, IReadOnlyList<TokenCaveat> Caveats, string? Service)
{
    /// <summary>Refuses an operation that the token's caveats don't open.</summary>
    /// <param name="operation"><c>create</c>, <c>get</c>, <c>update</c> or <c>delete</c>.</param>
    /// <param name="entityType">What it is done to, in the words of api caveats.</param>
    /// <remarks>Of an api caveat's entity only the type is looked at, and a read of user or provider is all that other services and data tokens get.</remarks>
    /// <exception cref="OnezoneError">A caveat doesn't open it.</exception>
    public void Require(string operation, string entityType)
    {
        var plainRead = operation == "get" && entityType is "user" or "provider";
        foreach (var caveat in Caveats)
        {
            var open = caveat switch
            {
                ApiCaveat api => Opens(api, operation, entityType),
                ReadOnlyDataCaveat or DataPathCaveat or DataObjectIdCaveat => plainRead && entityType == "user",
                ServiceCaveat => plainRead || Service is null || Service.StartsWith("ozw-", StringComparison.Ordinal),
                _ => true,
            };
            if (!open)
            {
                throw OnezoneErrors.Unauthorized(OnezoneErrors.TokenCaveatUnverified(caveat));
            }
        }
    }

    private static bool Opens(ApiCaveat caveat, string operation, string entityType)
    {
        foreach (var entry in caveat.Whitelist)
        {
            var parts = entry.Split('/');
            var type = parts[2].Split('.')[0];
            if (parts[0] is "all" or "ozw" && (parts[1] == "all" || parts[1] == operation) && (type == "*" || type == entityType))
            {
                return true;
            }
        }

        return false;
    }
}
