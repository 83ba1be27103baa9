using System.CommandLine;

namespace TokenTools.Cli;

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    public static Option<OutputForm> Output { get; } = CreateOutput();

    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Tells on standard error what is sent, and of retries.",
        Recursive = true,
    };

    private static Option<OutputForm> CreateOutput()
    {
        var option = new Option<OutputForm>("--output", "-o")
        {
            Description = "json (default) and token hold the secret that was made; text masks it.",
            HelpName = "json|text|token",
            Recursive = true,
        };
        // As they are written in the help, not as the enumeration has them.
        option.CompletionSources.Clear();
        option.CompletionSources.Add("json", "text", "token");
        return option;
    }
}
