using System.Management.Automation;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that create a connection.</summary>
public abstract class ConnectCommand : HttpCommand
{
    private protected ConnectCommand()
    {
    }

    /// <summary>The time limit of one request, in seconds: 1 to 86400, 100 by default.</summary>
    [Parameter]
    [Number(nameof(TimeoutSec))]
    public int TimeoutSec { get => Http.TimeoutSec; set => Http.TimeoutSec = value; }

    /// <summary>The maximum number of retries of a request that is safe to retry: 0 to 100, 5 by default.</summary>
    [Parameter]
    [Number(nameof(MaximumRetryCount))]
    public int MaximumRetryCount { get => Http.MaximumRetryCount; set => Http.MaximumRetryCount = value; }

    /// <summary>
    /// The upper limit of the first retry delay, in seconds: 1 to 3600, 1 by default. It doubles with each further retry; the actual delay
    /// is random. A Retry-After header takes precedence.
    /// </summary>
    [Parameter]
    [Number(nameof(RetryIntervalSec))]
    public int RetryIntervalSec { get => Http.RetryIntervalSec; set => Http.RetryIntervalSec = value; }

    /// <summary>Returns the connection. By default, nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The validated HTTP settings.</summary>
    /// <param name="requestsPerSecond">The rate limit; null for none.</param>
    /// <param name="sandbox">Whether the service is a sandbox.</param>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    private protected HttpOptions HttpOptions(double? requestsPerSecond, bool sandbox = false)
    {
        Http.RequestsPerSecond = requestsPerSecond;
        Http.Sandbox = sandbox;
        return Http.Build();
    }

    /// <summary>Makes a connection the session's default, writes its remarks, and returns it with -PassThru.</summary>
    private protected void Use(ServiceConnection connection)
    {
        foreach (var remark in connection.Remarks)
        {
            WriteVerbose(remark.ToString());
        }

        Session.SetDefault(connection);
        if (PassThru)
        {
            Session.MarkShared(connection);
            WriteObject(connection);
        }
    }
}
