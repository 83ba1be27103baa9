BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox

    # Every second response is a token for another account; the sandbox counts both kinds as minted.
    function Add-Mismatch([int] $Count) {
        $other = '{"@type":"InstallerToken","installType":"ATOM","token":"atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5","expiration":"2035-02-07T23:02:51.207Z","created":"2035-02-07T22:32:51.207Z","accountId":"other-A1B2C3","durationMinutes":60}'
        $sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault[]] @(1..$Count | ForEach-Object {
            if ($_ % 2) { [TokenTools.Sandbox.SandboxFault] @{ Delay = [timespan]::Zero } } else { [TokenTools.Sandbox.SandboxFault] @{ Body = $other; ContentType = 'application/json' } }
        }))
    }
    function Get-Row([int] $Count) { 1..$Count | ForEach-Object { [pscustomobject] @{ InstallType = 'ATOM'; Name = "n$_" } } }
    function Get-MismatchCount($Errors) { @($Errors | Where-Object { $_.Exception -is [TokenTools.Boomi.TokenAccountMismatchException] }).Count }

    # How many tokens the warnings report. A few have a warning each, which names the row; many have one for each outcome, with ranges.
    function Get-ReportedCount($Warnings) {
        $count = 0
        foreach ($warning in $Warnings) {
            if ($warning -match '^Input ([0-9]+) \(n([0-9]+)\): .*installer token for ATOM .*in account .* UTC' -and $Matches[1] -eq $Matches[2]) { $count++ }
            elseif ($warning -match '^Inputs (?<inputs>[0-9, to]+): (?<count>[0-9]+) installer tokens .*in account.* UTC') {
                $named = foreach ($range in $Matches.inputs -split ', ') { $first, $last = $range -split ' to '; if ($last) { [int] $first..[int] $last } else { [int] $first } }
                if ($named.Count -ne $Matches.count) { throw "The ranges do not agree with the count: $warning" }
                $count += $named.Count
            }
            # About those that were returned.
            elseif ($warning -notmatch '^(One token was|[0-9]+ tokens were) returned before') { throw "Another warning: $warning" }
        }
        $count
    }
}

AfterAll { Stop-TokenSandbox }

Describe 'New-InstallerToken that ends early while tokens for another account are created' {
    BeforeEach {
        Reset-Sandbox $sandbox
        $connection = Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri -RequestsPerSecond 1000 -PassThru
        $before = $sandbox.MintedTokens.Count
        Add-Mismatch 400
    }

    It 'returns, writes or reports each token after <name>, <throttle> at a time' -ForEach @(
        foreach ($throttle in 1, 8) {
            @{ throttle = $throttle; name = 'Select-Object -First'; run = { Get-Row 60 | New-InstallerToken -ThrottleLimit $throttle | Select-Object -First 5 } }
            @{ throttle = $throttle; name = 'Select-Object -First of both streams'; run = { Get-Row 60 | New-InstallerToken -ThrottleLimit $throttle 2>&1 | Select-Object -First 5 } }
            @{ throttle = $throttle; name = 'throw in a later command'; run = { $seen = 0; Get-Row 60 | New-InstallerToken -ThrottleLimit $throttle | ForEach-Object { $_; if (++$seen -eq 5) { throw 'no more' } } } }
            @{ throttle = $throttle; name = 'break in a later command'; run = { $seen = 0; while ($true) { Get-Row 60 | New-InstallerToken -ThrottleLimit $throttle | ForEach-Object { $_; if (++$seen -eq 5) { break } } } } }
            @{ throttle = $throttle; name = 'an error with -ErrorAction Stop'; run = { Get-Row 60 | New-InstallerToken -ThrottleLimit $throttle -ErrorAction Stop } }
        }
    ) {
        $attempt = Invoke-Attempt $run
        $minted = $sandbox.MintedTokens.Count - $before
        $attempt.Output.Count + (Get-MismatchCount $attempt.Errors) + (Get-ReportedCount $attempt.Warnings) | Should -Be $minted
        $minted | Should -BeGreaterThan 1
        # The warnings name the account, not the token, and the errors hold it.
        "$($attempt.Warnings)" | Should -Not -Match '963f3eb3'
        foreach ($problem in $attempt.Errors) {
            if ($problem.Exception -is [TokenTools.Boomi.TokenAccountMismatchException]) {
                ConvertFrom-TestSecret $problem.Exception.Token.Token | Should -BeExactly 'atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5'
            }
        }
    }

    # Then the streams are closed when the cmdlet ends, and the screen is not.
    It 'returns, writes or reports each token after throw in an earlier command, <_> at a time' -ForEach 1, 8 {
        $script = "$TestDrive/earlier$_.ps1"
        Set-Content -LiteralPath $script -Value @"
Import-Module '$ModulePath'
`$null = Connect-Boomi '$($sandbox.BoomiAccountId)' '$($sandbox.BoomiUserName)' '$($sandbox.BoomiApiToken)' -BaseUri '$($sandbox.Uri)' -RequestsPerSecond 1000
1..60 | ForEach-Object { if (`$_ -eq 40) { throw 'no input' }; [pscustomobject] @{ InstallType = 'ATOM'; Name = "n`$_" } } | New-InstallerToken -ThrottleLimit $_ 2>&1 |
    ForEach-Object { if (`$_ -is [System.Management.Automation.ErrorRecord]) { "written: `$(`$_.Exception.ErrorId)" } else { 'written: token' } }
"@
        $screen = @(& $Engine -NoProfile -NonInteractive -File $script 2>$null) -replace '\e\[[0-9;]*m'
        $warnings = @($screen -like 'WARNING: *' -replace '^WARNING: ')
        @($screen -like 'written: *').Count + (Get-ReportedCount $warnings) | Should -Be ($sandbox.MintedTokens.Count - $before)
        # Several at a time may all be aborted before they are issued.
        if ($_ -eq 1) { @($screen -like 'written: InstallerAccountMismatch').Count + @($warnings -like '*in account other-A1B2C3*').Count | Should -BeGreaterThan 0 }
    }

    It 'returns, writes or reports each token after Ctrl-C, <_> at a time' -ForEach 1, 8 {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module) Import-Module $module').AddArgument($ModulePath).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript('param($connection, $throttle, $rows) $rows | New-InstallerToken -Connection $connection -ThrottleLimit $throttle | ForEach-Object { $_; [Threading.Thread]::Sleep(20) }')
            $null = $shell.AddArgument($connection).AddArgument($_).AddArgument((Get-Row 400))
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]] $null, $output)
            $waiting = [Diagnostics.Stopwatch]::StartNew()
            while ($output.Count -lt 5) {
                if ($running.IsCompleted -or $waiting.Elapsed.TotalMinutes -gt 5) { throw "No output. $($shell.Streams.Error)" }
                [Threading.Thread]::Sleep(5)
            }
            $shell.Stop()
            $counted = $output.Count + (Get-MismatchCount $shell.Streams.Error) + (Get-ReportedCount @($shell.Streams.Warning.Message))
            # The one that is being written may be counted twice.
            $counted - ($sandbox.MintedTokens.Count - $before) | Should -BeIn 0, 1
            Get-MismatchCount $shell.Streams.Error | Should -BeGreaterThan 0
        }
        finally { $shell.Dispose() }
    }

    It 'warns of a token or an unknown outcome if the caller ignores errors' {
        $attempt = Invoke-Attempt { Get-Row 4 | New-InstallerToken -ErrorAction Ignore }
        $attempt.Errors | Should -BeNullOrEmpty
        $attempt.Output.Count + (Get-ReportedCount $attempt.Warnings) | Should -Be 4
        $attempt.Warnings.Count | Should -Be 2
        "$($attempt.Warnings)" | Should -BeLike 'Input 2 (n2): Boomi issued an installer token for ATOM in account other-A1B2C3 *Input 4 (n4): *'
    }
}
