using System;
using System.Management.Automation;
using TokenTools.Http;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets with HTTP settings: the common parameters, with the names of Invoke-RestMethod.</summary>
public abstract class HttpCommand : TokenCommand
{
    private protected HttpCommand()
    {
    }

    /// <summary>The proxy's address. By default, the system's proxy is used.</summary>
    [Parameter]
    [Address]
    public Uri? Proxy
    {
        get;
        set
        {
            field = value;
            // Not ToString(), which unescapes.
            Http.Proxy = value?.OriginalString;
        }
    }

    /// <summary>Credentials for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential
    {
        get;
        set
        {
            field = value;
            Http.ProxyCredential = value?.GetNetworkCredential();
        }
    }

    /// <summary>Sends the current user's credentials to the proxy.</summary>
    [Parameter]
    public SwitchParameter ProxyUseDefaultCredentials
    {
        get => Http.ProxyUseDefaultCredentials;
        set => Http.ProxyUseDefaultCredentials = value;
    }

    /// <summary>Bypasses the system's proxy.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get => Http.NoProxy; set => Http.NoProxy = value; }

    /// <summary>Accepts any certificate. Only for test systems: credentials can then be read in transit.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get => Http.SkipCertificateCheck; set => Http.SkipCertificateCheck = value; }

    /// <summary>Allows plain http to a host other than this machine.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication
    {
        get => Http.AllowUnencryptedAuthentication;
        set => Http.AllowUnencryptedAuthentication = value;
    }

    /// <summary>The settings as they are bound.</summary>
    private protected HttpSpec Http { get; } = new();

    /// <summary>Returns a sandbox, unless it is stopped.</summary>
    /// <exception cref="TokenArgumentException">The sandbox is stopped.</exception>
    private protected static TokenSandbox OfSandbox(TokenSandbox sandbox) => sandbox.IsStopped
        ? throw SandboxText.ArgumentError("Sandbox", nameof(SandboxMessages.SandboxStopped), sandbox)
        : sandbox;
}
