using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Cli.Commands;

/// <summary>Add-TokenCaveat.</summary>
internal sealed class ConfineCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly CaveatOptionGroup _caveats;
    private readonly Option<bool> _force;

    public ConfineCommand()
        : base("confine", "Narrows an Onedata token by caveats. No server and no secret is needed; what has been added can't be taken away again.")
    {
        _token = Secret(new SecretSource("--token", CliVariables.Token, "token", piped: true));
        _caveats = new CaveatOptionGroup(this);
        _force = Option<bool>("--force", "Adds an expiry all the same that is later than the token's own, and so narrows nothing.");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools confine --token-file token.txt --valid-for 5m --read-only-data --output token",
        "tokentools temporary-token --sandbox --output token | tokentools confine --ip-address 127.0.0.1 --interface rest",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var caveats = new List<TokenCaveat>();
        if (_caveats.ValidFor(context.Parsed) is { } validFor)
        {
            var now = DateTimeOffset.UtcNow;
            caveats.Add(TimeCaveat.Create(validFor < DateTimeOffset.MaxValue - now ? now + validFor : DateTimeOffset.MaxValue, "ValidFor"));
        }

        if (_caveats.ValidUntil(context.Parsed) is { } until)
        {
            caveats.Add(TimeCaveat.Create(until));
        }

        caveats.AddRange(_caveats.Read(context.Parsed));
        if (caveats.Count == 0)
        {
            throw new TokenArgumentException("Caveat", nameof(Messages.OnedataNoCaveatToAdd));
        }

        var token = OnedataToken.Decode(_token.Read(context), new OnedataDecodeOptions { AsPlainText = true });
        var narrowed = token.AddCaveats(caveats, context.Parsed.GetValue(_force));
        // What it brought about; a short life was asked for on purpose.
        context.Warn(narrowed.Warnings.Where(warning => warning.Id != nameof(Messages.OnedataWarningExpiresSoon)
            && !token.Warnings.Any(known => known.Message == warning.Message)));
        context.Write(OnedataResult.Of(narrowed));
        return Task.FromResult(ExitCode.Success);
    }
}
