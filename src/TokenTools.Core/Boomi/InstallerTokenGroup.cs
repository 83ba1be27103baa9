using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Boomi.Objects;

namespace TokenTools.Boomi;

/// <summary>Requests with unknown outcomes at about the same time, and the entries of the audit log in that time.</summary>
/// <param name="members">The indexes of the requests.</param>
/// <param name="entries">The entries about tokens that were created.</param>
/// <param name="issued">The number of tokens that are known to have been issued to the user in that time.</param>
internal sealed class InstallerTokenGroup(IReadOnlyList<int> members, IReadOnlyList<InstallerTokenEvent> entries, int issued)
{
    /// <summary>The indexes of the requests.</summary>
    public IReadOnlyList<int> Members { get; } = members;

    /// <summary>The user.</summary>
    public required string UserName { get; init; }

    /// <summary>Whether all entries were certainly read.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Whether the log has an entry of the user, at any time.</summary>
    public required bool IsUserKnown { get; init; }

    /// <summary>The service's time when the entries were read; null if it is not known.</summary>
    public required DateTimeOffset? ServerTime { get; init; }

    /// <summary>Decides for one of the requests.</summary>
    public InstallerTokenResolution Resolve(UnknownInstallerToken token, CreationWindow window)
    {
        var own = entries.Where(entry => entry.IsOf(UserName)).ToList();
        var unexplained = own.Count - issued;
        var decided = window.Latest!.Value + InstallerTokenResolver.LogDelay;
        var (state, reason) =
            entries.Any(static entry => string.IsNullOrWhiteSpace(entry.UserId) || entry.Date is null)
                ? (InstallerTokenState.Unknown, new MessageText(nameof(Messages.ResolutionNoUser)))
            : unexplained == Members.Count
                ? (InstallerTokenState.Created, new MessageText(nameof(Messages.ResolutionCreated), unexplained))
            : unexplained > 0
                ? (InstallerTokenState.Unknown, new MessageText(nameof(Messages.ResolutionAmbiguous), unexplained, Members.Count))
            : !IsComplete ? (InstallerTokenState.Unknown, new MessageText(nameof(Messages.ResolutionIncomplete)))
            : unexplained < 0 ? (InstallerTokenState.Unknown, new MessageText(nameof(Messages.ResolutionLogLate), own.Count, issued))
            : ServerTime is null ? (InstallerTokenState.Unknown, new MessageText(nameof(Messages.ResolutionNoTime)))
            : ServerTime < decided
                ? (InstallerTokenState.Unknown, new MessageText(nameof(Messages.ResolutionTooEarly), TimeText.CeilingToMinute(decided)))
            : !IsUserKnown ? (InstallerTokenState.Unknown, new MessageText(nameof(Messages.ResolutionUserUnknown)))
            : (InstallerTokenState.NotCreated, new MessageText(nameof(Messages.ResolutionNotCreated)));
        return new InstallerTokenResolution(token, state, reason)
        {
            EarliestCreated = window.Earliest,
            LatestCreated = window.Latest,
            Events = unexplained > 0 ? own : [],
            RetryAt = reason.Name is nameof(Messages.ResolutionTooEarly) or nameof(Messages.ResolutionLogLate) ? decided : null,
        };
    }
}
