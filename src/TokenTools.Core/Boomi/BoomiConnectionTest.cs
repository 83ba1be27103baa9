using System;
using System.Collections.Generic;

namespace TokenTools.Boomi;

/// <summary>The result of a test of a connection to Boomi. Contains no secret.</summary>
/// <remarks>Fields: OpenAPI description 3.0.3, schema Account.</remarks>
public sealed class BoomiConnectionTest
{
    internal BoomiConnectionTest(string accountId) => AccountId = accountId;

    /// <summary>True if Boomi accepts the credentials for the account.</summary>
    public bool Accepted => ReasonId is null;

    /// <summary>The account that was tested.</summary>
    public string AccountId { get; }

    /// <summary>The account's name; null if the credentials were not accepted, or Boomi returned none.</summary>
    public string? AccountName { get; internal init; }

    /// <summary>The account's status: trial, active, suspended, deleted or unlimited; null if Boomi returned none.</summary>
    public string? Status { get; internal init; }

    /// <summary>When the account expires, in UTC; null if Boomi returned no date.</summary>
    public DateTimeOffset? ExpirationDate { get; internal init; }

    /// <summary>The account's licenses; empty if Boomi returned none.</summary>
    public IReadOnlyList<BoomiLicense> Licenses { get; internal init; } = [];

    /// <summary>
    /// How far Boomi's clock is ahead of this machine's clock, within a second; negative if it is behind, and zero if that is not known.
    /// </summary>
    public TimeSpan ClockSkew { get; internal init; }

    /// <summary>The HTTP status of the response.</summary>
    public int StatusCode { get; internal init; }

    /// <summary>A stable name for the reason why the credentials were not accepted, such as <c>Unauthorized</c>; null if they were.</summary>
    public string? ReasonId { get; internal init; }

    /// <summary>The reason, including the service's own message; null if the credentials were accepted.</summary>
    public string? Reason { get; internal init; }

    /// <summary>The recommended action; null for none.</summary>
    public string? Advice { get; internal init; }

    /// <summary>What is unusual about the account, such as a status other than active; empty for nothing.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; internal init; } = [];
}
