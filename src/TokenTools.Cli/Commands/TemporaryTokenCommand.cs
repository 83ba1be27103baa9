using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Onedata;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-TemporaryToken.</summary>
internal sealed class TemporaryTokenCommand : CliCommand
{
    private readonly Argument<string?> _type = new("type")
    {
        Description = "access (default), identity or invite.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _inviteType;
    private readonly Option<string?> _targetId;
    private readonly Option<string?> _for;
    private readonly CaveatOptionGroup _caveats;
    private readonly SandboxOption _sandbox = new();
    private readonly OnezoneOptionGroup _onezone;

    public TemporaryTokenCommand()
        : base("temporary-token", "Creates a temporary token at a Onezone, narrowed by caveats; valid for an hour by default.")
    {
        Add(_type);
        _type.CompletionSources.Add(TemporaryTokenSpec.Types);
        _inviteType = Option<string?>("--invite-type", "What an invite token invites to, such as userJoinCluster; implies invite.", "type");
        _inviteType.CompletionSources.Add([.. InviteType.All.Select(static type => type.Name)]);
        _targetId = Option<string?>(
            "--target-id", "The id of the group, space, cluster, harvester, inventory or user of an invite token.", "id");
        _for = Option<string?>(
            "--for", "The subject of the token: user or provider (the connection's own), or another one as usr-ID or prv-ID.", "subject");
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
        var spec = new TemporaryTokenSpec
        {
            Type = context.Parsed.GetValue(_type),
            InviteType = context.Parsed.GetValue(_inviteType),
            TargetId = context.Parsed.GetValue(_targetId),
            For = context.Parsed.GetValue(_for),
        };
        _caveats.Read(context.Parsed, spec.Caveats);
        var request = spec.Build();
        using var sandbox = _sandbox.Start(context);
        using var onezone = _onezone.Connect(context, sandbox);
        var token = await onezone.CreateTemporaryTokenAsync(request, asPlainText: true, context.Progress, context.CancellationToken);
        context.Warn(token.WarningsSince(original: null));
        context.Write(OnedataResult.Of(token));
        return ExitCode.Success;
    }
}
