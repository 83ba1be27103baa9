using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Threading;

/// <summary>Processes inputs, several at a time, and returns the outcomes in the order of the inputs.</summary>
/// <remarks>
/// Worker loops dequeue inputs and store outcomes. They end when the queue is empty and start again when an input is added. The number of
/// outcomes that have not been taken is bounded: workers wait for the caller, so that neither memory nor the number of results that the
/// caller may discard grows with the number of inputs. Call Add and TryTake on the same thread.
/// </remarks>
/// <typeparam name="TInput">The type of the inputs.</typeparam>
/// <typeparam name="TResult">The type of the results.</typeparam>
internal sealed class OrderedTaskQueue<TInput, TResult> : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Item> _waiting = new();
    private readonly Queue<Item> _ordered = new();
    private readonly Func<TInput, CancellationToken, CancellationToken, Task<TResult>> _work;
    private readonly Action _onOutcome;
    private readonly CancellationTokenSource _cancellationSource = new();
    private readonly CancellationTokenSource _abortSource = new();
    private readonly CancellationToken _abortToken;
    private readonly int _maximumWorkers;
    private readonly int _maximumNotTaken;
    private bool _canceled;
    private int _workers;
    private int _notTaken;

    /// <param name="maximumWorkers">The maximum number of inputs that are processed concurrently.</param>
    /// <param name="work">
    /// Processes one input. <see cref="Cancel"/> cancels the first token, which must end delays but not work in progress.
    /// <see cref="Drain"/> cancels the second token, which must abort work in progress.
    /// </param>
    /// <param name="onOutcome">Called for each outcome, on the thread that produced it.</param>
    public OrderedTaskQueue(int maximumWorkers, Func<TInput, CancellationToken, CancellationToken, Task<TResult>> work, Action onOutcome)
    {
        _maximumWorkers = maximumWorkers;
        // With one worker, the next input is started when the last outcome has been taken. With more, a slow first input must not block the
        // others immediately.
        _maximumNotTaken = maximumWorkers == 1 ? 1 : 2 * maximumWorkers;
        _work = work;
        _onOutcome = onOutcome;
        CancellationToken = _cancellationSource.Token;
        _abortToken = _abortSource.Token;
    }

    /// <summary>The number of inputs, started or not, with an outcome that has not been taken.</summary>
    public int PendingCount
    {
        get
        {
            lock (_gate)
            {
                return _ordered.Count;
            }
        }
    }

    /// <summary>Canceled by <see cref="Cancel"/>.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Adds an input at the end. Has no effect after <see cref="Cancel"/>.</summary>
    public void Add(TInput input)
    {
        lock (_gate)
        {
            if (!_canceled)
            {
                var item = new Item(input);
                _ordered.Enqueue(item);
                _waiting.Enqueue(item);
                StartWorker();
            }
        }
    }

    /// <summary>Adds an input with a known result, which is returned in the order of the inputs.</summary>
    public void AddCompleted(TInput input, TResult result)
    {
        lock (_gate)
        {
            _ordered.Enqueue(new Item(input) { IsStarted = true, Outcome = Task.FromResult(result) });
        }
    }

    /// <summary>Takes the next input in order and its outcome, if it is available.</summary>
    public bool TryTake(out TInput input, out Task<TResult> outcome)
    {
        lock (_gate)
        {
            if (_ordered.Count == 0 || _ordered.Peek().Outcome is null)
            {
                (input, outcome) = (default!, null!);
                return false;
            }

            var item = _ordered.Dequeue();
            (input, outcome) = (item.Input, item.Outcome!);
            if (item.IsCounted)
            {
                _notTaken--;
            }

            StartWorker();
            return true;
        }
    }

    /// <summary>
    /// Removes the inputs that have not been started and cancels delays; work in progress continues. Thread-safe.
    /// </summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _canceled = true;
            _waiting.Clear();
            for (var count = _ordered.Count; count > 0; count--)
            {
                var item = _ordered.Dequeue();
                if (item.IsStarted)
                {
                    _ordered.Enqueue(item);
                }
            }
        }

        try
        {
            _cancellationSource.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The cancellation comes after everything has ended.
        }
    }

    /// <summary>
    /// After <see cref="Cancel"/>: waits for work in progress, aborts it after the timeout, and takes the remaining outcomes of started
    /// inputs, in order.
    /// </summary>
    /// <param name="drainTimeout">How long to wait for work in progress.</param>
    /// <param name="abortTimeout">
    /// How long to wait for aborted work. The outcome of work that still does not end is a canceled task.
    /// </param>
    public IReadOnlyList<KeyValuePair<TInput, Task<TResult>>> Drain(TimeSpan drainTimeout, TimeSpan abortTimeout)
    {
        if (!WaitForWorkers(drainTimeout))
        {
            _abortSource.Cancel();
            WaitForWorkers(abortTimeout);
        }

        lock (_gate)
        {
            var outcomes = new List<KeyValuePair<TInput, Task<TResult>>>(_ordered.Count);
            foreach (var item in _ordered)
            {
                outcomes.Add(new KeyValuePair<TInput, Task<TResult>>(item.Input, item.Outcome ?? Task.FromCanceled<TResult>(_abortToken)));
            }

            _ordered.Clear();
            return outcomes;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellationSource.Dispose();
        _abortSource.Dispose();
    }

    // False if the timeout elapsed.
    private bool WaitForWorkers(TimeSpan timeout)
    {
        var stopwatch = Stopwatch.StartNew();
        lock (_gate)
        {
            while (_workers > 0)
            {
                var remaining = timeout - stopwatch.Elapsed;
                if (remaining <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(_gate, remaining);
            }

            return true;
        }
    }

    // Called with the lock held. Starting one worker is enough: every added input and every taken outcome calls this method.
    private void StartWorker()
    {
        if (_workers < _maximumWorkers && CanStartInput())
        {
            _workers++;
            Task.Run(WorkAsync);
        }
    }

    private bool CanStartInput() => !_canceled && _waiting.Count > 0 && _notTaken < _maximumNotTaken;

    private async Task WorkAsync()
    {
        while (true)
        {
            Item item;
            lock (_gate)
            {
                if (!CanStartInput())
                {
                    _workers--;
                    Monitor.PulseAll(_gate);
                    return;
                }

                item = _waiting.Dequeue();
                item.IsStarted = item.IsCounted = true;
                _notTaken++;
            }

            Task<TResult> outcome;
            try
            {
                outcome = Task.FromResult(await _work(item.Input, CancellationToken, _abortToken).ConfigureAwait(false));
            }
#pragma warning disable CA1031 // Any exception is the outcome of this input.
            catch (Exception error)
#pragma warning restore CA1031
            {
                outcome = Task.FromException<TResult>(error);
            }

            lock (_gate)
            {
                item.Outcome = outcome;
            }

            _onOutcome();
        }
    }

    private sealed class Item(TInput input)
    {
        public TInput Input { get; } = input;

        public Task<TResult>? Outcome { get; set; }

        public bool IsStarted { get; set; }

        /// <summary>True if a worker processed it, so that it counts towards the outcomes that have not been taken.</summary>
        public bool IsCounted { get; set; }
    }
}
