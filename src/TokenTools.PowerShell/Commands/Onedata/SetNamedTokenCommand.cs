using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Renames, revokes or restores a named token, or replaces the user's own data about it.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "NamedToken",
    DefaultParameterSetName = NameSet,
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Set-NamedToken.md")]
[OutputType(typeof(void), typeof(NamedToken))]
public sealed class SetNamedTokenCommand : NamedTokenCommand
{
    private NamedTokenChange _change = new();

    /// <summary>The new name. By default, the name is not changed.</summary>
    [Parameter]
    public string? NewName { get; set; }

    /// <summary>
    /// The data that replaces the user's own data about the token: a hashtable, an object, or JSON. By default, the data is not
    /// changed.
    /// </summary>
    [Parameter]
    public object? Metadata { get; set; }

    /// <summary>Revokes the token, so that no service accepts it, until it is restored.</summary>
    [Parameter]
    public SwitchParameter Revoke { get; set; }

    /// <summary>Restores a revoked token.</summary>
    [Parameter]
    public SwitchParameter Restore { get; set; }

    /// <summary>
    /// Allows revoking a Oneprovider's root token, or the connection's own token, if it is specified by its exact name or id. Wildcards
    /// never revoke these.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the token after the change. By default, nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _change = Required(nameof(NewName), () =>
        {
            var change = new NamedTokenChange
            {
                NewName = NewName,
                Metadata = MetadataArgument.ToPlain(Metadata),
                Revoke = Revoke,
                Restore = Restore,
            };
            change.Validate();
            return change;
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens((token, isExact) =>
    {
        // Also with -WhatIf, which must not announce an operation that would be rejected.
        if ((Revoke && !CanRemoveOrRevoke(token, isExact, Force))
            || !ShouldChange(token, Revoke ? nameof(ModuleMessages.NamedTokenRevoke) : nameof(ModuleMessages.NamedTokenChange)))
        {
            return;
        }

        var tokens = EffectiveConnection.NamedTokens;
        var changed = Await(async (progress, stop) =>
        {
            await tokens.UpdateAsync(token.Id, _change, progress, stop).ConfigureAwait(false);
            return PassThru ? await tokens.GetByIdAsync(token.Id, false, progress, stop).ConfigureAwait(false) : null;
        });
        if (changed is not null)
        {
            WriteObject(changed);
        }
    });
}
