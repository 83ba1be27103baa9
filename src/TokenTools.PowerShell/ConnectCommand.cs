using System;
using System.Management.Automation;
using TokenTools.Http;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell;

/// <summary>A cmdlet that makes a connection: how to talk to the service stands here once, in Invoke-RestMethod's words.</summary>
public abstract class ConnectCommand : TokenCommand
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

    /// <summary>The proxy's address. Without one, the system's proxy is used.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>Credentials for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Gives the proxy the credentials of the user who runs this.</summary>
    [Parameter]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>Passes by the system's proxy.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Takes any certificate. Only for test machines: anybody on the way can then read the credentials.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Allows plain http to a host other than this machine.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Returns the connection; otherwise nothing is returned.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>A sandbox to connect to, unless it has been stopped.</summary>
    /// <exception cref="TokenArgumentException">It has been.</exception>
    private protected static TokenSandbox OfSandbox(TokenSandbox sandbox) => sandbox.IsStopped
        ? throw new TokenArgumentException("Sandbox", nameof(Messages.SandboxStopped), sandbox)
        : sandbox;

    private protected HttpOptions HttpOptions(double? requestsPerSecond) => new()
    {
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        MaximumRetryCount = MaximumRetryCount,
        RetryInterval = TimeSpan.FromSeconds(RetryIntervalSec),
        RequestsPerSecond = requestsPerSecond,
        Proxy = Proxy,
        ProxyCredential = ProxyCredential?.GetNetworkCredential(),
        ProxyUseDefaultCredentials = ProxyUseDefaultCredentials,
        NoProxy = NoProxy,
        SkipCertificateCheck = SkipCertificateCheck,
        AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
    };

    private protected void Use(ServiceConnection connection)
    {
        Session.SetDefault(connection);
        if (PassThru)
        {
            Session.HandOut(connection);
            WriteObject(connection);
        }
    }
}
