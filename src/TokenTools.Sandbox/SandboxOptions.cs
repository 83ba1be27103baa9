using System;

namespace TokenTools.Sandbox;

/// <summary>How a sandbox is to behave.</summary>
public sealed class SandboxOptions
{
    /// <summary>The port to listen on; 0, unless said otherwise, for a free one.</summary>
    public int Port { get; set; }

    /// <summary>The rate limit that each of the services acts out, in requests per second; null for none.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>How far the sandbox's clock is ahead of the machine's; negative for behind.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>
    /// The longest that a temporary token of Onezone may be good for, in seconds. 30 days unless said otherwise
    /// (oz-worker:rel/files/app.config, max_temporary_token_ttl, since 20.02.15).
    /// </summary>
    public int MaxTemporaryTokenTtl { get; set; } = 2_592_000;

    /// <summary>The body in which Boomi says no.</summary>
    public BoomiErrorShape BoomiErrorShape { get; set; }

    /// <summary>
    /// What Boomi answers to bad credentials: 401, as its documentation has it and unless said otherwise, or 403, as has been
    /// seen (help.boomi.com, DataHub Platform API).
    /// </summary>
    public int BoomiBadCredentialsStatus { get; set; } = 401;

    /// <summary>Whether GoodData's organization is there from the start. True unless said otherwise.</summary>
    public bool OrganizationReady { get; set; } = true;

    /// <summary>How many requests, and how many installer tokens, are remembered: the last ones. 10,000 unless said otherwise.</summary>
    public int MaximumRecorded { get; set; } = 10_000;
}
