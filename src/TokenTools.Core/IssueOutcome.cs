using System;

namespace TokenTools;

/// <summary>The outcome of one request to issue a token: issued, rejected, not sent or unknown. A closed set; switch over it.</summary>
/// <typeparam name="TToken">The type of the token.</typeparam>
internal abstract record IssueOutcome<TToken>
    where TToken : class
{
    private IssueOutcome()
    {
    }

    /// <summary>A token was issued and received.</summary>
    /// <param name="Token">The token.</param>
    /// <param name="Problem">What is wrong with the token, such as another account than requested; null for nothing.</param>
    internal sealed record Issued(TToken Token, TokenException? Problem = null) : IssueOutcome<TToken>;

    /// <summary>The service certainly issued nothing: it rejected the request.</summary>
    /// <param name="Error">The reason.</param>
    internal sealed record Rejected(TokenException Error) : IssueOutcome<TToken>;

    /// <summary>The request was not sent, so nothing was issued.</summary>
    /// <param name="Error">The reason; null where the caller canceled it.</param>
    internal sealed record NotSent(TokenException? Error) : IssueOutcome<TToken>;

    /// <summary>The request was sent and its outcome is unknown: a token may exist that was not received.</summary>
    /// <param name="LatestExpiration">When such a token expires at the latest.</param>
    /// <param name="Error">What happened; null where the caller canceled the request while it was in progress.</param>
    internal sealed record Unknown(DateTimeOffset LatestExpiration, TokenException? Error) : IssueOutcome<TToken>;
}
