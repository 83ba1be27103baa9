using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>What every cmdlet of the module stands on: it waits for Core on the pipeline thread, and stops when told to.</summary>
/// <remarks>Core works on other threads, which must not write; what they tell is written here, by the thread that may.</remarks>
public abstract class TokenCommand : PSCmdlet, IDisposable
{
    private const int WaitProgressId = 2;

    private readonly CancellationTokenSource _cancellation = new();

    private protected TokenCommand()
    {
    }

    private protected Session Session => Session.Of(this);

    /// <summary>Ends whatever is being waited for.</summary>
    protected override void StopProcessing() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cancellation.Dispose();
        }
    }

    /// <summary>Waits for a task, and meanwhile writes what it tells.</summary>
    private protected T Await<T>(Func<IProgress<Notice>, CancellationToken, Task<T>> begin)
    {
        using var notices = new BlockingCollection<Notice>();
        var cancellationToken = _cancellation.Token;
        var task = Task.Run(() => begin(new DelegateProgress<Notice>(notices.Add), cancellationToken), CancellationToken.None);
        // The task has told all it will once it ends.
        var ended = task.ContinueWith(
            _ => notices.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            foreach (var notice in notices.GetConsumingEnumerable())
            {
                Write(notice);
            }

            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // Writing throws where -WarningAction Stop was given or the pipeline was stopped; the task must not outlive this.
            if (!ended.IsCompleted)
            {
                _cancellation.Cancel();
                ((IAsyncResult)ended).AsyncWaitHandle.WaitOne();
            }
        }
    }

    /// <summary>Does the work for one input. What Core refuses becomes one error about that input, and the next one has its turn.</summary>
    /// <param name="target">The input, as the error's target; never a secret.</param>
    /// <param name="work">What to do.</param>
    /// <param name="bringsConnection">Whether the input is a connection: whatever is wrong with it, the next one may be a good one.</param>
    private protected void ForInput(object target, Action work, bool bringsConnection = false) => ForInput(_ => target, work, bringsConnection);

    /// <summary>Does the work for one input, whose errors have the target that depends on the error.</summary>
    private protected void ForInput(Func<TokenException, object> target, Action work, bool bringsConnection = false)
    {
        try
        {
            work();
        }
        catch (TokenException error) when (!bringsConnection && ErrorPolicy.IsFatal(error))
        {
            ThrowTerminatingError(ErrorRecords.From(error, target(error)));
        }
        catch (TokenException error)
        {
            WriteError(ErrorRecords.From(error, target(error)));
        }
    }

    /// <summary>The target of an error that no single input caused: the key of the setting, or what is specified here.</summary>
    private protected static object SettingOr(TokenException error, object other) => (error as TokenArgumentException)?.ParameterName ?? other;

    /// <summary>Refuses a connection that was given by name and is null: the default isn't what was meant.</summary>
    private protected void RefuseNull(ServiceConnection? connection)
    {
        if (connection is null && MyInvocation.BoundParameters.ContainsKey("Connection"))
        {
            ThrowTerminatingError(ErrorRecords.From(ModuleText.ArgumentError("Connection", nameof(ModuleMessages.ConnectionIsNull)), "Connection"));
        }
    }

    /// <summary>Does the work for each token that a parameter took. Each has its position in the whole input, from 1, by which errors name it.</summary>
    /// <param name="bound">What was bound: one token or an array of them.</param>
    /// <param name="before">How many came before, in earlier inputs.</param>
    /// <param name="work">What to do with one.</param>
    private protected void ForTokens(object? bound, ref int before, Action<OnedataTokenInput> work)
    {
        var tokens = OnedataTokenInput.From(bound);
        var many = MyInvocation.ExpectingInput || tokens.Count > 1;
        foreach (var token in tokens)
        {
            var position = ++before;
            // A file's blank lines hold no token, but count as lines.
            if (many && token.IsBlank)
            {
                continue;
            }

            try
            {
                work(token);
            }
            catch (TokenException error)
            {
                // Not the input itself as the target: it is a secret, and a target is shown.
                var record = ErrorRecords.From(error, position, many ? ModuleText.Format(nameof(ModuleMessages.InputPosition), position, error.Message) : null);
                if (ErrorPolicy.IsFatal(error))
                {
                    ThrowTerminatingError(record);
                }

                WriteError(record);
            }
        }
    }

    /// <summary>Does the work that everything else depends on: what Core refuses ends the cmdlet.</summary>
    private protected T Required<T>(object target, Func<T> work) => Required(_ => target, work);

    /// <summary>Does the work that everything else depends on, whose errors have the target that depends on the error.</summary>
    private protected T Required<T>(Func<TokenException, object> target, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (TokenException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, target(error)));
            throw;
        }
    }

    private protected void WriteWarnings(System.Collections.Generic.IEnumerable<TokenWarning> warnings)
    {
        foreach (var warning in warnings)
        {
            WriteWarning(warning.Message);
        }
    }

    private protected void Write(Notice notice)
    {
        if (notice is ProgressNotice progress)
        {
            WriteProgress(new ProgressRecord(WaitProgressId, progress.Activity, progress.Text)
            {
                PercentComplete = progress.PercentComplete,
                SecondsRemaining = (int)Math.Ceiling(progress.Left.TotalSeconds),
                RecordType = progress.Left <= TimeSpan.Zero ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
            return;
        }

        switch (notice.Level)
        {
            case NoticeLevel.Warning:
                WriteWarning(notice.Text);
                break;
            case NoticeLevel.Verbose:
                WriteVerbose(notice.Text);
                break;
            default:
                WriteDebug(notice.Text);
                break;
        }
    }
}
