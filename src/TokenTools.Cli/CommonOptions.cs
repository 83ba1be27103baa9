using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace TokenTools.Cli;

/// <summary>Options that most commands have.</summary>
internal sealed class CommonOptions
{
    private const string FormsOfTokens = "json (default) and token contain the secret; text masks it. strings is JSON with text values "
        + "only, including the secret. token is written without a line end, except to a terminal and where there are several.";

    private const string Forms = "json (default), text for people, or strings, which is JSON with text values only.";

    public Option<string> Output { get; } = CreateOutput();

    public Option<string?> OutputFile { get; } = new("--output-file")
    {
        Description = "Writes the result to a new file that only its owner can read, instead of standard output. If the file exists, "
            + "the command fails before it requests anything. If another program creates the file after that, the result is in another "
            + "file, which an error names.",
        HelpName = "file",
        Recursive = true,
    };

    public Option<bool> Overwrite { get; } = new("--overwrite")
    {
        Description = "Replaces the file of --output-file if it exists, once the result is complete. With several results, it is "
            + "replaced once the first one is complete: its earlier content is lost even if later results are errors.",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Writes requests and retries to standard error.",
        Recursive = true,
    };

    public Option<bool?> Mask { get; } = new("--mask")
    {
        Description = "Masks new secrets in the log of GitHub Actions or Azure Pipelines, if one of them runs this process. This is the "
            + "default; --mask false omits it.",
        HelpName = "true|false",
        Arity = ArgumentArity.ZeroOrOne,
        Recursive = true,
    };

    public Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Writes no notes, no progress and no warnings about a token's content to standard error. Errors, long retry delays "
            + "and tokens that were not returned are reported.",
        Recursive = true,
    };

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => field ??= [Output, OutputFile, Overwrite, Mask, Verbose, Quiet];

    /// <summary>Adapts the help and the completion of these options, which all commands share, to the only command that was created.</summary>
    /// <param name="command">The command; null for several.</param>
    public void DescribeFor(CliCommand? command)
    {
        foreach (var option in All)
        {
            option.Hidden = command?.UnusedOptions.Contains(option) ?? false;
        }

        var hasToken = command?.HasToken ?? true;
        // The spelling of the help, not of the enumeration.
        string[] forms = hasToken ? ["json", "text", "token", "strings"] : ["json", "text", "strings"];
        Output.Description = hasToken ? FormsOfTokens : Forms;
        Output.HelpName = string.Join('|', forms);
        Output.CompletionSources.Clear();
        Output.CompletionSources.Add(forms);
    }

    /// <summary>The form of the result.</summary>
    public OutputForm FormOf(ParseResult parsed) =>
        parsed.GetValue(Output) is { } text ? (OutputForm)Enum.Parse(typeof(OutputForm), text, ignoreCase: true) : OutputForm.Json;

    // An option of the enumeration's type would have generic code of its own, which would be compiled when the command starts.
    private static Option<string> CreateOutput()
    {
        var option = new Option<string>("--output", "-o") { Recursive = true };
        option.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && !Enum.GetNames(typeof(OutputForm)).Contains(result.Tokens[^1].Value, StringComparer.OrdinalIgnoreCase))
            {
                result.AddError(UsageErrors.CannotParse);
            }
        });
        return option;
    }
}
