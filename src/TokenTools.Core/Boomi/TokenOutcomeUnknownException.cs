using System;

namespace TokenTools.Boomi;

/// <summary>
/// A request went out, and nobody knows what came of it: a token may exist that nobody holds. It was not sent again, since
/// each request makes another token.
/// </summary>
/// <remarks>
/// After a time-out, a lost connection, HTTP 408, 500, 502, 504 or a like one, and an answer of success that can't be read. What exactly happened
/// is the <see cref="Exception.InnerException"/>: a <see cref="TokenTransportException"/> or a <see cref="TokenApiException"/>.
/// </remarks>
public sealed class TokenOutcomeUnknownException : TokenException
{
    internal TokenOutcomeUnknownException(TokenException cause, string installType, string accountId, DateTimeOffset latestExpiration)
        : base(new MessageText(nameof(Messages.TokenOutcomeUnknown), cause), cause)
    {
        InstallType = installType;
        AccountId = accountId;
        LatestExpiration = latestExpiration;
        Advice = new MessageText(nameof(Messages.InstallerTokenAdviceUnknown), AuditLogEntry, accountId);
    }

    /// <inheritdoc/>
    public override bool OutcomeUnknown => true;

    /// <summary>What the token, if there is one, installs.</summary>
    public string InstallType { get; }

    /// <summary>The account that it is in.</summary>
    public string AccountId { get; }

    /// <summary>When it stops being good at the latest, in UTC by this machine's clock.</summary>
    public DateTimeOffset LatestExpiration { get; }

    /// <summary>Type and action of the entry in the account's audit log that shows that a token was made (OpenAPI description, AuditLog).</summary>
    public string AuditLogEntry { get; } = "as.installer, ADD";

    /// <summary>The HTTP status of the answer; null where there was none.</summary>
    public int? StatusCode => (InnerException as TokenApiException)?.StatusCode;
}
