using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>
/// A fact that requires libmacaroons, another implementation; skipped with a reason if it is not installed.
/// </summary>
public sealed class LibmacaroonsFactAttribute : FactAttribute
{
    public LibmacaroonsFactAttribute() =>
        Skip = LibmacaroonsMacaroon.IsInstalled ? null : LibmacaroonsMacaroon.File + " is not installed (Debian: libmacaroons0 or libmacaroons-dev)";
}
