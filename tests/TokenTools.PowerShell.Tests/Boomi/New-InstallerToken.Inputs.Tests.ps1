# Several install types, default values of the session, and the inputs that errors name.
BeforeDiscovery {
    $defaults = @(
        @{ parameter = 'ValidFor'; value = '2h'; row = @{ durationMinutes = '30' }; minutes = 30 }
        @{ parameter = 'ValidFor'; value = '2h'; row = @{ validFor = '40m' }; minutes = 40 }
        @{ parameter = 'ValidFor'; value = '2h'; row = @{ validFor = ''; durationMinutes = '' }; minutes = 120 }
        @{ parameter = 'ValidFor'; value = [timespan] '02:00'; row = @{ durationMinutes = '30' }; minutes = 30 }
        @{ parameter = 'DurationMinutes'; value = 120; row = @{ durationMinutes = '30' }; minutes = 30 }
        @{ parameter = 'DurationMinutes'; value = '120'; row = @{ validFor = '40m' }; minutes = 40 }
        @{ parameter = 'DurationMinutes'; value = 120; row = @{ validFor = '' }; minutes = 120 }
        @{ parameter = 'Duration*'; value = { 120 }; row = @{ durationMinutes = '30' }; minutes = 30 }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri -RequestsPerSecond 1000
}

AfterAll { Stop-TokenSandbox }

Describe 'New-InstallerToken with several install types' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'creates a token for each, in order' {
        (New-InstallerToken ATOM, MOLECULE).InstallType | Should -BeExactly 'ATOM', 'MOLECULE'
        (New-InstallerToken ATOM, GATEWAY, BROKER -ThrottleLimit 3 -ValidFor 30m).InstallType | Should -BeExactly 'ATOM', 'GATEWAY', 'BROKER'
    }

    It 'creates the others if one is not an install type, and names it by its number' {
        $attempt = Invoke-Attempt { New-InstallerToken ATOM, NOPE, MOLECULE }
        $attempt.Output.InstallType | Should -BeExactly 'ATOM', 'MOLECULE'
        $attempt.Errors.Count | Should -Be 1
        $attempt.Problem.ToString() | Should -BeLike "Input 2: 'NOPE' is not an install type*"
    }

    It 'creates each of them for each connection' {
        $connections = 1..2 | ForEach-Object { Connect-Boomi -Sandbox $sandbox -RequestsPerSecond 1000 -PassThru }
        ($connections | New-InstallerToken ATOM, MOLECULE).InstallType | Should -BeExactly 'ATOM', 'MOLECULE', 'ATOM', 'MOLECULE'
    }

    It 'rejects an empty list' {
        Get-ErrorId (Invoke-Attempt { New-InstallerToken @() }).Problem | Should -BeExactly 'InstallTypeMissing'
    }
}

Describe 'A default value of New-InstallerToken in $PSDefaultParameterValues' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'is used where a row has no value of its own: -<parameter> <value>, <row.Keys> <row.Values>' -ForEach $defaults {
        $PSDefaultParameterValues = @{ "New-InstallerToken:$parameter" = $value }
        ([pscustomobject] ($row + @{ installType = 'ATOM' }) | New-InstallerToken).DurationMinutes | Should -Be $minutes
    }

    It 'is used without rows, and not with an argument' {
        $PSDefaultParameterValues = @{ 'New-InstallerToken:ValidFor' = '2h' }
        (New-InstallerToken ATOM).DurationMinutes | Should -Be 120
        ('ATOM' | New-InstallerToken).DurationMinutes | Should -Be 120
        (New-InstallerToken ATOM -ValidFor 3h).DurationMinutes | Should -Be 180
    }

    It 'does not change that an argument takes precedence over rows' {
        $PSDefaultParameterValues = @{ 'New-InstallerToken:ValidFor' = '2h' }
        ([pscustomobject] @{ installType = 'ATOM'; durationMinutes = 30 } | New-InstallerToken -ValidFor 3h).DurationMinutes | Should -Be 180
        $PSDefaultParameterValues = @{ 'New-InstallerToken:ValidFor' = '2h'; Disabled = $true }
        ([pscustomobject] @{ installType = 'ATOM'; durationMinutes = 30 } | New-InstallerToken -ValidFor 2h).DurationMinutes | Should -Be 120
    }

    It 'does not move a row''s token to another account or type' {
        $PSDefaultParameterValues = @{ '*:OverrideAccountId' = $sandbox.BoomiPartnerAccountId; 'New-InstallerToken:InstallType' = 'MOLECULE'; 'New-InstallerToken:CloudId' = 'other' }
        $rows = @(
            [pscustomobject] @{ installType = 'CLOUD'; cloudId = $sandbox.BoomiCloudId; overrideAccountId = $sandbox.BoomiAccountId }
            [pscustomobject] @{ installType = 'CLOUD'; cloudId = ''; overrideAccountId = '' }
        )
        $own, $default = $rows | New-InstallerToken
        $own.CloudId, $own.AccountId | Should -BeExactly $sandbox.BoomiCloudId, $sandbox.BoomiAccountId
        $default.CloudId, $default.AccountId | Should -BeExactly 'other', $sandbox.BoomiPartnerAccountId
        $PSDefaultParameterValues.Remove('New-InstallerToken:CloudId')
        ('ATOM' | New-InstallerToken).InstallType | Should -BeExactly 'ATOM'
        (New-InstallerToken).InstallType | Should -BeExactly 'MOLECULE'
    }
}

Describe 'The error for a row' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'names the row by its number and its <column>, with -ThrottleLimit <limit>' -ForEach @(
        @{ column = 'name'; limit = 1 }
        @{ column = 'RuntimeName'; limit = 4 }
    ) {
        $csv = @("$column,installType,cloudId") + (1..56 | ForEach-Object { "r$_,ATOM," }) + 'orders,CLOUD,' + 'last,ATOM,'
        $csv | Set-Content -LiteralPath "$TestDrive/rows.csv"
        $attempt = Invoke-Attempt { Import-Csv "$TestDrive/rows.csv" | New-InstallerToken -ThrottleLimit $limit }
        $attempt.Output.Count | Should -Be 57
        $attempt.Errors.Count | Should -Be 1
        $attempt.Problem.ToString() | Should -BeLike 'Input 57 (orders): *CLOUD*'
        $attempt.Problem.TargetObject.$column | Should -BeExactly 'orders'
    }

    It 'names the install type if the row has no name' {
        (Invoke-Attempt { [pscustomobject] @{ installType = 'CLOUD'; cloudId = '' } | New-InstallerToken }).Problem.ToString() | Should -BeLike 'Input 1 (CLOUD): *'
    }

    It 'shows no secret in the column for the name or the type' {
        $secret = '161aead9-a253-4b47-abbe-a4da2da5171e'
        (Invoke-Attempt { [pscustomobject] @{ installType = $secret; name = "atom-$secret" } | New-InstallerToken }).Problem | Out-String | Should -Not -Match '161aead9'
    }

    It 'is from the service as well' {
        Add-Fault $sandbox @{ StatusCode = 400 }
        (Invoke-Attempt { [pscustomobject] @{ installType = 'ATOM'; name = 'orders' } | New-InstallerToken }).Problem.ToString() | Should -BeLike 'Input 1 (orders): Boomi *400*'
    }

    It 'names no input without a pipeline' {
        (Invoke-Attempt { New-InstallerToken NOPE }).Problem.ToString() | Should -BeLike "'NOPE' is not*"
    }

    It 'names the input in other cmdlets: <name>' -ForEach @(
        @{ name = 'New-BootstrapToken'; script = { [pscustomobject] @{ UserName = 'ok'; Password = 'secret-1' }, [pscustomobject] @{ UserName = 'not ok'; Password = 'secret-1' } | New-BootstrapToken } }
        @{ name = 'ConvertTo-OrganizationManifest'; script = { [pscustomobject] @{ Id = 'ok'; HostName = 'a.example.com' }, [pscustomobject] @{ Id = 'Not ok'; HostName = 'b.example.com' } | ConvertTo-OrganizationManifest -AdminUser admin -PasswordHash '$6$rounds=5000$abcdefgh$x' } }
        @{ name = 'New-TemporaryToken'; script = { [pscustomobject] @{ InviteType = 'userJoinCluster'; TargetId = $sandbox.OnezoneClusterId }, [pscustomobject] @{ InviteType = 'nope'; TargetId = 'x' } | New-TemporaryToken } }
        @{ name = 'ConvertTo-RestParameter'; script = { (New-BootstrapToken admin secret-1), 5 | ConvertTo-RestParameter } }
    ) {
        Connect-Onezone -Sandbox $sandbox
        $attempt = Invoke-Attempt $script
        $attempt.Errors[-1].ToString() | Should -BeLike 'Input 2: *'
    }
}

Describe 'A CSV file with another delimiter' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'is recognized: <shown>' -ForEach @(
        @{ delimiter = ';'; shown = "';'" }
        @{ delimiter = "`t"; shown = '"`t"' }
        @{ delimiter = '|'; shown = "'|'" }
    ) {
        $rows = @(('name', 'installType', 'durationMinutes' -join $delimiter), ('orders', 'ATOM', '60' -join $delimiter)) | ConvertFrom-Csv
        foreach ($script in { $rows | New-InstallerToken }, { $rows | New-InstallerToken -InstallType ATOM }) {
            $attempt = Invoke-Attempt $script
            $attempt.Output | Should -BeNullOrEmpty
            Get-ErrorId $attempt.Problem | Should -BeExactly 'InputDelimiter'
            $attempt.Problem.ToString() | Should -Match ([regex]::Escape("Import-Csv -Delimiter $shown.") + '$')
        }
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'is recognized if it was imported with a delimiter that it does not have' {
        $rows = 'name,installType', 'orders,ATOM' | ConvertFrom-Csv -Delimiter ';'
        (Invoke-Attempt { $rows | New-InstallerToken }).Problem.ToString() | Should -BeLike "*Import-Csv -Delimiter ','."
    }

    It 'is recognized by New-TemporaryToken' {
        Connect-Onezone -Sandbox $sandbox
        $rows = 'InviteType;TargetId', 'userJoinCluster;x' | ConvertFrom-Csv
        Get-ErrorId (Invoke-Attempt { $rows | New-TemporaryToken }).Problem | Should -BeExactly 'InputDelimiter'
    }

    It 'is not assumed for one column without a delimiter' {
        Get-ErrorId (Invoke-Attempt { 'type', 'ATOM' | ConvertFrom-Csv | New-InstallerToken }).Problem | Should -BeExactly 'InstallerInputUnknown'
    }
}

Describe 'New-InstallerToken between -PipelineVariable and the next command' {
    It 'has the row of each token in its Input, with a throttle too' {
        $rows = 1..12 | ForEach-Object { [pscustomobject] @{ installType = 'ATOM'; durationMinutes = 30 + $_ } }
        $seen = $rows | Write-Output -PipelineVariable row | New-InstallerToken -ThrottleLimit 8 | ForEach-Object { [pscustomobject] @{ Input = $_.Input.durationMinutes; Minutes = $_.DurationMinutes } }
        $seen.Count | Should -Be 12
        $seen | ForEach-Object { $_.Input | Should -Be $_.Minutes }
        $single = $rows | Write-Output -PipelineVariable row | New-InstallerToken | ForEach-Object { $row.durationMinutes - $_.DurationMinutes }
        $single | Sort-Object -Unique | Should -Be 0
        (Get-Help New-InstallerToken -Parameter ThrottleLimit | Out-String) -replace '\s+', ' ' | Should -BeLike '*-PipelineVariable*Input*'
    }
}
