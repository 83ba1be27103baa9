using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>
/// A fact that needs libmacaroons, another implementation, and is reported as skipped, with the reason, where it isn't installed.
/// </summary>
public sealed class LibmacaroonsFactAttribute : FactAttribute
{
    public LibmacaroonsFactAttribute() =>
        Skip = LibmacaroonsMacaroon.IsInstalled ? null : LibmacaroonsMacaroon.File + " is not installed (Debian: libmacaroons0 or libmacaroons-dev)";
}
