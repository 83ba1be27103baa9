using System;
using System.Management.Automation;
using TokenTools.Http;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell;

/// <summary>A cmdlet that makes a connection.</summary>
public abstract class ConnectCommand : HttpCommand
{
    private protected ConnectCommand()
    {
    }

    /// <summary>How long one request may take, in seconds: 1 to 86400, 100 by default.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>How often a request is repeated where that is safe: 0 to 100, 5 by default.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 5;

    /// <summary>
    /// What the wait before the first retry stays below, in seconds: 1 to 3600, 1 by default. It doubles with each further
    /// retry and is drawn at random; what the service itself asks for goes before.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int RetryIntervalSec { get; set; } = 1;

    /// <summary>Returns the connection; otherwise nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>A sandbox to connect to, unless it has been stopped.</summary>
    /// <exception cref="TokenArgumentException">It has been.</exception>
    private protected static TokenSandbox OfSandbox(TokenSandbox sandbox) => sandbox.IsStopped
        ? throw SandboxText.ArgumentError("Sandbox", nameof(SandboxMessages.SandboxStopped), sandbox)
        : sandbox;

    private protected HttpOptions HttpOptions(double? requestsPerSecond)
    {
        var options = HttpOptions(TimeSpan.FromSeconds(TimeoutSec), TimeSpan.FromSeconds(RetryIntervalSec));
        options.MaximumRetryCount = MaximumRetryCount;
        options.RequestsPerSecond = requestsPerSecond;
        return options;
    }

    private protected void Use(ServiceConnection connection)
    {
        Session.SetDefault(connection);
        if (PassThru)
        {
            Session.MarkShared(connection);
            WriteObject(connection);
        }
    }
}
