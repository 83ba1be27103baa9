using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Threading;

/// <summary>Does work on many inputs, several at once, and hands the outcomes out in the inputs' order.</summary>
/// <remarks>
/// Worker loops take inputs and leave outcomes; they end when there is nothing to take and start again when there is. Outcomes
/// that nobody has taken yet are limited: workers wait for the taker, so that neither memory nor the number of tokens that
/// nobody may want grows with the input. One thread adds and takes.
/// </remarks>
/// <typeparam name="TInput">What there is to work on.</typeparam>
/// <typeparam name="TResult">What comes of it.</typeparam>
internal sealed class OrderedTaskQueue<TInput, TResult> : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Item> _waiting = new();
    private readonly Queue<Item> _ordered = new();
    private readonly Func<TInput, CancellationToken, CancellationToken, Task<TResult>> _work;
    private readonly Action _wake;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenSource _abortSource = new();
    private readonly int _workers;
    private readonly int _mostUntaken;
    private bool _stopped;
    private int _running;
    private int _untaken;

    /// <param name="workers">How many inputs are worked on at once.</param>
    /// <param name="work">
    /// The work. Its first token says that nothing new is to be begun and waits are to end; its second one, later, that
    /// what is under way is to be given up.
    /// </param>
    /// <param name="wake">Called whenever an outcome has come to be, by the thread it came to be on.</param>
    public OrderedTaskQueue(int workers, Func<TInput, CancellationToken, CancellationToken, Task<TResult>> work, Action wake)
    {
        _workers = workers;
        // One at a time is exactly that: the next begins when the last has been taken. With more, a slow one in front
        // doesn't hold up the others at once.
        _mostUntaken = workers == 1 ? 1 : 2 * workers;
        _work = work;
        _wake = wake;
        AbortToken = _abortSource.Token;
    }

    /// <summary>Inputs whose outcome hasn't been taken, begun with or not.</summary>
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

    /// <summary>What was given up while under way ended by this token; what was only waiting by another one.</summary>
    public CancellationToken AbortToken { get; }

    /// <summary>Adds an input at the end.</summary>
    public void Add(TInput input) => Add(new Item(input));

    /// <summary>Adds an input that is known to fail, so that its error comes in its place.</summary>
    public void AddFailed(TInput input, Exception error)
    {
        lock (_gate)
        {
            _ordered.Enqueue(new Item(input) { Begun = true, Outcome = Task.FromException<TResult>(error) });
        }
    }

    /// <summary>Takes the next input in order with its outcome, if that is there.</summary>
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
            if (item.Counted)
            {
                _untaken--;
            }

            StartWorkers();
            return true;
        }
    }

    /// <summary>Begins nothing new, forgets what nobody has begun with, and ends waits. What is under way goes on. For any thread.</summary>
    /// <returns>The inputs that nobody had begun with, in order.</returns>
    public IReadOnlyList<TInput> Stop()
    {
        List<TInput> forgotten;
        lock (_gate)
        {
            _stopped = true;
            _waiting.Clear();
            forgotten = _ordered.Where(static item => !item.Begun).Select(static item => item.Input).ToList();
            var begun = _ordered.Where(static item => item.Begun).ToList();
            _ordered.Clear();
            begun.ForEach(_ordered.Enqueue);
        }

        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A stop that comes when all is over.
        }

        return forgotten;
    }

    /// <summary>
    /// After <see cref="Stop"/>: waits for what is under way, gives it up where that takes longer, and takes every
    /// outcome of a begun input that hasn't been taken, in order.
    /// </summary>
    /// <param name="patience">How long to wait.</param>
    /// <param name="grace">
    /// How long what was given up may take to end. What hasn't by then is left alone, its outcome as unknown as the others' that were given up.
    /// </param>
    public IReadOnlyList<KeyValuePair<TInput, Task<TResult>>> Finish(TimeSpan patience, TimeSpan grace)
    {
        if (!WaitForWorkers(patience))
        {
            _abortSource.Cancel();
            WaitForWorkers(grace);
        }

        lock (_gate)
        {
            var rest = new List<KeyValuePair<TInput, Task<TResult>>>();
            foreach (var item in _ordered)
            {
                rest.Add(new KeyValuePair<TInput, Task<TResult>>(item.Input, item.Outcome ?? Task.FromCanceled<TResult>(AbortToken)));
            }

            _ordered.Clear();
            return rest;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        _abortSource.Dispose();
    }

    // False when the time was up.
    private bool WaitForWorkers(TimeSpan time)
    {
        var waited = Stopwatch.StartNew();
        lock (_gate)
        {
            while (_running > 0)
            {
                var left = time - waited.Elapsed;
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(_gate, left);
            }

            return true;
        }
    }

    private void Add(Item item)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _ordered.Enqueue(item);
                _waiting.Enqueue(item);
                StartWorkers();
            }
        }
    }

    // Called with the gate closed.
    private void StartWorkers()
    {
        // One more is enough: each new input and each taken outcome comes by here.
        if (_running < _workers && MayBegin())
        {
            _running++;
            Task.Run(WorkAsync);
        }
    }

    private bool MayBegin() => !_stopped && _waiting.Count > 0 && _untaken < _mostUntaken;

    private async Task WorkAsync()
    {
        while (true)
        {
            Item item;
            lock (_gate)
            {
                if (!MayBegin())
                {
                    _running--;
                    Monitor.PulseAll(_gate);
                    return;
                }

                item = _waiting.Dequeue();
                item.Begun = item.Counted = true;
                _untaken++;
            }

            Task<TResult> outcome;
            try
            {
                outcome = Task.FromResult(await _work(item.Input, _cancellation.Token, _abortSource.Token).ConfigureAwait(false));
            }
#pragma warning disable CA1031 // Whatever it is, it is this input's outcome.
            catch (Exception error)
#pragma warning restore CA1031
            {
                outcome = Task.FromException<TResult>(error);
            }

            lock (_gate)
            {
                item.Outcome = outcome;
            }

            _wake();
        }
    }

    private sealed class Item(TInput input)
    {
        public TInput Input { get; } = input;

        public Task<TResult>? Outcome { get; set; }

        public bool Begun { get; set; }

        public bool Counted { get; set; }
    }
}
