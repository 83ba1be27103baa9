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
        catch (OutputException)
        {
            foreach (var item in batch.Drain())
            {
                WarnOfLostToken(item.Key, item.Value);
            }

            WarnOfRowsWithoutLine();
            throw;
        }
        catch (Exception)
        {
            // After Ctrl-C, or an error in the file: what was requested is written.
            try
            {
                WriteAll(batch.Drain());
            }
            finally
            {
                WarnOfRowsWithoutLine();
            }

            throw;
        }
    }

    private void WriteAll(IReadOnlyList<KeyValuePair<Entry, IssueOutcome<InstallerToken>>> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            try
            {
                Write(items[i].Key, items[i].Value);
            }
            catch (OutputException)
            {
                // Ctrl-C usually ends the process that reads the output as well.
                foreach (var item in items.Skip(i + 1))
                {
                    WarnOfLostToken(item.Key, item.Value);
                }

                throw;
            }
        }
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
            while (batch.TryTake(out var entry, out var outcome))
            {
                Write(entry, outcome);
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
                WriteLine(
                    entry,
                    JObject.Parse(issued.Token.ToString()),
                    issued.Problem,
                    "issued",
                    issued.Token.NotReturned,
                    issued.Token.Secret.Reveal());
                break;
            case IssueOutcome<InstallerToken>.Rejected rejected:
                WriteLine(entry, [], rejected.Error, "rejected", null);
                break;
            case IssueOutcome<InstallerToken>.NotSent { Error: { } error }:
                WriteLine(entry, [], error, "notSent", null);
                break;
            case IssueOutcome<InstallerToken>.Unknown unknown:
                WriteLine(
                    entry,
                    new JObject { ["latestExpiration"] = JsonDate.Text(unknown.LatestExpiration) },
                    unknown.Error,
                    "unknown",
                    null);
                if (unknown.Error is null)
                {
                    context.Terminal.WriteWarning(Describe(entry, connection.MayExist(entry.Request!, unknown.LatestExpiration)));
                    _exitCode = Math.Max(_exitCode, ExitCode.MayBeApplied);
                }

                break;
            default:
                // Not sent because of Ctrl-C.
                WriteLine(entry, [], null, "notSent", null);
                break;
        }
    }

    private void WriteLine(Entry entry, JObject line, TokenException? error, string outcome, MessageText? issued, string? secret = null)
    {
        _written++;
        line["row"] = entry.Number;
        line["outcome"] = outcome;
        if (error is not null)
        {
            line["error"] = new JObject { ["id"] = error.ErrorId, ["message"] = error.Message };
            _exitCode = Math.Max(_exitCode, ExitCode.Of(error));
        }

        line["input"] = JObject.FromObject(entry.Cells);
        try
        {
            context.Write(new CommandResult(line.ToString(Formatting.None))
            {
                IsOneOfMany = true,
                NewSecrets = secret is null ? [] : [secret],
                Issued = issued is null ? null : CliText.Create(nameof(CliMessages.RowMessage), entry.Number, issued),
            });
        }
        catch (OutputException)
        {
            if (outcome == "unknown")
            {
                context.Terminal.WriteWarning(error?.Message ?? Describe(entry, connection.MayExist(
                    entry.Request!, connection.LatestExpiration(entry.Request!))));
            }

            throw;
        }

        // Rows that have an error before they are requested may follow those that are not requested.
        _firstWithoutLine += entry.Number == _firstWithoutLine ? 1 : 0;

        // An error that ends all further requests has the same object in each row.
        if (error is not null && !ReferenceEquals(error, _lastError))
        {
            context.Terminal.WriteError(Describe(entry, error), ErrorPolicy.RecommendedAction(error));
            _lastError = error;
        }
    }

    private void WarnOfLostToken(Entry entry, IssueOutcome<InstallerToken> outcome)
    {
        if (entry.Request is { } request && connection.DescribeLost(request, outcome) is { } lost)
        {
            context.Terminal.WriteWarning(Describe(entry, lost));
        }
    }

    private static string Describe(Entry entry, object message) => CliText.Format(nameof(CliMessages.RowMessage), entry.Number, message);

    /// <summary>A row: its number, its cells, and its request once there is one.</summary>
    private sealed record Entry(int Number, IReadOnlyDictionary<string, string> Cells)
    {
        public InstallerTokenRequest? Request { get; set; }
    }
}
