using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Onedata;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Add-TokenCaveat.</summary>
internal sealed class ConfineCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly CaveatOptionGroup _caveats;
    private readonly Option<bool> _force;

    public ConfineCommand()
        : base("confine", "Narrows a Onedata token with caveats, without a server or a secret. A caveat cannot be removed.")
    {
        _token = Add(new SecretSource("--token", CliVariables.Token, "token", piped: true));
        _caveats = new CaveatOptionGroup(this);
        _force = Option<bool>(
            "--force", "Adds an expiry even if it has passed, or has no effect because it is later than the token's own.");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools confine --token-file token.txt --valid-for 5m --read-only-data --output token",
        "tokentools temporary-token --sandbox --output token | tokentools confine --ip-address 127.0.0.1 --interface rest",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var caveats = _caveats.Read(context.Parsed, new CaveatSpec()).Build(SystemClock.Instance.UtcNow);
        var token = OnedataToken.Decode(_token.Read(context), new OnedataDecodeOptions { AsPlainText = true });
        var narrowed = token.AddCaveats(caveats, context.Parsed.GetValue(_force));
        context.Warn(narrowed.WarningsSince(token));
        context.Write(OnedataResult.Of(narrowed));
        return Task.FromResult(ExitCode.Success);
    }
}
