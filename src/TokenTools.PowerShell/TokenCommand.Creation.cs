using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <content>Work that creates something at a service, which must not be lost when the pipeline is stopped.</content>
public abstract partial class TokenCommand
{
    /// <summary>
    /// Waits for a task that creates something, and writes its result. If the pipeline is stopped before that, a warning describes what was
    /// created, or what may have been.
    /// </summary>
    /// <param name="begin">Begins the task.</param>
    /// <param name="write">Writes the result.</param>
    /// <param name="describeUnwritten">Describes a result that was not written; returns null if it was not created.</param>
    private protected void WriteCreated<T>(
        Func<IProgress<Notice>, CancellationToken, Task<T>> begin, Action<T> write, Func<T, string?> describeUnwritten)
    {
        Task<T>? creation = null;
        T created;
        try
        {
            created = Await((progress, stop) => creation = begin(progress, stop));
        }
        catch (Exception error) when (error is not TokenException)
        {
            // A notice could not be written.
            WarnOfUnwritten(creation, describeUnwritten);
            throw;
        }

        try
        {
            write(created);
        }
        catch when (Stopping)
        {
            WarnOfUnwritten(creation, describeUnwritten);
            throw;
        }
    }

    /// <summary>Writes a token that cannot be requested again, and records that it was written.</summary>
    /// <param name="token">The token.</param>
    /// <param name="kind">What it is, such as accessToken.</param>
    /// <param name="expiration">When it expires; null for never.</param>
    /// <param name="secured">Returns the token, with a SecureString.</param>
    private protected void WriteRecorded(object token, string kind, DateTimeOffset? expiration, Func<object> secured)
    {
        Written!.Add(MyInvocation.ExpectingInput ? _inputNumber : null, kind, expiration, secured);
        try
        {
            WriteObject(token);
        }
        catch when (Stopping)
        {
            // The next command may not have received it.
            Written.RemoveLast();
            throw;
        }
    }

    /// <summary>
    /// Writes an error. If the pipeline is stopped before that, and something may have been created, a warning says what the error would
    /// have said.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <param name="record">Its record.</param>
    /// <param name="isTerminating">Whether the error ends the cmdlet whatever the preference is.</param>
    private protected void WriteError(TokenException error, ErrorRecord record, bool isTerminating)
    {
        Action<ErrorRecord> write = isTerminating ? ThrowTerminatingError : WriteError;
        try
        {
            if (Written is { } written)
            {
                written.WriteError(record, isTerminating, write);
            }
            else
            {
                write(record);
            }
        }
        catch (PipelineStoppedException) when (Stopping && !error.NeverApplied)
        {
            LastWarning.Write(this, error.Message, canWrite: false);
            throw;
        }
    }

    private void WarnOfUnwritten<T>(Task<T>? creation, Func<T, string?> describe)
    {
        var text = creation switch
        {
            { Status: TaskStatus.RanToCompletion } => describe(creation.GetAwaiter().GetResult()),
            { Exception.InnerException: TokenException { NeverApplied: false } error } => error.Message,
            _ => null,
        };
        if (text is not null)
        {
            LastWarning.Write(this, text, canWrite: true);
        }
    }
}
