using System;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>The settings of a check whether an organization accepts a connection's token.</summary>
internal sealed class GoodDataConnectionCheckSpec
{
    /// <summary>Whether to retry while the organization may still become ready.</summary>
    public bool Wait { get; set; }

    /// <summary>With <see cref="Wait"/>, the time limit for the whole check in seconds: 1 to 86400; null for 300.</summary>
    public int? TimeoutSec { get; set; }

    /// <summary>With <see cref="Wait"/>, the longest delay before the first retry in seconds: 1 to 3600; null for 1.</summary>
    public int? RetryIntervalSec { get; set; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public void Validate()
    {
        if (!Wait && (TimeoutSec ?? RetryIntervalSec) is not null)
        {
            var key = TimeoutSec is null ? nameof(RetryIntervalSec) : nameof(TimeoutSec);
            throw new TokenArgumentException(key, nameof(Messages.SettingRequiresWait), new SettingName(key));
        }

        SettingParser.RequireRange(TimeoutSec, 1, 86400, nameof(TimeoutSec));
        SettingParser.RequireRange(RetryIntervalSec, 1, 3600, nameof(RetryIntervalSec));
    }

    /// <summary>Creates the checker of a connection, and the request that it sends.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public (BootstrapTokenChecker Checker, ProfileRequest Request) Build(GoodDataConnection connection)
    {
        Validate();
        var schedule = !Wait ? null : new WaitSchedule(
            connection.Client.Clock,
            TimeSpan.FromSeconds(TimeoutSec ?? BootstrapTokenCheckSpec.DefaultWaitSec),
            TimeSpan.FromSeconds(RetryIntervalSec ?? HttpSpec.DefaultRetryIntervalSec));
        return (
            new BootstrapTokenChecker(connection.Client, connection.HostHeader, schedule, ownsClient: false),
            new ProfileRequest(connection.Api, Wait ? RetryPolicy.Never : RetryPolicy.Idempotent));
    }
}
