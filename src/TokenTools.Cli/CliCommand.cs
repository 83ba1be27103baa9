using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;

namespace TokenTools.Cli;

/// <summary>One of the commands.</summary>
internal abstract class CliCommand : Command
{
    private readonly List<SecretSource> _secrets = [];

    protected CliCommand(string name, string description)
        : base(name, description) => SetAction(async (parsed, stop) => await RunAsync(new CommandContext(parsed, Terminal, stop)));

    public Terminal Terminal { get; set; } = null!;

    /// <summary>What the help shows as examples; each runs as it stands, given the files that it names.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>The secrets that it may need.</summary>
    public IReadOnlyList<SecretSource> Secrets => _secrets;

    protected abstract Task<int> RunAsync(CommandContext context);

    protected SecretSource Secret(SecretSource source)
    {
        _secrets.Add(source);
        Add(source.File);
        return source;
    }

    protected Option<T> Option<T>(string name, string description, string? helpName = null)
    {
        var option = new Option<T>(name) { Description = description, HelpName = helpName };
        Add(option);
        return option;
    }
}
