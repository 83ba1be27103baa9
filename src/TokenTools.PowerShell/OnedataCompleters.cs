using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>Completes from the named tokens of a subject.</summary>
internal abstract class NamedTokensCompleter : ServiceCompleter<OnezoneConnection>
{
    /// <summary>The value to complete.</summary>
    private protected abstract string ValueOf(NamedToken token);

    private protected abstract string LabelOf(NamedToken token);

    private protected sealed override async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(
        OnezoneConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var tokens = connection.NamedTokens;
        var ids = await tokens.ListIdsAsync(boundParameters["For"] as string, null, cancellationToken).ConfigureAwait(false);
        var found = await Task.WhenAll(ids.Take(MaximumCount).Select(id => tokens.FindByIdAsync(id, false, null, cancellationToken)))
            .ConfigureAwait(false);
        return found.OfType<NamedToken>().Select(token => new KeyValuePair<string, string>(
            ValueOf(token), LabelOf(token) + (token.Revoked ? ", revoked" : string.Empty))).ToList();
    }
}

/// <summary>Completes the names of the named tokens of a subject.</summary>
internal sealed class NamedTokenCompleter : NamedTokensCompleter
{
    private protected override string ValueOf(NamedToken token) => token.Name;

    private protected override string LabelOf(NamedToken token) => token.InviteType ?? token.Type;
}

/// <summary>Completes the ids of the named tokens of a subject.</summary>
internal sealed class NamedTokenIdCompleter : NamedTokensCompleter
{
    private protected override string ValueOf(NamedToken token) => token.Id;

    private protected override string LabelOf(NamedToken token) => token.Name;
}

/// <summary>Completes the privileges that an invite token can grant.</summary>
internal sealed class PrivilegeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words { get; } = OnezoneEntityKind.All.SelectMany(
        static kind => kind.Privileges.Select(privilege => new KeyValuePair<string, string>(privilege, "in a " + kind.Name)));
}
