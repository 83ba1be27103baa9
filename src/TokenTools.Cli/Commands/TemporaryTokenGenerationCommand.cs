using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Get-TemporaryTokenGeneration.</summary>
internal sealed class TemporaryTokenGenerationCommand : CliCommand
{
    private readonly Option<string?> _for;
    private readonly SandboxOption _sandbox = new();
    private readonly OnezoneOptionGroup _onezone;

    public TemporaryTokenGenerationCommand()
        : base(
            "temporary-token-generation",
            "Shows the generation of a subject's temporary tokens: a token with a lower generation, as inspect shows it, is revoked.")
    {
        _for = Option<string?>(
            "--for", "The subject of the tokens: user or provider (the connection's own), or another one as usr-ID or prv-ID.", "subject");
        Add(_sandbox);
        _onezone = new OnezoneOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools temporary-token-generation --sandbox",
        "tokentools temporary-token-generation --for provider   # ONEZONE_HOST, ONEZONE_API_KEY",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        using var sandbox = _sandbox.Start(context, _onezone.ServiceOptions);
        using var onezone = _onezone.Connect(context, sandbox);
        context.Write(OnedataResult.Of(
            await onezone.Scopes.GetGenerationAsync(context.Parsed.GetValue(_for), context.Progress, context.CancellationToken)));
        return ExitCode.Success;
    }
}
