using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

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
    // Inputs taken ahead of the workers: enough to know how much is left, few enough for any memory.
    private const int MostWaiting = 1024;

    // A stop shall take no longer than a second, all in all.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private const int ProgressId = 1;

    private static readonly TimeSpan ProgressAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Notice> _notices = new();
    private readonly SemaphoreSlim _woken = new(0);
    private OrderedWork<Order, TResult>? _work;
    private DateTime _began;
    private DateTime _progressed;
    private int _written;
    private bool _progressShown;
    private bool _finished;

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
        _began = _progressed = DateTime.UtcNow;
        _work = new OrderedWork<Order, TResult>(
            ThrottleLimit,
            (order, stop, abort) => MakeAsync(order.Connection!, order.Request!, _notices.Enqueue, stop, abort),
            () => _woken.Release());
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Finishing(() => WriteUntil(untaken: 0, waiting: 0));
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
        _woken.Release();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The pipeline may have been stopped while another command had its turn.
            Abandon(written: false);
            _work?.Dispose();
            _woken.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Makes one. Called by workers: it must not write.</summary>
    private protected abstract Task<TResult> MakeAsync(
        TConnection connection, TRequest request, Action<Notice> tell, CancellationToken stop, CancellationToken abort);

    /// <summary>What to say of one that was made and can't be written any more; never the secret itself.</summary>
    private protected abstract string Unclaimed(TResult made);

    /// <summary>What the progress bar is about.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Takes an input in. Its outcome is written in its turn, perhaps not yet now.</summary>
    /// <param name="target">The input, as an error's target; never a secret.</param>
    /// <param name="prepare">Makes the request of it, or null if there is nothing to be done; what it throws is the input's outcome.</param>
    private protected void Enqueue(object target, Func<TRequest?> prepare) => Finishing(() =>
    {
        var order = new Order(target);
        try
        {
            order.Request = prepare();
            if (order.Request is null)
            {
                return;
            }

            order.Connection = ConnectionInForce;
            _work!.Add(order);
        }
        catch (TokenArgumentException error) when (error.ParameterName == nameof(Connection))
        {
            ThrowTerminatingError(ErrorRecords.From(error, target));
        }
        catch (TokenException error)
        {
            _work!.AddFailed(order, error);
        }

        // One at a time is written before the next input is asked for.
        if (ThrottleLimit == 1)
        {
            WriteUntil(untaken: 0, waiting: 0);
        }
        else
        {
            WriteUntil(untaken: int.MaxValue, waiting: MostWaiting);
        }
    });

    private void Finishing(Action action)
    {
        try
        {
            action();
        }
        catch
        {
            // An error under -ErrorAction Stop, a downstream Select-Object -First, a stop: nobody takes what comes now.
            Abandon(written: true);
            throw;
        }
    }

    // Writes what is there; waits until no more than that much is left.
    private void WriteUntil(int untaken, int waiting)
    {
        while (true)
        {
            if (Stopping)
            {
                throw new PipelineStoppedException();
            }

            WriteNotices();
            while (_work!.TryTake(out var order, out var outcome))
            {
                WriteOutcome(order, outcome);
            }

            WriteProgress();
            if (_work.Untaken <= untaken && _work.Waiting <= waiting)
            {
                WriteNotices();
                return;
            }

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
            WriteObject(outcome.Result);
            return;
        }

        switch (outcome.Exception?.InnerException)
        {
            case TokenException error when ErrorRecords.NothingFurtherCanSucceed(error):
                WriteRest();
                ThrowTerminatingError(ErrorRecords.From(error, order.Target));
                break;
            case TokenException error:
                WriteError(ErrorRecords.From(error, order.Target));
                break;
            case OperationCanceledException:
                throw new PipelineStoppedException();
            case { } unforeseen:
                WriteError(new ErrorRecord(unforeseen, "Unforeseen", ErrorCategory.InvalidOperation, order.Target));
                break;
        }
    }

    // Before an error ends it all: what the workers have made meanwhile.
    private void WriteRest()
    {
        _work!.Stop();
        foreach (var rest in _work.Finish(Patience))
        {
            if (rest.Value.Status == TaskStatus.RanToCompletion)
            {
                WriteObject(rest.Value.Result);
            }
            else if (rest.Value.Exception?.InnerException is TokenException error && !ErrorRecords.NothingFurtherCanSucceed(error))
            {
                WriteError(ErrorRecords.From(error, rest.Key.Target));
            }
        }

        _finished = true;
    }

    // What was made and can't be written is at least told of; what is under way gets a moment to end.
    private void Abandon(bool written)
    {
        if (_finished || _work is null)
        {
            return;
        }

        _finished = true;
        _work.Stop();
        var texts = _work.Finish(Patience).Select(rest =>
            rest.Value.Status == TaskStatus.RanToCompletion ? Unclaimed(rest.Value.Result)
            : IsUndecided(rest.Value.Exception?.InnerException) ? Undecided(rest.Key.Request!)
            : null);
        foreach (var same in texts.Where(static text => text is not null).GroupBy(static text => text!, StringComparer.Ordinal))
        {
            var count = same.Count();
            Tell(count == 1 ? same.Key : TokenException.Text(nameof(Messages.SeveralTimes), count, same.Key), written);
        }
    }

    private bool IsUndecided(Exception? error) => error switch
    {
        TokenTransportException lost => lost.OutcomeUnknown,
        TokenApiException api => api.OutcomeUnknown,
        OperationCanceledException ended => ended.CancellationToken == _work!.GivenUp,
        _ => false,
    };

    /// <summary>What to say of one that was under way and whose outcome nobody knows.</summary>
    private protected abstract string Undecided(TRequest request);

    private void Tell(string text, bool written)
    {
        try
        {
            if (written && !Stopping)
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
        var now = DateTime.UtcNow;
        if (now - _progressed < ProgressAfter)
        {
            return;
        }

        _progressed = now;
        var left = _work!.Untaken;
        var rate = _written / Math.Max((now - _began).TotalSeconds, 0.001);
        _progressShown = true;
        WriteProgress(new ProgressRecord(ProgressId, Activity, TokenException.Text(nameof(Messages.ProgressStatus), _written, rate, left))
        {
            PercentComplete = (int)(100L * _written / Math.Max(1, _written + left)),
            SecondsRemaining = rate > 0 ? (int)Math.Min(left / rate, int.MaxValue) : -1,
        });
    }

    private sealed class Order(object target)
    {
        public object Target { get; } = target;

        public TConnection? Connection { get; set; }

        public TRequest? Request { get; set; }
    }
}
