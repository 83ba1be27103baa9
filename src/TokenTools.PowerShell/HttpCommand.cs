using System;
using System.Management.Automation;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>A cmdlet that says how to talk to a service: the way there stands here once, in Invoke-RestMethod's words.</summary>
public abstract class HttpCommand : TokenCommand
{
    private protected HttpCommand()
    {
    }

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

    private protected HttpOptions HttpOptions(TimeSpan timeout, TimeSpan retryInterval)
    {
        var options = HttpOptions();
        (options.Timeout, options.RetryInterval) = (timeout, retryInterval);
        return options;
    }

    private protected HttpOptions HttpOptions() => new()
    {
        Proxy = Proxy,
        ProxyCredential = ProxyCredential?.GetNetworkCredential(),
        ProxyUseDefaultCredentials = ProxyUseDefaultCredentials,
        NoProxy = NoProxy,
        SkipCertificateCheck = SkipCertificateCheck,
        AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
    };
}
