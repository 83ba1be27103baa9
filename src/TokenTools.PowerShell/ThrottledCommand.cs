using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Threading;

namespace TokenTools.PowerShell;

/// <summary>
/// A cmdlet that has one thing made for each input, several at once where -ThrottleLimit says so. Workers make them; the
/// pipeline thread alone writes them, in the inputs' order, each as soon as it is its turn.
/// </summary>
/// <typeparam name="TConnection">The kind of connection.</typeparam>
/// <typeparam name="TRequest">What is asked for.</typeparam>
/// <typeparam name="TResult">What is made.</typeparam>
public abstract class ThrottledCommand<TConnection, TRequest, TResult> : ConnectionCommand<TConnection>
    where TConnection : ServiceConnection
    where TRequest : class
    where TResult : class
{
    // Inputs taken in whose outcome hasn't been written: enough to know how much is left, few enough for any memory.
    private const int MostUnwritten = 1024;

    // A stop shall take no longer than a second, all in all: that long what is under way may still end well, and that long
    // it may take to give it up.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private const int ProgressId = 1;

    private static readonly TimeSpan ProgressAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Notice> _notices = new();
    private readonly ManualResetEventSlim _woken = new();
    private readonly Stopwatch _clock = new();
    private OrderedTaskQueue<Order, TResult>? _work;
    private TimeSpan _progressed;
    private TResult? _inHand;
    private int _written;
    private bool _allTakenIn;
    private bool _ending;
    private int _made;
    private TokenException? _fatal;
    private readonly List<(TokenException? Error, object Target)> _unmade = [];
    private bool _abandoned;
    private bool _progressShown;

    private protected ThrottledCommand()
    {
    }

    /// <summary>How many are made at once: 1 to 256, 1 by default. The connection's rate limit holds all the same.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _work = new OrderedTaskQueue<Order, TResult>(
            ThrottleLimit,
            (order, cancellationToken, abortToken) => MakeAsync(order.Connection!, order.Request!, new DelegateProgress<Notice>(_notices.Enqueue), cancellationToken, abortToken),
            _woken.Set);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _allTakenIn = true;
        AbandonOnThrow(() => WriteUntil(unwritten: 0));
        if (_progressShown)
        {
            WriteProgress(new ProgressRecord(ProgressId, Activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _work?.Stop();
        _woken.Set();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The pipeline may have been stopped while another command had its turn.
            Abandon(mayWrite: false);
            _work?.Dispose();
            _woken.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Makes one. Called by workers: it must not write.</summary>
    private protected abstract Task<TResult> MakeAsync(
        TConnection connection, TRequest request, IProgress<Notice> progress, CancellationToken cancellationToken, CancellationToken abortToken);

    /// <summary>Called before one is written, with the input that it was made for.</summary>
    private protected virtual void Made(TResult made, object target)
    {
    }

    /// <summary>What to say of one that was made and can't be written any more; never the secret itself.</summary>
    private protected abstract string DescribeLost(TResult made);

    /// <summary>What to say of one that was under way and whose outcome nobody knows.</summary>
    private protected abstract string DescribeUnknown(TConnection connection, TRequest request);

    /// <summary>What the progress bar is about.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Takes an input in. Its outcome is written in its turn, perhaps not yet now.</summary>
    /// <param name="target">The input, as an error's target; never a secret.</param>
    /// <param name="prepare">Makes the request of it, or null if there is nothing to be done; what it throws is the input's outcome.</param>
    private protected void Enqueue(object target, Func<TRequest?> prepare) => AbandonOnThrow(() =>
    {
        _clock.Start();
        if (_fatal is not null)
        {
            WriteError(ErrorRecords.From(_fatal, target));
            return;
        }

        var order = new Order(target);
        try
        {
            order.Request = prepare();
            if (order.Request is null)
            {
                return;
            }

            order.Connection = EffectiveConnection;
            _work!.Add(order);
        }
        catch (TokenArgumentException error) when (error.ParameterName == nameof(Connection))
        {
            FailRemaining(error, target);
        }
        catch (TokenException error)
        {
            _work!.AddFailed(order, error);
        }

        // One at a time is written before the next input is asked for.
        WriteUntil(ThrottleLimit == 1 ? 0 : MostUnwritten);
    });

    private void AbandonOnThrow(Action action)
    {
        try
        {
            action();
        }
        catch
        {
            // An error under -ErrorAction Stop, a downstream Select-Object -First, a stop: nobody takes what comes now.
            Abandon(mayWrite: true);
            throw;
        }
    }

    // Writes what is there, in order; waits until no more than that much is left.
    private void WriteUntil(int unwritten)
    {
        while (true)
        {
            _woken.Reset();
            if (Stopping)
            {
                throw new PipelineStoppedException();
            }

            WriteNotices();
            if (_work!.TryTake(out var order, out var outcome))
            {
                WriteOutcome(order, outcome);
                WriteProgress();
                continue;
            }

            if (_work.PendingCount <= unwritten)
            {
                return;
            }

            WriteProgress();
            _woken.Wait(TimeSpan.FromMilliseconds(250));
        }
    }

    private void WriteNotices()
    {
        while (_notices.TryDequeue(out var notice))
        {
            Write(notice);
        }
    }

    private void WriteOutcome(Order order, Task<TResult> outcome)
    {
        _written++;
        if (outcome.Status == TaskStatus.RanToCompletion)
        {
            // Until this returns, nobody may have got it: a stop makes it throw before anybody has.
            _inHand = outcome.Result;
            Made(_inHand, order.Target);
            WriteObject(_inHand);
            _inHand = null;
            _made++;
            return;
        }

        switch (outcome.Exception?.InnerException)
        {
            // Not where the connection itself came down the pipeline: the next one may be a good one.
            case TokenException error when ErrorPolicy.IsFatal(error) && order.Target is not PSObject { BaseObject: ServiceConnection }:
                if (_ending)
                {
                    _unmade.Add((error, order.Target));
                }
                else
                {
                    FailRemaining(error, order.Target);
                }

                break;
            case OperationCanceledException when _ending || Stopping:
                // It was waiting for its turn: nothing was asked for.
                _unmade.Add((null, order.Target));
                break;
            case TokenException error:
                WriteError(CreateRecord(error, order.Target));
                break;
            case { } unforeseen:
                WriteError(new ErrorRecord(unforeseen, nameof(Messages.Unforeseen), ErrorCategory.InvalidOperation, order.Target));
                break;
        }
    }

    // Nothing further can succeed. What is under way already comes to its end and is written first. An error that ends the
    // pipeline would take what was made with it, where that is being assigned; so each input left gets its error instead,
    // and nothing more is sent.
    private void FailRemaining(TokenException error, object target)
    {
        _ending = true;
        var forgotten = _work!.Stop();
        WriteUntil(unwritten: 0);
        if (_made == 0)
        {
            ThrowTerminatingError(ErrorRecords.From(error, target));
        }

        _fatal = error;
        WriteError(ErrorRecords.From(error, target));
        foreach (var (own, left) in _unmade)
        {
            WriteError(ErrorRecords.From(own ?? error, left));
        }

        foreach (var order in forgotten)
        {
            WriteError(ErrorRecords.From(error, order.Target));
        }
    }

    // What was made and can't be written is at least told of; what is under way gets a moment to end.
    private void Abandon(bool mayWrite)
    {
        if (_abandoned || _work is null)
        {
            return;
        }

        _abandoned = true;
        _work.Stop();
        var texts = _work.Finish(Patience, Grace).Select(rest =>
            rest.Value.Status == TaskStatus.RanToCompletion ? DescribeLost(rest.Value.Result)
            : IsUnknown(rest.Value) ? DescribeUnknown(rest.Key.Connection!, rest.Key.Request!)
            : null).ToList();
        if (_inHand is not null && Stopping)
        {
            texts.Insert(0, DescribeLost(_inHand));
        }

        foreach (var same in texts.Where(static text => text is not null).GroupBy(static text => text!, StringComparer.Ordinal))
        {
            var count = same.Count();
            Tell(count == 1 ? same.Key : ModuleText.Format(nameof(ModuleMessages.SeveralTimes), count, same.Key), mayWrite);
        }
    }

    private bool IsUnknown(Task<TResult> outcome) => outcome.IsCanceled || outcome.Exception?.InnerException switch
    {
        TokenException error => error.OutcomeUnknown,
        RequestCanceledException canceled => canceled.RequestSent,
        _ => false,
    };

    private void Tell(string text, bool mayWrite)
    {
        try
        {
            if (mayWrite && !Stopping)
            {
                WriteWarning(text);
                return;
            }
        }
        catch (Exception error) when (error is PipelineStoppedException or InvalidOperationException or ActionPreferenceStopException)
        {
            // The streams are closed; the host's screen isn't.
        }

        Host?.UI?.WriteWarningLine(text);
    }

    private void WriteProgress()
    {
        var now = _clock.Elapsed;
        if (now - _progressed < ProgressAfter)
        {
            return;
        }

        _progressed = now;
        _progressShown = true;
        var left = _work!.PendingCount;
        var rate = _written / now.TotalSeconds;
        // While more inputs may come, nobody knows how many: no share of the whole, and no time left.
        WriteProgress(new ProgressRecord(ProgressId, Activity, MessageText.Format(
            _allTakenIn ? nameof(ModuleMessages.ProgressStatus) : nameof(ModuleMessages.ProgressStatusSoFar), _written, rate, left))
        {
            PercentComplete = _allTakenIn ? (int)(100L * _written / Math.Max(1, _written + left)) : -1,
            SecondsRemaining = _allTakenIn && _written > 0 ? (int)Math.Min(left / rate, int.MaxValue) : -1,
        });
    }

    private sealed class Order(object target)
    {
        public object Target { get; } = target;

        public TConnection? Connection { get; set; }

        public TRequest? Request { get; set; }
    }
}
