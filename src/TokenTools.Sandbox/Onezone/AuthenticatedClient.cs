using System;
using System.Collections.Generic;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The client of a request, and the caveats that restrict it.</summary>
/// <param name="Subject">The token's subject.</param>
/// <param name="Caveats">The token's caveats.</param>
/// <param name="Service">The service that uses the token; null for Onezone.</param>
internal sealed record AuthenticatedClient(OnedataSubject Subject, IReadOnlyList<TokenCaveat> Caveats, string? Service)
{
    /// <summary>Checks that the token's caveats allow an operation.</summary>
    /// <param name="operation"><c>create</c>, <c>get</c>, <c>update</c> or <c>delete</c>.</param>
    /// <param name="entityType">The type of the entity, as named in API caveats.</param>
    /// <remarks>
    /// Only the entity type of an API caveat is evaluated. Tokens that are restricted to another service or to data access allow
    /// only reading the user or the provider.
    /// </remarks>
    /// <exception cref="OnezoneException">A caveat does not allow the operation.</exception>
    public void Authorize(string operation, string entityType)
    {
        var readsSelf = operation == "get" && entityType is "user" or "provider";
        foreach (var caveat in Caveats)
        {
            var isAllowed = caveat switch
            {
                ApiCaveat api => Allows(api, operation, entityType),
                { Kind.Check: CaveatCheck.OnDataAccess } => readsSelf && entityType == "user",
                ServiceCaveat => readsSelf || Service is null || Service.StartsWith("ozw-", StringComparison.Ordinal),
                _ => true,
            };
            if (!isAllowed)
            {
                throw OnezoneErrors.Unauthorized(OnezoneErrors.TokenCaveatUnverified(caveat));
            }
        }
    }

    private static bool Allows(ApiCaveat caveat, string operation, string entityType)
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
