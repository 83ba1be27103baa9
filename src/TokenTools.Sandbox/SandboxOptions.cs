using System;
using System.Globalization;
using TokenTools.Security;

namespace TokenTools.Sandbox;

/// <summary>The settings of a sandbox.</summary>
public sealed class SandboxOptions
{
    // Beyond this, some of the dates in tokens and responses would be out of range.
    private static readonly TimeSpan MaximumClockSkew = TimeSpan.FromDays(3650);

    /// <summary>The port; 0, the default, for a free one.</summary>
    public int Port { get; set; }

    /// <summary>The rate limit of each service in requests per second; null, the default, for none.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>How far the sandbox's clock is ahead of the machine's clock; negative if it is behind. Zero by default.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>
    /// The maximum lifetime of Onezone's temporary tokens in seconds. 30 days by default
    /// (oz-worker:rel/files/app.config, max_temporary_token_ttl, since 20.02.15).
    /// </summary>
    public int MaxTemporaryTokenTtl { get; set; } = 2_592_000;

    /// <summary>The format of Boomi's error responses.</summary>
    public BoomiErrorFormat BoomiErrorFormat { get; set; }

    /// <summary>
    /// Boomi's status code for invalid credentials: 401 by default, as documented, or 403, as observed (help.boomi.com, DataHub
    /// Platform API).
    /// </summary>
    public int BoomiBadCredentialsStatus { get; set; } = 401;

    /// <summary>True, the default, if GoodData's organization exists from the start.</summary>
    public bool OrganizationReady { get; set; } = true;

    /// <summary>How long a Boomi runtime takes to become ONLINE after its installation, by the sandbox's clock. 5 seconds by default.</summary>
    public TimeSpan RuntimeStartup { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The maximum number of objects in a page of Boomi's query results. 100 by default, as documented.</summary>
    public int BoomiPageSize { get; set; } = 100;

    /// <summary>The maximum number of requests and of installer tokens that are kept, counted from the latest. 10,000 by default.</summary>
    public int MaximumRecorded { get; set; } = 10_000;

    /// <summary>
    /// The maximum memory for kept requests, in bytes. 64 MiB by default. Beyond it, the oldest bodies are removed first, and
    /// then the oldest requests.
    /// </summary>
    public long MaximumRecordedBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Parses and checks a rate limit: digits with a decimal point, in every culture.</summary>
    /// <exception cref="TokenArgumentException">The text is not a number, or the limit is out of range.</exception>
    internal static double? ParseRequestsPerSecond(string? text) =>
        text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) ? ValidateRequestsPerSecond(limit)
        : throw SandboxText.ArgumentError(
            nameof(RequestsPerSecond), nameof(SandboxMessages.SandboxRateInvalid), DisplayText.Sanitize(text));

    /// <summary>Checks a rate limit.</summary>
    /// <exception cref="TokenArgumentException">The limit is out of range.</exception>
    internal static double? ValidateRequestsPerSecond(double? requestsPerSecond) => requestsPerSecond is <= 0 or double.NaN or > 1_000_000
        ? throw SandboxText.ArgumentError(nameof(RequestsPerSecond), nameof(SandboxMessages.SandboxRateInvalid), requestsPerSecond)
        : requestsPerSecond;

    /// <summary>Checks a clock skew.</summary>
    /// <exception cref="TokenArgumentException">The skew is out of range.</exception>
    internal static TimeSpan ValidateClockSkew(TimeSpan skew) => skew <= MaximumClockSkew && skew >= -MaximumClockSkew
        ? skew
        : throw SandboxText.ArgumentError(
            nameof(ClockSkew), nameof(SandboxMessages.SandboxSkewInvalid), Duration.Format(skew), MaximumClockSkew.TotalDays);

    /// <summary>Checks the time that a runtime takes to become ONLINE.</summary>
    /// <exception cref="TokenArgumentException">The time is out of range.</exception>
    internal static TimeSpan ValidateRuntimeStartup(TimeSpan startup) => startup >= TimeSpan.Zero && startup <= MaximumClockSkew
        ? startup
        : throw SandboxText.ArgumentError(
            nameof(RuntimeStartup), nameof(SandboxMessages.SandboxStartupInvalid), Duration.Format(startup), MaximumClockSkew.TotalDays);

    /// <summary>Checks all settings.</summary>
    /// <exception cref="TokenArgumentException">A setting is out of range.</exception>
    internal void Validate()
    {
        if (Port is < 0 or > 65535)
        {
            throw SandboxText.ArgumentError(nameof(Port), nameof(SandboxMessages.SandboxPortInvalid), Port);
        }

        ValidateRequestsPerSecond(RequestsPerSecond);
        ValidateClockSkew(ClockSkew);
        ValidateRuntimeStartup(RuntimeStartup);
        if (BoomiPageSize < 1)
        {
            throw SandboxText.ArgumentError(nameof(BoomiPageSize), nameof(SandboxMessages.SandboxPageSizeInvalid), BoomiPageSize);
        }

        if (MaxTemporaryTokenTtl < 1)
        {
            throw SandboxText.ArgumentError(nameof(MaxTemporaryTokenTtl), nameof(SandboxMessages.SandboxTtlInvalid), MaxTemporaryTokenTtl);
        }

        if (BoomiBadCredentialsStatus is not (401 or 403))
        {
            throw SandboxText.ArgumentError(
                nameof(BoomiBadCredentialsStatus), nameof(SandboxMessages.SandboxCredentialsStatusInvalid), BoomiBadCredentialsStatus);
        }

        if (MaximumRecorded < 1)
        {
            throw SandboxText.ArgumentError(
                nameof(MaximumRecorded), nameof(SandboxMessages.SandboxMaximumRecordedInvalid), MaximumRecorded);
        }

        if (MaximumRecordedBytes < 1)
        {
            throw SandboxText.ArgumentError(
                nameof(MaximumRecordedBytes), nameof(SandboxMessages.SandboxMaximumRecordedBytesInvalid), MaximumRecordedBytes);
        }
    }
}
