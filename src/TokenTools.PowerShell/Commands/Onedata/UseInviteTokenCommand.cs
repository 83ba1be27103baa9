using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Joins the group, space, cluster, harvester or automation inventory that an invite token invites to.</summary>
[Cmdlet("Use", "InviteToken", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Use-InviteToken.md")]
[OutputType(typeof(OnezoneMembership))]
public sealed class UseInviteTokenCommand : OnezoneCommand
{
    private int _position;

    /// <summary>
    /// The invite tokens: text, SecureString, credential, decoded tokens, or objects with one of these as their Token.
    /// </summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpMessages.InviteToken)]
    [AllowEmptyString]
    [AllowNull]
    [OnedataToken]
    public object? Token { get; set; }

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
    protected override void ProcessRecord() => ForTokens(Token, ref _position, input =>
    {
        var token = input.Decode(new OnedataDecodeOptions());
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
            WriteObject(Await((progress, stop) => connection.Invites.UseAsync(token, MemberId, progress, stop)));
        }
    });
}
