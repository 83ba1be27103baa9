# Parameters without their attributes: in a mock, in a function that ProxyCommand creates, and behind a restricted endpoint whose role
# capability limits parameters. pester#1015, pester#528, PowerShell#8845.
BeforeDiscovery {
    # As typed, and the value that a service receives.
    $durations = @(
        @{ typed = '30m'; minutes = 30 }, @{ typed = "'PT45M'"; minutes = 45 }, @{ typed = '2h'; minutes = 120 }, @{ typed = '1d'; minutes = 1440 }
        @{ typed = '([timespan] "01:00:00")'; minutes = 60 }, @{ typed = '1800s'; minutes = 30 }
    )
    $secrets = @(
        @{ name = 'text'; secret = { 'a-long-password' } }
        @{ name = 'a SecureString'; secret = { ConvertTo-SecureString 'a-long-password' -AsPlainText -Force } }
        @{ name = 'a credential'; secret = { [pscredential]::new('x', (ConvertTo-SecureString 'a-long-password' -AsPlainText -Force)) } }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Boomi -Sandbox $sandbox
    Connect-Onezone -Sandbox $sandbox
    $boomi = Get-TokenConnection Boomi

    # A function with the parameters of the cmdlet, which it calls.
    foreach ($name in (Get-Command -Module TokenTools).Name) {
        $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command $name -CommandType Cmdlet))
        Set-Item -Path "function:script:$($name -replace '-', '-Proxied')" -Value ([System.Management.Automation.ProxyCommand]::Create($metadata))
    }
}

AfterAll { Stop-TokenSandbox }

Describe 'A proxy function' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'of New-InstallerToken accepts -ValidFor <typed>' -ForEach $durations {
        (& ([scriptblock]::Create("New-ProxiedInstallerToken ATOM -ValidFor $typed"))).DurationMinutes | Should -Be $minutes
    }

    It 'of New-InstallerToken accepts rows with minutes, a duration or neither' {
        $rows = "InstallType,DurationMinutes,ValidFor`nATOM,,`nMOLECULE,30,`nBROKER,,90m" | ConvertFrom-Csv
        ($rows | New-ProxiedInstallerToken).DurationMinutes | Should -Be 60, 30, 90
    }

    It 'does not round -DurationMinutes' {
        Get-ErrorId (Invoke-Attempt { New-ProxiedInstallerToken ATOM -DurationMinutes 30.5 }).Problem | Should -BeExactly 'InstallerDurationNotANumber'
        $sandbox.Requests | Should -BeNullOrEmpty
        (New-ProxiedInstallerToken ATOM -DurationMinutes 60.0).DurationMinutes | Should -Be 60
    }

    It 'does not round -Asn' {
        (Invoke-Attempt { New-ProxiedTokenCaveat -Asn 64, 1.5 }).Problem.ToString() | Should -BeLike "*1.5 is not the number of an autonomous system*"
        (New-ProxiedTokenCaveat -Asn 64, 1671.0).Text | Should -BeExactly 'asn = 64|1671'
    }

    It 'reports an invalid duration with the module''s own error: <_>' -ForEach 'soon', '90', '0m' {
        $given = $_
        $problem = (Invoke-Attempt { New-ProxiedInstallerToken ATOM -ValidFor $given }).Problem
        $problem.FullyQualifiedErrorId | Should -Match '^Duration\w+,TokenTools.PowerShell.Commands.Boomi.NewInstallerTokenCommand$'
        $problem.ToString() | Should -BeLike $(if ($given -eq '0m') { "*'0m'*" } else { '-ValidFor *' })
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'of New-TemporaryToken accepts -<name> <typed>' -ForEach @(
        @{ name = 'ValidFor'; typed = '10m'; seconds = 600 }, @{ name = 'ValidFor'; typed = '(New-TimeSpan -Minutes 10)'; seconds = 600 }
        @{ name = 'ValidUntil'; typed = '(Get-Date).AddMinutes(10)'; seconds = 600 }, @{ name = 'ValidUntil'; typed = '([datetimeoffset]::UtcNow.AddMinutes(10))'; seconds = 600 }
        @{ name = 'ValidUntil'; typed = '([datetime]::UtcNow.AddMinutes(10).ToString("yyyy-MM-ddTHH:mm:ssZ"))'; seconds = 600 }
    ) {
        $token = & ([scriptblock]::Create("New-ProxiedTemporaryToken -$name $typed"))
        $token.TimeLeft.TotalSeconds | Should -BeGreaterThan ($seconds - 120)
        $token.TimeLeft.TotalSeconds | Should -BeLessOrEqual $seconds
    }

    It 'of Add-TokenCaveat, Test-TemporaryToken and the sandbox''s cmdlets accepts durations and dates' {
        $token = New-TemporaryToken -ValidFor 1h
        ($token | Add-ProxiedTokenCaveat -ValidFor 10m).TimeLeft.TotalMinutes | Should -BeLessOrEqual 10
        ($token | Test-ProxiedTemporaryToken -Offline -At '2100-01-01').Outcome | Should -Be 'NotSatisfied'
        (New-ProxiedTokenCaveat -ValidUntil '2030-01-02T00:00:00Z').ValidUntil | Should -Be 1893542400
        @(Get-ProxiedTokenSandboxRequest -Sandbox $sandbox -Since '2000-01-01').Count | Should -BeGreaterThan 0
        Get-ProxiedTokenSandboxRequest -Sandbox $sandbox -Since '2100-01-01' | Should -BeNullOrEmpty
        Add-ProxiedTokenSandboxFault -Sandbox $sandbox -Delay 0h1s -StatusCode 503
        $sandbox.Faults.Clear()
        $other = Start-ProxiedTokenSandbox -ClockSkew '-2h'
        try {
            Connect-Onezone -Sandbox $other
            ((New-TemporaryToken -ValidFor 1h).ExpiresAt - [datetimeoffset]::UtcNow).TotalMinutes | Should -BeLessThan 0
        }
        finally {
            Stop-TokenSandbox $other
            Connect-Onezone -Sandbox $sandbox
        }
    }

    It 'accepts <name> for a secret' -ForEach $secrets {
        $given = & $secret
        $hash = ConvertTo-ProxiedPasswordHash -Password $given
        Test-ProxiedPasswordHash -Hash $hash -Password $given | Should -BeTrue
        $given | Test-ProxiedPasswordHash -Hash $hash | Should -BeTrue
        if ($given -isnot [pscredential]) {
            ConvertFrom-TestSecret (New-ProxiedBootstrapToken -UserName admin -Password $given).Password | Should -BeExactly 'a-long-password'
        }
        (Connect-ProxiedBoomi acme-A1B2C3 user@acme.example $given -PassThru).AccountId | Should -BeExactly 'acme-A1B2C3'
        Connect-Boomi -Sandbox $sandbox
    }

    It 'accepts <name> for a one-time password' -ForEach @(
        @{ name = 'text'; code = { "$args" } }
        @{ name = 'a number'; code = { [int] "$args" } }
        @{ name = 'a SecureString'; code = { ConvertTo-TestSecret "$args" } }
        @{ name = 'a credential'; code = { [pscredential]::new('x', (ConvertTo-TestSecret "$args")) } }
    ) {
        $sandbox.RequireOneTimePassword = $true
        try {
            $credential = [pscredential]::new($sandbox.BoomiUserName, (ConvertTo-TestSecret $sandbox.BoomiPassword))
            Connect-Boomi $sandbox.BoomiAccountId -Credential $credential -BaseUri $sandbox.Uri -RequireOneTimePassword
            # A variable has no text as typed, with its leading zeros.
            do { $current = $sandbox.CreateOneTimePassword() } while ($current[0] -eq '0')
            (New-ProxiedInstallerToken ATOM -OneTimePassword (& $code $current)).InstallType | Should -BeExactly 'ATOM'
        }
        finally {
            $sandbox.RequireOneTimePassword = $false
            Connect-Boomi -Sandbox $sandbox
        }
    }

    It 'keeps the leading zero of a one-time password that is typed without quotation marks' {
        $sandbox.RequireOneTimePassword = $true
        try {
            $credential = [pscredential]::new($sandbox.BoomiUserName, (ConvertTo-TestSecret $sandbox.BoomiPassword))
            Connect-Boomi $sandbox.BoomiAccountId -Credential $credential -BaseUri $sandbox.Uri -RequireOneTimePassword
            do { $current = $sandbox.CreateOneTimePassword() } until ($current[0] -eq '0')
            (& ([scriptblock]::Create("New-ProxiedInstallerToken ATOM -OneTimePassword $current"))).InstallType | Should -BeExactly 'ATOM'
        }
        finally {
            $sandbox.RequireOneTimePassword = $false
            Connect-Boomi -Sandbox $sandbox
        }
    }

    It 'accepts a bootstrap token, a token text and a row for a secret' {
        $token = New-BootstrapToken -UserName admin -Password 'a-long-password' -AsPlainText
        $hash = ConvertTo-PasswordHash -Password 'a-long-password'
        Test-ProxiedPasswordHash $hash $token | Should -BeTrue
        $token | Test-ProxiedPasswordHash $hash | Should -BeTrue
        [pscustomobject] @{ Password = 'a-long-password' } | Test-ProxiedPasswordHash $hash | Should -BeTrue
        $token, $token.Token, [pscustomobject] @{ Token = $token.Token } | ConvertFrom-ProxiedBootstrapToken | ForEach-Object UserName | Should -Be 'admin', 'admin', 'admin'
        $token | ConvertTo-ProxiedOrganizationManifest acme acme.example | Should -BeLike '*kind: Organization*'
        ConvertTo-ProxiedOrganizationManifest acme acme.example -Token $token.Token | Should -BeLike '*kind: Organization*'
        [pscustomobject] @{ Id = 'acme'; HostName = 'acme.example'; AdminUser = 'admin'; PasswordHash = $hash } | ConvertTo-ProxiedOrganizationManifest | Should -BeLike '*kind: Organization*'
        $onedata = (New-TemporaryToken -AsPlainText).Token
        Connect-ProxiedOnezone -Uri $sandbox.Uri -Token $onedata
        Test-ProxiedTemporaryToken $onedata | Should -BeTrue
        ($onedata | ConvertFrom-ProxiedOnedataToken -Secret ('0' * 64)).SignatureVerified | Should -BeFalse
        Connect-Onezone -Sandbox $sandbox
    }

    It 'rejects what cannot be a secret' {
        foreach ($given in 42, (Get-Date), @{ a = 1 }) {
            (Invoke-Attempt { Connect-ProxiedBoomi other-A1B2C3 user@acme.example $given }).Problem.ToString() | Should -BeLike '*not a secret*'
            Get-ErrorId (Invoke-Attempt { Test-ProxiedPasswordHash '$6$x$y' $given }).Problem | Should -BeExactly 'SecretWrongType'
        }
        (Invoke-Attempt { Connect-ProxiedBoomi other-A1B2C3 user@acme.example ('x' * 70000) }).Problem.ToString() | Should -BeLike '*at most 65536 characters*'
        Get-TokenConnection Boomi | Where-Object AccountId -EQ 'other-A1B2C3' | Should -BeNullOrEmpty
    }
}

Describe 'A restricted endpoint' {
    BeforeAll {
        # What Register-PSSessionConfiguration registers, in this process: no language, only these commands and parameters.
        New-PSSessionConfigurationFile -Path "$TestDrive/role.pssc" -SessionType RestrictedRemoteServer -ModulesToImport $ModulePath -VisibleCmdlets @(
            @{ Name = 'New-InstallerToken'; Parameters = @{ Name = 'InstallType'; ValidateSet = 'ATOM', 'MOLECULE' }, @{ Name = 'ValidFor' }, @{ Name = 'Connection' } }
            @{ Name = 'New-TemporaryToken'; Parameters = @{ Name = 'ValidFor' }, @{ Name = 'ValidUntil' }, @{ Name = 'Connection' } }
            @{ Name = 'New-BootstrapToken'; Parameters = @{ Name = 'UserName' }, @{ Name = 'Password' } }
            @{ Name = 'ConvertTo-PasswordHash'; Parameters = @{ Name = 'Password' } }
            'Test-PasswordHash'
        )
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateFromSessionConfigurationFile("$TestDrive/role.pssc"))
        $runspace.Open()

        function Invoke-Restricted([string] $Name, [hashtable] $Parameters) {
            $shell = [powershell]::Create()
            try {
                $shell.Runspace = $runspace
                $null = $shell.AddCommand($Name).AddParameters($Parameters)
                $shell.Invoke()
                if ($shell.Streams.Error.Count) { throw $shell.Streams.Error[0] }
            }
            finally { $shell.Dispose() }
        }
    }

    AfterAll { $runspace.Dispose() }

    It 'allows only what its role allows' {
        { Invoke-Restricted Connect-Boomi @{ AccountId = 'x' } } | Should -Throw '*not recognized*'
        { Invoke-Restricted New-InstallerToken @{ InstallType = 'ATOM'; CloudId = 'x' } } | Should -Throw '*CloudId*'
        { Invoke-Restricted New-InstallerToken @{ InstallType = 'CLOUD'; ValidFor = '30m' } } | Should -Throw '*InstallType*'
        $runspace.SessionStateProxy.LanguageMode | Should -Be 'NoLanguage'
    }

    It 'accepts durations and dates as text' {
        (Invoke-Restricted New-InstallerToken @{ InstallType = 'ATOM'; ValidFor = '30m'; Connection = $boomi }).DurationMinutes | Should -Be 30
        $zone = Get-TokenConnection Onezone
        (Invoke-Restricted New-TemporaryToken @{ ValidFor = '10m'; Connection = $zone }).TimeLeft.TotalMinutes | Should -BeLessOrEqual 10
        $until = [datetime]::UtcNow.AddMinutes(10).ToString('yyyy-MM-ddTHH:mm:ssZ')
        (Invoke-Restricted New-TemporaryToken @{ ValidUntil = $until; Connection = $zone }).TimeLeft.TotalMinutes | Should -BeLessOrEqual 10
    }

    It 'accepts <name> for a secret' -ForEach $secrets {
        $given = & $secret
        $hash = Invoke-Restricted ConvertTo-PasswordHash @{ Password = $given }
        Invoke-Restricted Test-PasswordHash @{ Hash = $hash; Password = $given } | Should -BeTrue
        if ($given -isnot [pscredential]) { (Invoke-Restricted New-BootstrapToken @{ UserName = 'admin'; Password = $given }).UserName | Should -BeExactly 'admin' }
    }
}

Describe 'A session in constrained language mode' {
    It 'accepts durations, dates and secrets as text' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($ModulePath)
        $runspace = [runspacefactory]::CreateRunspace($state)
        $shell = [powershell]::Create()
        try {
            $runspace.Open()
            $runspace.SessionStateProxy.SetVariable('boomi', $boomi)
            $runspace.SessionStateProxy.SetVariable('zone', (Get-TokenConnection Onezone))
            $runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
            $shell.Runspace = $runspace
            $null = $shell.AddScript('
                (New-InstallerToken ATOM -ValidFor 30m -Connection $boomi).DurationMinutes
                (New-TemporaryToken -ValidUntil 2100-01-01 -ErrorAction Ignore -Connection $zone).IsExpired
                (New-TokenCaveat -ValidFor 1h).Type
                (New-BootstrapToken -UserName admin -Password a-long-password).UserName')
            $output = $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $output | Should -Contain 30
            $output | Should -Contain 'time'
            $output | Should -Contain 'admin'
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }
}

Describe 'A mock' {
    BeforeAll {
        $token = [TokenTools.Boomi.InstallerToken] '{"installType":"ATOM","token":"atom-1","created":"2035-02-07T22:02:51.207Z","expiration":"2035-02-07T23:02:51.207Z","accountId":"acme-A1B2C3","durationMinutes":60}'
        Mock New-InstallerToken { $token }
        Mock New-TemporaryToken { 'temporary' }
        Mock New-BootstrapToken { "$UserName" }
        Mock Connect-Boomi { $ApiToken }
    }

    It 'accepts and compares -ValidFor <typed>' -ForEach $durations {
        & ([scriptblock]::Create("New-InstallerToken ATOM -ValidFor $typed")) | Should -BeExactly $token
        Should -Invoke New-InstallerToken -Exactly 1 -ParameterFilter { $ValidFor -eq [timespan]::FromMinutes($minutes) }
        Should -Invoke New-InstallerToken -Exactly 1 -ParameterFilter { $ValidFor.Value.TotalMinutes -eq $minutes -and $ValidFor -eq "$($minutes)m" -and $ValidFor -lt '2d' -and ([timespan] $ValidFor).TotalMinutes -eq $minutes }
        Should -Invoke New-InstallerToken -Exactly 0 -ParameterFilter { $ValidFor -eq '31m' }
    }

    It 'accepts and compares dates' {
        New-TemporaryToken -ValidUntil '2030-01-31T00:00:00Z' | Should -BeExactly 'temporary'
        New-TemporaryToken -ValidUntil ([datetime]::new(2030, 1, 31, 0, 0, 0, [DateTimeKind]::Utc)) | Should -BeExactly 'temporary'
        Should -Invoke New-TemporaryToken -Exactly 2 -ParameterFilter { $ValidUntil -eq '2030-01-31T01:00:00+01:00' -and $ValidUntil -gt '2030-01-30' -and $ValidUntil.Value.Year -eq 2030 }
    }

    It 'accepts <name> for a secret, and does not show it' -ForEach $secrets {
        if ($name -ne 'a credential') { New-BootstrapToken -UserName admin -Password (& $secret) | Should -BeExactly 'admin' }
        $given = Connect-Boomi acme-A1B2C3 user@acme.example (& $secret)
        "$given" | Should -BeExactly '********'
        ConvertFrom-TestSecret $given | Should -BeExactly 'a-long-password'
        ConvertFrom-TestSecret $given.ToSecureString() | Should -BeExactly 'a-long-password'
    }

    It 'keeps what is not a duration as text' {
        $null = New-InstallerToken ATOM -ValidFor soon
        Should -Invoke New-InstallerToken -Exactly 1 -ParameterFilter { "$ValidFor" -eq 'soon' -and $ValidFor -ne '30m' -and $ValidFor -eq 'soon' }
    }
}

Describe 'A token from the service''s document' {
    It 'is an installer token, from <_>' -ForEach @(
        '{"@type":"InstallerToken","installType":"CLOUD","token":"cloud-1","created":"2035-02-07T22:02:51.207Z","expiration":"2035-02-07T23:02:51.207Z","accountId":"acme-A1B2C3","durationMinutes":["Long",60],"cloudId":"3ca45d71"}'
        '<bns:InstallerToken xmlns:bns="http://api.platform.boomi.com/" installType="CLOUD" token="cloud-1" created="2035-02-07T22:02:51.207Z" expiration="2035-02-07T23:02:51.207Z" accountId="acme-A1B2C3" durationMinutes="60" cloudId="3ca45d71"/>'
    ) {
        $token = [TokenTools.Boomi.InstallerToken] $_
        $token.InstallType, $token.AccountId, $token.CloudId, $token.DurationMinutes | Should -Be 'CLOUD', 'acme-A1B2C3', '3ca45d71', 60
        $token.Expiration | Should -Be ([datetimeoffset] '2035-02-07T23:02:51.207Z')
        ConvertFrom-TestSecret $token.Token | Should -BeExactly 'cloud-1'
        $token | ConvertTo-InstallerArgument -RuntimeName edge | Should -Not -BeNullOrEmpty
    }

    It 'is an error that names the field that is missing or invalid: <field>' -ForEach @(
        @{ field = 'token' }, @{ field = 'installType' }, @{ field = 'created' }, @{ field = 'expiration' }, @{ field = 'accountId' }, @{ field = 'durationMinutes' }
    ) {
        $fields = @{ installType = 'ATOM'; token = 'atom-1'; created = '2035-02-07T22:02:51Z'; expiration = '2035-02-07T23:02:51Z'; accountId = 'acme-A1B2C3'; durationMinutes = 60 }
        $fields[$field] = '?' * [int] ($field -notin 'token', 'accountId')
        { [TokenTools.Boomi.InstallerToken]::Parse(($fields | ConvertTo-Json)) } | Should -Throw "*'$field'*"
    }

    It 'is an error for other text, which is not repeated' {
        { [TokenTools.Boomi.InstallerToken]::Parse('atom-12f5a22a-1b5c-4a1d-9c0e-7f9c2f4a8d11') } | Should -Throw '*not the document of an installer token*'
        try { [TokenTools.Boomi.InstallerToken]::Parse('atom-12f5a22a-1b5c-4a1d-9c0e-7f9c2f4a8d11') } catch { "$_" | Should -Not -Match '12f5a22a' }
    }
}
