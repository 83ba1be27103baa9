BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    # A stop takes a second at most; a busy machine takes longer. What it ends would take minutes.
    $maximumTime = [timespan]::FromSeconds(60)
    $slow = [timespan]::FromMinutes(5)

    # Stops a script, as Ctrl-C does, once a condition is true, and measures how long it takes to end.
    function Stop-Running([string] $Script, [scriptblock] $When, [switch] $ThenAgain) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module) Import-Module $module').AddArgument($ModulePath).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript($Script).AddArgument($sandbox)
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]] $null, $output)
            $waiting = [Diagnostics.Stopwatch]::StartNew()
            while (-not (& $When $shell)) {
                if ($waiting.Elapsed.TotalMinutes -gt 5) { throw "The condition did not become true. $($shell.Streams.Error)" }
                [Threading.Thread]::Sleep(10)
            }
            $ending = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $ending.Stop()
            [pscustomobject] @{
                Elapsed  = $ending.Elapsed
                State    = $shell.InvocationStateInfo.State
                Output   = @($output)
                Errors   = @($shell.Streams.Error)
                Warnings = @($shell.Streams.Warning | ForEach-Object { $_.Message })
                Again    = if ($ThenAgain) {
                    # The runspace and its connection are still usable.
                    $sandbox.Faults.Clear()
                    $shell.Commands.Clear()
                    $shell.AddScript('New-InstallerToken BROKER -Connection $connection').Invoke()
                }
            }
        }
        finally { $shell.Dispose() }
    }

    $connect = 'param($s) $connection = Connect-Boomi $s.BoomiAccountId $s.BoomiUserName $s.BoomiApiToken -BaseUri $s.Uri -RequestsPerSecond 1000 -PassThru;'
}

AfterAll { Stop-TokenSandbox }

Describe 'Ctrl-C' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'ends a slow response promptly, and the connection stays usable' {
        Add-Fault $sandbox @{ Delay = $slow }
        $stopped = Stop-Running "$connect New-InstallerToken ATOM" { $sandbox.Requests.Count -gt 0 } -ThenAgain
        $stopped.State | Should -Be 'Stopped'
        $stopped.Elapsed | Should -BeLessThan $maximumTime
        $stopped.Output | Should -BeNullOrEmpty
        $stopped.Again.InstallType | Should -BeExactly 'BROKER'
    }

    It 'warns of an API token that may have been created' {
        Add-Fault $sandbox @{ Delay = $slow; Match = 'POST' }
        $stopped = Stop-Running 'param($s) Connect-GoodData -Sandbox $s; New-GoodDataApiToken ci' { $sandbox.Requests.Count -gt 0 }
        $stopped.State | Should -Be 'Stopped'
        $stopped.Output | Should -BeNullOrEmpty
        $stopped.Warnings | Should -BeLike "The API token 'ci' of the user admin may have been created*-Force*"
    }

    It 'ends the wait before a retry promptly' {
        Add-Fault $sandbox @{ StatusCode = 503; RetryAfter = '240' }
        $stopped = Stop-Running "$connect New-InstallerToken ATOM" { param($shell) $shell.Streams.Warning.Count -gt 0 }
        $stopped.State | Should -Be 'Stopped'
        $stopped.Elapsed | Should -BeLessThan $maximumTime
        $sandbox.Requests.Count | Should -Be 1
    }

    It 'ends the wait of the rate limit promptly' {
        $stopped = Stop-Running "$($connect.Replace('-RequestsPerSecond 1000', '-RequestsPerSecond 0.1')) 1..5 | ForEach-Object { New-InstallerToken ATOM }" { $sandbox.Requests.Count -gt 0 }
        $stopped.State | Should -Be 'Stopped'
        $stopped.Elapsed | Should -BeLessThan $maximumTime
        $sandbox.Requests.Count | Should -BeLessThan 5
    }

    It 'ends many requests promptly' {
        Add-Fault $sandbox @{ Delay = $slow; Count = 100 }
        $stopped = Stop-Running "$connect 1..50 | ForEach-Object { 'ATOM' } | New-InstallerToken -ThrottleLimit 16" { $sandbox.Requests.Count -ge 16 } -ThenAgain
        $stopped.State | Should -Be 'Stopped'
        $stopped.Elapsed | Should -BeLessThan $maximumTime
        $stopped.Output | Should -BeNullOrEmpty
        $stopped.Again.InstallType | Should -BeExactly 'BROKER'
    }

    It 'keeps the output before it' {
        $stopped = Stop-Running "$connect 'ATOM', 'MOLECULE' | New-InstallerToken; `$s.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ Delay = '00:05:00' }); 'ATOM' | New-InstallerToken" { $sandbox.Requests.Count -ge 3 }
        $stopped.Output.InstallType | Should -Be 'ATOM', 'MOLECULE'
    }
}

Describe 'Select-Object -First' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri -RequestsPerSecond 1000
    }

    It 'sends no request after the first token' {
        ('ATOM', 'MOLECULE', 'BROKER' | New-InstallerToken | Select-Object -First 1).InstallType | Should -BeExactly 'ATOM'
        $sandbox.Requests.Count | Should -Be 1
        (New-InstallerToken GATEWAY).InstallType | Should -BeExactly 'GATEWAY'
    }

    It 'warns of each token that was not returned, with several at a time' {
        # The first response arrives last, so that other tokens have been created before it ends the pipeline.
        $credential = [pscredential]::new($sandbox.BoomiUserName, (ConvertTo-TestSecret $sandbox.BoomiPassword))
        Connect-Boomi $sandbox.BoomiAccountId -Credential $credential -BaseUri $sandbox.Uri -RequestsPerSecond 1000
        Add-Fault $sandbox @{ Delay = [timespan]::FromSeconds(0.5); Match = $sandbox.BoomiPartnerAccountId }
        $rows = @([pscustomobject] @{ InstallType = 'MOLECULE'; AccountId = $sandbox.BoomiPartnerAccountId }) +
            @(1..20 | ForEach-Object { [pscustomobject] @{ InstallType = 'ATOM'; AccountId = $sandbox.BoomiAccountId } })
        $before = $sandbox.MintedTokens.Count
        $attempt = Invoke-Attempt { $rows | New-InstallerToken -ThrottleLimit 4 | Select-Object -First 1 }
        $attempt.Output.InstallType | Should -BeExactly 'MOLECULE'
        $attempt.Errors | Should -BeNullOrEmpty
        foreach ($warning in $attempt.Warnings) {
            $warning | Should -BeLike "Input *: An installer token for ATOM was created in account $($sandbox.BoomiAccountId) but not returned. It cannot be revoked*UTC."
        }
        $attempt.Warnings.Count | Should -Be ($sandbox.MintedTokens.Count - $before - 1)
        $attempt.Warnings.Count | Should -BeGreaterThan 0
    }
}

Describe 'A host that cannot ask' {
    It 'does not end the work when -Debug makes the engine ask about a warning, and shows the warning once' {
        # azure-powershell#15831
        $shown = & $Engine -NoProfile -NonInteractive -Command @"
            Import-Module '$($ModulePath -replace "'", "''")'
            `$sandbox = Start-TokenSandbox
            Connect-Boomi -Sandbox `$sandbox
            Add-TokenSandboxFault -Sandbox `$sandbox -StatusCode 429 -RetryAfter 6 -Count 1
            `$tokens = 'ATOM', 'MOLECULE' | New-InstallerToken -Debug -ThrottleLimit 2 -WarningVariable warnings
            "tokens: `$(`$tokens.Count), warnings: `$(`$warnings.Count)"
"@
        $LASTEXITCODE | Should -Be 0
        $shown | Should -Contain 'tokens: 2, warnings: 1'
        @($shown -match '^WARNING: |WARNING: Boomi returned HTTP 429').Count | Should -Be 1
    }
}
