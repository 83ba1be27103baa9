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
        return users.Select(static user => new KeyValuePair<string, string>(user.Id, user.Email ?? user.Id)).ToList();
    }
}

/// <summary>Completes the e-mail addresses of the users of an organization.</summary>
internal sealed class GoodDataEmailCompleter : ServiceCompleter<GoodDataConnection>
{
    private protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(
        GoodDataConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var users = await connection.Users.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return users.Where(static user => user.Email is not null)
            .Select(static user => new KeyValuePair<string, string>(user.Email!, "the user " + user.Id)).ToList();
    }
}

/// <summary>Completes the ids of the groups that the users of an organization are members of.</summary>
internal sealed class GoodDataUserGroupCompleter : ServiceCompleter<GoodDataConnection>
{
    private protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(
        GoodDataConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var users = await connection.Users.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return users.SelectMany(static user => user.UserGroups, static (user, group) => (user, group))
            .GroupBy(static member => member.group, static member => member.user.Id)
            .Select(static group => new KeyValuePair<string, string>(group.Key, "the group of " + string.Join(", ", group.Take(3)))).ToList();
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
        return found
            .Select(static token => new KeyValuePair<string, string>(token.Id, "an API token of " + token.UserId)).ToList();
    }
}
