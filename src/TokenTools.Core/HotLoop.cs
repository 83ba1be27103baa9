using System.Runtime.CompilerServices;

namespace TokenTools;

/// <summary>
/// The option for a method with a loop over the characters, bytes or caveats of each token, or with a large part of its decoding.
/// </summary>
/// <remarks>
/// Otherwise a session's first thousands of tokens are processed by code that is not optimized, because the runtime optimizes a method only
/// when nothing else is being compiled any more. .NET Framework, which always optimizes, ignores the option.
/// </remarks>
internal static class HotLoop
{
    /// <summary><c>MethodImplOptions.AggressiveOptimization</c>, which .NET Standard 2.0 does not name.</summary>
    public const MethodImplOptions Optimized = (MethodImplOptions)512;
}
