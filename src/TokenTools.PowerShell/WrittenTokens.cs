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

    private readonly List<(int? Number, string Kind, DateTimeOffset? Expiration)> _written = [];
    private readonly LinkedList<object> _tokens = new();
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
        _written.Add((number, kind, expiration));
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
        _written.RemoveAt(_written.Count - 1);
        if (_tokens.Count > 0)
        {
            _tokens.RemoveLast();
        }
    }

    /// <summary>Adds the tokens to an error of the cmdlet, if it ends the pipeline.</summary>
    /// <param name="record">The record of the error, before it is written.</param>
    /// <param name="isTerminating">Whether the error ends the pipeline whatever the preference is.</param>
    public void AddTo(ErrorRecord record, bool isTerminating)
    {
        if (_isReported || _written.Count == 0 || !(isTerminating || ErrorsStop))
        {
            return;
        }

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

    /// <summary>Processes an input, and describes the tokens if that ends the pipeline.</summary>
    public void ReportAfter(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error)
        {
            // Also after an error with -ErrorAction Stop, Select-Object -First, an error of a later command, or a stop.
            Report(error, text => LastWarning.Write(cmdlet, text, canWrite: true));
            throw;
        }
    }

    /// <summary>Describes the tokens if the pipeline has ended while another command was running.</summary>
    public void ReportAtEnd() => Report(cause: null, text => LastWarning.Write(cmdlet, text, canWrite: false));

    /// <summary>The cmdlet has processed all of its input: the output is complete.</summary>
    public void Complete() => _isReported = true;

    /// <summary>Describes the tokens in a warning if the pipeline ends early, at most once, unless an error contains them.</summary>
    /// <param name="cause">The exception that ends the pipeline; null if it is not known.</param>
    /// <param name="warn">Writes a warning.</param>
    public void Report(Exception? cause, Action<string> warn)
    {
        if (_isReported)
        {
            return;
        }

        _isReported = true;
        // Such an end discards nothing except for what is buffered.
        var keepsOutput = cause is FlowControlException
            || (cause is PipelineStoppedException && !cmdlet.Stopping && IsSelecting);
        var lost = !keepsOutput ? _written
            : BufferSize == 0 ? []
            : _written.Skip(Math.Max(0, _written.Count - BufferSize - 1)).ToList();
        if (lost.Count > 0)
        {
            warn(Describe(lost, cmdlet.MyInvocation.BoundParameters.TryGetValue("OutVariable", out var name) && name is string variable
                ? ModuleText.Format(nameof(ModuleMessages.WrittenTokensInVariable), "$" + variable.TrimStart('+'))
                : ModuleText.Format(keepsOutput
                    ? nameof(ModuleMessages.WrittenTokensBuffered)
                    : nameof(ModuleMessages.WrittenTokensNotAssigned))));
        }
    }

    private static string Describe(IReadOnlyList<(int? Number, string Kind, DateTimeOffset? Expiration)> tokens, string where)
    {
        var kinds = tokens.GroupBy(static token => token.Kind).Select(static group =>
        {
            var numbers = group.Where(static token => token.Number is not null).Select(static token => token.Number!.Value)
                .OrderBy(static number => number).ToList();
            return numbers.Count == 0 ? group.Key : ModuleText.Format(
                numbers.Count == 1 ? nameof(ModuleMessages.WrittenTokenOfInput) : nameof(ModuleMessages.WrittenTokensOfInputs),
                group.Key,
                LostTokenReport.Ranges(numbers));
        });
        var latest = tokens.Max(static token => token.Expiration ?? DateTimeOffset.MaxValue);
        return ModuleText.Format(
            (tokens.Count, latest == DateTimeOffset.MaxValue) switch
            {
                (1, false) => nameof(ModuleMessages.WrittenToken),
                (1, true) => nameof(ModuleMessages.WrittenTokenWithoutExpiry),
                (_, false) => nameof(ModuleMessages.WrittenTokens),
                _ => nameof(ModuleMessages.WrittenTokensWithoutExpiry),
            },
            tokens.Count,
            DisplayText.Cleaned(string.Join(", ", kinds)),
            TimeText.CeilingToMinute(latest),
            DisplayText.Cleaned(where));
    }
}
