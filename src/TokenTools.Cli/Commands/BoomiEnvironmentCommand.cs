using System.Collections.Generic;
using System.Threading.Tasks;
using TokenTools.Boomi.Objects;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-BoomiEnvironment.</summary>
internal sealed class BoomiEnvironmentCommand : CliCommand
{
    private readonly SettingOptions<EnvironmentSpec> _settings;
    private readonly SandboxOption _sandbox = new();
    private readonly BoomiOptionGroup _boomi;

    public BoomiEnvironmentCommand()
        : base("boomi-environment", "Creates a Boomi environment, or writes the existing one with the name.")
    {
        _settings = new SettingOptions<EnvironmentSpec>(this);
        _settings.AddArgument(nameof(EnvironmentSpec.Name), "name", "The environment's name, which is unique in the account.");
        _settings.Add(
            nameof(EnvironmentSpec.Classification),
            "PROD, the service's default, or TEST. An error for an existing environment with the other one.",
            "word",
            BoomiRuntimeEnvironment.Classifications.Keys);
        Add(_sandbox);
        _boomi = new BoomiOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools boomi-environment Production --sandbox",
        "tokentools boomi-environment Test --classification TEST",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new EnvironmentSpec());
        using var sandbox = _sandbox.Start(context, _boomi.ServiceOptions);
        using var boomi = _boomi.Connect(context, sandbox);
        var creation = spec.Build(boomi);
        context.EnsureResultCanBeWritten(containsToken: false);
        if (await creation.FindAsync(context.Progress, context.CancellationToken) is { } existing)
        {
            spec.Validate(existing);
            context.Write(BoomiObjectResult.Of(existing));
        }
        else
        {
            var environment = await creation.CreateAsync(context.Progress, context.CancellationToken);
            context.Write(BoomiObjectResult.Of(environment).AfterChange());
        }

        return ExitCode.Success;
    }
}
