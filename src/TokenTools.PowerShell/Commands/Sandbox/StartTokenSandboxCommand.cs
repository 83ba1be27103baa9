using System;
using System.Management.Automation;
using System.Net.Sockets;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands;

/// <summary>Starts a sandbox: the three services acted out on loopback, with credentials of its own, for trials and tests.</summary>
[Cmdlet(VerbsLifecycle.Start, "TokenSandbox", HelpUri = HelpPages.Folder + "Start-TokenSandbox.md")]
[OutputType(typeof(TokenSandbox))]
public sealed class StartTokenSandboxCommand : TokenCommand
{
    /// <summary>The port to listen on: 1 to 65535, or 0, the default, for a free one.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        TokenSandbox sandbox;
        try
        {
            sandbox = TokenSandbox.Start(new SandboxOptions { Port = Port });
        }
        catch (SocketException error)
        {
            ThrowTerminatingError(new ErrorRecord(
                new InvalidOperationException(TokenException.Text(nameof(Messages.SandboxPortTaken), Port), error),
                nameof(Messages.SandboxPortTaken),
                ErrorCategory.ResourceUnavailable,
                Port));
            throw;
        }

        Session.Own(sandbox);
        WriteObject(sandbox);
    }
}
