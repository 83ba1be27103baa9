using System;
using TokenTools.Sandbox.Boomi;

namespace TokenTools.Sandbox;

/// <summary>An installer token that the sandbox issued, even if its response was lost.</summary>
public sealed class SandboxInstallerToken
{
    private readonly InstallerTokenBody _request;

    internal SandboxInstallerToken(InstallerTokenBody request, string token, string accountId, DateTimeOffset created)
    {
        _request = request;
        Token = token;
        AccountId = accountId;
        Created = created;
    }

    /// <summary>The token, in plain text.</summary>
    public string Token { get; }

    /// <summary>The account that the token is valid for.</summary>
    public string AccountId { get; }

    /// <summary>The install type.</summary>
    public string InstallType => _request.InstallType;

    /// <summary>The lifetime in minutes.</summary>
    public int DurationMinutes => _request.DurationMinutes;

    /// <summary>The runtime cloud of install type CLOUD; null otherwise.</summary>
    public string? CloudId => _request.CloudId;

    /// <summary>The time of creation in UTC, by the sandbox's clock.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>The time of expiration in UTC, by the sandbox's clock.</summary>
    public DateTimeOffset Expiration => Created.AddMinutes(DurationMinutes);

    /// <summary>The id of the first runtime that was installed with it; null if it was not used.</summary>
    public string? RuntimeId { get; internal set; }

    /// <summary>The install type and the account, without the token.</summary>
    public override string ToString() => InstallType + " " + AccountId;
}
