using System;
using System.Collections.Generic;
using System.Management.Automation;
using TokenTools.Boomi;

namespace TokenTools.PowerShell;

/// <summary>Writes the outcomes of New-InstallerToken to the pipeline, and reports each token that it could not write.</summary>
/// <param name="cmdlet">The cmdlet that provides the streams. All members are called on the pipeline thread.</param>
/// <param name="completePending">Completes the requests in progress. Their outcomes are then written here.</param>
internal sealed class InstallerTokenWriter(TokenCommand cmdlet, Action completePending)
{
    private readonly WrittenTokens _written = new(cmdlet);
    private readonly Queue<(InstallerTokenRow Row, TokenException Error, IssueOutcome<InstallerToken> Outcome)> _heldErrors = new();
    private (InstallerTokenRow Row, IssueOutcome<InstallerToken> Outcome)? _notWritten;
    private bool _isHoldingErrors;
    private int _tokenCount;

    /// <summary>Writes a token or an error.</summary>
    /// <exception cref="PipelineStoppedException">The request was canceled, because the pipeline is being stopped.</exception>
    public void Write(InstallerTokenRow row, IssueOutcome<InstallerToken> outcome)
    {
        _notWritten = (row, outcome);
        switch (outcome)
        {
            case IssueOutcome<InstallerToken>.Issued { Problem: null, Token: var token }:
                WriteHeldErrors(static _ => true);
                token.Input = row.Input;
                _tokenCount++;
                _written.Add(row.Number, token.InstallType, token.Expiration, token.Secured);
                cmdlet.MaskNew(token.Token);
                Write(() => cmdlet.WriteObject(token), _written.RemoveLast);
                break;
            case IssueOutcome<InstallerToken>.Issued { Problem: { } problem }:
                WriteOrHold(row, problem, outcome);
                break;
            case IssueOutcome<InstallerToken>.Rejected { Error: var error }:
                WriteOrHold(row, error, outcome);
                break;
            case IssueOutcome<InstallerToken>.NotSent { Error: { } error }:
                WriteOrHold(row, error, outcome);
                break;
            case IssueOutcome<InstallerToken>.Unknown { Error: { } error }:
                WriteOrHold(row, error, outcome);
                break;
            default:
                throw new PipelineStoppedException();
        }

        _notWritten = null;
    }

    /// <summary>All outcomes were written.</summary>
    public void Complete() => _written.Complete();

    /// <summary>
    /// If the pipeline ends early, reports each token that was, or may have been, issued but not written, and those that were written and
    /// that the end discards.
    /// </summary>
    /// <param name="pending">The outcomes that have not been written.</param>
    /// <param name="canWrite">Whether the cmdlet may still write to its streams.</param>
    /// <param name="cause">The exception that ends the pipeline; null if it is not known.</param>
    public void ReportLostTokens(
        IEnumerable<KeyValuePair<InstallerTokenRow, IssueOutcome<InstallerToken>>> pending, bool canWrite, Exception? cause)
    {
        _written.Report(cause, canWrite);
        var report = new LostTokenReport();
        foreach (var (row, _, outcome) in _heldErrors)
        {
            report.Add(row, outcome);
        }

        if (_notWritten is { } notWritten)
        {
            report.Add(notWritten.Row, notWritten.Outcome);
        }

        foreach (var item in pending)
        {
            report.Add(item.Key, item.Value);
        }

        foreach (var warning in report.Warnings())
        {
            LastWarning.Write(cmdlet, warning, canWrite);
        }
    }

    // Such errors are neither written nor kept in $Error.
    private bool IgnoresErrors => (cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var action)
        ? action
        : cmdlet.SessionState.PSVariable.GetValue("ErrorActionPreference")) is ActionPreference.Ignore;

    // An error that applies to every further input ends the cmdlet if no token has been returned. Otherwise, ending the pipeline would
    // discard the returned tokens if the output is assigned: each remaining input then causes an error, and no more requests are sent.
    private void WriteOrHold(InstallerTokenRow row, TokenException error, IssueOutcome<InstallerToken> outcome)
    {
        if (_isHoldingErrors)
        {
            _heldErrors.Enqueue((row, error, outcome));
            return;
        }

        // Not if the input itself is the connection: the next one may be valid.
        if (_tokenCount > 0 || row.IsConnection || !ErrorPolicy.IsFatal(error))
        {
            Write(() => WriteError(row, error));
            if (!error.NeverApplied && IgnoresErrors && row.DescribeLostToken(outcome) is { } warning)
            {
                cmdlet.WriteWarning(warning);
            }

            return;
        }

        // Requests in progress complete first: one of them may return a token.
        _isHoldingErrors = true;
        _heldErrors.Enqueue((row, error, outcome));
        _notWritten = null;
        completePending();
        if (_isHoldingErrors)
        {
            WriteHeldErrors(static error => !ErrorPolicy.IsFatal(error));
            cmdlet.ThrowTerminatingError(ErrorRecords.From(error, row.Target, isInput: row.Number is not null));
        }
    }

    private void WriteHeldErrors(Func<TokenException, bool> filter)
    {
        _isHoldingErrors = false;
        while (_heldErrors.Count > 0)
        {
            var (row, error, _) = _heldErrors.Peek();
            try
            {
                if (filter(error))
                {
                    WriteError(row, error);
                }
            }
            catch when (!cmdlet.Stopping)
            {
                // The error was written, and -ErrorAction Stop ends the pipeline.
                _heldErrors.Dequeue();
                throw;
            }

            _heldErrors.Dequeue();
        }
    }

    private void WriteError(InstallerTokenRow row, TokenException error)
    {
        var record = row.ToErrorRecord(error);
        _written.WriteError(record, isTerminating: false, cmdlet.WriteError);
    }

    // If writing fails because the pipeline is being stopped, nothing downstream has received the outcome.
    private void Write(Action write, Action? onNotWritten = null)
    {
        try
        {
            write();
        }
        catch when (!cmdlet.Stopping)
        {
            _notWritten = null;
            throw;
        }
        catch
        {
            onNotWritten?.Invoke();
            throw;
        }
    }
}
