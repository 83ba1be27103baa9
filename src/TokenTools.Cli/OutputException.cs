namespace TokenTools.Cli;

/// <summary>The result cannot be written to standard output.</summary>
/// <param name="reason">Why.</param>
/// <param name="issued">The sentence about the token that a service has issued; null where the command had no effect.</param>
internal sealed class OutputException(string reason, MessageText? issued) : TokenException(
    CliText.Create(nameof(CliMessages.OutputNotWritten), reason, issued ?? CliText.Create(nameof(CliMessages.OutputNothingIssued))))
{
    /// <inheritdoc/>
    public override bool NeverApplied { get; } = issued is null;
}
