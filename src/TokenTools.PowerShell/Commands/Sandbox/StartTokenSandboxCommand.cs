using System;
using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.Sandbox;

/// <summary>Starts a sandbox: the three services acted out on loopback, with credentials of its own, for trials and tests.</summary>
[Cmdlet(VerbsLifecycle.Start, "TokenSandbox", HelpUri = HelpPages.Folder + "Start-TokenSandbox.md")]
[OutputType(typeof(TokenSandbox))]
public sealed class StartTokenSandboxCommand : TokenCommand
{
    /// <summary>The port to listen on: 1 to 65535, or 0, the default, for a free one.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>The rate limit that each service acts out, in requests per second: more than 0, 1000000 at most; past it Boomi answers 503, the others 429. None by default.</summary>
    [Parameter]
    public double? RequestsPerSecond { get; set; }

    /// <summary>How far the sandbox's clock is ahead of this machine's, such as 30m, or -2h for behind it; 3650 days at most. It goes right by default.</summary>
    [Parameter]
    [Duration(Signed = true)]
    public TimeSpan? ClockSkew { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var sandbox = Required(Port, () => TokenSandbox.Start(new SandboxOptions
        {
            Port = Port,
            RequestsPerSecond = RequestsPerSecond,
            ClockSkew = ClockSkew ?? TimeSpan.Zero,
        }));
        Session.Register(sandbox);
        WriteObject(sandbox);
    }
}
