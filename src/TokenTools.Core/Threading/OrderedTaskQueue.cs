using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Threading;

/// <summary>Processes inputs, several at a time, and returns the outcomes in the order of the inputs.</summary>
/// <remarks>
/// Worker loops take inputs and store outcomes. They end when no input is waiting and start again when one is added. The number of
/// outcomes that have not been taken yet is bounded: workers wait for the caller, so that neither memory nor the number of results
/// that the caller may no longer want grows with the number of inputs. One thread adds and takes.
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

    /// <param name="maximumWorkers">How many inputs are processed at a time.</param>
    /// <param name="work">
    /// Processes one input. Its first token is canceled by <see cref="Cancel"/>: waits are to end, but not what is in progress. Its second
    /// token aborts what is in progress and is canceled by <see cref="Drain"/>.
    /// </param>
    /// <param name="onOutcome">Called for each outcome, on the thread that produced it.</param>
    public OrderedTaskQueue(int maximumWorkers, Func<TInput, CancellationToken, CancellationToken, Task<TResult>> work, Action onOutcome)
    {
        _maximumWorkers = maximumWorkers;
        // With one worker, the next input is started when the last outcome has been taken. With more, a slow input at the front must
        // not stall the others at once.
        _maximumNotTaken = maximumWorkers == 1 ? 1 : 2 * maximumWorkers;
        _work = work;
        _onOutcome = onOutcome;
        CancellationToken = _cancellationSource.Token;
        _abortToken = _abortSource.Token;
    }

    /// <summary>The number of inputs whose outcome has not been taken, started or not.</summary>
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

    /// <summary>Adds an input whose result is already known; it is returned in the input's place.</summary>
    public void AddCompleted(TInput input, TResult result)
    {
        lock (_gate)
        {
            _ordered.Enqueue(new Item(input) { IsStarted = true, Outcome = Task.FromResult(result) });
        }
    }

    /// <summary>Takes the next input in order and its outcome, if that is available.</summary>
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
    /// Removes the inputs that have not been started and ends waits; what is in progress continues. Callable from any thread.
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
    /// After <see cref="Cancel"/>: waits for what is in progress, aborts it after the time-out, and takes the outcome of every started
    /// input that has not been taken, in order.
    /// </summary>
    /// <param name="drainTimeout">How long to wait for what is in progress.</param>
    /// <param name="abortTimeout">
    /// How long to wait for what has been aborted. The outcome of what still does not end is a canceled task.
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

    // False if the time-out elapsed.
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

    // Called with the lock held. Starting one is enough: every added input and every taken outcome gets here.
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
