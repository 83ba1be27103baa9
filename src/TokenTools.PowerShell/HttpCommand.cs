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

    /// <summary>
    /// The file with certificates (PEM, or one in DER) of authorities that are trusted in addition to the system's, such as a
    /// company's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority
    {
        get;
        set
        {
            field = value;
            Http.CertificateAuthority = value is null ? null : PathOrText(value);
        }
    }

    /// <summary>Allows plain http to a host other than this machine.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication
    {
        get => Http.AllowUnencryptedAuthentication;
        set => Http.AllowUnencryptedAuthentication = value;
    }

    /// <summary>The settings as they are bound.</summary>
    private protected HttpSpec Http { get; } = new();

    // A path that is not one of the file system is rejected by Core: here, the error would be the engine's.
    private string PathOrText(string path)
    {
        try
        {
            return FileSystemPath(path, nameof(CertificateAuthority));
        }
        catch (TokenArgumentException)
        {
            return path;
        }
    }

    /// <summary>Returns a sandbox, unless it is stopped.</summary>
    /// <exception cref="TokenArgumentException">The sandbox is stopped.</exception>
    private protected static TokenSandbox OfSandbox(TokenSandbox sandbox) => sandbox.IsStopped
        ? throw SandboxText.ArgumentError("Sandbox", nameof(SandboxMessages.SandboxStopped), sandbox)
        : sandbox;
}
