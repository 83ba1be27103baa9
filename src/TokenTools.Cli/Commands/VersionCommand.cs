using System.Collections.Generic;
using System.Threading.Tasks;

namespace TokenTools.Cli.Commands;

/// <summary>Shows what --version shows.</summary>
internal sealed class VersionCommand : CliCommand
{
    public VersionCommand()
        : base("version", "Shows the version, as the option --version does.")
    {
    }

    public override IReadOnlyList<string> Examples { get; } = ["tokentools version"];

    protected override bool HasForms => false;

    protected override async Task<int> RunAsync(CommandContext context) =>
        (await CommandRunner.RunAsync(["--version"], Terminal, context.CancellationToken)).ExitCode;
}
