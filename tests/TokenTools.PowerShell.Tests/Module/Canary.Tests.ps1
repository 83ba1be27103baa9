# Runs every cmdlet successfully and with errors, with planted secrets, all streams and a transcript. No output may contain a secret.
# The runs are in Support/CanaryRuns.ps1. A cmdlet without runs there fails here.
# Not run in Wine: ConvertTo-Json of an exception does not end there.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $folder = Join-Path $TestDrive 'canary'
    # The runs' own files are watched, not what is recorded of the runs.
    $null = New-Item -ItemType Directory -Path "$folder/files"
    $script = if ($IsLinux) { 'LeakCanary.ps1' } else { 'Canary.ps1' }
    # Half of its time is compilation. A second one, with optimizations, would gain nothing in a process of seconds.
    $env:DOTNET_TC_CallCounting = '0'
    $said = & $Engine -NoProfile -NonInteractive -File "$PSScriptRoot/../Support/$script" -ModulePath $ModulePath -Folder "$folder/files" -RecordFolder $folder *>&1 | Out-String
    Remove-Item -LiteralPath Env:DOTNET_TC_CallCounting
    if (-not (Test-Path -LiteralPath "$folder/runs.json")) { throw "The canary runs failed: $said" }
    $result = Get-Content -Raw -Encoding utf8 -LiteralPath "$folder/runs.json" | ConvertFrom-Json
    $secrets = (Get-Content -Raw -Encoding utf8 -LiteralPath "$folder/secrets.json" | ConvertFrom-Json).PSObject.Properties
    $places = @{
        'the streams, errors, views and JSON' = Get-Content -Raw -Encoding utf8 -LiteralPath "$folder/captured.txt"
        'the transcript'                      = Get-Content -Raw -Encoding utf8 -LiteralPath "$folder/transcript.txt"
        'the console'                         = $said
    }

    # A view can break a line at any position, and base64 can use the URL-safe alphabet.
    function ConvertTo-Searchable([string] $Text) {
        ($Text -replace '\s', '').Replace('%2B', '+').Replace('%2F', '/').Replace('\/', '/').Replace('-', '+').Replace('_', '/')
    }

    # The parts of a secret to search for: its longest sequence of letters and digits, and its base64 at any offset.
    function Get-Trace([string] $Secret) {
        $core = [regex]::Matches($Secret, '[A-Za-z0-9+/_-]+').Value | Sort-Object Length | Select-Object -Last 1
        ConvertTo-Searchable $core
        foreach ($before in 0..2) {
            $bytes = [Text.Encoding]::UTF8.GetBytes((' ' * $before) + $core)
            $first = [Math]::Ceiling($before * 8 / 6)
            [Convert]::ToBase64String($bytes).Substring($first, [Math]::Floor($bytes.Length * 8 / 6) - $first)
        }
    }

    $traces = @(foreach ($secret in $secrets) { [pscustomobject] @{ Name = $secret.Name; Value = $secret.Value; Traces = @(Get-Trace $secret.Value) } })

    function Find-Secret([string] $Text, [object[]] $Among = $traces) {
        $searchable = ConvertTo-Searchable $Text
        foreach ($secret in $Among) {
            foreach ($trace in $secret.Traces) {
                $at = $searchable.IndexOf($trace, [StringComparison]::OrdinalIgnoreCase)
                if ($at -ge 0) {
                    $from = [Math]::Max(0, $at - 150)
                    "$($secret.Name), after: $($searchable.Substring($from, $at - $from))"
                    break
                }
            }
        }
    }
}

Describe 'The canary' {
    It 'runs every exported cmdlet, successfully and with errors' {
        foreach ($cmdlet in $result.Exported) {
            foreach ($expected in 'Good', 'Bad') {
                @($result.Runs | Where-Object { $_.Cmdlet -eq $cmdlet -and $_.Expected -eq $expected }).Count | Should -BeGreaterThan 0 -Because "$cmdlet has to be run: $expected"
            }
        }
    }

    It 'has errors only in the failing runs' {
        $result.Runs | Where-Object { -not $_.AsExpected } | ForEach-Object { "$($_.Cmdlet) $($_.Expected): $($_.Said)" } | Should -BeNullOrEmpty
    }

    It 'receives the echoes of the services' {
        $seen = $places['the streams, errors, views and JSON'] -replace '\s'
        $result.Echoes.Count | Should -BeGreaterThan 50
        $result.Echoes | Where-Object { -not $seen.Contains($_) } | Should -BeNullOrEmpty
    }

    It 'finds a secret in every encoding' {
        foreach ($secret in $traces) {
            $base64 = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("x:$($secret.Value)"))
            foreach ($text in $secret.Value, [uri]::EscapeDataString($secret.Value), ($secret.Value | ConvertTo-Json), $base64, $base64.Replace('+', '-').Replace('/', '_'), $secret.Value.Insert(5, "`n   ")) {
                Find-Secret "some $text here" -Among $secret | Should -Not -BeNullOrEmpty -Because $secret.Name
            }
        }
    }

    It 'finds no secret in <_>' -ForEach 'the streams, errors, views and JSON', 'the transcript', 'the console' {
        # In Find-SecretLeak, nothing reaches the console.
        if ($IsLinux -and $_ -eq 'the console') { $places[$_].Trim() | Should -BeNullOrEmpty }
        else { $places[$_].Length | Should -BeGreaterThan 1000 }
        Find-Secret $places[$_] | Should -BeNullOrEmpty
    }
}

Describe 'The canary in Find-SecretLeak' -Skip:(-not $IsLinux) {
    BeforeAll {
        $leaks = Get-Content -Raw -Encoding utf8 -LiteralPath "$folder/leaks.json" | ConvertFrom-Json
    }

    It 'runs to its end, and each exported cmdlet with module logging' {
        $leaks.Warnings | Should -BeNullOrEmpty
        $result.Exported | Where-Object { $_ -notin $result.Logged } | Should -BeNullOrEmpty
    }

    It 'finds the secret that is written at the end in <_>' -ForEach 'Verbose stream, item *', 'Host', 'Transcript', 'Console output', 'Console errors' {
        $place = $_
        $leaks.Planted | Should -BeGreaterThan 40
        $leaks.Found | Where-Object { $_.Secret -eq $leaks.Planted -and $_.Place -like $place } | Should -Not -BeNullOrEmpty
    }

    It 'finds the secret that is written at the end in the module log, unless another process receives that' {
        @($leaks.Found | Where-Object { $_.Place -eq 'Module log' }).Count -gt 0 | Should -Be $leaks.IsLogged
    }

    It 'finds no other in streams, views, the host, the transcript, the console, the module log or arguments' {
        # What the runs write to files and to the environment of programs on purpose.
        $elsewhere = @($leaks.Found | Where-Object { $_.Place -notlike 'File *' -and $_.Place -notlike 'Environment variable *' })
        # A run of Find-SecretLeak in the run has leaks, of which only the module log is that of the whole process.
        $elsewhere | Where-Object { $_.Secret -ne $leaks.Planted -and ($_.Secret -ne $leaks.Seeded -or $_.Place -ne 'Module log') } | ForEach-Object Text | Should -BeNullOrEmpty
        @($leaks.Found | Where-Object { $_.Place -like 'File *' }).Count | Should -BeGreaterThan 3
    }
}
