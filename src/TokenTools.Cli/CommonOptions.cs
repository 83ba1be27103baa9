using System.CommandLine;

namespace TokenTools.Cli;

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    public static Option<OutputForm> Output { get; } = new("--output", "-o")
    {
        Description = "json (default) and token hold the secret that was made; text masks it.",
        HelpName = "json|text|token",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Tells on standard error what is sent, and of retries.",
        Recursive = true,
    };
}
