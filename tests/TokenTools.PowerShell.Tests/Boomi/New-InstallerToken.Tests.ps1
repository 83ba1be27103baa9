BeforeDiscovery {
    $cloud = '3ca45d71-7794-40e2-b94b-182aef8ce5c2'
    $badInput = @(
        @{ name = 'an unknown type'; row = @{ InstallType = 'TOASTER' }; id = 'InstallTypeUnknown' }
        @{ name = 'a missing type'; row = @{ InstallType = '' }; id = 'InstallTypeMissing' }
        @{ name = '29 minutes'; row = @{ InstallType = 'ATOM'; DurationMinutes = 29 }; id = 'SettingOutOfRange' }
        @{ name = '1441 minutes'; row = @{ InstallType = 'ATOM'; DurationMinutes = '1441' }; id = 'SettingOutOfRange' }
        @{ name = 'a negative number of minutes'; row = @{ InstallType = 'ATOM'; DurationMinutes = -60 }; id = 'SettingOutOfRange' }
        @{ name = 'CLOUD without a cloud'; row = @{ InstallType = 'CLOUD' }; id = 'CloudIdMissing' }
        @{ name = 'CLOUD with a blank cloud'; row = @{ InstallType = 'CLOUD'; CloudId = '  ' }; id = 'CloudIdMissing' }
        @{ name = 'a cloud for another type'; row = @{ InstallType = 'MOLECULE'; CloudId = $cloud }; id = 'CloudIdNotAllowed' }
    )
    # Unquoted, 90s and 1d are numbers to PowerShell; the parser must get them as typed.
    $durations = @(
        @{ typed = '90m'; minutes = 90 }, @{ typed = '1800s'; minutes = 30 }, @{ typed = '1d'; minutes = 1440 }, @{ typed = '2h'; minutes = 120 }
        @{ typed = '1h30m'; minutes = 90 }, @{ typed = "'PT45M'"; minutes = 45 }, @{ typed = "'90 m'.Replace(' ', '')"; minutes = 90 }
        @{ typed = '([timespan] "01:00:00")'; minutes = 60 }, @{ typed = '(New-TimeSpan -Minutes 31)'; minutes = 31 }
    )
    $badDurations = @(
        @{ typed = '90'; says = '*-ValidFor has no unit*90s, 30m*'; id = 'DurationWithoutUnit' }, @{ typed = "'90'"; says = '*-ValidFor has no unit*'; id = 'DurationWithoutUnit' }
        @{ typed = '-5m'; says = '*-ValidFor is not a duration*'; id = 'DurationInvalid' }, @{ typed = '1h30'; says = '*-ValidFor is not a duration*'; id = 'DurationInvalid' }, @{ typed = '1.5h'; says = '*-ValidFor is not a duration*'; id = 'DurationInvalid' }
        @{ typed = "'99999999d'"; says = "*'99999999d' is too long*"; id = 'DurationTooLong' }, @{ typed = '0m'; says = "*'0m' is not longer than zero*"; id = 'DurationZero' }
        @{ typed = '([timespan]::Zero)'; says = '*not longer than zero*'; id = 'DurationZero' }, @{ typed = 'soon'; says = '*-ValidFor is not a duration*'; id = 'DurationInvalid' }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    function Connect-Sandbox { Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri -RequestsPerSecond 1000 @args }
    function Connect-SandboxByPassword {
        $credential = [pscredential]::new($sandbox.BoomiUserName, (ConvertTo-TestSecret $sandbox.BoomiPassword))
        Connect-Boomi $sandbox.BoomiAccountId -Credential $credential -BaseUri $sandbox.Uri -RequestsPerSecond 1000 @args
    }
    function Get-SentBody { $sandbox.Requests[-1].PlainBody | ConvertFrom-Json }
}

AfterAll { Stop-TokenSandbox }

Describe 'New-InstallerToken' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Connect-Sandbox
    }

    It 'returns the token as a SecureString, with dates in UTC' {
        $token = New-InstallerToken MOLECULE -DurationMinutes 30
        $made = $sandbox.MintedTokens[-1]
        $token.InstallType | Should -BeExactly 'MOLECULE'
        ConvertFrom-TestSecret $token.Token | Should -BeExactly $made.Token
        $token.AccountId | Should -BeExactly $sandbox.BoomiAccountId
        $token.DurationMinutes | Should -Be 30
        $token.CloudId | Should -BeNullOrEmpty
        $token.Created | Should -Be $made.Created
        $token.Expiration | Should -Be $made.Expiration
        $token.Expiration.Offset | Should -Be ([timespan]::Zero)
        $token.IsExpired | Should -BeFalse
        $token.TimeLeft | Should -BeGreaterThan ([timespan]::Zero)
        $token.TimeLeft | Should -BeLessOrEqual ([timespan]::FromMinutes(30))
    }

    It 'requests an hour by default, in JSON' {
        $null = New-InstallerToken ATOM
        $request = $sandbox.Requests[-1]
        "$($request.Method) $($request.PlainPath)" | Should -BeExactly "POST /api/rest/v1/$($sandbox.BoomiAccountId)/InstallerToken"
        $request.PlainBody | Should -BeExactly '{"installType":"ATOM","durationMinutes":60}'
        $request.GetHeader('Accept') | Should -BeExactly 'application/json'
        $request.GetHeader('Content-Type') | Should -BeExactly 'application/json'
    }

    It 'accepts the install type <_> in any case' -ForEach 'ATOM', 'atom', 'Molecule', 'broker', ' GATEWAY ' {
        (New-InstallerToken -InstallType $_).InstallType | Should -BeExactly $_.Trim().ToUpperInvariant()
    }

    It 'creates a token for a runtime cloud' {
        $token = New-InstallerToken CLOUD -CloudId $sandbox.BoomiCloudId
        $token.CloudId | Should -BeExactly $sandbox.BoomiCloudId
        (Get-SentBody).cloudId | Should -BeExactly $sandbox.BoomiCloudId
    }

    It 'accepts -ValidFor <typed> as <minutes> minutes' -ForEach $durations {
        $typedAs = if ($typed -like '*.*') { "($typed)" } else { $typed }
        $null = & ([scriptblock]::Create("New-InstallerToken ATOM -ValidFor $typedAs"))
        (Get-SentBody).durationMinutes | Should -Be $minutes
    }

    It 'rejects -ValidFor <typed> with a message that shows valid durations' -ForEach $badDurations {
        $attempt = Invoke-Attempt ([scriptblock]::Create("New-InstallerToken ATOM -ValidFor $typed"))
        $attempt.Problem.Exception.Message | Should -BeLike $says
        $attempt.Problem.Exception.Message | Should -BeLike '*90s, 30m, 2h, 1d12h or PT30M*'
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        $attempt.Problem.TargetObject | Should -BeExactly 'ValidFor'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'rejects the ValidFor cell <typed> as an error of its row alone' -ForEach @($badDurations | Where-Object { $_.typed -notlike '(*' }) {
        $cell = $typed.Trim("'")
        $rows = foreach ($duration in '30m', $cell, '2h') { [pscustomobject] @{ InstallType = 'ATOM'; ValidFor = $duration } }
        $attempt = Invoke-Attempt { $rows | New-InstallerToken }
        $attempt.Output.DurationMinutes | Should -Be 30, 120
        $attempt.Errors.Count | Should -Be 1
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Boomi.NewInstallerTokenCommand"
        $attempt.Problem.ToString() | Should -BeLike $says
        $attempt.Problem.TargetObject | Should -Be $rows[1]
    }

    It 'rejects -ValidFor <_>, which is out of range or not whole minutes, and shows it as typed' -ForEach '29m', '25h', '31m5s' {
        $given = $_
        $problem = (Invoke-Attempt { New-InstallerToken ATOM -ValidFor $given }).Problem
        Get-ErrorId $problem | Should -BeExactly 'InstallerValidForOutOfRange'
        $problem.ToString() | Should -BeLike "-ValidFor $given is not a valid lifetime. Specify whole minutes, from 30m to 1d*"
        $problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'rejects -ValidFor <_> rather than using the default' -ForEach '$null', "''", "' '" {
        $given = $_
        Get-ErrorId (Invoke-Attempt ([scriptblock]::Create("New-InstallerToken ATOM -ValidFor $given"))).Problem | Should -BeExactly 'DurationEmpty'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'rejects an empty -ValidFor rather than using a row''s own' {
        $row = [pscustomobject] @{ InstallType = 'ATOM'; ValidFor = '2h' }
        Get-ErrorId (Invoke-Attempt { $row | New-InstallerToken -ValidFor $null }).Problem | Should -BeExactly 'DurationEmpty'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'creates the token in the account of the column <_>' -ForEach 'OverrideAccountId', 'overrideAccount', 'OVERRIDEACCOUNT' {
        $row = [pscustomobject] @{ InstallType = 'ATOM'; $_ = $sandbox.BoomiPartnerAccountId }
        Connect-SandboxByPassword
        ($row | New-InstallerToken).AccountId | Should -BeExactly $sandbox.BoomiPartnerAccountId
        $sandbox.Requests[-1].PlainPath | Should -BeLike "*overrideAccount=$($sandbox.BoomiPartnerAccountId)"
        # A parameter for all rows takes precedence.
        ($row | New-InstallerToken -OverrideAccount $sandbox.BoomiAccountId).AccountId | Should -BeExactly $sandbox.BoomiAccountId
    }

    It 'stops a row with the column <column>, which looks like <name>, before anything is sent' -ForEach @(
        @{ column = 'override_account'; name = 'overrideAccount' }, @{ column = 'Override Account Id'; name = 'OverrideAccountId' }
        @{ column = 'OverideAccount'; name = 'overrideAccount' }, @{ column = 'AcocuntId'; name = 'AccountId' }, @{ column = 'Account'; name = 'AccountId' }
        @{ column = 'duration-minutes'; name = 'DurationMinutes' }, @{ column = 'atom name'; name = 'atomName' }, @{ column = 'RuntimeNames'; name = 'RuntimeName' }
    ) {
        foreach ($value in 'x', '') {
            $row = [pscustomobject] @{ InstallType = 'ATOM'; $column = $value }
            $attempt = Invoke-Attempt { $row, 'ATOM' | New-InstallerToken }
            $attempt.Errors.Count | Should -Be 1
            Get-ErrorId $attempt.Problem | Should -BeExactly 'RowColumnSimilar'
            $attempt.Problem.ToString() | Should -BeLike "*'$column'*'$name'*"
            $attempt.Problem.TargetObject | Should -Be $row
            # The next row is not affected.
            $attempt.Output.InstallType | Should -BeExactly 'ATOM'
        }
        $sandbox.Requests.Count | Should -Be 2
    }

    It 'stops a row whose columns contradict each other' {
        $row = [pscustomobject] @{ InstallType = 'ATOM'; OverrideAccountId = 'a-A1B2C3'; overrideAccount = 'b-A1B2C3' }
        Get-ErrorId (Invoke-Attempt { $row | New-InstallerToken }).Problem | Should -BeExactly 'RowColumnsDiffer'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'stops a row with <column> <value>, which no installer accepts, before a token is created for it' -ForEach @(
        @{ column = 'RuntimeName'; value = 'a/b'; id = 'InstallerNameReserved' }, @{ column = 'proxyHost'; value = 'http://proxy:8080'; id = 'InstallerProxyHost' }
        @{ column = 'proxyPort'; value = '80a'; id = 'NumberInvalid' }, @{ column = 'InstallDirectory'; value = '~/boomi'; id = 'InstallerFolderTilde' }
    ) {
        $row = [pscustomobject] @{ InstallType = 'ATOM'; $column = $value }
        Get-ErrorId (Invoke-Attempt { $row | New-InstallerToken }).Problem | Should -BeExactly $id
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'carries other columns along' {
        $token = [pscustomobject] @{ InstallType = 'ATOM'; Site = 'Basel'; Name = 'one' } | New-InstallerToken
        $token.Input.Site | Should -BeExactly 'Basel'
    }

    It 'uses the clock of the service for the remaining time, and warns of a clock that is <skew> off' -ForEach @(
        @{ skew = '-2h'; hours = -2; says = '*2h ahead*' }, @{ skew = '2h'; hours = 2; says = '*2h behind*' }
    ) {
        $other = Start-TokenSandbox -ClockSkew $skew
        try {
            Connect-Boomi -Sandbox $other
            $attempt = Invoke-Attempt { New-InstallerToken ATOM -ValidFor 30m; New-InstallerToken ATOM -ValidFor 30m }
            @($attempt.Warnings).Count | Should -Be 1
            $attempt.Warnings | Should -BeLike $says
            foreach ($token in $attempt.Output) {
                $token.IsExpired | Should -BeFalse
                $token.TimeLeft.TotalMinutes | Should -BeGreaterThan 25
                $token.TimeLeft.TotalMinutes | Should -BeLessOrEqual 30.1
                (Invoke-Attempt { $token | ConvertTo-InstallerArgument a }).Warnings | Should -BeNullOrEmpty
            }
        }
        finally { Stop-TokenSandbox $other; Connect-Sandbox }
    }

    It 'sends a one-time password once, and no further request without another one' {
        $sandbox.RequireOneTimePassword = $true
        try {
            $credential = [pscredential]::new($sandbox.BoomiUserName, (ConvertTo-TestSecret $sandbox.BoomiPassword))
            Connect-Boomi $sandbox.BoomiAccountId -Credential $credential -BaseUri $sandbox.Uri -RequireOneTimePassword
            $code = $sandbox.CreateOneTimePassword()
            $attempt = Invoke-Attempt { 'ATOM', 'MOLECULE' | New-InstallerToken -OneTimePassword $code -Verbose -Debug }
            $attempt.Output.InstallType | Should -BeExactly 'ATOM'
            # The tests are not interactive.
            Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiOneTimePasswordMissing'
            $sandbox.Requests.Count | Should -Be 1
            $sandbox.Requests[0].GetHeader('X-Boomi-OTP') | Should -BeExactly $code
            "$($attempt.Verbose) $($attempt.Debug) $($attempt.Problem)" | Should -Not -Match $code
            Get-TokenConnection Boomi | Format-List * -Force | Out-String | Should -Not -Match $code
        }
        finally { $sandbox.RequireOneTimePassword = $false }
    }

    It 'rejects the one-time password <_>' -ForEach '12345', 'abcdef', '123456789' {
        $given = $_
        Connect-SandboxByPassword
        $problem = (Invoke-Attempt { New-InstallerToken ATOM -OneTimePassword $given }).Problem
        Get-ErrorId $problem | Should -BeExactly 'BoomiOneTimePasswordInvalid'
        $problem | Format-List * -Force | Out-String | Should -Not -Match $given
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'ignores a row''s lifetime if one is given for all rows' {
        $row = [pscustomobject] @{ InstallType = 'ATOM'; DurationMinutes = 'many' }
        ($row | New-InstallerToken -DurationMinutes 77).DurationMinutes | Should -Be 77
        ($row | New-InstallerToken -ValidFor 2h).DurationMinutes | Should -Be 120
    }

    It 'says that the install type of a row is missing' {
        $attempt = Invoke-Attempt { [pscustomobject] @{ DurationMinutes = 30 } | New-InstallerToken }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallTypeMissing'
        Get-ErrorId (Invoke-Attempt { Get-TokenConnection Boomi | New-InstallerToken }).Problem | Should -BeExactly 'InstallTypeMissing'
        ([pscustomobject] @{ DurationMinutes = 30 } | New-InstallerToken ATOM).DurationMinutes | Should -Be 30
    }

    It 'accepts CSV rows with minutes, a duration or neither, <_> at a time' -ForEach 1, 4 {
        $rows = "InstallType,DurationMinutes,ValidFor`nATOM,,`nMOLECULE,30,`nBROKER,,90m`nGATEWAY,30,90m`nATOM,30.5,`nATOM,many,`nATOM,,10m`nATOM,-60,`nATOM,31," | ConvertFrom-Csv
        $attempt = Invoke-Attempt { $rows | New-InstallerToken -ThrottleLimit $_ }
        $attempt.Output.DurationMinutes | Should -Be 60, 30, 90, 31
        $attempt.Errors | ForEach-Object { Get-ErrorId $_ } | Should -Be 'SettingsExclusive', 'InstallerDurationNotANumber', 'InstallerDurationNotANumber', 'InstallerValidForOutOfRange',
            'SettingOutOfRange'
        $attempt.Errors.TargetObject | Should -Be $rows[3..7]
        # A lifetime that is given for all rows takes precedence.
        ($rows[0..3] | New-InstallerToken -ValidFor 2h).DurationMinutes | Should -Be 120, 120, 120, 120
        ($rows[0..5] | New-InstallerToken -DurationMinutes 77).DurationMinutes | Should -Be 77, 77, 77, 77, 77, 77
    }

    It 'rejects minutes together with a duration' {
        Get-ErrorId (Invoke-Attempt { New-InstallerToken ATOM -DurationMinutes 60 -ValidFor 1h }).Problem | Should -BeExactly 'AmbiguousParameterSet'
    }

    It 'rejects <name> before anything is sent, with the input as the target' -ForEach $badInput {
        $given = [pscustomobject] $row
        $attempt = Invoke-Attempt { $given | New-InstallerToken }
        $attempt.Terminated | Should -BeFalse
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Boomi.NewInstallerTokenCommand"
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $attempt.Problem.TargetObject | Should -Be $given
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'rejects the minutes <_> of a row rather than using the default' -ForEach 'many', '90m', '99999999999', '9 0' {
        $row = [pscustomobject] @{ InstallType = 'ATOM'; DurationMinutes = $_ }
        $attempt = Invoke-Attempt { $row | New-InstallerToken }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerDurationNotANumber'
        $attempt.Problem.Exception.Message | Should -BeLike '-DurationMinutes is not a number of minutes*30 to 1440*-ValidFor*'
        $attempt.Problem.TargetObject | Should -Be $row
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'shows no token in place of the minutes of a row' {
        $row = [pscustomobject] @{ InstallType = 'ATOM'; DurationMinutes = 'molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5' }
        $problem = (Invoke-Attempt { $row | New-InstallerToken }).Problem
        Get-ErrorId $problem | Should -BeExactly 'InstallerDurationNotANumber'
        "$problem $($problem.CategoryInfo)" | Should -Not -Match '963f3eb3'
    }

    It 'rejects -DurationMinutes <_>, which is not a whole number' -ForEach 'many', '30.5', '90m', 60.5, 'molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5' {
        $given = $_
        $problem = (Invoke-Attempt { New-InstallerToken ATOM -DurationMinutes $given }).Problem
        Get-ErrorId $problem | Should -BeExactly 'InstallerDurationNotANumber'
        $problem.ToString() | Should -BeLike '-DurationMinutes is not a number of minutes. Specify a whole number from 30 to 1440*'
        $problem.ToString() | Should -Not -Match '963f3eb3'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'accepts -DurationMinutes <typed> as <minutes> minutes' -ForEach @(
        @{ typed = '60.0'; minutes = 60 }, @{ typed = '0x3C'; minutes = 60 }, @{ typed = "' 90 '"; minutes = 90 }, @{ typed = '([long] 45)'; minutes = 45 }
    ) {
        (& ([scriptblock]::Create("New-InstallerToken ATOM -DurationMinutes $typed"))).DurationMinutes | Should -Be $minutes
    }

    It 'rejects -ThrottleLimit <_>' -ForEach 0, 257 {
        $limit = $_
        Get-ErrorId (Invoke-Attempt { New-InstallerToken ATOM -ThrottleLimit $limit }).Problem | Should -BeExactly 'SettingOutOfRange'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'rejects a row with an invalid duration rather than using the default' {
        $row = [pscustomobject] @{ InstallType = 'ATOM'; ValidFor = 'soon' }
        $attempt = Invoke-Attempt { $row | New-InstallerToken }
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Problem.ToString() | Should -BeLike '*-ValidFor is not a duration*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'creates one token for each install type in the pipeline, in order' {
        ('ATOM', 'MOLECULE', 'BROKER' | New-InstallerToken).InstallType | Should -Be 'ATOM', 'MOLECULE', 'BROKER'
        $sandbox.Requests.Count | Should -Be 3
    }

    It 'shows no token of an earlier run in an error about it' {
        $old = New-InstallerToken ATOM -AsPlainText
        $row = $old | ConvertTo-Csv | ConvertFrom-Csv
        foreach ($given in $old, $row) {
            $problem = (Invoke-Attempt { $given | New-InstallerToken -CloudId x }).Problem
            Get-ErrorId $problem | Should -BeExactly 'CloudIdNotAllowed'
            "$problem $($problem.CategoryInfo) $($problem.CategoryInfo.TargetName)" | Should -Not -Match $old.Token
        }
    }

    It 'shows no token in place of an install type, <_>' -ForEach 'as an argument', 'in the pipeline', 'in a row' {
        $given = 'molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5'
        $where = $_
        $attempt = switch ($where) {
            'as an argument' { Invoke-Attempt { New-InstallerToken $given } }
            'in the pipeline' { Invoke-Attempt { $given | New-InstallerToken } }
            default { Invoke-Attempt { [pscustomobject] @{ InstallType = $given } | New-InstallerToken } }
        }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallTypeUnknown'
        "$($attempt.Problem) $($attempt.Problem.CategoryInfo)" | Should -Not -Match '963f3eb3'
        # A row is the caller's own object.
        if ($where -ne 'in a row') { $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match '963f3eb3' }
    }

    It 'rejects a user name and token as -<_>, and neither shows nor sends them' -ForEach 'AccountId', 'OverrideAccountId' {
        $given = @{ $_ = 'BOOMI_TOKEN.me@acme.example:12345678-1234-1234-1234-123456789abc' }
        $row = [pscustomobject] (@{ InstallType = 'ATOM' } + $given)
        foreach ($script in { New-InstallerToken ATOM @given -Debug }, { New-InstallerToken ATOM @given -WhatIf }, { $row | New-InstallerToken -Verbose -Debug }) {
            $attempt = Invoke-Attempt $script
            Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiAccountIsUser'
            "$($attempt.Verbose) $($attempt.Debug) $($attempt.Problem) $($attempt.Problem.CategoryInfo)" | Should -Not -Match '12345678-1234'
            # A row is the caller's own object.
            if ($attempt.Problem.TargetObject -ne $row) { $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match '12345678-1234' }
        }
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'continues with the next input after an invalid one' {
        $attempt = Invoke-Attempt { 'ATOM', 'TOASTER', 'BROKER' | New-InstallerToken }
        $attempt.Output.InstallType | Should -Be 'ATOM', 'BROKER'
        $attempt.Errors.Count | Should -Be 1
        $attempt.Problem.TargetObject | Should -BeExactly 'TOASTER'
    }

    It 'stops at an invalid input with -ErrorAction Stop' {
        { 'TOASTER', 'ATOM' | New-InstallerToken -ErrorAction Stop } | Should -Throw -ErrorId 'InstallTypeUnknown,*'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'treats empty cells of a CSV as no values' {
        Connect-SandboxByPassword
        $tokens = @"
InstallType,DurationMinutes,CloudId,AccountId
ATOM,,,
MOLECULE,90,,$($sandbox.BoomiPartnerAccountId)
CLOUD, ,$($sandbox.BoomiCloudId),
"@ | ConvertFrom-Csv | New-InstallerToken
        $tokens.InstallType | Should -Be 'ATOM', 'MOLECULE', 'CLOUD'
        $tokens.DurationMinutes | Should -Be 60, 90, 60
        $tokens.AccountId | Should -Be $sandbox.BoomiAccountId, $sandbox.BoomiPartnerAccountId, $sandbox.BoomiAccountId
        $tokens[2].CloudId | Should -BeExactly $sandbox.BoomiCloudId
    }

    It 'uses a connection from the pipeline rather than the default' {
        $other = Connect-SandboxByPassword -PassThru
        Connect-Sandbox
        $null = Get-TokenConnection Boomi -Default | New-InstallerToken ATOM
        Get-BasicCredential $sandbox.Requests[-1] | Should -BeLike 'BOOMI_TOKEN.*'
        (, $other | New-InstallerToken ATOM).InstallType | Should -BeExactly 'ATOM'
        Get-BasicCredential $sandbox.Requests[-1] | Should -Not -BeLike 'BOOMI_TOKEN.*'
    }

    It 'uses -Connection rather than the default' {
        $other = Connect-SandboxByPassword -PassThru
        Connect-Sandbox
        $null = New-InstallerToken ATOM -Connection $other
        Get-BasicCredential $sandbox.Requests[-1] | Should -Not -BeLike 'BOOMI_TOKEN.*'
    }

    It 'writes no secret to a CSV file without -AsPlainText' {
        Import-Csv -LiteralPath $(
            "InstallType,DurationMinutes`nATOM,60`nMOLECULE,`n" | Set-Content -LiteralPath "$TestDrive/runtimes.csv"; "$TestDrive/runtimes.csv") |
            New-InstallerToken | Export-Csv -LiteralPath "$TestDrive/tokens.csv"
        $written = Get-Content -Raw -LiteralPath "$TestDrive/tokens.csv"
        $sandbox.MintedTokens[-2..-1] | ForEach-Object { $written | Should -Not -Match $_.Token }
        (Import-Csv -LiteralPath "$TestDrive/tokens.csv").InstallType | Should -Be 'ATOM', 'MOLECULE'

        Import-Csv -LiteralPath "$TestDrive/runtimes.csv" | New-InstallerToken -AsPlainText | Export-Csv -LiteralPath "$TestDrive/plain.csv"
        (Import-Csv -LiteralPath "$TestDrive/plain.csv").Token | Should -Be $sandbox.MintedTokens[-2..-1].Token
    }

    It 'acts for another account through the Partner API, with the primary account in the path' {
        Connect-Sandbox -OverrideAccountId $sandbox.BoomiPartnerAccountId
        (New-InstallerToken ATOM).AccountId | Should -BeExactly $sandbox.BoomiPartnerAccountId
        $sandbox.Requests[-1].PlainPath | Should -BeExactly "/partner/api/rest/v1/$($sandbox.BoomiAccountId)/InstallerToken?overrideAccount=$($sandbox.BoomiPartnerAccountId)"
    }

    It 'escapes an account in the path' {
        $null = Invoke-Attempt { New-InstallerToken ATOM -AccountId 'a/../b c?x' }
        $sandbox.Requests[-1].PlainPath | Should -BeExactly '/api/rest/v1/a%2F..%2Fb%20c%3Fx/InstallerToken'
    }

    It 'sends nothing with -WhatIf' {
        'ATOM', 'MOLECULE' | New-InstallerToken -WhatIf | Should -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'rejects an invalid input with -WhatIf as well' {
        Get-ErrorId (Invoke-Attempt { New-InstallerToken TOASTER -WhatIf }).Problem | Should -BeExactly 'InstallTypeUnknown'
    }

    It 'prompts with -Confirm and sends nothing without an answer' {
        # The tests are not interactive: the question itself is the error.
        (Invoke-Attempt { New-InstallerToken ATOM -Confirm }).Errors | Should -Not -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'does not prompt with -Confirm:$false, for any preference' {
        $ConfirmPreference = 'Low'
        (New-InstallerToken ATOM -Confirm:$false).InstallType | Should -BeExactly 'ATOM'
    }

    It 'returns a string with -AsPlainText, and the service''s document from ToString()' {
        $token = New-InstallerToken ATOM -AsPlainText
        $token.Token | Should -BeOfType string
        $token.Token | Should -BeExactly $sandbox.MintedTokens[-1].Token
        ("$token" | ConvertFrom-Json).token | Should -BeExactly $token.Token
    }

    It 'omits the token from ToString() without -AsPlainText' {
        $document = "$(New-InstallerToken ATOM)" | ConvertFrom-Json
        $document.PSObject.Properties.Name | Should -Be '@type', 'installType', 'expiration', 'created', 'accountId', 'durationMinutes'
    }

    It 'is posted as a document by Invoke-RestMethod' {
        $answer = New-InstallerToken CLOUD -CloudId $sandbox.BoomiCloudId -AsPlainText |
            Invoke-RestMethod -Method Post -Uri "$($sandbox.Uri)cmdb" -ContentType application/json
        $answer.contentType | Should -BeExactly 'application/json'
        $made = $sandbox.MintedTokens[-1]
        $posted = $sandbox.Requests[-1].PlainBody
        $form = '{{"@type":"InstallerToken","installType":"CLOUD","token":"{0}","expiration":"{1:yyyy-MM-ddTHH:mm:ss.fffZ}","created":"{2:yyyy-MM-ddTHH:mm:ss.fffZ}","accountId":"{3}","durationMinutes":60,"cloudId":"{4}"}}'
        $posted | Should -BeExactly ($form -f $made.Token, $made.Expiration.UtcDateTime, $made.Created.UtcDateTime, $made.AccountId, $made.CloudId)
    }

    It 'uses one TCP connection for many tokens' {
        $before = $sandbox.ConnectionCount
        $null = 1..20 | ForEach-Object { New-InstallerToken ATOM }
        $sandbox.ConnectionCount | Should -BeLessOrEqual ($before + 1)
    }
}

Describe 'New-InstallerToken and Boomi''s documented example' {
    It 'sends the documented request and reads the documented response' {
        Connect-Sandbox
        $sample = '{"@type":"InstallerToken","installType":"MOLECULE","token":"molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5","expiration":"2017-02-07T23:02:51.207Z","created":"2017-02-07T22:32:51.207Z","accountId":"fakeAccountId","durationMinutes":30,"cloudId":"3ca45d71-7794-40e2-b94b-182aef8ce5c2"}'
        Add-Fault $sandbox @{ StatusCode = 200; Body = $sample; ContentType = 'application/json' }
        $token = New-InstallerToken MOLECULE -DurationMinutes 30 -AccountId fakeAccountId -AsPlainText
        $sandbox.Requests[-1].PlainPath | Should -BeExactly '/api/rest/v1/fakeAccountId/InstallerToken'
        $sandbox.Requests[-1].PlainBody | Should -BeExactly '{"installType":"MOLECULE","durationMinutes":30}'
        $token.InstallType | Should -BeExactly 'MOLECULE'
        $token.Token | Should -BeExactly 'molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5'
        $token.Created | Should -Be ([datetimeoffset]::new(2017, 2, 7, 22, 32, 51, 207, [timespan]::Zero))
        $token.Expiration | Should -Be ([datetimeoffset]::new(2017, 2, 7, 23, 2, 51, 207, [timespan]::Zero))
        $token.AccountId | Should -BeExactly 'fakeAccountId'
        $token.DurationMinutes | Should -Be 30
        $token.CloudId | Should -BeExactly '3ca45d71-7794-40e2-b94b-182aef8ce5c2'
        $token.IsExpired | Should -BeTrue
        $token.TimeLeft | Should -Be ([timespan]::Zero)
        "$token" | Should -BeExactly $sample
    }
}

Describe 'The completion of New-InstallerToken' {
    BeforeAll {
        function Get-Completion([string] $Typed) { @((TabExpansion2 $Typed $Typed.Length).CompletionMatches) }
    }

    It 'completes install types by their beginning, in any case, with a description' {
        (Get-Completion 'New-InstallerToken ').CompletionText | Should -Be 'ATOM', 'MOLECULE', 'CLOUD', 'BROKER', 'GATEWAY'
        $found = Get-Completion 'New-InstallerToken -InstallType mol'
        $found.CompletionText | Should -BeExactly 'MOLECULE'
        $found.ToolTip | Should -BeLike '*cluster*'
    }

    It 'completes all install types, each with a description' {
        $found = Get-Completion 'New-InstallerToken -InstallType '
        ($found.CompletionText | Sort-Object) | Should -Be 'ATOM', 'BROKER', 'CLOUD', 'GATEWAY', 'MOLECULE'
        ($found | Where-Object CompletionText -eq 'CLOUD').ToolTip | Should -BeLike '*cloud''s id*'
        $found | ForEach-Object { $_.ToolTip | Should -Not -BeNullOrEmpty }
    }

    It 'completes <line> to <expected>' -ForEach @(
        @{ line = 'New-InstallerToken a'; expected = @('ATOM') }
        @{ line = 'New-InstallerToken m'; expected = @('MOLECULE') }
        @{ line = 'New-InstallerToken -InstallType *L'; expected = @('CLOUD', 'MOLECULE') }
        @{ line = 'New-InstallerToken -InstallType "ga'; expected = @('"GATEWAY"', "'GATEWAY'", 'GATEWAY') }
        @{ line = "New-InstallerToken -InstallType 'ga"; expected = @("'GATEWAY'", 'GATEWAY') }
    ) {
        $found = @((Get-Completion $line).CompletionText | Sort-Object)
        foreach ($text in $found) { $expected | Should -Contain $text }
        $found.Count | Should -BeGreaterThan 0
        if ($line -notmatch '[''"]') { $found | Should -Be ($expected | Sort-Object) }
    }

    It 'completes nothing that does not match' {
        Get-Completion 'New-InstallerToken -InstallType zzz' | Where-Object { $_.CompletionText -in 'ATOM', 'CLOUD' } | Should -BeNullOrEmpty
    }

    It 'completes parameter names' {
        (Get-Completion 'New-InstallerToken -Val').CompletionText | Should -Be '-ValidFor'
    }
}
