using System;
using System.Net;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>The HTTP settings of a client, as a front end binds them.</summary>
/// <remarks>
/// The only place for the rules of these settings. Names and meanings are those of Invoke-RestMethod if it has the setting.
/// </remarks>
internal sealed class HttpSpec
{
    public const int DefaultTimeoutSec = 100;

    /// <summary>The same number as Boomi's own connectors use.</summary>
    public const int DefaultMaximumRetryCount = 5;

    public const int DefaultRetryIntervalSec = 1;

    /// <summary>The time limit of one request, in seconds: 1 to 86400.</summary>
    public int TimeoutSec { get; set; } = DefaultTimeoutSec;

    /// <summary>The maximum number of retries of a request that is safe to retry: 0 to 100.</summary>
    public int MaximumRetryCount { get; set; } = DefaultMaximumRetryCount;

    /// <summary>The upper limit of the first retry delay, in seconds: 1 to 3600.</summary>
    public int RetryIntervalSec { get; set; } = DefaultRetryIntervalSec;

    /// <summary>The rate limit, in requests per second: 0.1 to 1000; null for none.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>The proxy's address; null for the system's proxy.</summary>
    public string? Proxy { get; set; }

    /// <summary>The user name for the proxy; null for none. Without <see cref="Proxy"/>, for the system's proxy.</summary>
    public NetworkCredential? ProxyCredential { get; set; }

    /// <summary>Whether the current user's credentials are sent to the proxy.</summary>
    public bool ProxyUseDefaultCredentials { get; set; }

    /// <summary>Whether the system's proxy is bypassed.</summary>
    public bool NoProxy { get; set; }

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipCertificateCheck { get; set; }

    /// <summary>The file with certificates of authorities that are trusted in addition to the system's; null for none.</summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>Whether credentials may be sent over plain http to a host other than this machine.</summary>
    public bool AllowUnencryptedAuthentication { get; set; }

    /// <summary>Whether the service is a sandbox, which listens on loopback, where no proxy is used.</summary>
    public bool Sandbox { get; set; }

    /// <summary>Validates the settings.</summary>
    /// <exception cref="TokenArgumentException">A setting is invalid, out of range, or cannot be used with another one.</exception>
    public HttpOptions Build()
    {
        SettingParser.RequireRange(TimeoutSec, 1, 86400, nameof(TimeoutSec));
        SettingParser.RequireRange(MaximumRetryCount, 0, 100, nameof(MaximumRetryCount));
        SettingParser.RequireRange(RetryIntervalSec, 1, 3600, nameof(RetryIntervalSec));
        SettingParser.RequireRange(RequestsPerSecond, 0.1, 1000, nameof(RequestsPerSecond));
        EnsureProxySettingsAgree();
        if (CertificateAuthority is not null && SkipCertificateCheck)
        {
            throw TokenArgumentException.Exclusive(
                nameof(CertificateAuthority), new SettingName(nameof(CertificateAuthority)), new SettingName(nameof(SkipCertificateCheck)));
        }

        var proxyCredential = ProxyCredential is null ? null : TrimPassword(ProxyCredential);
        return new HttpOptions
        {
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaximumRetryCount = MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(RetryIntervalSec),
            RequestsPerSecond = RequestsPerSecond,
            Proxy = Proxy is null ? null : ParseProxy(Proxy),
            ProxyCredential = proxyCredential,
            Remarks = ReferenceEquals(proxyCredential, ProxyCredential)
                ? []
                : [new MessageText(nameof(Messages.SecretTrimmed), new SettingName(nameof(ProxyCredential)))],
            ProxyUseDefaultCredentials = ProxyUseDefaultCredentials,
            NoProxy = NoProxy || Sandbox,
            SkipCertificateCheck = SkipCertificateCheck,
            CertificateAuthority = CertificateAuthority is null ? null : Http.CertificateAuthority.Read(CertificateAuthority),
            AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
        };
    }

    // A line end comes from a file or a vault. The same credentials if there is none.
    private static NetworkCredential TrimPassword(NetworkCredential credential)
    {
        using var given = credential.SecurePassword;
        if (given.Length == 0)
        {
            return credential;
        }

        var password = SecureText.TrimLineEnds(given);
        return ReferenceEquals(password, given) ? credential : new NetworkCredential(credential.UserName, password, credential.Domain);
    }

    private static Uri ParseProxy(string text)
    {
        // To Uri, proxy.corp:8080 is an absolute address with the scheme proxy.corp.
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) || address.Host.Length == 0
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || (address.UserInfo.Length == 0 && DisplayText.IsMisplacedSecret(text.Trim(), address)))
        {
            throw new TokenArgumentException(nameof(Proxy), nameof(Messages.ProxyInvalid));
        }

        // WebProxy ignores them, and an address is shown in errors.
        return address.UserInfo.Length == 0
            ? address
            : throw new TokenArgumentException(nameof(Proxy), nameof(Messages.AddressHoldsCredentials), new SettingName(nameof(Proxy)));
    }

    private void EnsureProxySettingsAgree()
    {
        var withProxy = Proxy is not null ? nameof(Proxy)
            : ProxyCredential is not null ? nameof(ProxyCredential)
            : ProxyUseDefaultCredentials ? nameof(ProxyUseDefaultCredentials)
            : null;
        if (withProxy is not null && (NoProxy || Sandbox))
        {
            throw TokenArgumentException.Exclusive(
                withProxy, new SettingName(withProxy), new SettingName(NoProxy ? nameof(NoProxy) : nameof(Sandbox)));
        }

        // As in Invoke-RestMethod. Unlike there, either can be used without Proxy, for the system's proxy.
        if (ProxyCredential is not null && ProxyUseDefaultCredentials)
        {
            throw TokenArgumentException.Exclusive(
                nameof(ProxyCredential), new SettingName(nameof(ProxyCredential)), new SettingName(nameof(ProxyUseDefaultCredentials)));
        }
    }
}
