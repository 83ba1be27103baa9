using System;
using System.Security;

namespace TokenTools.Vault;

/// <summary>A token of a vault.</summary>
/// <param name="Value">The token's text.</param>
/// <param name="ExpiresAt">When it expires; null for never.</param>
/// <param name="TimeLeft">The time left by the clock of the service that issued it; null for an unlimited time.</param>
internal sealed record IssuedSecret(SecureString Value, DateTimeOffset? ExpiresAt, Func<TimeSpan?> TimeLeft)
{
    /// <summary>The token, from which others can be derived; null if they cannot.</summary>
    public object? Token { get; init; }

    /// <summary>How the token was obtained: the name of a message with the vault, the secret's name, its kind and its expiration.</summary>
    public string Origin { get; init; } = nameof(Messages.VaultIssued);

    /// <summary>Whether at least a duration is left.</summary>
    public bool HasLeft(TimeSpan minimum) => TimeLeft() is not { } left || left >= minimum;
}
