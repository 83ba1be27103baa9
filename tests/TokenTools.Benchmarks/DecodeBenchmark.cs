using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using TokenTools.Onedata;

namespace TokenTools.Benchmarks;

/// <summary>ConvertFrom-OnedataToken in the pipeline of an installed PowerShell: tokens per second, in the first pass and when warm.</summary>
internal static class DecodeBenchmark
{
    private const int Tokens = 40_000;

    // The session is new: the first pass includes loading and compiling.
    private const string Script = """
        param($Module, $TokenFile, $Tokens)
        Import-Module $Module
        $kinds = Get-Content -LiteralPath $TokenFile
        foreach ($text in $kinds) {
            $all = @($text) * $Tokens
            $secure = 1..2000 | ForEach-Object { ConvertTo-SecureString $text -AsPlainText -Force }
            $rates = foreach ($pass in 1..4) {
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $all | ConvertFrom-OnedataToken | Out-Null
                $Tokens / $watch.Elapsed.TotalSeconds
            }
            $secureRates = foreach ($pass in 1..20) {
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $secure | ConvertFrom-OnedataToken | Out-Null
                $secure.Count / $watch.Elapsed.TotalSeconds
            }
            $memory = [GC]::GetTotalMemory($true)
            $all | ConvertFrom-OnedataToken | Out-Null
            $grown = [GC]::GetTotalMemory($true) - $memory
            'rates', $rates[0], ($rates | Measure-Object -Maximum).Maximum, ($secureRates | Measure-Object -Maximum).Maximum, $grown -join ' '
        }
        """;

    public static IEnumerable<Measurement> Run()
    {
        var (one, ten) = (Make("time < 1893456000"), Make(
            "time < 1893456000", "ip = 189.34.15.0/24", "asn = 631|632", "geo.country = PL|GB", "geo.region != Asia", "service = ozw-onezone|opw-*",
            "consumer = usr-1b510f18b3b05611871c0acdffa9aed4ch0d2e|prv-*", "interface = rest", "api = all/get/space.*.*:*", "data.readonly"));
        var folder = Directory.CreateTempSubdirectory("TokenTools.Benchmarks");
        try
        {
            var script = Path.Combine(folder.FullName, "decode.ps1");
            var tokens = Path.Combine(folder.FullName, "tokens.txt");
            File.WriteAllText(script, Script);
            File.WriteAllLines(tokens, [one, ten]);
            var lines = PowerShellEngine.RunFile(script, PowerShellEngine.Module, tokens, Tokens.ToString(CultureInfo.InvariantCulture))
                .Split('\n').Where(static line => line.StartsWith("rates ", StringComparison.Ordinal)).ToArray();
            if (lines.Length != 2)
            {
                throw new InvalidOperationException("PowerShell failed");
            }

            return [Report("one caveat", one, lines[0], 40_000), Report("ten caveats", ten, lines[1], 20_000)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Measurement Report(string kind, string text, string line, double bound)
    {
        var values = line.Split(' ').Skip(1).Select(static value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        return new(
            "tokens of " + kind + " decoded in a session's first pass",
            values[0],
            bound,
            IsMinimum: true,
            Unit: "/s",
            Detail: string.Format(
                CultureInfo.InvariantCulture,
                "{0} characters, {1:N0} tokens; {2:N0}/s when warm; {3:N0}/s as SecureString; {4:N0} KiB kept",
                text.Length,
                Tokens,
                values[1],
                values[2],
                values[3] / 1024));
    }

    private static string Make(params string[] caveats) => Macaroon.Create(
        Encoding.ASCII.GetBytes("onezone.example.com"),
        Encoding.ASCII.GetBytes("2/nmd/usr-1b510f18b3b05611871c0acdffa9aed4ch0d2e/act/2b5d0dd5aa6443a69277b5ce0544fec2ch77aa"),
        Encoding.ASCII.GetBytes("secret"),
        caveats.Select(Encoding.ASCII.GetBytes)).Serialize();
}
