using System.CommandLine;
using TokenTools.Sandbox;

namespace TokenTools.Cli;

/// <summary>The option with which an online command talks to a sandbox of its own, and to nobody else.</summary>
internal sealed class SandboxOption : Option<bool>
{
    public SandboxOption()
        : base("--sandbox") => Description = "Asks a sandbox within this process instead of the service; needs no credentials.";

    /// <summary>The sandbox, to be disposed of by the caller; null where the real service is meant.</summary>
    public TokenSandbox? Start(CommandContext context)
    {
        if (!context.Parsed.GetValue(this))
        {
            return null;
        }

        var sandbox = TokenSandbox.Start();
        context.Terminal.WriteNote(CliText.Format(nameof(CliMessages.SandboxNote)));
        return sandbox;
    }
}
