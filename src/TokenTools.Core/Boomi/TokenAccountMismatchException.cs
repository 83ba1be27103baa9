namespace TokenTools.Boomi;

/// <summary>The service made a token for another account than it was asked for.</summary>
public sealed class TokenAccountMismatchException : TokenException
{
    internal TokenAccountMismatchException(InstallerToken token, string shownAccountId, string askedFor)
        : base(new MessageText(
            nameof(Messages.InstallerAccountMismatch), token.InstallType, shownAccountId, askedFor, TimeText.CeilingToMinute(token.Expiration)))
    {
        Token = token;
        AskedFor = askedFor;
        Advice = new MessageText(nameof(Messages.InstallerAccountMismatchAdvice));
    }

    /// <summary>The token all the same, since it can't be had again or revoked; its text is a SecureString whatever was asked for.</summary>
    public InstallerToken Token { get; }

    /// <summary>The account that the token was asked for.</summary>
    public string AskedFor { get; }
}
