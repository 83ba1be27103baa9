BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $boomi = @{ AccountId = $sandbox.BoomiAccountId; UserName = $sandbox.BoomiUserName; ApiToken = $sandbox.BoomiApiToken; BaseUri = $sandbox.Uri }
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
    $zoneToken = @($vectors.withSecret | Where-Object { $_.identifier -like '2/nmd/*' -and -not $_.caveats.Count })[0].serialized

    # Runs a script in another runspace, where the module is imported again.
    function Invoke-Elsewhere([string] $Script, [object[]] $Arguments = @()) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$module) Import-Module `$module").AddArgument($ModulePath).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript($Script)
            foreach ($argument in $Arguments) { $null = $shell.AddArgument($argument) }
            $output = try { @($shell.Invoke()) } catch { $problem = $_.Exception.InnerException.ErrorRecord; @() }
            if ($shell.Streams.Error.Count) { $problem = $shell.Streams.Error[0] }
            [pscustomobject] @{ Output = $output; Problem = if (Test-Path variable:problem) { $problem } }
        }
        finally { $shell.Dispose() }
    }
}

AfterAll { Stop-TokenSandbox }

Describe 'The connections of a session' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Get-TokenConnection Boomi | Disconnect-Boomi
        Get-TokenConnection Onezone | Disconnect-Onezone
    }

    It 'do not exist at first, and a cmdlet that requires one explains how to connect' {
        Get-TokenConnection | Should -BeNullOrEmpty
        $attempt = Invoke-Attempt { 'ATOM', 'BROKER' | New-InstallerToken }
        $attempt.Terminated | Should -BeTrue
        $attempt.Errors.Count | Should -Be 1
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly 'NoConnection,TokenTools.PowerShell.Commands.Boomi.NewInstallerTokenCommand'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        $attempt.Problem.TargetObject | Should -Not -BeNullOrEmpty
        $attempt.Problem.ToString() | Should -BeLike '*Connect-Boomi*-Connection*BOOMI_ACCOUNT_ID, BOOMI_USERNAME, BOOMI_API_TOKEN*'
    }

    It 'are listed by service' {
        Connect-Boomi @boomi
        Connect-Onezone https://zone.example.com $zoneToken
        (Get-TokenConnection).Service | Should -Be 'Boomi', 'Onezone'
        (Get-TokenConnection boomi).Service | Should -Be 'Boomi'
        (Get-TokenConnection One*).Service | Should -Be 'Onezone'
        Get-TokenConnection Nob* | Should -BeNullOrEmpty
    }

    It 'are not listed for <_>, which is not the name of a service' -ForEach 'Unknown', '', $null {
        Connect-Boomi @boomi
        $attempt = Invoke-Attempt { Get-TokenConnection $_ }
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Terminated | Should -BeFalse
        Get-ErrorId $attempt.Problem | Should -BeExactly 'ConnectionServiceUnknown'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $attempt.Problem.ToString() | Should -BeLike '*Boomi, GoodData or Onezone*'
    }

    It 'are listed oldest first, of which the last one is the default' {
        $kept = Connect-Boomi @boomi -PassThru
        Connect-Boomi @boomi
        (Get-TokenConnection Boomi).IsDefault | Should -Be $false, $true
        @(Get-TokenConnection Boomi -Default).Count | Should -Be 1
        [object]::ReferenceEquals((Get-TokenConnection Boomi)[0].PSObject.BaseObject, $kept) | Should -BeTrue
    }

    It 'show their identity, and a mask instead of the secret' {
        Connect-Boomi @boomi
        Connect-Onezone https://zone.example.com $zoneToken
        $shown = Get-TokenConnection | Format-Table | Out-String -Width 200
        $shown | Should -Match "Boomi +True +\*{8} +http://127.0.0.1:\d+/ +$($sandbox.BoomiAccountId) \($($sandbox.BoomiUserName)\)"
        $shown | Should -Match 'Onezone +True +\*{8} +https://zone.example.com/'
        $all = $shown + (Get-TokenConnection | Format-List * -Force | Out-String) + (Get-TokenConnection | ConvertTo-Json -Depth 4)
        $all | Should -Not -Match ([regex]::Escape($sandbox.BoomiApiToken))
        $all | Should -Not -Match ([regex]::Escape($zoneToken))
    }

    It 'are replaced as the default by the next one, and closed unless a script may hold them' {
        Connect-Boomi @boomi
        Connect-Boomi @boomi -OverrideAccountId $sandbox.BoomiPartnerAccountId
        (Get-TokenConnection).OverrideAccountId | Should -BeExactly $sandbox.BoomiPartnerAccountId
    }

    It 'show whether they are the default at present' {
        $first = Connect-Boomi @boomi -PassThru
        $first.IsDefault | Should -BeTrue
        $second = Connect-Boomi @boomi -PassThru
        $first.IsDefault, $second.IsDefault | Should -Be $false, $true
        Disconnect-Boomi
        $second.IsDefault | Should -BeFalse
    }

    It 'stay open where a script may hold them' {
        $first = Connect-Boomi @boomi -PassThru
        $second = Connect-Boomi @boomi -PassThru
        $first.IsClosed, $second.IsClosed | Should -Be $false, $false
        (New-InstallerToken ATOM -Connection $first).InstallType | Should -BeExactly 'ATOM'
    }

    It 'are not used for an explicit null: <name>' -ForEach @(
        @{ name = 'Disconnect-Boomi'; script = { Disconnect-Boomi -Connection $null }; id = 'ConnectionIsNull' }
        @{ name = 'Disconnect-Boomi, piped'; script = { $null | Disconnect-Boomi }; id = 'ConnectionIsNull' }
        @{ name = 'New-InstallerToken'; script = { New-InstallerToken ATOM -Connection $null }; id = 'ConnectionIsNull' }
        @{ name = 'New-InstallerToken, with input'; script = { 'ATOM' | New-InstallerToken -Connection $null }; id = 'ConnectionIsNull' }
        @{ name = 'New-InstallerToken, piped'; script = { $null | New-InstallerToken ATOM }; id = 'InstallerInputUnknown' }
        @{ name = 'New-InstallerToken, piped alone'; script = { $null | New-InstallerToken }; id = 'InstallerInputUnknown' }
        @{ name = 'New-TemporaryToken'; script = { New-TemporaryToken -Connection $null }; id = 'ConnectionIsNull' }
        @{ name = 'New-TemporaryToken, piped'; script = { $null | New-TemporaryToken }; id = 'TemporaryTokenInputUnknown' }
        @{ name = 'Revoke-TemporaryToken'; script = { Revoke-TemporaryToken -Connection $null -Confirm:$false }; id = 'ConnectionIsNull' }
        @{ name = 'Revoke-TemporaryToken, piped'; script = { $null | Revoke-TemporaryToken -Confirm:$false }; id = 'RevokeInputUnknown' }
        @{ name = 'Test-TemporaryToken'; script = { Test-TemporaryToken MDAx -Connection $null }; id = 'ConnectionIsNull' }
    ) {
        Connect-Boomi @boomi
        Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
        $attempt = Invoke-Attempt $script
        $attempt.Output | Should -BeNullOrEmpty
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        @(Get-TokenConnection).Count | Should -Be 2
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'that do not work do not prevent the next one in the pipeline from being used: <name>' -ForEach @(
        @{ name = 'New-InstallerToken'; script = { $closed, $refused, $good | New-InstallerToken ATOM }; good = 'Boomi' }
        @{ name = 'New-InstallerToken, several at once'; script = { $closed, $refused, $good | New-InstallerToken ATOM -ThrottleLimit 3 }; good = 'Boomi' }
        @{ name = 'New-TemporaryToken'; script = { $closed, $refused, $good | New-TemporaryToken }; good = 'Onezone' }
    ) {
        $all = if ($good -eq 'Boomi') {
            1..3 | ForEach-Object { Connect-Boomi @boomi -PassThru }
        } else {
            1..3 | ForEach-Object { Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken -PassThru }
        }
        $closed, $refused, $good = $all
        $closed.Dispose()
        if ($good.Service -eq 'Boomi') {
            $refused = Connect-Boomi $boomi.AccountId $boomi.UserName wrong-one -BaseUri $boomi.BaseUri -PassThru
        } else {
            $revoked = New-TemporaryToken -Connection $good
            Revoke-TemporaryToken -Connection $good -Confirm:$false
            $refused = Connect-Onezone $sandbox.Uri $revoked.Token -PassThru
        }
        $attempt = Invoke-Attempt $script
        $attempt.Terminated | Should -BeFalse
        $attempt.Errors | ForEach-Object { Get-ErrorId $_ } | Should -Be 'ConnectionClosed', 'Unauthorized'
        @($attempt.Output).Count | Should -Be 1
    }

    It 'can be used by many runspaces at the same time' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $connection = Connect-Boomi @boomi -RequestsPerSecond 1000 -PassThru
        $tokens = 1..60 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:ModulePath
            New-InstallerToken ATOM -Connection $using:connection -AsPlainText
        }
        @($tokens.Token | Sort-Object -Unique).Count | Should -Be 60
        $connection.IsClosed | Should -BeFalse
    }

    It 'are the default only in the runspace that created them' {
        Connect-Boomi @boomi
        $elsewhere = Invoke-Elsewhere 'Get-TokenConnection; New-InstallerToken ATOM'
        $elsewhere.Output | Should -BeNullOrEmpty
        Get-ErrorId $elsewhere.Problem | Should -BeExactly 'NoConnection'
        (New-InstallerToken ATOM).InstallType | Should -BeExactly 'ATOM'
    }

    It 'can be passed to another runspace' {
        $connection = Connect-Boomi @boomi -PassThru
        (Invoke-Elsewhere 'param($c) New-InstallerToken ATOM -Connection $c' $connection).Output.InstallType | Should -BeExactly 'ATOM'
        $connection.IsClosed | Should -BeFalse
    }

    It 'are closed with the module, as are its sandboxes' {
        $result = (Invoke-Elsewhere @'
            $other = Start-TokenSandbox
            $connection = Connect-Boomi $other.BoomiAccountId $other.BoomiUserName $other.BoomiApiToken -BaseUri $other.Uri -PassThru
            $null = New-InstallerToken ATOM
            Remove-Module TokenTools
            $client = [Net.Sockets.TcpClient]::new()
            $isListening = try { $client.Connect('127.0.0.1', $other.Uri.Port); $true } catch { $false }
            $client.Dispose()
            [pscustomobject] @{ IsClosed = $connection.IsClosed; IsListening = $isListening; Requests = $other.Requests.Count }
'@).Output
        $result.IsClosed | Should -BeTrue
        $result.IsListening | Should -BeFalse
        $result.Requests | Should -Be 1
    }
}

Describe 'Tab completes -Connection' {
    BeforeAll {
        function Get-Completion([string] $Typed) { @((TabExpansion2 $Typed $Typed.Length).CompletionMatches) }
    }

    AfterEach { Get-TokenConnection | ForEach-Object { if ($_.Service -eq 'Boomi') { Disconnect-Boomi $_ } else { Disconnect-Onezone $_ } } }

    It 'to open connections of the right type: the variable that holds one, or the command that returns it' {
        Get-Completion 'New-InstallerToken ATOM -Connection ' | Where-Object CompletionText -Like '*TokenConnection*' | Should -BeNullOrEmpty
        $global:boomiTest = Connect-Boomi acme-1 me canary-secret-1 -PassThru
        Connect-Boomi acme-2 you canary-secret-2
        Connect-Onezone onezone.example.com egi:token -WarningAction SilentlyContinue
        try {
            $found = Get-Completion 'New-InstallerToken ATOM -Connection '
            $found.CompletionText | Should -BeExactly '$boomiTest', '(Get-TokenConnection Boomi)[1]'
            $found[0].ToolTip | Should -BeLike 'Boomi https://api.boomi.com/ acme-1 (me)'
            $found[1].ListItemText | Should -BeExactly 'acme-2 (you)'
            (Invoke-Expression $found[1].CompletionText).AccountId | Should -BeExactly 'acme-2'
            (Invoke-Expression $found[0].CompletionText).AccountId | Should -BeExactly 'acme-1'
            "$($found.ToolTip) $($found.ListItemText)" | Should -Not -Match 'canary'
            (Get-Completion 'New-TemporaryToken -Connection ').CompletionText | Should -BeExactly '(Get-TokenConnection Onezone)[0]'
            (Get-Completion 'Disconnect-Boomi ').CompletionText | Should -HaveCount 2
        }
        finally { Remove-Variable boomiTest -Scope Global }
    }
}
