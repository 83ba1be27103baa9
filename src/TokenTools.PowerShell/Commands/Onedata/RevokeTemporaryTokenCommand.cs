using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Revokes all temporary tokens of a user or provider at once. The zone has no list of them to choose from.</summary>
[Cmdlet(
    VerbsSecurity.Revoke,
    "TemporaryToken",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Revoke-TemporaryToken.md")]
[OutputType(typeof(void))]
public sealed class RevokeTemporaryTokenCommand : OnezoneCommand
{
    /// <summary>
    /// The subject of the tokens: User or Provider (the connection's own), or another one as usr-ID or prv-ID. By default the
    /// subject of the connection's token.
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(SubjectCompleter))]
    public string? For { get; set; }

    /// <summary>Input from the pipeline that is not a connection, such as a token, which cannot be revoked alone.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [SecuredInput]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(For is null ? "Onezone" : DisplayText.Id(For), () =>
    {
        if (TokenConverter.Untransferable(nameof(Connection), InputObject) is { } error)
        {
            throw error;
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)) && InputObject?.BaseObject is not OnezoneConnection)
        {
            throw ModuleText.ArgumentError(nameof(InputObject), nameof(ModuleMessages.RevokeInputUnknown));
        }

        var connection = EffectiveConnection;
        var subject = connection.DescribeSubject(For);
        var shown = DisplayText.Id(subject);
        var target = ModuleText.Format(nameof(ModuleMessages.TemporaryTokenTarget), DisplayText.Cleaned(connection.Uri.Host), shown);
        var action = ModuleText.Format(nameof(ModuleMessages.RevokeAction), shown, DisplayText.Cleaned(connection.Uri.Host))
            + (connection.IsTemporary && subject == connection.Identity
                ? " " + ModuleText.Format(nameof(ModuleMessages.RevokeOwnToken))
                : string.Empty);
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
