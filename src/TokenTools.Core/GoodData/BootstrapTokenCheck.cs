using System;
using System.Collections.Generic;

namespace TokenTools.GoodData;

/// <summary>What an organization of GoodData.CN said to a bootstrap token: whose it is, or why it isn't accepted. Holds no secret.</summary>
public sealed class BootstrapTokenCheck
{
    internal BootstrapTokenCheck(Uri uri) => Uri = uri;

    /// <summary>True when the organization knows the token's user.</summary>
    public bool Accepted => UserId is not null;

    /// <summary>The address that was asked.</summary>
    public Uri Uri { get; }

    /// <summary>The organization's id; null if the token isn't accepted, or no id was given.</summary>
    public string? OrganizationId { get; internal init; }

    /// <summary>The organization's name; null if the token isn't accepted, or no name was given.</summary>
    public string? OrganizationName { get; internal init; }

    /// <summary>The user's id; null if the token isn't accepted.</summary>
    public string? UserId { get; internal init; }

    /// <summary>What the user may do in the organization, such as <c>MANAGE</c>.</summary>
    public IReadOnlyList<string> Permissions { get; internal init; } = [];

    /// <summary>Whether the user may manage the organization, as its first administrator does.</summary>
    public bool CanManage { get; internal init; }

    /// <summary>The last answer's HTTP status; null if there was no answer.</summary>
    public int? StatusCode { get; internal init; }

    /// <summary>A stable name for why the token isn't accepted, such as <c>Unauthorized</c>, <c>NotFound</c> or <c>ConnectFailed</c>; null if it is.</summary>
    public string? ReasonId { get; internal init; }

    /// <summary>Why it isn't accepted, in a sentence with what the service itself said; null if it is.</summary>
    public string? Reason { get; internal init; }

    /// <summary>What to do about it; null if it is accepted, or there is nothing better to say than the reason.</summary>
    public string? Advice { get; internal init; }

    /// <summary>How often the organization was asked.</summary>
    public int Attempts { get; internal set; }

    /// <summary>How long that took in all.</summary>
    public TimeSpan Elapsed { get; internal set; }
}
