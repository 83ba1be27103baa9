using System;
using System.Collections.Generic;
using System.Net;

namespace TokenTools.Http;

/// <summary>The validated HTTP options of a client, built by <see cref="HttpSpec"/> from the values that a front end binds.</summary>
internal sealed record HttpOptions
{
    /// <summary>The time limit of one request, from the first byte sent to the last byte received.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(HttpSpec.DefaultTimeoutSec);

    /// <summary>The maximum number of retries of a request that is safe to retry.</summary>
    public int MaximumRetryCount { get; set; } = HttpSpec.DefaultMaximumRetryCount;

    /// <summary>The upper limit of the first retry delay; it doubles with each further retry.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(HttpSpec.DefaultRetryIntervalSec);

    /// <summary>The rate limit that all users of the connection share; null for none.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>The proxy's address; null for the system's proxy.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>Credentials for <see cref="Proxy"/>, or for the system's proxy.</summary>
    public NetworkCredential? ProxyCredential { get; set; }

    /// <summary>Whether the current user's credentials are sent to the proxy.</summary>
    public bool ProxyUseDefaultCredentials { get; set; }

    /// <summary>Whether the system's proxy is bypassed.</summary>
    public bool NoProxy { get; set; }

    /// <summary>Whether any certificate is accepted.</summary>
    public bool SkipCertificateCheck { get; set; }

    /// <summary>The certificate authorities that are trusted in addition to the system's; null for none.</summary>
    public CertificateAuthority? CertificateAuthority { get; set; }

    /// <summary>Whether credentials may be sent over plain http to a host other than this machine.</summary>
    public bool AllowUnencryptedAuthentication { get; set; }

    /// <summary>What was changed in the settings without harm, for verbose output; empty for nothing.</summary>
    public IReadOnlyList<MessageText> Remarks { get; set; } = [];

    /// <summary>The same options with another time limit.</summary>
    public HttpOptions WithTimeout(TimeSpan timeout) => this with { Timeout = timeout };

    /// <summary>The same options without any proxy, for an address of this machine.</summary>
    public HttpOptions WithoutProxy() => this with { Proxy = null, ProxyCredential = null, ProxyUseDefaultCredentials = false, NoProxy = true };
}
