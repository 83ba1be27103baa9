using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Faults;
using TokenTools.Attacks.Tests.Http;
using TokenTools.Attacks.Tests.Support;

namespace TokenTools.Attacks.Tests.EarlyEnds;

/// <summary>A pipeline that ends while the tokens of its first row's followers are issued and not written.</summary>
internal sealed class EarlyEndRun
{
    private const int RowCount = 24;

    // Tokens that must be issued before the end.
    private const int IssuedBeforeEnd = 6;

    // For answers to reach the client before the end. Any order of events is valid; this one is the hardest.
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(200);

    private const string Prepare = """
        param($Uri)
        $secret = ConvertTo-SecureString 'early-end-api-token' -AsPlainText -Force
        $http = @{ BaseUri = $Uri; NoProxy = $true; MaximumRetryCount = 0; RequestsPerSecond = 1000 }
        $connection = Connect-Boomi acme-A1B2C3 user@acme.example $secret @http -PassThru
        $rows = 1..24 | ForEach-Object { [pscustomobject] @{ InstallType = 'CLOUD'; DurationMinutes = 60; CloudId = 'cloud-{0:D4}' -f $_ } }
        """;

    private readonly EarlyEnd _way;

    private EarlyEndRun(EarlyEnd way, FaultKind kind) => (_way, Kind) = (way, kind);

    public FaultKind Kind { get; }

    public TokenLedger Ledger { get; private set; } = new();

    public RowOutcomes Outcomes { get; } = new();

    /// <summary>What the cmdlet wrote in its warnings, on whatever way.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Tokens that arrived nowhere and that no error accounts for: warnings have to.</summary>
    public IReadOnlyList<string> Unwritten => [.. Ledger.ByRow()
        .Where(row => !Outcomes.Unknown.Contains(row.Key)).SelectMany(static row => row).Except(Outcomes.Written).Except(Outcomes.Held)];

    /// <summary>Rows of <see cref="Unwritten"/> that no warning names.</summary>
    public IReadOnlyList<int> Unnamed =>
        [.. Unwritten.Select(token => Ledger.RowOf(token)!.Value).Where(row => !RowNames.IsNamed(row, Warnings))];

    /// <summary>Tokens of <see cref="Unnamed"/> that no warning counts either.</summary>
    public int Lost => Math.Max(0, Unnamed.Count - RowNames.CountAnonymous(Warnings));

    /// <summary>The figures on one line.</summary>
    public string Figures => string.Join(
        " | ",
        new object[]
        {
            _way.Name, Kind.Name, Ledger.Tokens.Count, Outcomes.Written.Count, Outcomes.Held.Count,
            Unwritten.Count, Unwritten.Count - Unnamed.Count, Lost,
        }.Select(static value => Convert.ToString(value, CultureInfo.InvariantCulture)));

    /// <summary>The names of the figures.</summary>
    public static string FigureNames => "way | kind | issued | written | held by an error | unwritten | row named | lost";

    public static EarlyEndRun Execute(PowerShellSession session, EarlyEnd way, FaultKind kind)
    {
        using var gate = new ManualResetEventSlim();
        var issued = 0;
        using var server = new LedgerServer(FirstRowApart(way, kind), static _ => true)
        {
            BeforeAnswer = async row =>
            {
                if (row > 1)
                {
                    if (Interlocked.Increment(ref issued) == IssuedBeforeEnd)
                    {
                        gate.Set();
                    }

                    return;
                }

                await Task.Run(gate.Wait);
                await Task.Delay(way.EndedBy is EndedBy.FirstToken or EndedBy.FirstError ? SettleTime : TimeSpan.FromMinutes(1));
            },
        };
        var run = new EarlyEndRun(way, kind) { Ledger = server.Ledger };
        var seen = new List<object>();
        session.Set("module", Repository.ModuleManifest);
        session.Set("gate", gate);
        session.Set("seen", seen);
        session.Run(Prepare, server.Uri.AbsoluteUri);
        session.Host.TakeLines();
        var ended = Execute(session, way, gate);
        lock (seen)
        {
            foreach (var token in seen)
            {
                run.Outcomes.AddOutput(PSObject.AsPSObject(token), server.Ledger);
            }
        }

        foreach (var error in ended.Errors)
        {
            run.Outcomes.AddError(error);
        }

        // The host shows what the stream takes, and after a stop only the host is left.
        run.Warnings = [.. ended.Warnings.Concat(ended.HostLines).Distinct(StringComparer.Ordinal)];
        return run;
    }

    // The first row is answered last, as the way needs it.
    private static FaultKind FirstRowApart(EarlyEnd way, FaultKind kind) => kind with
    {
        ShowAsync = exchange => !exchange.Document.Contains(LedgerServer.CloudId(1), StringComparison.Ordinal) ? kind.ShowAsync(exchange)
            : way.EndedBy == EndedBy.FirstError ? exchange.WriteAsync(HttpAnswer.Of(400, "{\"message\":\"first\"}"), keepOpen: true)
            : FaultKinds.None.ShowAsync(exchange),
        NeverIssuedFor = way.EndedBy == EndedBy.FirstError ? 1 : null,
    };

    private static SessionRun Execute(PowerShellSession session, EarlyEnd way, ManualResetEventSlim gate)
    {
        using var shell = session.CreateShell(way.Script);
        var running = Task.Run(() =>
        {
            try
            {
                shell.Invoke();
                return null;
            }
            catch (Exception error) when (error is RuntimeException or InvalidOperationException)
            {
                return error;
            }
        });
        if (way.EndedBy is EndedBy.Stop or EndedBy.Close)
        {
            gate.Wait();
            Thread.Sleep(SettleTime);
            if (way.EndedBy == EndedBy.Stop)
            {
                shell.Stop();
            }
            else
            {
                session.Runspace.Close();
            }
        }

        var terminating = running.GetAwaiter().GetResult();
        var errors = shell.Streams.Error.ToList();
        if (terminating is IContainsErrorRecord { ErrorRecord: { } record })
        {
            errors.Add(record);
        }

        return new SessionRun([], errors, [.. shell.Streams.Warning.Select(static warning => warning.Message)], terminating)
        {
            HostLines = session.Host.TakeLines(),
        };
    }
}
