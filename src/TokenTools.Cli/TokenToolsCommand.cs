using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Linq;
using TokenTools.Cli.Commands;

namespace TokenTools.Cli;

/// <summary>The root command.</summary>
internal sealed class TokenToolsCommand : RootCommand
{
    // Likely names of an option for a secret. Each accepts all following arguments, so that no part of a secret is parsed otherwise.
    private static readonly string[] SecretNames =
    [
        "--token", "--api-token", "--password", "--secret", "--root-token", "--api-key", "--credential", "--password-hash",
        "--service-token", "--consumer-token", "--bearer-token", "--invite-token", "--proxy-credential", "--one-time-password",
    ];

    // In the order of the help.
    private static readonly Dictionary<string, Func<CliCommand>> Commands = new()
    {
        ["boomi-connection"] = static () => new BoomiConnectionCommand(),
        ["installer-token"] = static () => new InstallerTokenCommand(),
        ["installer-argument"] = static () => new InstallerArgumentCommand(),
        ["wait-runtime"] = static () => new WaitRuntimeCommand(),
        ["boomi-environment"] = static () => new BoomiEnvironmentCommand(),
        ["boomi-attachment"] = static () => new BoomiAttachmentCommand(),
        ["bootstrap-token"] = static () => new BootstrapTokenCommand(),
        ["password-hash"] = static () => new PasswordHashCommand(),
        ["verify-hash"] = static () => new VerifyHashCommand(),
        ["organization-manifest"] = static () => new OrganizationManifestCommand(),
        ["gooddata-user"] = static () => new GoodDataUserCommand(),
        ["gooddata-api-token"] = static () => new GoodDataApiTokenCommand(),
        ["temporary-token"] = static () => new TemporaryTokenCommand(),
        ["temporary-token-generation"] = static () => new TemporaryTokenGenerationCommand(),
        ["named-token"] = static () => new NamedTokenCommand(),
        ["join"] = static () => new JoinCommand(),
        ["revoke"] = static () => new RevokeCommand(),
        ["inspect"] = static () => new InspectCommand(),
        ["confine"] = static () => new ConfineCommand(),
        ["verify"] = static () => new VerifyCommand(),
        ["scope"] = static () => new ScopeCommand(),
        ["run"] = static () => new RunCommand(),
        ["oneclient-environment"] = static () => new OneclientEnvironmentCommand(),
        ["oneprovider-registration"] = static () => new OneproviderRegistrationCommand(),
        ["export-token"] = static () => new ExportTokenCommand(),
        ["kubernetes-secret"] = static () => new KubernetesSecretCommand(),
        ["sandbox"] = static () => new SandboxCommand(),
        ["completion"] = static () => new CompletionCommand(),
        ["help"] = static () => new HelpCommand(Names),
        ["version"] = static () => new VersionCommand(),
    };

    /// <summary>The names of the commands, in the order of the help.</summary>
    public static IReadOnlyCollection<string> Names => Commands.Keys;

    private readonly List<Option<string[]>> _secretOptions = [];

    /// <summary>The options that most commands have.</summary>
    public CommonOptions Common { get; } = new();

    /// <param name="terminal">Where results and messages are written.</param>
    /// <param name="arguments">The command line, which decides which commands are created.</param>
    public TokenToolsCommand(Terminal terminal, IReadOnlyList<string> arguments)
        : base("Issues, inspects, narrows and verifies the short-lived tokens of Boomi, GoodData.CN and Onedata.")
    {
        foreach (var option in Common.All)
        {
            Add(option);
        }

        foreach (var name in SecretNames)
        {
            var option = new Option<string[]>(name) { Hidden = true, Recursive = true, Arity = new ArgumentArity(0, 1000) };
            _secretOptions.Add(option);
            Add(option);
        }

        foreach (var name in Needed(arguments))
        {
            var command = Commands[name]();
            command.Terminal = terminal;
            command.Common = Common;
            Add(command);
        }

        Common.DescribeFor(Subcommands is [CliCommand only] ? only : null);
        var help = Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    // Creating a command, with all its options and their texts, takes longer than running most of them. All are created for the help, for
    // completion of a command's name, and for the error about an unknown one.
    private static IEnumerable<string> Needed(IReadOnlyList<string> arguments) => arguments switch
    {
        ["--version"] => [],
        [var name, ..] when Commands.ContainsKey(name) => [name],
        _ => Commands.Keys,
    };

    /// <summary>The examples in the help.</summary>
    public static IReadOnlyList<string> Examples { get; } =
    [
        "tokentools installer-token ATOM --sandbox",
        "tokentools bootstrap-token --user-name admin --generate-password",
        "tokentools temporary-token --valid-for 10m --sandbox",
    ];

    /// <summary>An error if the command line contains an option for a secret; null otherwise.</summary>
    public TokenArgumentException? FindSecretArgument(ParseResult parsed)
    {
        if (_secretOptions.Find(option => parsed.GetResult(option) is not null) is not { } given)
        {
            return null;
        }

        var sources = (parsed.CommandResult.Command as CliCommand)?.Secrets ?? [];
        var source = sources.FirstOrDefault(source => source.Name == given.Name) ?? (sources.Count > 0 ? sources[0] : null);
        return source is null
            ? CliText.ArgumentError(given.Name, nameof(CliMessages.SecretArgumentHere), given.Name)
            : CliText.ArgumentError(
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
            var examples = parseResult.CommandResult.Command is CliCommand command ? command.Examples : Examples;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine("  " + example);
            }

            return code;
        }
    }
}
