using System.Management.Automation;
using TokenTools.Http;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that create a connection.</summary>
public abstract class ConnectCommand : HttpCommand
{
    private protected ConnectCommand()
    {
    }

    /// <summary>The time limit of one request, in seconds: 1 to 86400, 100 by default.</summary>
    [Parameter]
    public int TimeoutSec { get; set; } = Http.HttpSpec.DefaultTimeoutSec;

    /// <summary>The maximum number of retries of a request that is safe to retry: 0 to 100, 5 by default.</summary>
    [Parameter]
    public int MaximumRetryCount { get; set; } = Http.HttpSpec.DefaultMaximumRetryCount;

    /// <summary>
    /// The upper limit of the first retry delay, in seconds: 1 to 3600, 1 by default. It doubles with each further retry; the actual delay
    /// is random. A Retry-After of the service takes precedence.
    /// </summary>
    [Parameter]
    public int RetryIntervalSec { get; set; } = Http.HttpSpec.DefaultRetryIntervalSec;

    /// <summary>Returns the connection. By default, nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Returns a sandbox, unless it is stopped.</summary>
    /// <exception cref="TokenArgumentException">The sandbox is stopped.</exception>
    private protected static TokenSandbox OfSandbox(TokenSandbox sandbox) => sandbox.IsStopped
        ? throw SandboxText.ArgumentError("Sandbox", nameof(SandboxMessages.SandboxStopped), sandbox)
        : sandbox;

    /// <summary>The validated HTTP settings.</summary>
    /// <param name="requestsPerSecond">The rate limit; null for none.</param>
    /// <param name="sandbox">Whether the service is a sandbox.</param>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    private protected HttpOptions HttpOptions(double? requestsPerSecond, bool sandbox = false)
    {
        var spec = HttpSpec();
        spec.TimeoutSec = TimeoutSec;
        spec.MaximumRetryCount = MaximumRetryCount;
        spec.RetryIntervalSec = RetryIntervalSec;
        spec.RequestsPerSecond = requestsPerSecond;
        spec.Sandbox = sandbox;
        return spec.Build();
    }

    /// <summary>Makes a connection the session's default, and returns it with -PassThru.</summary>
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
