using System;
using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.Sandbox;

/// <summary>Starts a sandbox that simulates Boomi, GoodData.CN and Onezone on the loopback address.</summary>
[Cmdlet(VerbsLifecycle.Start, "TokenSandbox", HelpUri = HelpPages.Folder + "Start-TokenSandbox.md")]
[OutputType(typeof(TokenSandbox))]
public sealed class StartTokenSandboxCommand : TokenCommand
{
    /// <summary>The port: 1 to 65535, or 0, the default, for a free port.</summary>
    [Parameter(Position = 0)]
    [Number(nameof(Port))]
    public int Port { get; set; }

    /// <summary>
    /// The rate limit of each service in requests per second: more than 0, at most 1000000. No limit by default. Beyond the limit,
    /// Boomi responds with status 503 and the other services with status 429.
    /// </summary>
    [Parameter]
    [Number(nameof(RequestsPerSecond), typeof(double))]
    public double? RequestsPerSecond { get; set; }

    /// <summary>
    /// How far the sandbox's clock is ahead of this machine's clock, such as 30m, or -2h if it is behind. At most 3650 days; no
    /// skew by default.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public DurationArgument? ClockSkew { get; set; }

    /// <summary>
    /// How long a Boomi runtime takes to become ONLINE after its installation, such as 30s; 5s by default.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public DurationArgument? RuntimeStartup { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var sandbox = Required(Port, () => TokenSandbox.Start(new SandboxOptions
        {
            Port = Port,
            RequestsPerSecond = RequestsPerSecond,
            ClockSkew = ClockSkew?.Read(nameof(ClockSkew), signed: true) ?? TimeSpan.Zero,
            RuntimeStartup = RuntimeStartup?.Read(nameof(RuntimeStartup), signed: true) ?? new SandboxOptions().RuntimeStartup,
        }));
        Session.Register(sandbox);
        WriteObject(sandbox);
    }
}
