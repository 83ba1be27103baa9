using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using TokenTools.Attacks.Tests.Support;

namespace TokenTools.Attacks.Tests.Faults;

/// <summary>A CSV file of rows through README's recipe, against a service with one kind of fault; then the rows to ask again.</summary>
internal sealed class FaultRun
{
    private const string Connect = """
        param($Uri, $Folder, $TimeoutSec)
        Set-Location -LiteralPath $Folder
        $secret = ConvertTo-SecureString 'fault-run-api-token' -AsPlainText -Force
        $http = @{ BaseUri = $Uri; NoProxy = $true; TimeoutSec = $TimeoutSec; MaximumRetryCount = 2; RequestsPerSecond = 1000 }
        Connect-Boomi acme-A1B2C3 user@acme.example $secret @http
        $PSDefaultParameterValues['New-InstallerToken:ThrottleLimit'] = 8
        """;

    private const string Again = "Import-Csv again.csv | New-InstallerToken -ErrorVariable problems -ErrorAction SilentlyContinue";

    private FaultRun(FaultKind kind, int rows, LedgerServer server)
    {
        (Kind, Rows, Ledger) = (kind, rows, server.Ledger);
    }

    public FaultKind Kind { get; }

    public int Rows { get; }

    public TokenLedger Ledger { get; }

    /// <summary>Rows or connections that met the fault.</summary>
    public int Faulted { get; private set; }

    /// <summary>Outcomes of the first pass.</summary>
    public RowOutcomes First { get; } = new();

    /// <summary>Outcomes of the pass over the rows that the recipe asks again.</summary>
    public RowOutcomes Second { get; } = new();

    /// <summary>Tokens that were issued in the first pass.</summary>
    public ILookup<int, string> IssuedFirst { get; private set; } = Array.Empty<int>().ToLookup(static _ => 0, static _ => string.Empty);

    /// <summary>Rows whose first pass never reached the service.</summary>
    public IReadOnlyCollection<int> NotSent { get; private set; } = [];

    /// <summary>Rows that the recipe asks again.</summary>
    public IReadOnlyList<int> AskedAgain { get; private set; } = [];

    /// <summary>An error that ended the first pass for all rows that were left; null for none.</summary>
    public ErrorRecord? Terminating { get; private set; }

    /// <summary>The kind's figures on one line.</summary>
    public string Figures
    {
        get
        {
            var issued = IssuedFirst.Sum(static row => row.Count());
            return string.Join(
                " | ",
                new object[]
                {
                    Kind.Name, Rows, Faulted, issued, First.Written.Count, First.Held.Count,
                    First.Unknown.Count(row => IssuedFirst[row].Any()), First.Unknown.Count, First.Rejected.Count, Lost().Count,
                    IssuedFirst.Count(static row => row.Count() > 1), AskedAgain.Count,
                    Ledger.ByRow().Count(static row => row.Count() > 1),
                }.Select(static value => Convert.ToString(value, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The names of the figures.</summary>
    public static string FigureNames =>
        "kind | rows | faulted | issued | written | held by an error | unknown and issued | unknown | rejected | lost | doubled | " +
        "asked again | doubled then";

    public static FaultRun Execute(PowerShellSession session, FaultKind kind, int rows)
    {
        // Rows that wait for a timeout are few: they cost a second each.
        var every = kind.TimesOut ? Math.Max(9, rows / 12 / 3 * 3) : 3;
        using var server = new LedgerServer(kind, row => row % every == 1);
        var run = new FaultRun(kind, rows, server);
        var folder = Directory.CreateTempSubdirectory("tokentools-faults-");
        try
        {
            File.WriteAllLines(
                Path.Combine(folder.FullName, "runtimes.csv"),
                Enumerable.Range(1, rows)
                    .Select(static row => LedgerServer.CloudId(row))
                    .Select(static cloudId => "runtime-of-" + cloudId + ",CLOUD,60," + cloudId)
                    .Prepend("Name,InstallType,DurationMinutes,CloudId"));
            session.Run(Connect, server.Uri.AbsoluteUri, folder.FullName, kind.TimesOut ? 1 : 100);
            run.RunFirst(session, server);
            server.DisableFaults();
            run.RunSecond(session, folder.FullName);
            return run;
        }
        finally
        {
            session.Run("Set-Location /; Disconnect-Boomi");
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Tokens of the first pass that no outcome accounts for.</summary>
    public IReadOnlyList<string> Lost()
    {
        var unaccounted = IssuedFirst.Where(row => !First.Unknown.Contains(row.Key)).SelectMany(static row => row);
        return [.. unaccounted.Except(First.Written).Except(First.Held)];
    }

    private void RunFirst(PowerShellSession session, LedgerServer server)
    {
        var pass = session.Run(Readme.RetryRecipe);
        foreach (var output in pass.Output)
        {
            First.AddOutput(output, Ledger);
        }

        var errors = Errors(session.Get("problems")).ToList();
        foreach (var error in errors)
        {
            First.AddError(error);
        }

        Faulted = Kind.OnConnect ? server.FaultedConnections.Count : server.FaultedRows.Count;
        IssuedFirst = Ledger.ByRow();
        NotSent = [.. Enumerable.Range(1, Rows).Where(row => !Ledger.Requests.ContainsKey(row))];
        // A cmdlet's own terminating error is not written to the error stream; it is the outcome of all that was left.
        Terminating = (pass.Terminating as IContainsErrorRecord)?.ErrorRecord ?? pass.Errors.FirstOrDefault();
    }

    private void RunSecond(PowerShellSession session, string folder)
    {
        var again = Path.Combine(folder, "again.csv");
        if (!File.Exists(again) || new FileInfo(again).Length == 0)
        {
            return;
        }

        AskedAgain = [.. session.Run("Import-Csv again.csv").Output.Select(static row => RowOutcomes.RowOf(row)!.Value)];
        var pass = session.Run(Again);
        foreach (var output in pass.Output)
        {
            Second.AddOutput(output, Ledger);
        }

        foreach (var error in Errors(session.Get("problems")))
        {
            Second.AddError(error);
        }
    }

    private static IEnumerable<ErrorRecord> Errors(object? variable)
    {
        var records = (variable is PSObject wrapped ? wrapped.BaseObject : variable) as IEnumerable ?? Array.Empty<object>();
        return records.Cast<object>()
            .Select(static item => item is PSObject wrapped ? wrapped.BaseObject : item)
            .Select(static item => item as ErrorRecord ?? (item as IContainsErrorRecord)?.ErrorRecord)
            .OfType<ErrorRecord>()
            .Distinct();
    }
}
