using System.Collections.Generic;
using System.Threading.Tasks;
using TokenTools.Boomi.Objects;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-BoomiEnvironmentAttachment.</summary>
internal sealed class BoomiAttachmentCommand : CliCommand
{
    private readonly SettingOptions<AttachmentSpec> _settings;
    private readonly BoomiOptionGroup _boomi;

    public BoomiAttachmentCommand()
        : base(
            "boomi-attachment",
            "Attaches a Boomi runtime to an environment, or writes the existing attachment. Does not move a runtime that is attached to "
            + "another environment, unless --force is used.")
    {
        _settings = new SettingOptions<AttachmentSpec>(this);
        _settings.Add(nameof(AttachmentSpec.AtomId), "The runtime's id, as tokentools wait-runtime writes it.", "id");
        _settings.Add(nameof(AttachmentSpec.EnvironmentId), "The environment's id, as tokentools boomi-environment writes it.", "id");
        _settings.Add(nameof(AttachmentSpec.Force), "Moves a runtime that is attached to another environment.");
        _boomi = new BoomiOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools boomi-attachment --atom-id 3456789a-bcde-f012-3456-789abcdef012 --environment-id 456789ab-cdef-0123-4567-89abcdef0123",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new AttachmentSpec());
        using var boomi = _boomi.Connect(context, sandbox: null);
        var creation = spec.Build(boomi);
        context.EnsureResultCanBeWritten(containsToken: false);
        var current = await spec.FindCurrentAsync(boomi, context.Progress, context.CancellationToken);
        if (current is not null && current.EnvironmentId == spec.EnvironmentId)
        {
            context.Write(BoomiObjectResult.Of(current));
        }
        else
        {
            var attachment = await creation.CreateAsync(context.Progress, context.CancellationToken);
            context.Write(BoomiObjectResult.Of(attachment).AfterChange());
        }

        return ExitCode.Success;
    }
}
