using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Joins the group, space, cluster, harvester or automation inventory that an invite token invites to.</summary>
[Cmdlet("Use", "InviteToken", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Use-InviteToken.md")]
[OutputType(typeof(OnezoneMembership))]
public sealed class UseInviteTokenCommand : OnezoneTokenCommand
{
    /// <summary>The id of the group, harvester or space that joins. Required for a token that invites one, an error for others.</summary>
    [Parameter]
    public string? MemberId { get; set; }

    /// <summary>
    /// The connection of the user who joins. By default, the session's default connection, or the one that the environment variables
    /// describe.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NotText(nameof(Connection))]
    public override OnezoneConnection? Connection { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessToken(OnedataTokenInput input)
    {
        var token = Decoded(input.Decode(new OnedataDecodeOptions()));
        // Also with -WhatIf, which must not announce an operation that would be rejected.
        var join = OnezoneInvites.Validate(token, MemberId);
        var connection = EffectiveConnection;
        if (ShouldProcess(
            ModuleText.Format(
                nameof(ModuleMessages.InviteTarget),
                join.Target.Name,
                DisplayText.Id(token.TargetId!),
                DisplayText.Cleaned(connection.Uri.Host)),
            ModuleText.Format(nameof(ModuleMessages.InviteAction), DisplayText.Id(MemberId ?? connection.Identity))))
        {
            WriteCreated(
                (progress, stop) => connection.Invites.UseAsync(token, MemberId, progress, stop),
                WriteObject,
                static membership => ModuleText.Format(
                    nameof(ModuleMessages.MembershipNotReturned), membership.Type, DisplayText.Id(membership.Id)));
        }
    }
}
