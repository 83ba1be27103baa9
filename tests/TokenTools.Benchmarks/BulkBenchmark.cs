using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TokenTools.Benchmarks;

/// <summary>New-InstallerToken in the pipeline of an installed PowerShell, compared with a loop in C# and with a typical script.</summary>
internal static class BulkBenchmark
{
    private const double MostOverBareLoop = 1.2;
    private const double LeastOverParallel = 5;

    // Without a rate limit, to measure the maximum speed.
    private const string Connect = """
        param($Module, $Benchmarks, $Uri, $Account, $User, $Token, $Count)
        Import-Module $Module
        Add-Type -Path $Benchmarks
        $connection = [TokenTools.Benchmarks.UnlimitedConnection]::Create($Uri, $Account, $User, $Token)
        function Measure-Seconds([scriptblock] $Work) {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $made = & $Work
            $watch.Stop()
            if ($made -ne $Count) { throw "$made tokens, not $Count" }
            $watch.Elapsed.TotalSeconds
        }

        """;

    private const string Bulk = Connect + """
        $types = @('ATOM') * $Count
        $auth = @{
            Uri = "${Uri}api/rest/v1/$Account/InstallerToken"; Method = 'Post'; ContentType = 'application/json'; NoProxy = $true
            Headers = @{ Accept = 'application/json'; Authorization = 'Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("BOOMI_TOKEN.${User}:$Token")) }
            Body = '{"installType":"ATOM","durationMinutes":60}'
        }
        $ours = { @($types | New-InstallerToken -Connection $connection -ThrottleLimit 32).Count }
        $bare = { [TokenTools.Benchmarks.BareLoop]::Run($Uri, $Account, $User, $Token, $Count, 32) }
        $parallel = { @(1..$Count | ForEach-Object -Parallel { $auth = $using:auth; Invoke-RestMethod @auth } -ThrottleLimit 32).Count }
        $first = Measure-Seconds $ours
        $null = Measure-Seconds $bare
        $pairs = foreach ($pass in 1..7) { , @((Measure-Seconds $ours), (Measure-Seconds $bare)) }
        $median = { param($values) ($values | Sort-Object)[3] }
        'result', $first, (& $median $pairs.ForEach{ $_[0] }), (& $median $pairs.ForEach{ $_[1] }), (Measure-Seconds $parallel), (& $median $pairs.ForEach{ $_[0] / $_[1] }) -join ' '
        """;

    private const string Sequential = Connect + """
        'result', (Measure-Seconds { @(@('ATOM') * $Count | New-InstallerToken -Connection $connection).Count }) -join ' '
        """;

    // A row like those of a CSV file with runtimes. Rows are created on demand.
    private const string Memory = Connect + """
        $script:most = 0L
        $watch = Measure-Seconds {
            $script:seen = 0
            & { for ($i = 0; $i -lt $Count; $i++) { [pscustomobject] @{ InstallType = 'ATOM'; DurationMinutes = '60'; Name = "runtime$i"; Folder = "/opt/boomi/runtime$i" } } } |
                New-InstallerToken -Connection $connection -ThrottleLimit 32 | ForEach-Object {
                    $script:seen++
                    if ($script:seen % [Math]::Max(250, $Count / 40) -eq 0) { $script:most = [Math]::Max($script:most, [GC]::GetTotalMemory($true)) }
                }
            $script:seen
        }
        'result', $script:most, $watch, [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 -join ' '
        """;

    private const string Rate = """
        param($Module, $Benchmarks, $Uri, $Account, $User, $Token, $Count)
        Import-Module $Module
        Connect-Boomi $Account $User $Token -BaseUri $Uri -NoProxy
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $made = @(@('ATOM') * $Count | New-InstallerToken -ThrottleLimit 8).Count
        'result', $watch.Elapsed.TotalSeconds, $made -join ' '
        """;

    public static bool Run()
    {
        using var server = new BulkServer(latency: 20, perSecond: 0);
        if (PowerShell(Bulk, server, 1000) is not [var first, var ours, var bare, var parallel, var ratio])
        {
            return Missing("bulk");
        }

        Print("bulk: 1,000 tokens, 20 ms latency, 32 at once: {0:F2} s ({1:F2} s in a session's first pass), a bare HttpClient loop {2:F2} s: {3:F2} times (bound {4:F1})", ours, first, bare, ratio, MostOverBareLoop);
        Print("bulk: ForEach-Object -Parallel {{ Invoke-RestMethod }} at the same throttle {0:F2} s: {1:F1} times ours (bound {2:F0})", parallel, parallel / ours, LeastOverParallel);

        using var another = new BulkServer(latency: 20, perSecond: 0);
        var sequential = PowerShell(Sequential, another, 100)![0];
        var connections = another.Counts().Connections;
        Print("bulk: 100 tokens one after another: {0:F2} s over {1} TCP connection(s) (bound 1)", sequential, connections);
        return ratio <= MostOverBareLoop && parallel / ours >= LeastOverParallel && connections == 1;
    }

    public static bool RunMemory()
    {
        const double Bound = 4;
        using var server = new BulkServer(latency: 0, perSecond: 0);
        if (PowerShell(Memory, server, 1_000) is not [var few, _, var fewPeak] || PowerShell(Memory, server, 100_000) is not [var many, var seconds, var manyPeak])
        {
            return Missing("bulk-memory");
        }

        const double Mega = 1024 * 1024;
        Print(
            "bulk-memory: at most {0:F1} MiB held with 1,000 rows, {1:F1} MiB with 100,000 ({2:F0} s): {3:F1} MiB more (bound {4:F0}); peak working set {5:F0} and {6:F0} MiB",
            few / Mega, many / Mega, seconds, (many - few) / Mega, Bound, fewPeak / Mega, manyPeak / Mega);
        return (many - few) / Mega <= Bound;
    }

    public static bool RunRate()
    {
        using var server = new BulkServer(latency: 20, perSecond: 10);
        if (PowerShell(Rate, server, 1000) is not [var seconds, 1000])
        {
            return Missing("bulk-rate");
        }

        var refusals = server.Counts().Refusals;
        Print("bulk-rate: 1,000 tokens from a server that enforces 10 a second: {0:F1} s (bound 105), {1} refusals (bound 10)", seconds, refusals);
        return seconds <= 105 && refusals <= 10;
    }

    private static bool Missing(string name)
    {
        Console.WriteLine(name + ": PowerShell failed");
        return false;
    }

    private static void Print(string format, params object[] values) => Console.WriteLine(string.Format(CultureInfo.InvariantCulture, format, values));

    private static double[]? PowerShell(string script, BulkServer server, int count)
    {
        var folder = Directory.CreateTempSubdirectory("TokenTools.Benchmarks");
        try
        {
            var file = Path.Combine(folder.FullName, "benchmark.ps1");
            File.WriteAllText(file, script);
            var output = PowerShellEngine.RunFile(
                file, [PowerShellEngine.Module, typeof(BulkBenchmark).Assembly.Location, .. server.Arguments, count.ToString(CultureInfo.InvariantCulture)]);
            var result = output.Split('\n').SingleOrDefault(static line => line.StartsWith("result ", StringComparison.Ordinal));
            if (result is null)
            {
                Console.WriteLine(output);
            }

            return result?.Split(' ').Skip(1).Select(static value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
