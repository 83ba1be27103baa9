using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Rows;

namespace TokenTools.Cli;

/// <summary>
/// Requests an installer token for each row of a CSV file, and writes one line of JSON for each row, in the order of the rows: the token's
/// document, or the error, with the number of the row and its cells.
/// </summary>
/// <param name="context">The command line, the terminal and cancellation.</param>
/// <param name="connection">The connection, whose rate limit applies to all rows.</param>
/// <param name="throttleLimit">The number of concurrent requests.</param>
/// <param name="toSpec">Creates the settings of a row from its cells and the options.</param>
internal sealed class InstallerTokenBulk(
    CommandContext context, BoomiConnection connection, int throttleLimit, Func<Row, InstallerTokenSpec> toSpec)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();

    // Taken from the batch; the first one is being written.
    private readonly Queue<KeyValuePair<Entry, IssueOutcome<InstallerToken>>> _unwritten = new();

    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private int _written;
    private int _rowsRead;
    private bool _isFileRead;
    private int _firstWithoutLine = 1;
    private TokenException? _lastError;
    private int _exitCode = ExitCode.Success;

    /// <summary>Processes the rows.</summary>
    /// <returns>The exit code: the most serious one of all rows.</returns>
    /// <exception cref="TokenArgumentException">The file is not valid, or a column looks like a setting but is not one.</exception>
    /// <exception cref="OutputException">A line cannot be written. No more requests are sent.</exception>
    public async Task<int> RunAsync(CsvReader csv)
    {
        context.HasOwnProgress = true;
        var reader = new RowReader(InstallerRow.Settings);
        // All rows have the same columns: an error about one of them is about the file.
        reader.Read(csv.Header, static _ => null);
        using var signal = new SemaphoreSlim(0);
        using var batch = new InstallerTokenBatch<Entry>(throttleLimit, asPlainText: true, context.Progress, () => signal.Release());
        await using var cancellation = context.CancellationToken.Register(batch.Cancel);
        using var report = Interruption.AtDeadline(() => ReportUnwritten(batch));
        try
        {
            while (csv.Read() is { } cells)
            {
                Add(batch, new Entry(++_rowsRead, cells), reader);
                await WriteUntilAsync(batch, signal, batch.PendingLimit);
            }

            _isFileRead = true;
            await WriteUntilAsync(batch, signal, 0);
            // A cancellation may have removed rows while a line was written.
            context.CancellationToken.ThrowIfCancellationRequested();
            // What reads the result would otherwise take an earlier one for it.
            return _rowsRead > 0 ? _exitCode : throw new TokenArgumentException(CsvReader.Key, nameof(Messages.CsvNoRows));
        }
        catch (Exception error)
        {
            TakeAll(batch);
            try
            {
                // After Ctrl-C, or an error in the file: what was requested is written.
                if (error is not OutputException)
                {
                    WriteUnwritten();
                }
            }
            finally
            {
                // The error that a line cannot be written is about the first one. Ctrl-C usually ends the process that reads the output, too.
                Warn(Unwritten().Skip(1));
            }

            throw;
        }
    }

    private bool TakeNext(InstallerTokenBatch<Entry> batch)
    {
        lock (_gate)
        {
            var isAvailable = batch.TryTake(out var entry, out var outcome);
            if (isAvailable)
            {
                _unwritten.Enqueue(new(entry, outcome));
            }

            return isAvailable;
        }
    }

    private void TakeAll(InstallerTokenBatch<Entry> batch)
    {
        lock (_gate)
        {
            foreach (var item in batch.Drain())
            {
                _unwritten.Enqueue(item);
            }
        }
    }

    private List<KeyValuePair<Entry, IssueOutcome<InstallerToken>>> Unwritten()
    {
        lock (_gate)
        {
            return [.. _unwritten];
        }
    }

    private bool TryPeek(out KeyValuePair<Entry, IssueOutcome<InstallerToken>> item)
    {
        lock (_gate)
        {
            return _unwritten.TryPeek(out item);
        }
    }

    private void WriteUnwritten()
    {
        while (TryPeek(out var item))
        {
            Write(item.Key, item.Value);
            lock (_gate)
            {
                _unwritten.Dequeue();
            }
        }
    }

    // On another thread, at the end of the grace period: the thread that writes the rows may wait for a reader.
    private void ReportUnwritten(InstallerTokenBatch<Entry> batch)
    {
        TakeAll(batch);
        Warn(Unwritten());
    }

    private void Warn(IEnumerable<KeyValuePair<Entry, IssueOutcome<InstallerToken>>> items)
    {
        foreach (var (entry, outcome) in items)
        {
            if (DescribeLost(entry, outcome) is { } lost)
            {
                context.Terminal.WriteWarning(lost.ToString());
            }
        }

        WarnOfRowsWithoutLine();
    }

    private void WarnOfRowsWithoutLine()
    {
        if (_firstWithoutLine <= _rowsRead || (context.CancellationToken.IsCancellationRequested && !_isFileRead))
        {
            context.Terminal.WriteWarning(CliText.Format(nameof(CliMessages.CsvRowsNotRequested), _firstWithoutLine));
        }
    }

    private void Add(InstallerTokenBatch<Entry> batch, Entry entry, RowReader reader)
    {
        try
        {
            var row = reader.Read(entry.Cells.Keys, column => entry.Cells[column]);
            InstallerRow.ValidateInstaller(row);
            entry.Request = toSpec(row).Build();
            batch.Add(entry, connection, entry.Request);
        }
        catch (TokenException error)
        {
            batch.AddFailed(entry, error);
        }
    }

    private async Task WriteUntilAsync(InstallerTokenBatch<Entry> batch, SemaphoreSlim signal, int pending)
    {
        while (true)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            while (TakeNext(batch))
            {
                WriteUnwritten();
            }

            if (batch.PendingCount <= pending)
            {
                return;
            }

            ShowProgress(batch.PendingCount);
            await signal.WaitAsync(InstallerTokenBatch<Entry>.SignalTimeout);
        }
    }

    private void ShowProgress(int pending)
    {
        if (_sinceProgress.Elapsed >= ProgressInterval)
        {
            _sinceProgress.Restart();
            context.Terminal.ShowProgress(CliText.Format(nameof(CliMessages.ProgressRows), _written, pending));
        }
    }

    private void Write(Entry entry, IssueOutcome<InstallerToken> outcome)
    {
        switch (outcome)
        {
            case IssueOutcome<InstallerToken>.Issued issued:
                WriteLine(entry, outcome, "issued", issued.Problem, JObject.Parse(issued.Token.ToString()), issued.Token.Secret.Reveal());
                break;
            case IssueOutcome<InstallerToken>.Rejected rejected:
                WriteLine(entry, outcome, "rejected", rejected.Error);
                break;
            case IssueOutcome<InstallerToken>.Unknown unknown:
                WriteLine(
                    entry,
                    outcome,
                    "unknown",
                    unknown.Error,
                    new JObject { ["latestExpiration"] = JsonDate.Text(unknown.LatestExpiration) });
                if (unknown.Error is null)
                {
                    context.Terminal.WriteWarning(DescribeLost(entry, outcome)!.ToString());
                    _exitCode = Math.Max(_exitCode, ExitCode.MayBeApplied);
                }

                break;
            default:
                // Without an error, not sent because of Ctrl-C.
                WriteLine(entry, outcome, "notSent", (outcome as IssueOutcome<InstallerToken>.NotSent)?.Error);
                break;
        }
    }

    private void WriteLine(
        Entry entry, IssueOutcome<InstallerToken> outcome, string name, TokenException? error, JObject? document = null, string? secret = null)
    {
        _written++;
        var line = document ?? [];
        line["row"] = entry.Number;
        line["outcome"] = name;
        if (error is not null)
        {
            line["error"] = new JObject { ["id"] = error.ErrorId, ["message"] = error.Message };
            _exitCode = Math.Max(_exitCode, ExitCode.Of(error));
        }

        line["input"] = JObject.FromObject(entry.Cells);
        context.Write(new CommandResult(line.ToString(Formatting.None))
        {
            IsOneOfMany = true,
            NewSecrets = secret is null ? [] : [secret],
            Issued = DescribeLost(entry, outcome),
        });

        // Rows that have an error before they are requested may follow those that are not requested.
        _firstWithoutLine += entry.Number == _firstWithoutLine ? 1 : 0;

        // An error that ends all further requests has the same object in each row.
        if (error is not null && !ReferenceEquals(error, _lastError))
        {
            context.Terminal.WriteError(Describe(entry, error), ErrorPolicy.RecommendedAction(error));
            _lastError = error;
        }
    }

    private MessageText? DescribeLost(Entry entry, IssueOutcome<InstallerToken> outcome) =>
        entry.Request is { } request && connection.DescribeLost(request, outcome) is { } lost
            ? CliText.Create(nameof(CliMessages.RowMessage), entry.Number, lost)
            : null;

    private static string Describe(Entry entry, object message) => CliText.Format(nameof(CliMessages.RowMessage), entry.Number, message);

    /// <summary>A row: its number, its cells, and its request once there is one.</summary>
    private sealed record Entry(int Number, IReadOnlyDictionary<string, string> Cells)
    {
        public InstallerTokenRequest? Request { get; set; }
    }
}
