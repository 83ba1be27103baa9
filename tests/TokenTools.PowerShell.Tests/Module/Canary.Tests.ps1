# Every cmdlet, well and badly, with planted secrets, all streams open and a transcript: the secrets may be seen nowhere.
# The runs are in Support/CanaryRuns.ps1; a cmdlet without a run there fails here.
# Not run in Wine: ConvertTo-Json of an exception doesn't end there.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $folder = Join-Path $TestDrive 'canary'
    $null = New-Item -ItemType Directory -Path $folder
    $said = & $Engine -NoProfile -NonInteractive -File "$PSScriptRoot/../Support/Canary.ps1" -ModulePath $ModulePath -Folder $folder *>&1 | Out-String
    if (-not (Test-Path -LiteralPath "$folder/runs.json")) { throw "The canary's run came to nothing: $said" }
    $result = Get-Content -Raw -Encoding utf8 -LiteralPath "$folder/runs.json" | ConvertFrom-Json
    $secrets = (Get-Content -Raw -Encoding utf8 -LiteralPath "$folder/secrets.json" | ConvertFrom-Json).PSObject.Properties
    $places = @{
        'the streams, errors, views and JSON' = Get-Content -Raw -Encoding utf8 -LiteralPath "$folder/captured.txt"
        'the transcript'                      = Get-Content -Raw -Encoding utf8 -LiteralPath "$folder/transcript.txt"
        'the console'                         = $said
    }

    # A view breaks lines wherever it likes; base64 has an alphabet for addresses too.
    function ConvertTo-Searchable([string] $Text) {
        ($Text -replace '\s', '').Replace('%2B', '+').Replace('%2F', '/').Replace('\/', '/').Replace('-', '+').Replace('_', '/')
    }

    # What must not be seen of a secret: its longest run of letters and digits, and base64 of that wherever it begins.
    function Get-Trace([string] $Secret) {
        $core = [regex]::Matches($Secret, '[A-Za-z0-9+/_-]+').Value | Sort-Object Length | Select-Object -Last 1
        ConvertTo-Searchable $core
        foreach ($before in 0..2) {
            $bytes = [Text.Encoding]::UTF8.GetBytes((' ' * $before) + $core)
            $first = [Math]::Ceiling($before * 8 / 6)
            [Convert]::ToBase64String($bytes).Substring($first, [Math]::Floor($bytes.Length * 8 / 6) - $first)
        }
    }

    function Find-Secret([string] $Text) {
        $searchable = ConvertTo-Searchable $Text
        foreach ($secret in $secrets) {
            foreach ($trace in Get-Trace $secret.Value) {
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
    It 'runs every cmdlet that the module exports, well and badly' {
        foreach ($cmdlet in $result.Exported) {
            foreach ($expected in 'Good', 'Bad') {
                @($result.Runs | Where-Object { $_.Cmdlet -eq $cmdlet -and $_.Expected -eq $expected }).Count | Should -BeGreaterThan 0 -Because "$cmdlet has to be run: $expected"
            }
        }
    }

    It 'meets errors where it should, and nowhere else' {
        $result.Runs | Where-Object { -not $_.AsExpected } | ForEach-Object { "$($_.Cmdlet) $($_.Expected): $($_.Said)" } | Should -BeNullOrEmpty
    }

    It 'has seen what the services echoed' {
        $seen = $places['the streams, errors, views and JSON'] -replace '\s'
        $result.Echoes.Count | Should -BeGreaterThan 50
        $result.Echoes | Where-Object { -not $seen.Contains($_) } | Should -BeNullOrEmpty
    }

    It 'would notice a secret, however it is written' {
        foreach ($secret in $secrets) {
            $base64 = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("x:$($secret.Value)"))
            foreach ($text in $secret.Value, [uri]::EscapeDataString($secret.Value), ($secret.Value | ConvertTo-Json), $base64, $base64.Replace('+', '-').Replace('/', '_'), $secret.Value.Insert(5, "`n   ")) {
                Find-Secret "some $text here" | Should -Not -BeNullOrEmpty -Because $secret.Name
            }
        }
    }

    It 'finds no secret in <_>' -ForEach 'the streams, errors, views and JSON', 'the transcript', 'the console' {
        $places[$_].Length | Should -BeGreaterThan 1000
        Find-Secret $places[$_] | Should -BeNullOrEmpty
    }
}
