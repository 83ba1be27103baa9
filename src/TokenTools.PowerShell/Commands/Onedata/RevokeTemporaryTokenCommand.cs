using System.Management.Automation;

namespace TokenTools.PowerShell.Commands;

/// <summary>Revokes all temporary tokens of a user or provider at once. The zone keeps no list of them to choose from.</summary>
[Cmdlet(VerbsSecurity.Revoke, "TemporaryToken", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, HelpUri = HelpPages.Folder + "Revoke-TemporaryToken.md")]
[OutputType(typeof(void))]
public sealed class RevokeTemporaryTokenCommand : OnezoneCommand
{
    /// <summary>
    /// Whose tokens: User or Provider (the connection's own), or another one as usr-ID or prv-ID.
    /// By default what the connection's token belongs to.
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(SubjectCompleter))]
    public string? For { get; set; }

    /// <summary>The input as it came down the pipeline, for what isn't a connection: a token, above all, which can't be revoked alone.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(For ?? "Onezone", () =>
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)) && InputObject?.BaseObject is not OnezoneConnection)
        {
            throw new TokenArgumentException(
                nameof(InputObject), nameof(Messages.RevokeInputUnknown), InputObject?.BaseObject.GetType().Name ?? "null");
        }

        var connection = ConnectionInForce;
        var whose = connection.WhoseTemporaryTokens(For);
        var target = TokenException.Text(nameof(Messages.TemporaryTokenTarget), connection.Uri.Host, whose);
        var action = TokenException.Text(nameof(Messages.RevokeAction), whose, connection.Uri.Host)
            + (connection.IsTemporary && whose == connection.Identity ? " " + TokenException.Text(nameof(Messages.RevokeOwnToken)) : string.Empty);
        if (ShouldProcess(action, action + "\n" + TokenException.Text(nameof(Messages.RevokeQuestion)), target))
        {
            Await(async (tell, stop) =>
            {
                await connection.RevokeTemporaryTokensAsync(For, tell, stop).ConfigureAwait(false);
                return true;
            });
        }
    }, bringsConnection: InputObject is not null);
}
