using System;

namespace TokenTools.Sandbox;

/// <summary>An installer token that the sandbox made, whether or not its answer arrived.</summary>
public sealed class SandboxInstallerToken
{
    internal SandboxInstallerToken(string token, string accountId, string installType, int durationMinutes, string? cloudId, DateTimeOffset created)
    {
        Token = token;
        AccountId = accountId;
        InstallType = installType;
        DurationMinutes = durationMinutes;
        CloudId = cloudId;
        Created = created;
    }

    /// <summary>The token, in plain text.</summary>
    public string Token { get; }

    /// <summary>The account that it is good for.</summary>
    public string AccountId { get; }

    /// <summary>What it installs.</summary>
    public string InstallType { get; }

    /// <summary>How long it is good for, in minutes.</summary>
    public int DurationMinutes { get; }

    /// <summary>The runtime cloud; null except for CLOUD.</summary>
    public string? CloudId { get; }

    /// <summary>When it was made, in UTC by the sandbox's clock.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>When it stops being good, in UTC by the sandbox's clock.</summary>
    public DateTimeOffset Expiration => Created.AddMinutes(DurationMinutes);

    /// <summary>Install type and account; never the token.</summary>
    public override string ToString() => InstallType + " " + AccountId;
}
