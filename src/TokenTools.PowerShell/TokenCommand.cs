using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Export;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The base class of the module's cmdlets: runs Core's asynchronous work and stops it with the pipeline.</summary>
/// <remarks>Core works on other threads, which must not write to the pipeline; its notices are written on the pipeline thread.</remarks>
public abstract partial class TokenCommand : PSCmdlet, IDisposable
{
    private protected readonly CancellationTokenSource Cancellation = new();

    // Known on the pipeline thread only, where the engine creates the cmdlet.
    private readonly Runspace _runspace = Runspace.DefaultRunspace;

    private int _inputNumber;
    private bool _isProcessingInput;

    private protected TokenCommand()
    {
    }

    private protected Session Session => Session.Of(_runspace);

    /// <summary>The tokens that the cmdlet has written and that cannot be requested again; null if it does not write such tokens.</summary>
    private protected WrittenTokens? Written { get; init; }

    /// <summary>Writes a warning. A host that cannot ask about it, as -Debug makes the engine do, does not end the work.</summary>
    internal new void WriteWarning(string text) => Write(base.WriteWarning, text);

    /// <summary>Writes a verbose message; see <see cref="WriteWarning"/>.</summary>
    private protected new void WriteVerbose(string text) => Write(base.WriteVerbose, text);

    /// <summary>Writes a debug message; see <see cref="WriteWarning"/>.</summary>
    private protected new void WriteDebug(string text) => Write(base.WriteDebug, text);

    /// <inheritdoc/>
    protected override void EndProcessing() => Written?.Complete();

    /// <summary>Cancels the current work.</summary>
    protected override void StopProcessing() => Cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the cmdlet's resources.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Written?.Report(cause: null, canWrite: false);
            Cancellation.Dispose();
        }
    }

    /// <summary>Waits for a task and writes its notices; a computation shows its name as progress.</summary>
    private protected T Await<T>(Func<IProgress<Notice>, CancellationToken, Task<T>> begin, string? computation = null)
    {
        using var notices = new BlockingCollection<Notice>();
        var cancellationToken = Cancellation.Token;
        var task = Task.Run(() => begin(new DelegateProgress<Notice>(notices.Add), cancellationToken), CancellationToken.None);
        var ended = task.ContinueWith(
            _ => notices.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            new ResponseProgress(WriteProgress, computation).Consume(notices, Write);
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // Writing throws under -WarningAction Stop and when the pipeline is stopped; the task must not outlive this method. One that has
            // ended is not canceled, because this would cancel the work on all later inputs, too.
            if (!task.IsCompleted)
            {
                Cancellation.Cancel();
            }

            ((IAsyncResult)ended).AsyncWaitHandle.WaitOne();

            LastWarning.Write(this, notices);
            if (CancellationOf(task) is { PossibleEffect: { } possibleEffect })
            {
                LastWarning.Write(this, possibleEffect, canWrite: true);
            }
        }
    }

    private static RequestCanceledException? CancellationOf(Task task)
    {
        try
        {
            // A canceled task has its exception only for those who await it.
            if (task.IsCanceled)
            {
                task.GetAwaiter().GetResult();
            }

            return null;
        }
        catch (OperationCanceledException error)
        {
            return error as RequestCanceledException;
        }
    }

    /// <summary>
    /// Processes one input. Core's errors become error records, which name the input by its number in the pipeline, and the next input is
    /// processed, unless they are fatal.
    /// </summary>
    /// <param name="target">The error's target: the input; never a secret.</param>
    /// <param name="work">Processes the input.</param>
    /// <param name="bringsConnection">Whether the input is a connection. If so, no error is fatal, because the next one may work.</param>
    private protected void ForInput(object target, Action work, bool bringsConnection = false) =>
        ForInput(target, work, bringsConnection, isIssued: false);

    /// <summary>Processes a token that an earlier command issued: an error about anything else says that the token exists.</summary>
    /// <param name="target">The error's target: the token, secured, or a text for input that is not a token.</param>
    /// <param name="work">Processes the token.</param>
    private protected void ForIssuedToken(object target, Action work) =>
        ForInput(target, work, bringsConnection: false, isIssued: SecuredInputAttribute.Secured(target) is not null);

    private void ForInput(object target, Action work, bool bringsConnection, bool isIssued)
    {
        try
        {
            Process(target, work, bringsConnection, isIssued);
        }
        catch (Exception error) when (Written is { } written)
        {
            // Also after an error with -ErrorAction Stop, Select-Object -First, an error of a later command, or a stop.
            written.Report(error, canWrite: true);
            throw;
        }
    }

    private void Process(object target, Action work, bool bringsConnection, bool isIssued)
    {
        // Work on a part of an input is work on that input.
        var isPart = _isProcessingInput;
        _isProcessingInput = true;
        _inputNumber += isPart ? 0 : 1;
        var isPiped = MyInvocation.ExpectingInput;
        try
        {
            work();
        }
        catch (TokenException error) when (!bringsConnection && ErrorPolicy.IsFatal(error))
        {
            WriteError(error, ErrorRecords.From(error, target, isInput: isPiped), isTerminating: true);
        }
        catch (TokenException error)
        {
            var message = isPiped ? AtInput(_inputNumber, error) : null;
            if (isPiped && isIssued && error is not TokenArgumentException { ParameterName: TokenExport.InputKey })
            {
                message = ModuleText.Format(nameof(ModuleMessages.TokenInTarget), DisplayText.Cleaned(message!));
            }

            WriteError(error, ErrorRecords.From(error, target, message, isInput: isPiped), isTerminating: false);
        }
        finally
        {
            _isProcessingInput = isPart;
        }
    }

    /// <summary>Rejects an explicit null for -Connection, which does not mean the default connection.</summary>
    private protected void RefuseNull(ServiceConnection? connection)
    {
        if (connection is null && MyInvocation.BoundParameters.ContainsKey("Connection"))
        {
            var error = ModuleText.ArgumentError("Connection", nameof(ModuleMessages.ConnectionIsNull));
            ThrowTerminatingError(ErrorRecords.From(error, "Connection"));
        }
    }

    /// <summary>Processes each token that a parameter accepted. Errors identify a token by its position in all input, from 1.</summary>
    /// <param name="bound">The bound value: one token or an array of them.</param>
    /// <param name="before">The number of tokens in earlier inputs.</param>
    /// <param name="work">Processes a token.</param>
    private protected void ForTokens(object? bound, ref int before, Action<OnedataTokenInput> work)
    {
        var tokens = ((OnedataTokenArgument)bound!).Tokens;
        var many = MyInvocation.ExpectingInput || tokens.Count > 1;
        foreach (var token in tokens)
        {
            var position = ++before;
            // Blank lines of a file contain no token but are counted.
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
                // The target is not the input itself, which is a secret.
                var record = ErrorRecords.From(error, position, many ? AtInput(position, error) : null);
                WriteError(error, record, ErrorPolicy.IsFatal(error));
            }
        }
    }

    /// <summary>Does work that all inputs depend on. Core's errors end the cmdlet.</summary>
    /// <param name="target">The target of an error that is not about a setting.</param>
    /// <param name="work">The work.</param>
    private protected T Required<T>(object target, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (TokenException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, target, isInput: false));
            throw;
        }
    }

    /// <summary>The full path of the file that a PowerShell path names. The file need not exist. Wildcards are literal.</summary>
    /// <exception cref="TokenArgumentException">
    /// The path's drive or provider does not exist or is not the file system. The engine's own error would end the pipeline.
    /// </exception>
    private protected string FileSystemPath(string path, string parameterName)
    {
        try
        {
            var fullPath = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem"
                ? fullPath
                : throw ModuleText.ArgumentError(parameterName, nameof(ModuleMessages.InstallerPathFileSystem), new SettingName(parameterName));
        }
        catch (Exception error) when (error is SessionStateException or ProviderInvocationException or InvalidOperationException
            or ArgumentException or NotSupportedException or IOException)
        {
            throw ModuleText.ArgumentError(
                parameterName,
                nameof(ModuleMessages.PathInvalid),
                new SettingName(parameterName),
                DisplayText.Sanitize(path),
                DisplayText.Sanitize(error.Message));
        }
    }

    /// <summary>Writes a verbose message about what was around a token in its text, and returns the token.</summary>
    private protected OnedataToken Decoded(OnedataToken token)
    {
        if (token.Around is { } around)
        {
            WriteVerbose(around.ToString());
        }

        return token;
    }

    private protected void WriteWarnings(IEnumerable<TokenWarning> warnings)
    {
        foreach (var warning in warnings)
        {
            WriteWarning(warning.Message);
        }
    }

    private static string AtInput(int number, TokenException error) =>
        ModuleText.Format(nameof(ModuleMessages.InputPosition), number, DisplayText.Cleaned(error.Message));
}
