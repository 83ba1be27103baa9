using System.Collections.Generic;
using TokenTools.PowerShell.Views;

namespace TokenTools.PowerShell;

/// <summary>The value of a parameter for Onedata tokens.</summary>
/// <param name="tokens">The tokens: one, or several for an array.</param>
internal sealed class OnedataTokenArgument(IReadOnlyList<OnedataTokenInput> tokens)
{
    /// <summary>The tokens.</summary>
    public IReadOnlyList<OnedataTokenInput> Tokens => tokens;

    /// <summary>A mask: module logging writes the text of each bound value.</summary>
    public override string ToString() => ViewMembers.Mask;
}
