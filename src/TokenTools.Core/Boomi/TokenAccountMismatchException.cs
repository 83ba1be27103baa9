using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>The service issued a token for a different account than the requested one.</summary>
public sealed class TokenAccountMismatchException : TokenException
{
    internal TokenAccountMismatchException(InstallerToken token, string shownAccountId, string requestedAccountId)
        : base(new MessageText(
            nameof(Messages.InstallerAccountMismatch),
            token.InstallType,
            DisplayText.Cleaned(shownAccountId),
            DisplayText.Id(requestedAccountId),
            TimeText.CeilingToMinute(token.Expiration)))
    {
        Token = token;
        RequestedAccountId = requestedAccountId;
        Advice = new MessageText(nameof(Messages.InstallerAccountMismatchAdvice));
    }

    /// <inheritdoc/>
    public override bool NeverApplied => false;

    /// <summary>The token, which cannot be read again or revoked. Its text is always a SecureString.</summary>
    public InstallerToken Token { get; }

    /// <summary>The account that the token was requested for.</summary>
    public string RequestedAccountId { get; }
}
