using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi.Objects;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>Decides from the account's audit log whether tokens were created whose responses were lost.</summary>
/// <remarks>
/// <para>An entry contains no token, so entries are counted: those of the connection's user in a time range, less the tokens that are known
/// to have been issued in it.</para>
/// <para>A token was certainly not created only if the log was read completely, the time has passed in which the service may still process
/// the request and write the entry, no entry is without a user or a date, and the log has an entry of this user at all: otherwise it may
/// name the user in another way, or not show such entries to this user.</para>
/// </remarks>
/// <param name="connection">A connection of the user and the account that the tokens were requested with.</param>
internal sealed class InstallerTokenResolver(BoomiConnection connection)
{
    /// <summary>How much later than a token its entry may appear in the log. Not documented.</summary>
    public static readonly TimeSpan LogDelay = TimeSpan.FromMinutes(5);

    // The entry's date and the token's own differ by less than this.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private bool? _hasOwnEntry;

    /// <summary>Decides for each request.</summary>
    /// <param name="tokens">The requests.</param>
    /// <param name="issued">When other tokens were issued to the same user, by the service's clock.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <returns>A resolution for each request, in their order.</returns>
    /// <exception cref="TokenException">The audit log cannot be queried.</exception>
    public async Task<IReadOnlyList<InstallerTokenResolution>> ResolveAsync(
        IReadOnlyList<UnknownInstallerToken> tokens,
        IReadOnlyList<DateTimeOffset> issued,
        IProgress<Notice>? progress,
        CancellationToken cancellationToken)
    {
        var results = new InstallerTokenResolution?[tokens.Count];
        var windows = new CreationWindow[tokens.Count];
        if (tokens.Any(static token => token is { KnownState: null, Window.Earliest: null }))
        {
            // A query shows the service's clock, from which the windows follow.
            await new BoomiQuery<InstallerTokenEvent>(connection, InstallerTokenEvent.Kind, QueryExpression.All(
                InstallerTokenEvent.Kind.Everything,
                QueryExpression.Between("date", connection.Client.Clock.UtcNow, connection.Client.Clock.UtcNow)))
                .ReadPageAsync(progress, cancellationToken).ConfigureAwait(false);
        }

        for (var i = 0; i < tokens.Count; i++)
        {
            windows[i] = tokens[i].Window.Complete(connection.Client.ServerClock);
            results[i] = tokens[i].KnownState is { } state ? Known(tokens[i], windows[i], state)
                : !string.Equals(tokens[i].AccountId, connection.ObjectAccount, StringComparison.OrdinalIgnoreCase)
                ? Unknown(tokens[i], windows[i], nameof(Messages.ResolutionOtherAccount), DisplayText.Id(tokens[i].AccountId))
                : windows[i].Earliest is null ? Unknown(tokens[i], windows[i], nameof(Messages.ResolutionNoTime))
                : null;
        }

        var open = Enumerable.Range(0, tokens.Count).Where(i => results[i] is null).OrderBy(i => windows[i].Earliest).ToList();
        while (open.Count > 0)
        {
            var group = await TakeGroupAsync(open, windows, issued, progress, cancellationToken).ConfigureAwait(false);
            foreach (var i in group.Members)
            {
                results[i] = group.Resolve(tokens[i], windows[i]);
            }
        }

        return results.OfType<InstallerTokenResolution>().ToList();
    }

    private static InstallerTokenResolution Known(UnknownInstallerToken token, CreationWindow window, InstallerTokenState state) =>
        new(token, state, new MessageText(state == InstallerTokenState.Created
            ? nameof(Messages.ResolutionReceived)
            : nameof(Messages.ResolutionRejected)))
        {
            EarliestCreated = window.Earliest,
            LatestCreated = window.Latest,
        };

    private static InstallerTokenResolution Unknown(
        UnknownInstallerToken token, CreationWindow window, string reason, params object?[] arguments) =>
        new(token, InstallerTokenState.Unknown, new MessageText(reason, arguments))
        {
            EarliestCreated = window.Earliest,
            LatestCreated = window.Latest,
        };

    // The requests whose windows overlap are decided together. The range grows until no known token is near its ends, so that each of
    // these tokens and its entry are both inside or both outside.
    private async Task<InstallerTokenGroup> TakeGroupAsync(
        List<int> open,
        CreationWindow[] windows,
        IReadOnlyList<DateTimeOffset> issued,
        IProgress<Notice>? progress,
        CancellationToken cancellationToken)
    {
        var members = new List<int> { open[0] };
        var from = windows[open[0]].Earliest!.Value - Tolerance;
        var to = windows[open[0]].Latest!.Value + Tolerance;
        open.RemoveAt(0);
        for (var hasGrown = true; hasGrown;)
        {
            hasGrown = false;
            foreach (var i in open.Where(i => windows[i].Earliest - Tolerance <= to && windows[i].Latest + Tolerance >= from).ToList())
            {
                members.Add(i);
                open.Remove(i);
                from = Earlier(from, windows[i].Earliest!.Value - Tolerance);
                to = Later(to, windows[i].Latest!.Value + Tolerance);
                hasGrown = true;
            }

            foreach (var time in issued.Where(time => (time - from).Duration() <= Tolerance || (time - to).Duration() <= Tolerance))
            {
                var (before, after) = (from, to);
                from = (time - from).Duration() <= Tolerance ? Earlier(from, time - Tolerance - Tolerance) : from;
                to = (time - to).Duration() <= Tolerance ? Later(to, time + Tolerance + Tolerance) : to;
                hasGrown |= from != before || to != after;
            }
        }

        var query = InstallerTokenEventSpec.Between(connection, from, to);
        var entries = (await query.ReadAllAsync(progress, cancellationToken).ConfigureAwait(false))
            .Where(entry => entry.IsAdd && !(entry.Date < from.AddSeconds(-1) || entry.Date > to)).ToList();
        return new InstallerTokenGroup(members, entries, issued.Count(time => time >= from && time <= to))
        {
            UserName = connection.UserName,
            IsComplete = query.IsComplete,
            IsUserKnown = entries.Exists(entry => entry.IsOf(connection.UserName))
                || await HasOwnEntryAsync(progress, cancellationToken).ConfigureAwait(false),
            ServerTime = query.EarliestServerTime,
        };
    }

    private async Task<bool> HasOwnEntryAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        if (_hasOwnEntry is null)
        {
            var query = new BoomiQuery<InstallerTokenEvent>(
                connection,
                InstallerTokenEvent.Kind,
                QueryExpression.All(InstallerTokenEvent.Kind.Everything, QueryExpression.EqualTo("userId", connection.UserName)),
                entry => entry.IsAdd && entry.IsOf(connection.UserName));
            var entries = await query.ReadPageAsync(progress, cancellationToken).ConfigureAwait(false);
            _hasOwnEntry = entries.Count > 0;
        }

        return _hasOwnEntry.Value;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
