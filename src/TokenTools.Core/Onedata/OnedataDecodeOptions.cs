using System;
using System.Security;

namespace TokenTools.Onedata;

/// <summary>Options for decoding a Onedata token.</summary>
public sealed class OnedataDecodeOptions
{
    /// <summary>The secret that signed the token: text, as Onezone stores it. Null to leave the signature unchecked.</summary>
    public SecureString? Secret { get; init; }

    /// <summary>The domain of the Onezone to which the token will be sent: a token of another zone has a warning. Null for none.</summary>
    public string? ConnectionDomain { get; init; }

    /// <summary>True to make <see cref="OnedataToken.Token"/> a string rather than a SecureString.</summary>
    public bool AsPlainText { get; init; }

    /// <summary>The name of the purpose for which the token is evaluated, in any case; null for none.</summary>
    public string? Purpose { get; init; }

    /// <summary>The clock for the expiry; null for the system's.</summary>
    public Func<DateTimeOffset>? Now { get; init; }
}
