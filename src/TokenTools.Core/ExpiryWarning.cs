using System;

namespace TokenTools;

/// <summary>When the expiration of a token is worth a warning.</summary>
internal static class ExpiryWarning
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    /// <summary>True if a token with this time left may expire before it is used.</summary>
    public static bool IsSoon(TimeSpan left) => left < Soon;
}
