using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Completions;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Cli;

namespace TokenTools.CommandPages;

/// <summary>What <c>--help</c> prints, read from the same commands and options.</summary>
/// <param name="Root">tokentools itself; its options are those that most commands have.</param>
/// <param name="Commands">The commands, in the order of the help.</param>
internal sealed record CommandReference(CommandModel Root, IReadOnlyList<CommandModel> Commands)
{
    /// <summary>The exit codes and what each means.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> ExitCodes { get; } =
    [
        (ExitCode.Success, "Success."),
        (ExitCode.Usage, "A usage error or a local failure. No request with an effect was sent."),
        (ExitCode.Rejected, "The service rejected the request, a token is not valid, or a runtime is not ONLINE. Nothing was created."),
        (ExitCode.NoResponse, "No response arrived. Nothing was created."),
        (ExitCode.MayBeApplied, "A token was or may have been created that is not the result. Repeating the command can create one more."),
        (ExitCode.Undetermined, "A token was checked, but whether it is valid depends on facts that were not specified."),
        (ExitCode.HungUp, "Ended by SIGHUP, because the terminal was closed."),
        (ExitCode.Interrupted, "Ended by Ctrl-C."),
        (ExitCode.Quit, "Ended by SIGQUIT."),
        (ExitCode.Terminated, "Ended by SIGTERM."),
    ];

    // Options for the name of a variable or key that is written, not read.
    private static readonly Regex NameOption = new("^--(?:[a-z]+-)*(?:key|variable-name) ", RegexOptions.CultureInvariant);

    /// <summary>The environment variables that options name, each with the commands that read it.</summary>
    public IEnumerable<(string Variable, IReadOnlyList<string> Commands)> Variables =>
        Commands.SelectMany(static command => command.Options.Where(static option => !NameOption.IsMatch(option.Label))
                .SelectMany(static option => VariablesIn(option.Description))
                .Distinct(StringComparer.Ordinal).Select(variable => (variable, command.Name)))
            .GroupBy(static use => use.variable, static use => use.Name, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => (group.Key, (IReadOnlyList<string>)[.. group]));

    public static async Task<CommandReference> ReadAsync()
    {
        // The first run also makes texts name options rather than parameters.
        var rootUsage = await UsageAsync();
        var root = new TokenToolsCommand(new Terminal(TextWriter.Null, TextWriter.Null), []);
        var common = root.Options.Where(static option => option is { Hidden: false, Recursive: true }).Select(OptionModel.Of).ToList();
        var commands = new List<CommandModel>();
        foreach (var command in root.Subcommands.OfType<CliCommand>())
        {
            var usage = await UsageAsync(command.Name);
            root.Common.DescribeFor(command);
            var accepted = root.Options.Where(static option => option is { Hidden: false, Recursive: true }).ToList();
            commands.Add(new CommandModel(command.Name, command.Description!, usage)
            {
                Arguments = [.. command.Arguments.Where(static argument => !argument.Hidden).Select(OptionModel.Of)],
                // A common option whose values are fewer here is described again.
                Options =
                [
                    .. command.Options.Where(static option => !option.Hidden).Select(OptionModel.Of),
                    .. accepted.Select(OptionModel.Of).Except(common),
                ],
                CommonOptions = [.. accepted.Where(option => common.Contains(OptionModel.Of(option))).Select(static option => option.Name)],
                Examples = command.Examples,
            });
        }

        return new CommandReference(
            new CommandModel(root.Name, root.Description!, rootUsage) { Options = common, Examples = TokenToolsCommand.Examples }, commands);
    }

    private static IEnumerable<string> VariablesIn(string description) =>
        Regex.Matches(description, @"\b[A-Z]+(?:_[A-Z]+)+\b").Select(static match => match.Value);

    private static async Task<string> UsageAsync(params string[] command)
    {
        using var output = new StringWriter { NewLine = "\n" };
        await CommandRunner.RunAsync([.. command, "--help"], new Terminal(output, TextWriter.Null), CancellationToken.None);
        // The help has the name of the process, which is this program or a test host.
        return "tokentools" + Regex.Match(output.ToString(), @"(?m)^Usage:\n +\S+(.*)$").Groups[1].Value.TrimEnd();
    }
}

/// <summary>A command.</summary>
internal sealed record CommandModel(string Name, string Description, string Usage)
{
    public IReadOnlyList<OptionModel> Arguments { get; init; } = [];

    public IReadOnlyList<OptionModel> Options { get; init; } = [];

    /// <summary>The names of the options of <see cref="CommandReference.Root"/> that the command has as well.</summary>
    public IReadOnlyList<string> CommonOptions { get; init; } = [];

    public IReadOnlyList<string> Examples { get; init; } = [];
}

/// <summary>An option or an argument.</summary>
/// <param name="Label">As in the help, such as <c>--user-name &lt;id&gt; (REQUIRED)</c>.</param>
/// <param name="Description">Its description in the help.</param>
internal sealed record OptionModel(string Label, string Description)
{
    public static OptionModel Of(Option option)
    {
        var label = string.Join(", ", option.Aliases.Prepend(option.Name)
            .OrderBy(static name => name.Length).ThenBy(static name => name, StringComparer.Ordinal));
        if (option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool))
        {
            label += " " + Value(option, option.HelpName);
        }

        return new OptionModel(option.Required ? label + " (REQUIRED)" : label, option.Description ?? string.Empty);
    }

    public static OptionModel Of(Argument argument) => new(Value(argument, argument.HelpName), argument.Description ?? string.Empty);

    private static string Value(Symbol symbol, string? helpName)
    {
        var values = symbol.GetCompletions(CompletionContext.Empty).Select(static item => item.Label).ToList();
        return "<" + (helpName ?? (values.Count > 0 ? string.Join('|', values) : symbol.Name.TrimStart('-'))) + ">";
    }
}
