using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using TokenTools.Boomi.Objects;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Wait-BoomiRuntime.</summary>
internal sealed class WaitRuntimeCommand : CliCommand
{
    private readonly Argument<string[]> _names = new("name")
    {
        Description = "The names of the runtimes, which need not exist yet. Case is ignored. All of them are waited for at the same time.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly SettingOptions<RuntimeWaitSpec> _settings;
    private readonly BoomiOptionGroup _boomi;

    public WaitRuntimeCommand()
        : base(
            "wait-runtime",
            "Waits until Boomi runtimes are ONLINE, and writes each of them as soon as it is. The exit code is 2 if one is not ONLINE when "
            + "the time is up.")
    {
        Add(_names);
        _settings = new SettingOptions<RuntimeWaitSpec>(this);
        _settings.Add(
            nameof(RuntimeWaitSpec.IntervalSec), "The time between two queries, in seconds: 1 to 3600, 10 by default.", "n");
        _boomi = new BoomiOptionGroup(
            this, "The time limit of the wait for all of the runtimes, in seconds: 1 to 86400, 600 by default.");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools wait-runtime orders",
        "tokentools wait-runtime orders warehouse --timeout-sec 900 --output text",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new RuntimeWaitSpec
        {
            Name = context.Parsed.GetValue(_names),
            TimeoutSec = _boomi.TimeoutSec(context),
        });
        using var boomi = _boomi.Connect(context, sandbox: null);
        var wait = spec.Build(boomi);
        var exitCode = ExitCode.Success;
        while (wait.PendingCount > 0)
        {
            foreach (var result in await wait.NextAsync(context.Progress, context.CancellationToken))
            {
                if (result.Error is { } error)
                {
                    context.Terminal.WriteError(error.Message, error.RecommendedAction);
                    exitCode = ExitCode.Of(error);
                }
                else
                {
                    context.Write(BoomiObjectResult.Of(result.Runtime!));
                }
            }
        }

        return exitCode;
    }
}
