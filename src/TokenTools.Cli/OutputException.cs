namespace TokenTools.Cli;

/// <summary>The result cannot be written to standard output.</summary>
/// <param name="reason">Why.</param>
/// <param name="issued">The sentence about the token that a service has issued; null where the command had no effect.</param>
internal sealed class OutputException(string reason, MessageText? issued) : TokenException(
    CliText.Create(nameof(CliMessages.OutputNotWritten), reason, issued ?? CliText.Create(nameof(CliMessages.OutputNothingIssued))))
{
    /// <summary>Whether a token exists that the caller did not get.</summary>
    public bool IsTokenLost { get; } = issued is not null;
}
