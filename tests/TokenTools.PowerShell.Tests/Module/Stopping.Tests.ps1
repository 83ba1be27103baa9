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
                # The screen of the stopped shell, too.
                Warnings = @($shell.Streams.Warning | ForEach-Object Message)
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

Describe 'Ctrl-C while a request creates something' {
    BeforeAll {
        # A machine may be too busy to stop a script before a response that is delayed by seconds.
        function Stop-Creation([string] $Script, [hashtable[]] $Faults, [string] $Until) {
            foreach ($attempt in 1..5) {
                Reset-Sandbox $sandbox
                $Faults | ForEach-Object { Add-Fault $sandbox $_ }
                $stopped = Stop-Running $Script.Replace('NAME', "stopped $attempt") { @($sandbox.Requests | Where-Object { "$($_.Method) $($_.Path)" -like $Until }).Count -gt 0 }
                if ($stopped.State -eq 'Stopped' -and -not $stopped.Output) { break }
            }
            $stopped.State | Should -Be 'Stopped'
            $stopped.Output | Should -BeNullOrEmpty
            $stopped
        }

        $delay = [timespan]::FromSeconds(3)
        $onezone = 'param($s) $connection = Connect-Onezone -Sandbox $s -PassThru;'
    }

    AfterAll { Reset-Sandbox $sandbox }

    It 'warns of a named token that was created and not returned, which can be got by its name' {
        $stopped = Stop-Creation "$onezone New-NamedToken 'NAME' -Connection `$connection" @{ Delay = $delay; Match = 'POST*named*' } 'POST *named*'
        "$($stopped.Warnings)" -match "^The named token '(stopped \d)' was created but not returned\. Use Get-NamedToken to get it\.$" | Should -BeTrue
        Connect-Onezone -Sandbox $sandbox
        (Get-NamedToken $Matches[1]).Name | Should -BeExactly $Matches[1]
    }

    It 'does not warn of a named token that existed' {
        Connect-Onezone -Sandbox $sandbox
        $null = New-NamedToken kept
        (Stop-Creation "$onezone New-NamedToken kept -GetExisting -Connection `$connection" @{ Delay = $delay; Match = 'GET*name/*' } 'GET *name/*').Warnings | Should -BeNullOrEmpty
    }

    It 'warns of a named token that may have been created' {
        $stopped = Stop-Creation "$onezone New-NamedToken 'NAME' -Connection `$connection" @{ Reset = 'AfterHandling'; Match = 'POST*named*' }, @{ StatusCode = 403; Delay = $delay; Match = 'GET*name/*' } 'GET *name/*'
        "$($stopped.Warnings)" | Should -BeLike "*The token 'stopped ?' may have been created. Search for this name*"
    }

    It 'warns of what a canceled request may have changed: <script>' -ForEach @(
        @{ script = 'Connect-Onezone -Sandbox $s; Revoke-TemporaryToken -Confirm:$false'; request = 'DELETE*temporary*'; warning = 'The tokens may have been revoked anyway.' }
        @{ script = 'Connect-Onezone -Sandbox $s; $null = New-NamedToken changed -WarningAction SilentlyContinue; Set-NamedToken changed -Revoke'; request = 'PATCH*named*'; warning = 'The token may have been changed anyway.' }
        @{ script = 'Connect-GoodData -Sandbox $s; New-GoodDataUser dex@example.com -Dex'; request = 'POST*auth/users*'; warning = 'Dex may have the user dex@example.com with a generated password that was not returned. Specify -Password to set another one.' }
    ) {
        $stopped = Stop-Creation "param(`$s) $script" @{ Delay = [timespan]::FromMinutes(5); Match = $request } $request
        $stopped.Warnings | Should -BeExactly $warning
    }

    It 'warns once of a temporary token that the next command was processing' {
        $stopped = Stop-Running "$onezone New-TemporaryToken -ValidFor 10m -Connection `$connection | ForEach-Object { Write-Information received; Start-Sleep 300 }" { param($shell) $shell.Streams.Information.Count -gt 0 }
        "$($stopped.Warnings)" | Should -BeLike 'A temporary token (accessToken) was created but not returned. It is valid until * UTC, or until *'
    }

    It 'warns of a membership that was not returned' {
        Connect-Onezone -Sandbox $sandbox
        $invite = (New-TemporaryToken -InviteType userJoinSpace -TargetId $sandbox.OnezoneSpaceId -AsPlainText).Token
        $join = 'param($s) $connection = Connect-Onezone $s.Uri $s.OnezoneOtherUserToken -PassThru;' + " Use-InviteToken '$invite' -Connection `$connection"
        $stopped = Stop-Creation $join @{ Delay = $delay; Match = 'POST*join*' } 'POST *join*'
        "$($stopped.Warnings)" | Should -BeLike "The space $($sandbox.OnezoneSpaceId) was joined, but the result was not returned."
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

Describe 'Find-SecretLeak' -Skip:(-not $IsLinux) {
    It 'ends promptly, and restores the console, the environment and the trace: <name>' -ForEach @(
        @{ name = 'the script block'; script = '{ $env:TOKENTOOLS_STOPPED = $secret; Set-Content STARTED 1; Start-Sleep 300 } -Secret $secret' }
        @{ name = '-Secret'; script = '{ $env:TOKENTOOLS_STOPPED = $secret } -Secret { Set-Content STARTED 1; Start-Sleep 300 }' }
    ) {
        $started = Join-Path $TestDrive ([guid]::NewGuid())
        $output, $temporary = [Console]::Out, $env:TMPDIR
        $prepare = "`$secret = 'planted-Secret-9977'; Set-Location -LiteralPath '$TestDrive'"
        $stopped = Stop-Running "$prepare; Find-SecretLeak $($script.Replace('STARTED', "'$started'"))" { Test-Path -LiteralPath $started }
        $stopped.State | Should -Be 'Stopped'
        $stopped.Elapsed | Should -BeLessThan $maximumTime
        $stopped.Output | Should -BeNullOrEmpty
        $stopped.Errors | Should -BeNullOrEmpty
        [object]::ReferenceEquals([Console]::Out, $output) | Should -BeTrue
        $env:TMPDIR | Should -BeExactly $temporary
        $env:TOKENTOOLS_STOPPED | Should -BeNullOrEmpty
        "$((Get-TraceSource ParameterBinding).Options)" | Should -Be None
        Find-SecretLeak { Write-Warning 'planted-Secret-9977' } -Secret 'planted-Secret-9977' -Path $TestDrive -WarningAction Ignore | Should -Not -BeNullOrEmpty
    }
}
