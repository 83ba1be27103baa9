using System;
using TokenTools.Security;

namespace TokenTools;

/// <summary>A defect of this program. Only the type of the original exception is kept, because its text may contain a secret.</summary>
/// <param name="error">The original exception.</param>
/// <param name="consequence">A sentence about possible effects; null for none.</param>
/// <param name="neverApplied">The value of <see cref="NeverApplied"/>.</param>
internal sealed class UnexpectedException(Exception error, object? consequence, bool neverApplied)
    : TokenException(new MessageText(
        nameof(Messages.UnexpectedError),
        error.GetType().Name,
        consequence is null ? string.Empty : DisplayText.Cleaned(" " + consequence)))
{
    /// <inheritdoc/>
    public override bool NeverApplied { get; } = neverApplied;
}
