using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Onedata;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-TemporaryToken.</summary>
internal sealed class TemporaryTokenCommand : CliCommand
{
    private readonly SettingOptions<TemporaryTokenSpec> _settings;
    private readonly CaveatOptionGroup _caveats;
    private readonly SandboxOption _sandbox = new();
    private readonly OnezoneOptionGroup _onezone;

    public TemporaryTokenCommand()
        : base("temporary-token", "Creates a temporary token at a Onezone, narrowed by caveats; valid for an hour by default.")
    {
        _settings = new SettingOptions<TemporaryTokenSpec>(this);
        _settings.AddArgument(nameof(TemporaryTokenSpec.Type), "type", "access (default), identity or invite.", TemporaryTokenSpec.Types)
            .Arity = ArgumentArity.ZeroOrOne;
        _settings.Add(
            nameof(TemporaryTokenSpec.InviteType),
            "What an invite token invites to, such as userJoinCluster; implies invite.",
            "type",
            InviteType.All.Select(static type => type.Name));
        _settings.Add(
            nameof(TemporaryTokenSpec.TargetId),
            "The id of the group, space, cluster, harvester, inventory or user of an invite token. For registerOneprovider, the connection's user by default.",
            "id");
        _settings.Add(
            nameof(TemporaryTokenSpec.For),
            "The subject of the token: user or provider (the connection's own), or another one as usr-ID or prv-ID.",
            "subject",
            "user",
            "provider");
        _caveats = new CaveatOptionGroup(this);
        Add(_sandbox);
        _onezone = new OnezoneOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools temporary-token --valid-for 10m --sandbox",
        "tokentools temporary-token --valid-for 10m --ip-address 10.0.0.0/8 --interface rest   # ONEZONE_HOST, ONEZONE_API_KEY",
        "tokentools temporary-token --invite-type userJoinCluster --target-id $CLUSTER_ID --valid-for 2h --output token",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new TemporaryTokenSpec());
        _caveats.Read(context.Parsed, spec.Caveats);
        var request = spec.Build();
        using var sandbox = _sandbox.Start(context, _onezone.ServiceOptions);
        using var onezone = _onezone.Connect(context, sandbox);
        context.EnsureResultCanBeWritten();
        var token = await onezone.CreateTemporaryTokenAsync(request, asPlainText: true, context.Progress, context.CancellationToken);
        context.Warn(token.WarningsSince(original: null));
        context.Write(OnedataResult.Of(token) with { Issued = NotReturned(token, onezone.Uri.Host) });
        return ExitCode.Success;
    }

    private static MessageText NotReturned(OnedataToken token, string host) => token.ExpiresAt is { } expiry
        ? CliText.Create(
            nameof(CliMessages.TemporaryTokenIssued), token.InviteType ?? token.Type, host, TimeText.CeilingToMinute(expiry))
        : CliText.Create(nameof(CliMessages.TemporaryTokenIssuedWithoutExpiry), token.InviteType ?? token.Type, host);
}
