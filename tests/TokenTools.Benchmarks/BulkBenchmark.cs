using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TokenTools.Benchmarks;

/// <summary>New-InstallerToken in the pipeline of an installed PowerShell, compared with a loop in C# and with a typical script.</summary>
internal static class BulkBenchmark
{
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
        $firstBare = Measure-Seconds $bare
        $pairs = foreach ($pass in 1..7) { , @((Measure-Seconds $ours), (Measure-Seconds $bare)) }
        $median = { param($values) ($values | Sort-Object)[3] }
        'result', $first, $firstBare, (& $median $pairs.ForEach{ $_[0] }), (& $median $pairs.ForEach{ $_[1] }), (Measure-Seconds $parallel), (& $median $pairs.ForEach{ $_[0] / $_[1] }) -join ' '
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

    // A warm session: compilation is not measured.
    private const string Scale = """
        param($Module, $Benchmarks, $Uri, $Account, $User, $Token, $Count, $Throttle)
        Import-Module $Module
        Add-Type -Path $Benchmarks
        $connection = [TokenTools.Benchmarks.UnlimitedConnection]::Create($Uri, $Account, $User, $Token)
        $null = @('ATOM') * 50 | New-InstallerToken -Connection $connection -ThrottleLimit $Throttle
        # Time and memory one after the other: requests continue while memory is measured.
        $watch = [Diagnostics.Stopwatch]::StartNew()
        & { for ($i = 0; $i -lt $Count; $i++) { 'ATOM' } } | New-InstallerToken -Connection $connection -ThrottleLimit $Throttle | Out-Null
        $watch.Stop()
        $script:most = 0L
        $script:seen = 0
        $step = [Math]::Max(1, [int] ($Count / 20))
        & { for ($i = 0; $i -lt $Count; $i++) { 'ATOM' } } | New-InstallerToken -Connection $connection -ThrottleLimit $Throttle | ForEach-Object {
            $script:seen++
            if ($script:seen % $step -eq 0) { $script:most = [Math]::Max($script:most, [GC]::GetTotalMemory($true)) }
        }
        if ($script:seen -ne $Count) { throw "$script:seen tokens, not $Count" }
        'result', $watch.Elapsed.TotalSeconds, $script:most -join ' '
        """;

    private const string Rate = """
        param($Module, $Benchmarks, $Uri, $Account, $User, $Token, $Count)
        Import-Module $Module
        Connect-Boomi $Account $User $Token -BaseUri $Uri -NoProxy
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $made = @(@('ATOM') * $Count | New-InstallerToken -ThrottleLimit 8).Count
        'result', $watch.Elapsed.TotalSeconds, $made -join ' '
        """;

    /// <summary>1,000 tokens, compared with a loop of HttpClient and with a script, and 100 over one connection.</summary>
    public static IEnumerable<Measurement> Run()
    {
        using var server = new BulkServer(latency: 20, perSecond: 0);
        var values = PowerShell(Bulk, server, 1000);
        var (first, firstBare, ours, bare, parallel, ratio) = (values[0], values[1], values[2], values[3], values[4], values[5]);
        yield return new(
            "1,000 tokens, 20 ms, 32 at once, over a bare HttpClient loop", ratio, 1.1, Detail: Text("{0:F2} s over {1:F2} s, medians of 7", ours, bare));
        yield return new(
            "the same in a session's first pass", first / bare, 1.35, Detail: Text("{0:F2} s; the bare loop's own first pass {1:F2} s", first, firstBare));
        yield return new(
            "ForEach-Object -Parallel { Invoke-RestMethod } over the same", parallel / ours, 3, IsMinimum: true, Detail: Text("{0:F2} s", parallel));

        using var another = new BulkServer(latency: 20, perSecond: 0);
        var sequential = PowerShell(Sequential, another, 100)[0];
        yield return new("TCP connections for 100 tokens, one after another", another.Counts().Connections, 1, Detail: Text("{0:F2} s", sequential));
    }

    /// <summary>The memory that is held while many rows are processed.</summary>
    public static IEnumerable<Measurement> RunMemory()
    {
        const double Mega = 1024 * 1024;
        using var server = new BulkServer(latency: 0, perSecond: 0);
        var (few, many) = (PowerShell(Memory, server, 1_000), PowerShell(Memory, server, 100_000));
        yield return new(
            "memory held with 100,000 rows, more than with 1,000",
            (many[0] - few[0]) / Mega,
            2,
            Unit: " MiB",
            Detail: Text("{0:F1} and {1:F1} MiB; peak working set {2:F0} and {3:F0} MiB; {4:F0} s", few[0] / Mega, many[0] / Mega, few[2] / Mega, many[2] / Mega, many[1]));
    }

    /// <summary>The time for a server with a rate limit, and how often it rejects a request.</summary>
    public static IEnumerable<Measurement> RunRate()
    {
        using var server = new BulkServer(latency: 20, perSecond: 10);
        var seconds = PowerShell(Rate, server, 1000)[0];
        yield return new("1,000 tokens from a server that allows 10 a second, over 100 s", seconds / 100, 1.05, Detail: Text("{0:F1} s", seconds));
        yield return new("requests that it rejects", server.Counts().Refusals, 10);
    }

    /// <summary>Seconds and memory for a number of rows and of concurrent requests.</summary>
    public static (double Seconds, double Bytes) Measure(int rows, int throttle)
    {
        using var server = new BulkServer(latency: 20, perSecond: 0);
        var values = PowerShell(Scale, server, rows, throttle.ToString(CultureInfo.InvariantCulture));
        return (values[0], values[1]);
    }

    private static string Text(string format, params object[] values) => string.Format(CultureInfo.InvariantCulture, format, values);

    private static double[] PowerShell(string script, BulkServer server, int count, params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("TokenTools.Benchmarks");
        try
        {
            var file = Path.Combine(folder.FullName, "benchmark.ps1");
            File.WriteAllText(file, script);
            var output = PowerShellEngine.RunFile(
                file, [PowerShellEngine.Module, typeof(BulkBenchmark).Assembly.Location, .. server.Arguments, count.ToString(CultureInfo.InvariantCulture), .. more]);
            var result = output.Split('\n').SingleOrDefault(static line => line.StartsWith("result ", StringComparison.Ordinal))
                ?? throw new InvalidOperationException("PowerShell failed: " + output);
            return result.Split(' ').Skip(1).Select(static value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
