using System;
using System.Management.Automation;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets with HTTP settings: the common parameters, with the names of Invoke-RestMethod.</summary>
public abstract class HttpCommand : TokenCommand
{
    private protected HttpCommand()
    {
    }

    /// <summary>The proxy's address. By default, the system's proxy is used.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>Credentials for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Sends the current user's credentials to the proxy.</summary>
    [Parameter]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>Bypasses the system's proxy.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Accepts any certificate. Only for test systems: credentials can then be read in transit.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Allows plain http to a host other than this machine.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>The bound values of the common settings.</summary>
    private protected HttpSpec HttpSpec() => new()
    {
        // Not ToString(), which unescapes.
        Proxy = Proxy?.OriginalString,
        ProxyCredential = ProxyCredential?.GetNetworkCredential(),
        ProxyUseDefaultCredentials = ProxyUseDefaultCredentials,
        NoProxy = NoProxy,
        SkipCertificateCheck = SkipCertificateCheck,
        AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
    };
}
