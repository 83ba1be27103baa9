using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>Completes the names of the named tokens of a subject.</summary>
internal sealed class NamedTokenCompleter : ServiceCompleter<OnezoneConnection>
{
    private protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(
        OnezoneConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var tokens = connection.NamedTokens;
        var ids = await tokens.ListIdsAsync(boundParameters["For"] as string, null, cancellationToken).ConfigureAwait(false);
        var found = await Task.WhenAll(ids.Take(MaximumCount).Select(id => tokens.FindByIdAsync(id, false, null, cancellationToken)))
            .ConfigureAwait(false);
        return found.OfType<NamedToken>().Select(static token => new KeyValuePair<string, string>(
            token.Name, (token.InviteType ?? token.Type) + (token.Revoked ? ", revoked" : string.Empty))).ToList();
    }
}

/// <summary>Completes the privileges that an invite token can grant.</summary>
internal sealed class PrivilegeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words { get; } = OnezoneEntityKind.All.SelectMany(
        static kind => kind.Privileges.Select(privilege => new KeyValuePair<string, string>(privilege, "in a " + kind.Name)));
}
