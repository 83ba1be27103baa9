using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Attacks.Tests.EarlyEnds;

/// <summary>A way in which a pipeline ends before its last row.</summary>
/// <param name="Name">The way's name.</param>
/// <param name="Script">
/// The script. <c>$rows</c> are the rows, <c>$seen</c> takes the tokens that arrive downstream, <c>$connection</c> is the connection and
/// <c>$gate</c> is set once tokens are issued that are not written yet.
/// </param>
internal sealed record EarlyEnd(string Name, string Script)
{
    /// <summary>What ends the pipeline.</summary>
    public EndedBy EndedBy { get; init; } = EndedBy.FirstToken;

    /// <summary>All ways by name.</summary>
    public static IReadOnlyDictionary<string, EarlyEnd> All { get; } = new EarlyEnd[]
    {
        new("stop", Plain) { EndedBy = EndedBy.Stop },
        new("runspace-closed", Plain) { EndedBy = EndedBy.Close },
        new("job-stopped", """
            $job = 1 | ForEach-Object -AsJob -Parallel {
                Import-Module $using:module
                $using:rows | New-InstallerToken -ThrottleLimit 8 -Connection $using:connection
            }
            $null = $gate.Wait(30000)
            Start-Sleep -Milliseconds 300
            Stop-Job $job
            $job | Receive-Job -ErrorAction SilentlyContinue | ForEach-Object { $seen.Add($_) }
            $job.ChildJobs.Warning | ForEach-Object { Write-Warning $_.Message }
            """)
        {
            EndedBy = EndedBy.Script,
        },
        new("select-first", "$rows | New-InstallerToken -ThrottleLimit 8 | Select-Object -First 1 | ForEach-Object { $seen.Add($_) }"),
        new("throw-downstream", "$rows | New-InstallerToken -ThrottleLimit 8 | ForEach-Object { $seen.Add($_); throw 'downstream' }"),
        new("break", "foreach ($once in 1) { $rows | New-InstallerToken -ThrottleLimit 8 | ForEach-Object { $seen.Add($_); break } }"),
        new("trap-return", """
            & { trap { return } $rows | New-InstallerToken -ThrottleLimit 8 | ForEach-Object { $seen.Add($_); throw 'downstream' } }
            """),
        new("downstream-cmdlet-fails", """
            $rows | New-InstallerToken -ThrottleLimit 8 | ForEach-Object { $seen.Add($_); $_ } |
                Select-Object -ExpandProperty NoSuchProperty -ErrorAction Stop
            """),
        new("error-action-stop", "$rows | New-InstallerToken -ThrottleLimit 8 -ErrorAction Stop | ForEach-Object { $seen.Add($_) }")
        {
            EndedBy = EndedBy.FirstError,
        },
        new("upstream-error", """
            $rows | ForEach-Object {
                if ($_.CloudId -eq 'cloud-0020') { $null = $gate.Wait(30000); Start-Sleep -Milliseconds 300; throw 'upstream' }
                $_
            } | New-InstallerToken -ThrottleLimit 8 | ForEach-Object { $seen.Add($_) }
            """)
        {
            EndedBy = EndedBy.Script,
        },
    }.ToDictionary(static way => way.Name, StringComparer.Ordinal);

    private static string Plain => "$rows | New-InstallerToken -ThrottleLimit 8 | ForEach-Object { $seen.Add($_) }";
}

/// <summary>What ends a pipeline early.</summary>
internal enum EndedBy
{
    /// <summary>What happens downstream when the first row's token arrives.</summary>
    FirstToken,

    /// <summary>The first row's error.</summary>
    FirstError,

    /// <summary>The script itself, at another place.</summary>
    Script,

    /// <summary>A stop, as Ctrl-C requests it.</summary>
    Stop,

    /// <summary>The end of the session.</summary>
    Close,
}
