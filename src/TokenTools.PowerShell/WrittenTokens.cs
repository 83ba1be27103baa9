using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>
/// The tokens that a cmdlet has written. If the pipeline then ends with an error, the engine discards the assignment of its output, and
/// with it tokens that cannot be requested again: the error or a warning describes them.
/// </summary>
/// <param name="cmdlet">The cmdlet. All members are called on the pipeline thread.</param>
/// <param name="keepsAll">Whether the tokens are kept even if no error of the cmdlet is expected to end the pipeline.</param>
internal sealed class WrittenTokens(TokenCommand cmdlet, bool keepsAll = false)
{
    /// <summary>The key in the data of the terminating error's exception that holds the tokens.</summary>
    public const string DataKey = "WrittenTokens";

    // What an error of a long run holds: the tokens, with their rows, would otherwise take more memory with each of them.
    private const int MaximumKept = 1000;

    // Select-Object -First or -Index, which may be abbreviated.
    private static readonly Regex SelectFirst = new(
        @"\bselect(-object)?\b[^|;]*\s-[fi]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly WrittenSummary _written = new();
    private readonly Queue<WrittenToken> _buffered = new();
    private readonly LinkedList<object> _tokens = new();

    // The last one. It is not in the summary yet, from which it could not be removed.
    private WrittenToken? _last;
    private bool? _errorsStop;
    private bool _isReported;

    private bool ErrorsStop => _errorsStop ??= (cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var action)
        ? action
        : cmdlet.SessionState.PSVariable.GetValue("ErrorActionPreference")) is ActionPreference.Stop or "Stop";

    private int BufferSize =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue("OutBuffer", out var size) && size is int count ? count : 0;

    // The engine ends the cmdlet with the same exception after Select-Object -First, whose output is assigned, and after an error of a
    // later command, whose output is not. Only the text of the pipeline distinguishes them.
    private static bool IsSelecting => Runspace.DefaultRunspace?.Debugger?.GetCallStack()
        .Any(static frame => SelectFirst.IsMatch(frame.Position?.Text ?? string.Empty)) == true;

    /// <summary>Records a token that is about to be written.</summary>
    /// <param name="number">The number of its input, from 1; null without a pipeline.</param>
    /// <param name="kind">What it is, such as ATOM.</param>
    /// <param name="expiration">When it expires; null for never.</param>
    /// <param name="token">Returns the token, with a SecureString.</param>
    public void Add(int? number, string kind, DateTimeOffset? expiration, Func<object> token)
    {
        AddLast();
        _last = new WrittenToken(number, kind, expiration);
        if (keepsAll || ErrorsStop)
        {
            _tokens.AddLast(token());
            if (_tokens.Count > MaximumKept)
            {
                _tokens.RemoveFirst();
            }
        }
    }

    /// <summary>Removes the last one, which could not be written.</summary>
    public void RemoveLast()
    {
        _last = null;
        if (_tokens.Count > 0)
        {
            _tokens.RemoveLast();
        }
    }

    /// <summary>Writes an error of the cmdlet, which contains the tokens if it ends the pipeline.</summary>
    /// <param name="record">The record of the error.</param>
    /// <param name="isTerminating">Whether the error ends the pipeline whatever the preference is.</param>
    /// <param name="write">Writes the record.</param>
    public void WriteError(ErrorRecord record, bool isTerminating, Action<ErrorRecord> write)
    {
        AddLast();
        var contains = !_isReported && _written.Count > 0 && (isTerminating || ErrorsStop);
        if (contains)
        {
            AddTo(record);
        }

        try
        {
            write(record);
        }
        catch (PipelineStoppedException) when (contains && cmdlet.Stopping)
        {
            // A stop came first: the error was not written.
            _isReported = false;
            throw;
        }
    }

    private void AddTo(ErrorRecord record)
    {
        _isReported = true;
        record.Exception.Data[DataKey] = _tokens.ToArray();
        record.ErrorDetails = new ErrorDetails((record.ErrorDetails?.Message ?? record.Exception.Message) + " "
            + Describe(_written, ModuleText.Format(
                _tokens.Count < _written.Count ? nameof(ModuleMessages.WrittenTokensLastInError) : nameof(ModuleMessages.WrittenTokensInError),
                DataKey,
                _tokens.Count)))
        {
            RecommendedAction = record.ErrorDetails?.RecommendedAction,
        };
    }

    /// <summary>The cmdlet has processed all of its input: the output is complete.</summary>
    public void Complete() => _isReported = true;

    /// <summary>Describes the tokens in a warning if the pipeline ends early, at most once, unless an error contains them.</summary>
    /// <param name="cause">The exception that ends the pipeline; null if it ended while another command was running.</param>
    /// <param name="canWrite">Whether the cmdlet may still write to its streams.</param>
    public void Report(Exception? cause, bool canWrite)
    {
        if (_isReported)
        {
            return;
        }

        _isReported = true;
        AddLast();
        // Such an end discards nothing except for what is buffered.
        var keepsOutput = cause is FlowControlException
            || (cause is PipelineStoppedException && !cmdlet.Stopping && IsSelecting);
        var lost = !keepsOutput ? _written
            : _buffered.Aggregate(new WrittenSummary(), static (summary, token) => summary.Add(token));
        if (lost.Count > 0)
        {
            var where = cmdlet.MyInvocation.BoundParameters.TryGetValue("OutVariable", out var name) && name is string variable
                ? ModuleText.Format(nameof(ModuleMessages.WrittenTokensInVariable), "$" + variable.TrimStart('+'))
                : ModuleText.Format(
                    keepsOutput ? nameof(ModuleMessages.WrittenTokensBuffered) : nameof(ModuleMessages.WrittenTokensNotAssigned));
            LastWarning.Write(cmdlet, Describe(lost, where), canWrite);
        }
    }

    private void AddLast()
    {
        if (_last is not { } last)
        {
            return;
        }

        _last = null;
        _written.Add(last);
        if (BufferSize > 0)
        {
            _buffered.Enqueue(last);
            // The one that fills the buffer is not passed on either.
            if (_buffered.Count > BufferSize + 1)
            {
                _buffered.Dequeue();
            }
        }
    }

    private static string Describe(WrittenSummary tokens, string where) => ModuleText.Format(
        (tokens.Count, tokens.Latest == DateTimeOffset.MaxValue) switch
        {
            (1, false) => nameof(ModuleMessages.WrittenToken),
            (1, true) => nameof(ModuleMessages.WrittenTokenWithoutExpiry),
            (_, false) => nameof(ModuleMessages.WrittenTokens),
            _ => nameof(ModuleMessages.WrittenTokensWithoutExpiry),
        },
        tokens.Count,
        DisplayText.Cleaned(tokens.Kinds),
        TimeText.CeilingToMinute(tokens.Latest),
        DisplayText.Cleaned(where));
}
