using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

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
            throw ModuleText.ArgumentError(
                nameof(InputObject), nameof(ModuleMessages.RevokeInputUnknown), InputObject?.BaseObject.GetType().Name ?? "null");
        }

        var connection = EffectiveConnection;
        var whose = connection.WhoseTemporaryTokens(For);
        var target = ModuleText.Format(nameof(ModuleMessages.TemporaryTokenTarget), connection.Uri.Host, whose);
        var action = ModuleText.Format(nameof(ModuleMessages.RevokeAction), whose, connection.Uri.Host)
            + (connection.IsTemporary && whose == connection.Identity ? " " + ModuleText.Format(nameof(ModuleMessages.RevokeOwnToken)) : string.Empty);
        if (ShouldProcess(action, action + "\n" + ModuleText.Format(nameof(ModuleMessages.RevokeQuestion)), target))
        {
            Await(async (progress, stop) =>
            {
                await connection.RevokeTemporaryTokensAsync(For, progress, stop).ConfigureAwait(false);
                return true;
            });
        }
    }, bringsConnection: InputObject is not null);
}
