using System;

namespace TokenTools;

/// <summary>A defect of this program. Only the type of the original exception is kept, because its text may contain a secret.</summary>
/// <param name="error">The original exception.</param>
/// <param name="consequence">A sentence about possible effects.</param>
internal sealed class UnexpectedException(Exception error, MessageText consequence)
    : TokenException(new MessageText(nameof(Messages.UnexpectedError), error.GetType().Name, consequence))
{
    /// <inheritdoc/>
    public override bool OutcomeUnknown => true;
}
