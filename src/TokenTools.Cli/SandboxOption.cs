using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using TokenTools.Sandbox;

namespace TokenTools.Cli;

/// <summary>The option that sends a command's requests to a sandbox in this process instead of the service.</summary>
internal sealed class SandboxOption : Option<bool>
{
    public SandboxOption()
        : base("--sandbox") => Description =
            "Sends the requests to a sandbox in this process instead of the service. Requires no credentials.";

    /// <summary>Starts the sandbox, which the caller disposes; null without the option.</summary>
    /// <param name="context">The command line and the terminal.</param>
    /// <param name="serviceOptions">The options for the address and credentials of a service, which a sandbox has itself.</param>
    /// <exception cref="TokenArgumentException">One of these is given as well.</exception>
    public TokenSandbox? Start(CommandContext context, IEnumerable<Option> serviceOptions)
    {
        if (!context.Parsed.IsOn(this))
        {
            return null;
        }

        if (serviceOptions.FirstOrDefault(context.Parsed.IsSpecified) is { } given)
        {
            throw TokenArgumentException.Exclusive(given.Name, given.Name, Name);
        }

        var sandbox = TokenSandbox.Start();
        context.Terminal.WriteNote(CliText.Format(nameof(CliMessages.SandboxNote)));
        return sandbox;
    }
}
