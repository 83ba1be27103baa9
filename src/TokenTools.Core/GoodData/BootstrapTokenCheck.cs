using System;
using System.Collections.Generic;

namespace TokenTools.GoodData;

/// <summary>The result of a check whether an organization of GoodData.CN accepts a bootstrap token. Contains no secret.</summary>
public sealed class BootstrapTokenCheck
{
    internal BootstrapTokenCheck(Uri uri) => Uri = uri;

    /// <summary>True if the organization accepts the token.</summary>
    public bool Accepted => UserId is not null;

    /// <summary>The organization's address.</summary>
    public Uri Uri { get; }

    /// <summary>The organization's id; null if the token was not accepted or the organization returned none.</summary>
    public string? OrganizationId { get; internal init; }

    /// <summary>The organization's name; null if the token was not accepted or the organization returned none.</summary>
    public string? OrganizationName { get; internal init; }

    /// <summary>The user's id; null if the token was not accepted.</summary>
    public string? UserId { get; internal init; }

    /// <summary>The user's permissions in the organization, such as <c>MANAGE</c>.</summary>
    public IReadOnlyList<string> Permissions { get; internal init => field = new TextList<string>(value); } = TextList<string>.None;

    /// <summary>True if the user may manage the organization, as its first administrator may.</summary>
    public bool CanManage { get; internal init; }

    /// <summary>The HTTP status of the last response; null for no response.</summary>
    public int? StatusCode { get; internal init; }

    /// <summary>
    /// A stable name for the reason why the token was not accepted, such as <c>Unauthorized</c>, <c>NotFound</c> or <c>ServiceBusy</c>;
    /// null if it was accepted.
    /// </summary>
    public string? ReasonId { get; internal init; }

    /// <summary>The reason why the token was not accepted, including the service's own message; null if it was accepted.</summary>
    public string? Reason { get; internal init; }

    /// <summary>The recommended action; null if the token was accepted or the reason is sufficient.</summary>
    public string? Advice { get; internal init; }

    /// <summary>The number of requests.</summary>
    public int Attempts { get; internal set; }

    /// <summary>The duration of the whole check.</summary>
    public TimeSpan Elapsed { get; internal set; }
}
