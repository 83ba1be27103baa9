using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Linq;
using TokenTools.Cli.Commands;

namespace TokenTools.Cli;

/// <summary>The whole command line.</summary>
internal sealed class TokenToolsCommand : RootCommand
{
    // What one would think of. Each takes anything that follows it, so that nothing of that is taken for something else.
    private static readonly string[] SecretNames =
        ["--token", "--api-token", "--password", "--secret", "--root-token", "--api-key", "--credential", "--password-hash", "--service-token", "--consumer-token", "--bearer-token"];

    private readonly List<Option<string[]>> _refused = [];

    public TokenToolsCommand(Terminal terminal)
        : base("Issues, inspects, narrows and verifies the short-lived tokens of Boomi, GoodData.CN and Onedata.")
    {
        Add(CommonOptions.Output);
        Add(CommonOptions.Verbose);
        foreach (var name in SecretNames)
        {
            var refused = new Option<string[]>(name) { Hidden = true, Recursive = true, Arity = new ArgumentArity(0, 1000) };
            _refused.Add(refused);
            Add(refused);
        }

        foreach (var command in new CliCommand[]
        {
            new InstallerTokenCommand(),
            new BootstrapTokenCommand(),
            new PasswordHashCommand(),
            new OrganizationManifestCommand(),
            new TemporaryTokenCommand(),
            new InspectCommand(),
            new ConfineCommand(),
            new VerifyCommand(),
            new SandboxCommand(),
            new CompletionCommand(),
        })
        {
            command.Terminal = terminal;
            Add(command);
        }

        var help = Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    /// <summary>Why the command line can't be as it is: there is a secret in it. Null for none.</summary>
    public TokenArgumentException? Refusal(ParseResult parsed)
    {
        if (_refused.Find(option => parsed.GetResult(option) is not null) is not { } given)
        {
            return null;
        }

        var sources = (parsed.CommandResult.Command as CliCommand)?.Secrets ?? [];
        var source = sources.FirstOrDefault(source => source.Name == given.Name) ?? (sources.Count > 0 ? sources[0] : null);
        return source is null
            ? CliText.ArgumentError(given.Name, nameof(CliMessages.SecretArgumentHere), given.Name)
            : new TokenArgumentException(
                given.Name,
                source.Variable is null ? nameof(CliMessages.SecretArgumentFile) : nameof(CliMessages.SecretArgument),
                given.Name,
                source.File.Name,
                source.Variable);
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            var examples = parseResult.CommandResult.Command is CliCommand command ? command.Examples : InstallerTokenCommand.FirstExamples;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine("  " + example);
            }

            return code;
        }
    }
}
