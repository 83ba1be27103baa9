using System;
using System.Net;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>How a client talks to its service, as a front end binds it.</summary>
/// <remarks>
/// The one place for the ranges and exclusions of these settings. Names and meanings are those of Invoke-RestMethod where it has the setting.
/// </remarks>
internal sealed class HttpSpec
{
    public const int DefaultTimeoutSec = 100;

    /// <summary>The same number as Boomi's own connectors use.</summary>
    public const int DefaultMaximumRetryCount = 5;

    public const int DefaultRetryIntervalSec = 1;

    /// <summary>The time limit of one request, in seconds: 1 to 86400.</summary>
    public int TimeoutSec { get; set; } = DefaultTimeoutSec;

    /// <summary>The number of retries, where a retry is safe: 0 to 100.</summary>
    public int MaximumRetryCount { get; set; } = DefaultMaximumRetryCount;

    /// <summary>The upper limit of the first retry delay, in seconds: 1 to 3600.</summary>
    public int RetryIntervalSec { get; set; } = DefaultRetryIntervalSec;

    /// <summary>The rate limit, in requests per second: 0.1 to 1000; null for none.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>The proxy's address; null for the system's proxy.</summary>
    public string? Proxy { get; set; }

    /// <summary>The user name for the proxy; null for none. Without <see cref="Proxy"/>, for the system's proxy.</summary>
    public NetworkCredential? ProxyCredential { get; set; }

    /// <summary>Whether the proxy gets the current user's credentials.</summary>
    public bool ProxyUseDefaultCredentials { get; set; }

    /// <summary>Whether the system's proxy is bypassed.</summary>
    public bool NoProxy { get; set; }

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipCertificateCheck { get; set; }

    /// <summary>Whether credentials may be sent over plain http to a host other than this machine.</summary>
    public bool AllowUnencryptedAuthentication { get; set; }

    /// <summary>Whether the service is a sandbox, which listens on loopback, where no proxy is used.</summary>
    public bool Sandbox { get; set; }

    /// <summary>Validates the settings.</summary>
    /// <exception cref="TokenArgumentException">A setting is out of its range, cannot be used, or excludes another one.</exception>
    public HttpOptions Build()
    {
        EnsureRange(nameof(TimeoutSec), TimeoutSec, 1, 86400);
        EnsureRange(nameof(MaximumRetryCount), MaximumRetryCount, 0, 100);
        EnsureRange(nameof(RetryIntervalSec), RetryIntervalSec, 1, 3600);
        EnsureRange(nameof(RequestsPerSecond), RequestsPerSecond ?? 1, 0.1, 1000);
        EnsureProxySettingsAgree();
        return new HttpOptions
        {
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaximumRetryCount = MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(RetryIntervalSec),
            RequestsPerSecond = RequestsPerSecond,
            Proxy = Proxy is null ? null : ParseProxy(Proxy),
            ProxyCredential = ProxyCredential,
            ProxyUseDefaultCredentials = ProxyUseDefaultCredentials,
            NoProxy = NoProxy || Sandbox,
            SkipCertificateCheck = SkipCertificateCheck,
            AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
        };
    }

    // Written so that NaN is out of range as well.
    private static void EnsureRange(string key, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new TokenArgumentException(key, nameof(Messages.OptionOutOfRange), new SettingName(key), value, least, most);
        }
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
            throw Exclusive(withProxy, NoProxy ? nameof(NoProxy) : nameof(Sandbox));
        }

        // As Invoke-RestMethod has it. Unlike there, either may be used without Proxy: for the system's proxy.
        if (ProxyCredential is not null && ProxyUseDefaultCredentials)
        {
            throw Exclusive(nameof(ProxyCredential), nameof(ProxyUseDefaultCredentials));
        }
    }

    private static TokenArgumentException Exclusive(string key, string other) =>
        new(key, nameof(Messages.SettingsExclusive), new SettingName(key), new SettingName(other));
}
