using System;
using System.Security;

namespace TokenTools.Onedata;

/// <summary>How an Onedata token is decoded.</summary>
public sealed class OnedataDecodeOptions
{
    /// <summary>The secret to check the signature with: text, as Onezone stores it. Null leaves the signature unchecked.</summary>
    public SecureString? Secret { get; init; }

    /// <summary>The domain of the Onezone that the token will be sent to; a token made elsewhere gets a warning. Null for none.</summary>
    public string? ConnectionDomain { get; init; }

    /// <summary>True when <see cref="OnedataToken.Token"/> shall be a string, not a SecureString.</summary>
    public bool AsPlainText { get; init; }

    /// <summary>The clock that expiry is judged by; the system's when null.</summary>
    public Func<DateTimeOffset>? Now { get; init; }
}
