using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Threading;

namespace TokenTools.Boomi;

/// <summary>
/// Requests installer tokens, several at a time, and returns one outcome for each input, in the order of the inputs.
/// </summary>
/// <remarks>
/// After an error that would also occur for all further requests (<see cref="ErrorPolicy.IsFatal"/>), no more requests are sent over that
/// connection: the remaining inputs of the connection have the outcome not sent, with that error. Call Add and TryTake on the same thread.
/// </remarks>
/// <typeparam name="TInput">The type that identifies an input to the caller.</typeparam>
internal sealed class InstallerTokenBatch<TInput> : IDisposable
{
    /// <summary>The maximum number of concurrent requests.</summary>
    public const int MaximumThrottleLimit = 256;

    /// <summary>
    /// How long <see cref="Drain"/> waits for requests in progress. Together with <see cref="AbortTimeout"/>, at most a second.
    /// </summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(700);

    /// <summary>How long <see cref="Drain"/> waits for requests that it has aborted.</summary>
    public static readonly TimeSpan AbortTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The longest wait for a call of onOutcome: notices and cancellation are not signaled, and must be seen soon.
    /// </summary>
    public static readonly TimeSpan SignalTimeout = TimeSpan.FromMilliseconds(250);

    // Enough for an estimate of the remaining time, but a limit for the memory.
    private const int MaximumPending = 1024;

    private readonly OrderedTaskQueue<Entry, IssueOutcome<InstallerToken>> _queue;
    private readonly Dictionary<BoomiConnection, Channel> _channels = [];
    private readonly bool _asPlainText;
    private readonly IProgress<Notice>? _progress;

    /// <param name="throttleLimit">The number of concurrent requests; the connection's rate limit applies as well.</param>
    /// <param name="asPlainText">Whether the tokens are strings.</param>
    /// <param name="progress">Receives retries and debug messages, on any thread.</param>
    /// <param name="onOutcome">Called for each outcome, on any thread.</param>
    /// <exception cref="TokenArgumentException">The limit is out of range.</exception>
    public InstallerTokenBatch(int throttleLimit, bool asPlainText, IProgress<Notice>? progress, Action onOutcome)
    {
        SettingParser.RequireRange(throttleLimit, 1, MaximumThrottleLimit, "ThrottleLimit");
        PendingLimit = throttleLimit == 1 ? 0 : MaximumPending;
        _asPlainText = asPlainText;
        _progress = progress;
        _queue = new OrderedTaskQueue<Entry, IssueOutcome<InstallerToken>>(throttleLimit, IssueAsync, onOutcome);
    }

    /// <summary>The number of inputs with an outcome that has not been taken.</summary>
    public int PendingCount => _queue.PendingCount;

    /// <summary>
    /// The number of inputs that may be pending when the next one is read. None with one request at a time: each outcome is written before
    /// the next input is read.
    /// </summary>
    public int PendingLimit { get; }

    /// <summary>Adds a request.</summary>
    public void Add(TInput input, BoomiConnection connection, InstallerTokenRequest request)
    {
        if (!_channels.TryGetValue(connection, out var channel))
        {
            _channels[connection] = channel = new Channel(connection, _queue.CancellationToken);
        }

        _queue.Add(new Entry(input, request, channel));
    }

    /// <summary>Adds an input for which no request can be sent. The error is its outcome, in the order of the inputs.</summary>
    public void AddFailed(TInput input, TokenException error) =>
        _queue.AddCompleted(new Entry(input, null, null), new IssueOutcome<InstallerToken>.NotSent(error));

    /// <summary>Takes the next input in order and its outcome, if it is available.</summary>
    public bool TryTake(out TInput input, out IssueOutcome<InstallerToken> outcome)
    {
        var isAvailable = _queue.TryTake(out var entry, out var task);
        (input, outcome) = isAvailable ? (entry.Input, Outcome(entry, task)) : (default!, null!);
        return isAvailable;
    }

    /// <summary>Sends no more requests and cancels delays; requests in progress continue. Thread-safe.</summary>
    public void Cancel() => _queue.Cancel();

    /// <summary>
    /// Ends the batch early: cancels it, waits for requests in progress, aborts them after <see cref="DrainTimeout"/>, and returns
    /// the outcome of every started input that has not been taken, in order.
    /// </summary>
    public IReadOnlyList<KeyValuePair<TInput, IssueOutcome<InstallerToken>>> Drain()
    {
        Cancel();
        return _queue.Drain(DrainTimeout, AbortTimeout).Select(static entry =>
            new KeyValuePair<TInput, IssueOutcome<InstallerToken>>(entry.Key.Input, Outcome(entry.Key, entry.Value))).ToList();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.Dispose();
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    // Only a request that does not end even when it is aborted has no outcome.
    private static IssueOutcome<InstallerToken> Outcome(Entry entry, Task<IssueOutcome<InstallerToken>> task) =>
        task.Status == TaskStatus.RanToCompletion
            ? task.Result
            : new IssueOutcome<InstallerToken>.Unknown(entry.Channel!.Connection.LatestExpiration(entry.Request!), null);

    // The queue's own cancellation is linked to the channel's.
    private async Task<IssueOutcome<InstallerToken>> IssueAsync(Entry entry, CancellationToken _, CancellationToken abortToken)
    {
        var (channel, request) = (entry.Channel!, entry.Request!);
        var connection = channel.Connection;
        if (channel.FatalError is { } earlier)
        {
            return new IssueOutcome<InstallerToken>.NotSent(earlier);
        }

        IssueOutcome<InstallerToken> outcome;
        var start = connection.Client.ServerClock.Now();
        try
        {
            outcome = await connection.IssueAsync(
                request, _asPlainText, _progress, channel.CancellationToken, abortToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // After any exception, the request may have been sent: its outcome must not be lost.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var mayExist = connection.MayExist(request, connection.LatestExpiration(request));
            return connection.Unknown(request, new UnexpectedException(error, mayExist, neverApplied: false), start);
        }

        var problem = outcome switch
        {
            IssueOutcome<InstallerToken>.Rejected rejected => rejected.Error,
            IssueOutcome<InstallerToken>.NotSent notSent => notSent.Error,
            _ => null,
        };
        if (problem is not null && ErrorPolicy.IsFatal(problem))
        {
            channel.Fail(problem);
        }

        // The request was waiting for the rate limit or for a retry when another request failed.
        return outcome is IssueOutcome<InstallerToken>.NotSent { Error: null } && channel.FatalError is { } fatal
            ? new IssueOutcome<InstallerToken>.NotSent(fatal)
            : outcome;
    }

    /// <summary>An input and its request; no request and channel if none can be sent.</summary>
    private sealed record Entry(TInput Input, InstallerTokenRequest? Request, Channel? Channel);

    /// <summary>The state that requests over the same connection share.</summary>
    private sealed class Channel : IDisposable
    {
        private readonly CancellationTokenSource _cancellation;
        private volatile TokenException? _fatalError;

        public Channel(BoomiConnection connection, CancellationToken cancellationToken)
        {
            Connection = connection;
            _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            CancellationToken = _cancellation.Token;
        }

        public BoomiConnection Connection { get; }

        public CancellationToken CancellationToken { get; }

        /// <summary>The error after which no more requests are sent; null for none.</summary>
        public TokenException? FatalError => _fatalError;

        public void Fail(TokenException error)
        {
            _fatalError ??= error;
            try
            {
                _cancellation.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The error comes after the batch has ended.
            }
        }

        public void Dispose() => _cancellation.Dispose();
    }
}
