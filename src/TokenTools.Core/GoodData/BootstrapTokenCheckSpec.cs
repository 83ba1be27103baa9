using System;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>The settings of a check whether an organization accepts a bootstrap token.</summary>
internal sealed class BootstrapTokenCheckSpec
{
    /// <summary>The default time limit of a check that waits.</summary>
    public const int DefaultWaitSec = 300;

    // A host that accepts packets and sends nothing must not use up the whole wait.
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(30);

    /// <summary>The organization's address, such as https://analytics.example.com, or its host name.</summary>
    public string? Uri { get; set; }

    /// <summary>The Host header, by which the platform identifies the organization; null for the address's host.</summary>
    public string? HostHeader { get; set; }

    /// <summary>Whether to retry while the organization may still become ready.</summary>
    public bool Wait { get; set; }

    /// <summary>The time limit for the whole check in seconds: 1 to 86400; null for 100, or 300 with <see cref="Wait"/>.</summary>
    public int? TimeoutSec { get; set; }

    /// <summary>
    /// With <see cref="Wait"/>, the longest delay before the first retry in seconds: 1 to 3600; null for 1. It doubles with each retry, up
    /// to 10 seconds.
    /// </summary>
    public int? RetryIntervalSec { get; set; }

    /// <summary>The other settings of the connection; the time limit and the retry interval of these are replaced.</summary>
    public HttpSpec Http { get; set; } = new();

    /// <summary>Creates the checker. Nothing is sent.</summary>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public BootstrapTokenChecker Build(IClock? clock = null)
    {
        var address = OrganizationAddress.Parse(Uri, Http.AllowUnencryptedAuthentication);
        OrganizationAddress.ValidateHostHeader(HostHeader);
        if (RetryIntervalSec is not null && !Wait)
        {
            throw new TokenArgumentException(nameof(RetryIntervalSec), nameof(Messages.RetryIntervalWithoutWait));
        }

        Http.TimeoutSec = TimeoutSec ?? (Wait ? DefaultWaitSec : HttpSpec.DefaultTimeoutSec);
        Http.RetryIntervalSec = RetryIntervalSec ?? HttpSpec.DefaultRetryIntervalSec;
        var http = Http.Build();
        var limit = http.Timeout;
        var attempt = Wait && limit > LongestAttempt ? http.WithTimeout(LongestAttempt) : http;
        var protocol = new GoodDataProtocol(HostHeader ?? address.Authority, Wait ? GoodDataAdvice.Wait : GoodDataAdvice.Check);
        var client = new ServiceClient(protocol, address, attempt, clock);
        return new BootstrapTokenChecker(client, HostHeader, Wait ? new WaitSchedule(client.Clock, limit, http.RetryInterval) : null);
    }
}
