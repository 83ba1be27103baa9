using System.CommandLine;
using TokenTools.Sandbox;

namespace TokenTools.Cli;

/// <summary>The option that sends a command's requests to a sandbox in this process instead of the service.</summary>
internal sealed class SandboxOption : Option<bool>
{
    public SandboxOption()
        : base("--sandbox") => Description = "Sends the requests to a sandbox in this process instead of the service. Needs no credentials.";

    /// <summary>Starts the sandbox, which the caller disposes; null without the option.</summary>
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
