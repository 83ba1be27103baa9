using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets for the API tokens of a user.</summary>
public abstract class GoodDataApiTokenCommand : GoodDataCommand
{
    private protected GoodDataApiTokenCommand()
    {
    }

    /// <summary>The id of the user that the tokens act as; the connection's own user by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GoodDataUserCompleter))]
    public string? UserId { get; set; }

    /// <summary>The user for messages.</summary>
    private protected string UserName => UserId ?? EffectiveConnection.UserId ?? ModuleText.Format(nameof(ModuleMessages.OwnUser));

    /// <summary>Waits for a request about the user's tokens.</summary>
    private protected T Await<T>(Func<ApiTokens, IProgress<Notice>, CancellationToken, Task<T>> begin)
    {
        var connection = EffectiveConnection;
        var userId = UserId;
        return Await(async (progress, cancellationToken) =>
        {
            var tokens = await connection.TokensOfAsync(userId, progress, cancellationToken).ConfigureAwait(false);
            return await begin(tokens, progress, cancellationToken).ConfigureAwait(false);
        });
    }
}
