using System;

namespace TokenTools;

/// <summary>The outcome of a request to issue a token: issued, rejected, not sent or unknown. There are no others.</summary>
/// <typeparam name="TToken">The type of the token.</typeparam>
internal abstract record IssueOutcome<TToken>
    where TToken : class
{
    private IssueOutcome()
    {
    }

    /// <summary>A token was issued and received.</summary>
    /// <param name="Token">The token.</param>
    /// <param name="Problem">A problem with the token, such as a different account than the requested one; null for none.</param>
    internal sealed record Issued(TToken Token, TokenException? Problem = null) : IssueOutcome<TToken>;

    /// <summary>The service rejected the request, so no token was issued.</summary>
    /// <param name="Error">The reason.</param>
    internal sealed record Rejected(TokenException Error) : IssueOutcome<TToken>;

    /// <summary>The request was not sent, so no token was issued.</summary>
    /// <param name="Error">The reason; null if the caller canceled the request.</param>
    internal sealed record NotSent(TokenException? Error) : IssueOutcome<TToken>;

    /// <summary>The request was sent and its outcome is unknown: a token may exist that was not received.</summary>
    /// <param name="LatestExpiration">The latest time at which such a token can expire.</param>
    /// <param name="Error">The reason; null if the caller canceled the request while it was in progress.</param>
    internal sealed record Unknown(DateTimeOffset LatestExpiration, TokenException? Error) : IssueOutcome<TToken>;
}
