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
    private readonly Option<bool> _suggest;
    private readonly Option<bool> _force;

    public ConfineCommand()
        : base(
            "confine",
            "Narrows Onedata tokens, one per line, with caveats, without a server or a secret. A caveat cannot be removed.")
    {
        _token = Add(new SecretSource("--token", CliVariables.Token, "token", piped: true));
        _caveats = new CaveatOptionGroup(this, "By default, the expiry does not change.");
        _suggest = Option<bool>(
            "--suggest",
            "Returns the caveats that would be added. With --purpose, these are the fewest: without any of them, there would be a further use.");
        _force = Option<bool>(
            "--force", "Adds an expiry even if it has passed, or has no effect because it is later than the token's own.");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools confine --token-file token.txt --valid-for 5m --read-only-data --output token",
        "tokentools confine --token-file token.txt --purpose oneclient --output token",
        "tokentools confine --token-file token.txt --api 'all/get/space.*.*:*' --api 'all/get/group.*.*:*'",
        "tokentools temporary-token --sandbox --output token | tokentools confine --ip-address 127.0.0.1 --interface rest",
    ];

    public override bool HasToken => true;

    protected override Task<int> RunAsync(CommandContext context)
    {
        context.Parsed.RejectBoth(_suggest, _force);
        var spec = _caveats.Read(context.Parsed, new CaveatSpec());
        spec.Build(SystemClock.Instance.UtcNow);
        return TokenBatch.RunAsync(context, _token.ReadLines(context), (secret, write) =>
        {
            var token = OnedataToken.Decode(secret, new OnedataDecodeOptions { AsPlainText = true });
            context.Note(token.Around);
            var caveats = token.Narrowing(spec);
            if (context.Parsed.IsOn(_suggest))
            {
                write(OnedataResult.Of(caveats));
                return Task.FromResult(ExitCode.Success);
            }

            // A token that a purpose does not narrow any further is returned unchanged.
            var narrowed = caveats.Count == 0 ? token : token.AddCaveats(caveats, context.Parsed.IsOn(_force));
            context.Warn(narrowed.WarningsSince(token));
            write(OnedataResult.Of(narrowed));
            return Task.FromResult(ExitCode.Success);
        });
    }
}
