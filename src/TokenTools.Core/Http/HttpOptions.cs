using System;
using System.Collections.Generic;
using System.Net;
using System.Security;
using System.Text;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>How a connection talks to its service. The names and meanings are Invoke-RestMethod's where it has one.</summary>
public sealed class HttpOptions
{
    /// <summary>How long one request may take, from the first byte sent to the last received. 100 seconds unless said otherwise.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a request is repeated where that is safe. 5 unless said otherwise, as Boomi's own connectors do.</summary>
    public int MaximumRetryCount { get; set; } = 5;

    /// <summary>What the first wait before a retry stays below; it doubles with each further one. 1 second unless said otherwise.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Requests per second that the connection keeps to, whoever uses it; null for no limit.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>The proxy's address; null for the system's.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>Credentials for <see cref="Proxy"/>, or for the system's.</summary>
    public NetworkCredential? ProxyCredential { get; set; }

    /// <summary>Whether the proxy gets the credentials of the user who runs this.</summary>
    public bool ProxyUseDefaultCredentials { get; set; }

    /// <summary>Whether the system's proxy is passed by.</summary>
    public bool NoProxy { get; set; }

    /// <summary>What of these options is secret, as it is and as a Basic header carries it: for the redactor.</summary>
    internal IEnumerable<SecureString> Secrets
    {
        get
        {
            if (ProxyCredential is { } proxy)
            {
                yield return proxy.SecurePassword;
                yield return SecureText.FromString(Convert.ToBase64String(Encoding.UTF8.GetBytes(proxy.UserName + ":" + proxy.Password)));
            }
        }
    }

    /// <summary>Whether any certificate is taken. Only for test machines: anybody on the way can read the credentials.</summary>
    public bool SkipCertificateCheck { get; set; }

    /// <summary>Whether credentials may go over plain http to a host that isn't this machine.</summary>
    public bool AllowUnencryptedAuthentication { get; set; }

    /// <summary>Refuses what no request could go by.</summary>
    /// <exception cref="TokenArgumentException">One of the numbers is out of its range.</exception>
    internal void Check()
    {
        Within("TimeoutSec", Timeout.TotalSeconds, double.Epsilon, 86400);
        Within("MaximumRetryCount", MaximumRetryCount, 0, 100);
        Within("RetryIntervalSec", RetryInterval.TotalSeconds, 0, 3600);
        Within("RequestsPerSecond", RequestsPerSecond ?? 1, 0.01, 100_000);
    }

    /// <summary>The same with another time-out.</summary>
    internal HttpOptions WithTimeout(TimeSpan timeout)
    {
        var copy = (HttpOptions)MemberwiseClone();
        copy.Timeout = timeout;
        return copy;
    }

    // Written so that it also refuses what is no number.
    private static void Within(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new TokenArgumentException(name, nameof(Messages.OptionOutOfRange), new SettingName(name), value, least == double.Epsilon ? "more than 0" : least, most);
        }
    }
}
