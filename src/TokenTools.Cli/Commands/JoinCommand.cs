using System.Collections.Generic;
using System.CommandLine;
using System.Security;
using System.Threading.Tasks;
using TokenTools.Onedata;
using TokenTools.Sandbox;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Use-InviteToken.</summary>
internal sealed class JoinCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly Option<string?> _memberId;
    private readonly SandboxOption _sandbox = new();
    private readonly OnezoneOptionGroup _onezone;

    public JoinCommand()
        : base("join", "Joins the group, space, cluster, harvester or automation inventory that an invite token invites to.")
    {
        _token = Add(new SecretSource("--invite-token", "TOKENTOOLS_INVITE_TOKEN", "invite token", piped: true));
        _memberId = Option<string?>(
            "--member-id", "The id of the group, harvester or space that joins, for a token that invites one.", "id");
        Add(_sandbox);
        _onezone = new OnezoneOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools join --sandbox",
        "tokentools join --invite-token-file invite.txt   # ONEZONE_HOST, ONEZONE_API_KEY",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var memberId = context.Parsed.GetValue(_memberId);
        using var sandbox = _sandbox.Start(context, _onezone.ServiceOptions);
        // A sandbox that starts with this process recognizes only its own tokens.
        var secret = sandbox is null || _token.IsSpecified(context.Parsed)
            ? _token.Read(context)
            : await SandboxTokenAsync(sandbox, context);
        var token = OnedataToken.Decode(secret, new OnedataDecodeOptions());
        context.Note(token.Around);
        var join = OnezoneInvites.Validate(token, memberId);
        using var onezone = sandbox is null ? _onezone.Connect(context, null) : OnezoneConnection.Create(AsOtherUser(sandbox));
        context.EnsureResultCanBeWritten(containsToken: false);
        OnezoneMembership membership;
        // A cancellation does not abort the request that uses it.
        using (context.WarnAtDeadline(() => OnezoneInvites.MayBeUsed(join, token)))
        {
            membership = await onezone.Invites.UseAsync(token, memberId, context.Progress, context.CancellationToken);
        }

        context.Write(OnedataResult.Of(membership).AfterChange());
        return ExitCode.Success;
    }

    // The user who invites is already a member.
    private static OnezoneConnectionOptions AsOtherUser(TokenSandbox sandbox)
    {
        var options = sandbox.ToOnezoneOptions();
        options.Token = SecureText.FromString(sandbox.OnezoneOtherUserToken);
        return options;
    }

    private static async Task<SecureString> SandboxTokenAsync(TokenSandbox sandbox, CommandContext context)
    {
        using var onezone = OnezoneConnection.Create(sandbox.ToOnezoneOptions());
        var request = new TemporaryTokenRequest
        {
            Type = OnedataTokenType.Invite(InviteType.Find("userJoinSpace")!, sandbox.OnezoneSpaceId),
        };
        var token = await onezone.CreateTemporaryTokenAsync(request, cancellationToken: context.CancellationToken);
        return token.Secret.ToSecureString();
    }
}
