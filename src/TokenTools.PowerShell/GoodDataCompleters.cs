using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.GoodData;

namespace TokenTools.PowerShell;

/// <summary>Completes the ids of the users of an organization.</summary>
internal sealed class GoodDataUserCompleter : ServiceCompleter<GoodDataConnection>
{
    private protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(
        GoodDataConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var users = await connection.Users.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return users.Take(MaximumCount).Select(static user => new KeyValuePair<string, string>(user.Id, user.Email ?? user.Id)).ToList();
    }
}

/// <summary>Completes the ids of the API tokens of a user.</summary>
internal sealed class GoodDataApiTokenCompleter : ServiceCompleter<GoodDataConnection>
{
    private protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(
        GoodDataConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var user = boundParameters[nameof(GoodDataApiToken.UserId)] as string;
        var tokens = await connection.TokensOfAsync(user, null, cancellationToken).ConfigureAwait(false);
        var found = await tokens.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return found.Take(MaximumCount)
            .Select(static token => new KeyValuePair<string, string>(token.Id, "an API token of " + token.UserId)).ToList();
    }
}
