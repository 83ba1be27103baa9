using System;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A request was sent and its outcome is unknown: a token may exist that was not received.</summary>
/// <remarks>
/// The request is not sent again, since each request creates another token. Causes are a timeout, a lost connection, a status after which
/// a token may exist, such as HTTP 303, 408, 499, 500, 502 or 504, and a successful response that cannot be read. The cause is the
/// <see cref="Exception.InnerException"/>: a
/// <see cref="TokenTransportException"/> or a <see cref="TokenApiException"/>.
/// </remarks>
public sealed class TokenOutcomeUnknownException : TokenException
{
    internal TokenOutcomeUnknownException(
        TokenException cause, string installType, string accountId, DateTimeOffset latestExpiration, CreationWindow window)
        : base(new MessageText(nameof(Messages.TokenOutcomeUnknown), cause), cause)
    {
        InstallType = installType;
        AccountId = accountId;
        LatestExpiration = latestExpiration;
        Window = window;
        Advice = new MessageText(nameof(Messages.InstallerTokenAdviceUnknown), AuditLogEntry, DisplayText.Id(accountId));
    }

    /// <inheritdoc/>
    public override bool NeverApplied => false;

    /// <summary>What the token installs, if it exists.</summary>
    public string InstallType { get; }

    /// <summary>The account that the token is in, if it exists.</summary>
    public string AccountId { get; }

    /// <summary>The latest time at which the token can expire, in UTC by the service's clock, if it is known, otherwise by this machine's.</summary>
    public DateTimeOffset LatestExpiration { get; }

    /// <summary>
    /// The earliest time at which the service can have created the token, in UTC by the service's clock; null if no response with a time
    /// arrived before the request.
    /// </summary>
    public DateTimeOffset? EarliestCreated => Window.Earliest;

    /// <summary>The latest such time, for a service or gateway that processes the request late; null like the earliest.</summary>
    public DateTimeOffset? LatestCreated => Window.Latest;

    /// <summary>When the service can have created the token.</summary>
    internal CreationWindow Window { get; }

    /// <summary>
    /// Type and action of the entry in the account's audit log that shows that a token was created (OpenAPI description, AuditLog).
    /// </summary>
    public string AuditLogEntry { get; } = "as.installer, ADD";

    /// <summary>The HTTP status of the response; null if there was none.</summary>
    public int? StatusCode => (InnerException as TokenApiException)?.StatusCode;
}
