using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi.Objects;

/// <summary>Waits until runtimes are ONLINE. Ends early for one that cannot become ONLINE.</summary>
/// <remarks>Built by <see cref="RuntimeWaitSpec"/>. Call its members on one thread at a time.</remarks>
internal sealed class RuntimeWait
{
    // Beyond this, it is faster to query all runtimes.
    private const int MaximumInFilter = 20;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    // The time for the last query, which starts when the time is up.
    private static readonly TimeSpan ShortestQuery = TimeSpan.FromSeconds(5);

    // A service that accepts a request and does not respond must not use up the whole wait.
    private static readonly TimeSpan LongestQuery = TimeSpan.FromSeconds(100);

    // How often all runtimes are queried for a name that the service's filter does not find. In a large account, they are many pages.
    private static readonly TimeSpan FullQueryInterval = TimeSpan.FromMinutes(1);

    private readonly BoomiConnection _connection;
    private readonly IClock _clock;
    private readonly TimeSpan _limit;
    private readonly TimeSpan _interval;
    private readonly int _count;
    private readonly Dictionary<RuntimeTarget, BoomiRuntime?> _pending = [];
    private readonly List<RuntimeTarget> _order;
    private TokenException? _failure;
    private TimeSpan? _start;
    private TimeSpan? _nextFullQuery;

    public RuntimeWait(BoomiConnection connection, IReadOnlyList<RuntimeTarget> targets, TimeSpan limit, TimeSpan interval)
    {
        _connection = connection;
        _clock = connection.Client.Clock;
        _limit = limit;
        _interval = interval;
        _count = targets.Count;
        _order = [.. targets];
        foreach (var target in targets)
        {
            _pending.Add(target, null);
        }
    }

    /// <summary>The number of runtimes without a result.</summary>
    public int PendingCount => _order.Count;

    /// <summary>Waits for the next results. Each runtime has one result, in the order in which they become known.</summary>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The results, at least one; empty if there are no more.</returns>
    /// <exception cref="TokenException">The service cannot be queried.</exception>
    public async Task<IReadOnlyList<RuntimeWaitResult>> NextAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        _start ??= _clock.Elapsed;
        while (PendingCount > 0)
        {
            var results = await QueryAsync(progress, cancellationToken).ConfigureAwait(false);
            if (results.Count == 0 && Remaining <= TimeSpan.Zero)
            {
                results = TimedOut();
            }

            if (results.Count > 0)
            {
                ReportEnd(progress);
                return results;
            }

            await DelayAsync(progress, cancellationToken).ConfigureAwait(false);
        }

        return [];
    }

    private TimeSpan Remaining => _start!.Value + _limit - _clock.Elapsed;

    private async Task<List<RuntimeWaitResult>> QueryAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Remaining < ShortestQuery ? ShortestQuery : Remaining > LongestQuery ? LongestQuery : Remaining);
        try
        {
            var runtimes = await ReadAsync(progress, limit.Token).ConfigureAwait(false);
            _failure = null;
            return Evaluate(runtimes, progress);
        }
        catch (TokenException error) when (RetryPolicy.Idempotent.Allows(error) && !ErrorPolicy.IsFatal(error))
        {
            // The service may respond again in time.
            _failure = error;
            Report(progress, nameof(Messages.BoomiRuntimeQueryFailed), DisplayText.Cleaned(error.Message));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time was up during the query.
        }

        return [];
    }

    private async Task<IReadOnlyList<BoomiRuntime>> ReadAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var filter = _order.Count <= MaximumInFilter
            ? QueryExpression.Any([.. _order.Select(target => target.ToExpression(_pending[target]))])
            : null;
        var runtimes = await ReadAsync(filter, progress, cancellationToken).ConfigureAwait(false);
        if (filter is null || !IsFullQueryDue || _order.TrueForAll(target => target.IsId || runtimes.Any(target.Matches)))
        {
            return runtimes;
        }

        // It is not documented whether the service's filter ignores case.
        runtimes = await ReadAsync(null, progress, cancellationToken).ConfigureAwait(false);
        _nextFullQuery = _clock.Elapsed + FullQueryInterval;
        return runtimes;
    }

    private bool IsFullQueryDue => _nextFullQuery is null || _clock.Elapsed >= _nextFullQuery || Remaining <= TimeSpan.Zero;

    private Task<IReadOnlyList<BoomiRuntime>> ReadAsync(
        QueryExpression? filter, IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        new BoomiQuery<BoomiRuntime>(_connection, BoomiRuntime.Kind, filter).ReadAllAsync(progress, cancellationToken);

    private List<RuntimeWaitResult> Evaluate(IReadOnlyList<BoomiRuntime> runtimes, IProgress<Notice>? progress)
    {
        var results = new List<RuntimeWaitResult>();
        foreach (var target in _order)
        {
            // A deleted runtime does not hide a new one with its name.
            var found = runtimes.Where(target.Matches).OrderBy(static runtime => runtime.IsFinal).ToList();
            var present = found.Where(static runtime => !runtime.IsFinal).ToList();
            var runtime = present.Count > 0 ? present[0] : found.FirstOrDefault();
            if (present.Count > 1)
            {
                var ids = string.Join(", ", present.Select(static one => one.Id));
                results.Add(Failed(target, nameof(Messages.BoomiRuntimeAmbiguous), null, present.Count, DisplayText.Cleaned(ids)));
            }
            else if (runtime is { IsFinal: true })
            {
                results.Add(Failed(target, nameof(Messages.BoomiRuntimeFailed), runtime, DisplayText.Cleaned(runtime.StatusText)));
            }
            else if (runtime is { IsOnline: true })
            {
                results.Add(new RuntimeWaitResult(target, runtime, null));
            }
            else
            {
                ReportChange(target, _pending[target], runtime, progress);
                _pending[target] = runtime;
            }
        }

        foreach (var result in results)
        {
            _pending.Remove(result.Target);
            _order.Remove(result.Target);
        }

        return results;
    }

    private static void ReportChange(RuntimeTarget target, BoomiRuntime? earlier, BoomiRuntime? runtime, IProgress<Notice>? progress)
    {
        if (runtime is not null && earlier?.StatusText != runtime.StatusText)
        {
            Report(progress, nameof(Messages.BoomiRuntimeStatus), target.Shown, DisplayText.Cleaned(runtime.StatusText));
        }
    }

    private List<RuntimeWaitResult> TimedOut()
    {
        if (_failure is not null)
        {
            throw _failure;
        }

        var seconds = _limit.TotalSeconds;
        var results = _order.ConvertAll(target => _pending[target] is { } runtime
            ? Failed(target, nameof(Messages.BoomiRuntimeNotOnline), runtime, DisplayText.Cleaned(runtime.StatusText), seconds)
            : Failed(target, nameof(Messages.BoomiRuntimeNotFound), null, seconds));
        _order.Clear();
        return results;
    }

    // The first argument of each message is the runtime's name or id.
    private static RuntimeWaitResult Failed(RuntimeTarget target, string errorId, BoomiRuntime? runtime, params object?[] arguments) =>
        new(target, null, new BoomiRuntimeException(errorId, runtime, [target.Shown, .. arguments]));

    private async Task DelayAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var delay = Remaining < _interval ? Remaining : _interval;
        var status = Status();
        for (var end = _clock.Elapsed + delay; _clock.Elapsed < end;)
        {
            var percent = 100 - (100 * Remaining.TotalSeconds / _limit.TotalSeconds);
            progress?.Report(new ProgressNotice(Activity, status, Math.Min(100, Math.Max(0, (int)percent)), Remaining));
            var left = end - _clock.Elapsed;
            await _clock.Delay(left < ProgressInterval ? left : ProgressInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private string Activity => MessageText.Format(nameof(Messages.BoomiRuntimeWaitActivity), _count - PendingCount, _count);

    private string Status()
    {
        var target = _order[0];
        return MessageText.Format(
            nameof(Messages.BoomiRuntimeStatus),
            target.Shown,
            _pending[target] is { } runtime
                ? DisplayText.Cleaned(runtime.StatusText)
                : new MessageText(nameof(Messages.BoomiRuntimeNotRegistered)));
    }

    private void ReportEnd(IProgress<Notice>? progress)
    {
        if (PendingCount == 0)
        {
            progress?.Report(new ProgressNotice(Activity, " ", 100, TimeSpan.Zero));
        }
    }

    private static void Report(IProgress<Notice>? progress, string name, params object?[] arguments) =>
        progress?.Report(new Notice(NoticeLevel.Verbose, MessageText.Format(name, arguments)));
}
