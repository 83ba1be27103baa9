using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>New-TemporaryToken.</summary>
internal sealed class TemporaryTokenCommand : CliCommand
{
    private static readonly string[] Types = ["access", "identity", "invite"];

    private readonly Argument<string?> _type = new("type") { Description = "access (default), identity or invite.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _inviteType;
    private readonly Option<string?> _target;
    private readonly Option<string?> _for;
    private readonly CaveatOptionGroup _caveats;
    private readonly SandboxOption _sandbox = new();
    private readonly OnezoneOptionGroup _onezone;

    public TemporaryTokenCommand()
        : base("temporary-token", "Has an Onezone make a temporary token, confined as asked; good for an hour by the zone's clock unless said otherwise.")
    {
        Add(_type);
        _type.CompletionSources.Add(Types);
        _inviteType = Option<string?>("--invite-type", "What an invite token invites to, such as userJoinCluster; implies invite.", "type");
        _inviteType.CompletionSources.Add([.. InviteType.All.Select(static type => type.Name)]);
        _target = Option<string?>("--target-id", "The id of the group, space, cluster, harvester, inventory or user that an invite token is for.", "id");
        _for = Option<string?>("--for", "Whose token: user or provider (the connection's own), or another one as usr-ID or prv-ID.", "subject");
        _for.CompletionSources.Add("user", "provider");
        _caveats = new CaveatOptionGroup(this);
        Add(_sandbox);
        _onezone = new OnezoneOptionGroup(this, Secret);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools temporary-token --valid-for 10m --sandbox",
        "tokentools temporary-token --valid-for 10m --ip-address 10.0.0.0/8 --interface rest   # ONEZONE_HOST, ONEZONE_API_KEY",
        "tokentools temporary-token --invite-type userJoinCluster --target-id $CLUSTER_ID --valid-for 2h --output token",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var request = new TemporaryTokenRequest
        {
            Type = TokenType(context.Parsed),
            ValidFor = _caveats.ValidFor(context.Parsed),
            ValidUntil = _caveats.ValidUntil(context.Parsed),
            Caveats = _caveats.Read(context.Parsed),
            For = context.Parsed.GetValue(_for),
        };
        using var sandbox = _sandbox.Start(context);
        using var onezone = _onezone.Connect(context, sandbox);
        var token = await onezone.CreateTemporaryTokenAsync(request, asPlainText: true, context.Progress, context.CancellationToken);
        // What was asked for on purpose needs no warning: a short life is one.
        context.Warn(token.Warnings.Where(static warning => warning.Id != nameof(Messages.OnedataWarningExpiresSoon)));
        context.Write(OnedataResult.Of(token));
        return ExitCode.Success;
    }

    private OnedataTokenType TokenType(ParseResult parsed)
    {
        var type = parsed.GetValue(_type)?.ToLowerInvariant();
        if (parsed.GetValue(_inviteType) is { } invite)
        {
            return type is null or "invite"
                ? OnedataTokenType.Invite(
                    InviteType.Find(invite) ?? throw new TokenArgumentException(
                        nameof(InviteType), nameof(Messages.InviteTypeUnknown), DisplayText.Sanitize(invite), string.Join(", ", InviteType.All)),
                    parsed.GetValue(_target) ?? string.Empty)
                : throw new TokenArgumentException("Type", nameof(Messages.InviteTypeWithoutInvite), type);
        }

        return type switch
        {
            null or "access" => OnedataTokenType.Access,
            "identity" => OnedataTokenType.Identity,
            "invite" => throw new TokenArgumentException("InviteType", nameof(Messages.InviteWithoutTarget)),
            // Not shown: it may be a token in the wrong place.
            _ => throw CliText.ArgumentError("Type", nameof(CliMessages.TypeUnknown), string.Join(", ", Types)),
        };
    }
}
