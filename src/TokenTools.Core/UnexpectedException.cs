using System;

namespace TokenTools;

/// <summary>A defect of this program. Only the type of the original exception is kept: its text may hold a secret.</summary>
/// <param name="error">The original exception.</param>
/// <param name="consequence">What the defect may have left behind, as a sentence.</param>
internal sealed class UnexpectedException(Exception error, MessageText consequence)
    : TokenException(new MessageText(nameof(Messages.UnexpectedError), error.GetType().Name, consequence))
{
    /// <inheritdoc/>
    public override bool OutcomeUnknown => true;
}
