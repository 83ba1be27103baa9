using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;

namespace TokenTools.Cli;

/// <summary>A command of <c>tokentools</c>: declares its options, fills one of Core's specs, and writes the result.</summary>
internal abstract class CliCommand : Command
{
    private readonly List<SecretSource> _secrets = [];

    protected CliCommand(string name, string description)
        : base(name, description) =>
        SetAction(async (parsed, cancellationToken) =>
        {
            Validate(parsed);
            Terminal.IsQuiet = parsed.IsOn(Common.Quiet);
            using var context = new CommandContext(parsed, Common, Terminal, cancellationToken);
            context.OpenOutputFile();
            var code = await RunAsync(context);
            return code == ExitCode.Success ? context.OutputCode : code;
        });

    /// <summary>The process's streams; set before the command runs.</summary>
    public Terminal Terminal { get; set; } = null!;

    /// <summary>The options that it shares with the other commands; set before the command line is parsed.</summary>
    public CommonOptions Common { get; set; } = null!;

    /// <summary>The examples in the help. Each runs as printed if its files exist.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>The secrets that the command may need.</summary>
    public IReadOnlyList<SecretSource> Secrets => _secrets;

    /// <summary>Whether the result is or contains one token, so that it can be written alone.</summary>
    public virtual bool HasToken => false;

    /// <summary>Whether the result can contain a new secret, which build systems mask.</summary>
    protected virtual bool HasNewSecret => HasToken;

    /// <summary>Whether the command has a result, which has several forms and can be written to a file.</summary>
    protected virtual bool HasForms => true;

    /// <summary>The common options that have no effect on this command, which are rejected.</summary>
    public IReadOnlyList<Option> UnusedOptions => HasForms
        ? HasNewSecret ? [] : [Common.Mask]
        : [Common.Output, Common.OutputFile, Common.Overwrite, Common.Mask];

    protected abstract Task<int> RunAsync(CommandContext context);

    // Before anything is requested: afterwards, the result would be lost.
    private void Validate(ParseResult parsed)
    {
        parsed.RejectBoth(Common.Verbose, Common.Quiet);
        parsed.Reject(nameof(CliMessages.OptionWithoutEffect), UnusedOptions);
        if (parsed.IsSpecified(Common.Overwrite) && !parsed.IsSpecified(Common.OutputFile))
        {
            throw CliText.ArgumentError(
                nameof(Common.Overwrite), nameof(CliMessages.OptionRequiresOther), Common.Overwrite.Name, Common.OutputFile.Name);
        }

        if (!HasToken && Common.FormOf(parsed) == OutputForm.Token)
        {
            throw CliText.ArgumentError("Output", nameof(CliMessages.NoToken));
        }
    }

    /// <summary>Adds the option for a secret's file.</summary>
    public SecretSource Add(SecretSource source)
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
