using System.Collections.Generic;
using System.Threading.Tasks;
using TokenTools.Onedata;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-TemporaryToken.</summary>
internal sealed class TemporaryTokenCommand : CliCommand
{
    private readonly TokenRequestOptionGroup<TemporaryTokenSpec> _options;
    private readonly SandboxOption _sandbox = new();
    private readonly OnezoneOptionGroup _onezone;

    public TemporaryTokenCommand()
        : base("temporary-token", "Creates a temporary token at a Onezone, narrowed by caveats; valid for an hour by default.")
    {
        _options = new TokenRequestOptionGroup<TemporaryTokenSpec>(
            this, new SettingOptions<TemporaryTokenSpec>(this), "By default, it expires after an hour.");
        Add(_sandbox);
        _onezone = new OnezoneOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools temporary-token --valid-for 10m --sandbox",
        "tokentools temporary-token --valid-for 10m --ip-address 10.0.0.0/8 --interface rest   # ONEZONE_HOST, ONEZONE_API_KEY",
        "tokentools temporary-token --api 'all/get/space.*.*:*' --api 'all/get/group.*.*:*' --output token",
        "tokentools temporary-token --invite-type userJoinCluster --target-id $CLUSTER_ID --valid-for 2h --output token",
    ];

    public override bool HasToken => true;

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var request = _options.Read(context.Parsed, new TemporaryTokenSpec()).Build();
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
