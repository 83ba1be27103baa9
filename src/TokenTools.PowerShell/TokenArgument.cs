using TokenTools.PowerShell.Views;

namespace TokenTools.PowerShell;

/// <summary>The value of a parameter for a token of any kind.</summary>
/// <param name="input">The bound object.</param>
internal sealed class TokenArgument(object input)
{
    /// <summary>The token, or any other object that was bound.</summary>
    /// <exception cref="TokenException">It was a token in another session and cannot be restored.</exception>
    public object? Value => TokenConverter.Restore(input);

    /// <summary>The name of the token's type, or of the object's; null for nothing.</summary>
    public string? Kind => TokenConverter.TryRestore(input)?.GetType().Name;

    /// <summary>A mask: module logging writes the text of each bound value, which for a token with plain text contains it.</summary>
    public override string ToString() => ViewMembers.Mask;
}
