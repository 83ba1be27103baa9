using System;

namespace TokenTools;

/// <summary>A defect of this program. Only the type of the original exception is kept: its text may hold a secret.</summary>
/// <param name="error">The original exception.</param>
/// <param name="consequence">What the defect may have left behind, as a sentence; null for nothing.</param>
/// <param name="neverApplied">The value of <see cref="NeverApplied"/>.</param>
internal sealed class UnexpectedException(Exception error, object? consequence, bool neverApplied)
    : TokenException(new MessageText(nameof(Messages.UnexpectedError), error.GetType().Name, consequence is null ? string.Empty : " " + consequence))
{
    /// <inheritdoc/>
    public override bool NeverApplied { get; } = neverApplied;
}
