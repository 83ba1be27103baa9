using System.CommandLine;
using TokenTools.Sandbox;

namespace TokenTools.Cli;

/// <summary>The option with which an online command talks to a sandbox of its own, and to nobody else.</summary>
internal sealed class SandboxOption : Option<bool>
{
    public SandboxOption()
        : base("--sandbox") => Description = "Asks a sandbox within this process instead of the service; needs no credentials.";

    /// <summary>The sandbox, to be disposed of by the caller; null where the real service is meant.</summary>
    public TokenSandbox? Start(Run run)
    {
        if (!run.Parsed.GetValue(this))
        {
            return null;
        }

        var sandbox = TokenSandbox.Start();
        run.Terminal.WriteNote(TokenException.Text(nameof(Messages.CliSandboxNote)));
        return sandbox;
    }
}
