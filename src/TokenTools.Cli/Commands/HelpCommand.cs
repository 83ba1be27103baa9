using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;

namespace TokenTools.Cli.Commands;

/// <summary>Shows what --help shows.</summary>
internal sealed class HelpCommand : CliCommand
{
    private readonly IReadOnlyCollection<string> _names;
    private readonly Argument<string?> _command = new("command")
    {
        Description = "The command; by default, all of them are listed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <param name="names">The names of all commands.</param>
    public HelpCommand(IReadOnlyCollection<string> names)
        : base("help", "Shows the help of a command, as its option --help does.")
    {
        _names = names;
        _command.CompletionSources.Add([.. names]);
        Add(_command);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tokentools help installer-token"];

    protected override bool HasForms => false;

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var name = context.Parsed.GetValue(_command);
        if (name is not null && !System.Linq.Enumerable.Contains(_names, name))
        {
            throw UsageErrors.UnknownCommand(name, _names);
        }

        var run = await CommandRunner.RunAsync(name is null ? ["--help"] : [name, "--help"], Terminal, context.CancellationToken);
        return run.ExitCode;
    }
}
