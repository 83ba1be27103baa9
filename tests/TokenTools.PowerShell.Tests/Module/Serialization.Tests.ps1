# Tokens, caveats, connections and errors that come from a job, from a remote session or from a file: PowerShell#13226,
# UiPath/orchestrator-powershell#52, PowerShell-Docs#5075.
BeforeDiscovery {
    $names = 'installer', 'installerText', 'bootstrap', 'bootstrapText', 'onedata', 'onedataText', 'decoded', 'wrong', 'caveat',
    'apiToken', 'apiTokenText', 'apiTokenListed', 'jwt', 'jwtText', 'named', 'namedText', 'namedInvite', 'namedRevoked'
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    # The zone's clock differs from this machine's, by which its tokens would be expired or valid for too long.
    $sandbox = Start-TokenSandbox -ClockSkew 2h
    Connect-Boomi -Sandbox $sandbox
    Connect-Onezone -Sandbox $sandbox
    Connect-GoodData -Sandbox $sandbox
    $key = New-GoodDataSigningKey -KeyId serialized
    $secret = ConvertTo-TestSecret ('0' * 64)
    $originals = @{
        installer     = [pscustomobject] @{ InstallType = 'CLOUD'; CloudId = $sandbox.BoomiCloudId; ValidFor = '30m'; name = 'edge' } | New-InstallerToken
        installerText = New-InstallerToken ATOM -AsPlainText
        # Its base64 is not padded: it has a warning.
        bootstrap     = ConvertFrom-BootstrapToken 'YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU' -WarningAction SilentlyContinue
        bootstrapText = New-BootstrapToken -UserName admin -Password 'a long password' -AsPlainText
        onedata       = New-TemporaryToken -ValidFor 10m -IpAddress 10.0.0.0/8 -DataPath /4b8b5a27e5ad58e4a40bd5e21f9c4a41/data
        onedataText   = New-TemporaryToken -ValidFor 10m -AsPlainText
        apiToken      = New-GoodDataApiToken serialized
        apiTokenText  = New-GoodDataApiToken serialized-text -AsPlainText
        # Its secret was shown only once.
        apiTokenListed = Get-GoodDataApiToken serialized
        jwt           = $key | New-GoodDataJwt admin -Name 'Ada L.' -ValidFor 10m
        jwtText       = $key | New-GoodDataJwt admin -ValidFor 10m -AsPlainText
        named         = New-NamedToken serialized -ValidFor 10m -Interface rest -Metadata @{ job = @{ id = 15 } }
        namedText     = New-NamedToken serialized -GetExisting -ValidFor 10m -Interface rest -AsPlainText -WarningAction SilentlyContinue
        namedInvite   = New-NamedToken 'serialized (2)' -InviteType userJoinSpace -TargetId $sandbox.OnezoneSpaceId -UsageLimit 4 -Privileges space_view
    }
    $originals.namedRevoked = Set-NamedToken 'serialized (2)' -Revoke -PassThru
    $originals.decoded = $originals.onedata.Token | ConvertFrom-OnedataToken
    $originals.wrong = $originals.onedata.Token | ConvertFrom-OnedataToken -Secret $secret
    $originals.caveat = New-TokenCaveat -Country PL, FR

    # What a test asks of an object. It runs in jobs as well.
    function Get-Description($Item) {
        $described = foreach ($property in $Item.PSObject.Properties) {
            if ($property.Name -in 'IsExpired', 'TimeLeft', 'PSComputerName', 'RunspaceId', 'PSShowComputerName', 'PSSourceJobInstanceId') { continue }
            $value = if ($property.Value -is [securestring]) { 'secure:' + [pscredential]::new('x', $property.Value).GetNetworkCredential().Password } else { "$($property.Value)" }
            "$($property.Name)=$value"
        }
        @($Item.GetType().FullName; $Item.ToString(); $described | Sort-Object) -join "`n"
    }

    function Invoke-InJob([scriptblock] $Script, [object[]] $Arguments) {
        $job = Start-Job -ScriptBlock $Script -ArgumentList $Arguments
        try {
            # Errors of the job are part of the result.
            $null = Wait-Job $job
            Receive-Job $job -ErrorVariable problems -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            $script:problems = $problems
        }
        finally { Remove-Job $job -Force }
    }

    # As remoting serializes the output of a session; Start-Job does the same with the session of another process.
    function ConvertTo-Transferred($Item, [int] $Depth = 1) {
        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Item, $Depth))
    }
}

AfterAll { Stop-TokenSandbox }

Describe 'A token or caveat (<_>)' -ForEach $names {
    BeforeAll { $original = $originals[$_] }

    It 'comes back from <_> as itself' -ForEach 'Clixml', 'a serializer with depth 1' {
        $back = if ($_ -eq 'Clixml') {
            $original | Export-Clixml -LiteralPath "$TestDrive/token.xml"
            Import-Clixml -LiteralPath "$TestDrive/token.xml"
        }
        else { ConvertTo-Transferred $original }
        Get-Description $back | Should -BeExactly (Get-Description $original)
    }
}

Describe 'A token that expires (<_>)' -ForEach 'installer', 'installerText', 'onedata', 'onedataText', 'decoded', 'wrong', 'jwt', 'jwtText', 'named', 'namedText' {
    It 'is live after it came back' {
        $original = $originals[$_]
        $back = ConvertTo-Transferred $original
        $before = $back.TimeLeft
        $before | Should -BeGreaterThan ([timespan]::Zero)
        [Threading.Thread]::Sleep(20)
        $back.TimeLeft | Should -BeLessThan $before
        $back.IsExpired | Should -BeFalse
        # By the same clock: the zone's, for a token that it issued. Other tests and programs may delay this one, but not for an hour.
        [Math]::Abs(($back.TimeLeft - $original.TimeLeft).TotalMinutes) | Should -BeLessThan 60
    }
}

Describe 'A token that comes back' {
    It 'keeps the row that it was created for' {
        (ConvertTo-Transferred $originals.installer 2).Input.name | Should -BeExactly 'edge'
        (Import-Clixml -LiteralPath $(Export-Clixml -InputObject $originals.installer -LiteralPath "$TestDrive/row.xml"; "$TestDrive/row.xml")).Input.name | Should -BeExactly 'edge'
    }

    It 'expires' {
        $old = [TokenTools.Boomi.InstallerToken] '{"installType":"ATOM","token":"atom-1","created":"2017-02-07T22:02:51Z","expiration":"2017-02-07T23:02:51Z","accountId":"acme-A1B2C3","durationMinutes":60}'
        $back = ConvertTo-Transferred $old
        $back.IsExpired | Should -BeTrue
        $back.TimeLeft | Should -Be ([timespan]::Zero)
    }

    It 'is a property bag without frozen times where the module is not imported, and is accepted by <cmdlet> after the import' -ForEach @(
        @{ cmdlet = 'ConvertTo-InstallerArgument'; item = 'installer'; run = '$bag | ConvertTo-InstallerArgument -RuntimeName edge' }
        @{ cmdlet = 'ConvertTo-RestParameter'; item = 'bootstrap'; run = '$bag | ConvertTo-RestParameter -AsHeader' }
        @{ cmdlet = 'ConvertTo-RestParameter'; item = 'onedata'; run = '$bag | ConvertTo-RestParameter' }
        @{ cmdlet = 'ConvertFrom-BootstrapToken'; item = 'bootstrap'; run = '$bag | ConvertFrom-BootstrapToken -WarningAction Ignore' }
        @{ cmdlet = 'ConvertTo-PasswordHash'; item = 'bootstrap'; run = '$bag | ConvertTo-PasswordHash' }
        @{ cmdlet = 'ConvertTo-OrganizationManifest'; item = 'bootstrap'; run = '$bag | ConvertTo-OrganizationManifest acme acme.example -WarningAction Ignore' }
        @{ cmdlet = 'Test-BootstrapToken'; item = 'bootstrap'; run = 'Test-BootstrapToken -Uri $uri -Token $bag -WarningAction Ignore' }
        @{ cmdlet = 'ConvertFrom-OnedataToken'; item = 'onedata'; run = '$bag | ConvertFrom-OnedataToken' }
        @{ cmdlet = 'Add-TokenCaveat'; item = 'onedata'; run = '$bag | Add-TokenCaveat -ValidFor 5m' }
        @{ cmdlet = 'Test-TemporaryToken'; item = 'onedata'; run = '$bag | Test-TemporaryToken -Offline' }
        @{ cmdlet = 'Test-TemporaryToken'; item = 'named'; run = '$bag | Test-TemporaryToken -Offline' }
        @{ cmdlet = 'ConvertTo-RestParameter'; item = 'named'; run = '$bag | ConvertTo-RestParameter' }
        @{ cmdlet = 'ConvertTo-RestParameter'; item = 'jwt'; run = '$bag | ConvertTo-RestParameter -AsHeader' }
        @{ cmdlet = 'Connect-GoodData'; item = 'apiToken'; run = '$bag | Connect-GoodData $uri -PassThru' }
        @{ cmdlet = 'Connect-GoodData'; item = 'jwt'; run = '$bag | Connect-GoodData $uri -PassThru' }
        @{ cmdlet = 'New-TokenCaveat'; item = 'caveat'; run = 'New-TokenCaveat -Caveat $bag' }
    ) {
        $original = $originals[$item]
        $original | Export-Clixml -LiteralPath "$TestDrive/bag.xml"
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('
                param($path, $module, $run, $uri)
                $ErrorActionPreference = "Stop"
                $bag = Import-Clixml -LiteralPath $path
                $bag.PSObject.TypeNames[0]
                @($bag.PSObject.Properties.Name) -contains "TimeLeft" -or @($bag.PSObject.Properties.Name) -contains "IsExpired"
                Import-Module $module
                . ([scriptblock]::Create($run))
            ').AddArgument("$TestDrive/bag.xml").AddArgument($ModulePath).AddArgument($run).AddArgument($sandbox.Uri)
            $output = $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $output[0] | Should -BeLike 'Deserialized.TokenTools.*'
            $output[1] | Should -BeFalse
            $output.Count | Should -BeGreaterThan 2
            $output[2] | Should -Not -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }

    It 'is restored by the zone''s clock when it is narrowed' {
        $bag = ConvertTo-Transferred $originals.onedata
        $narrow = $bag | Add-TokenCaveat -ValidFor 5m
        $narrow.TimeLeft.TotalMinutes | Should -BeGreaterThan 4
        $narrow.TimeLeft.TotalMinutes | Should -BeLessOrEqual 5
    }

    It 'does not come back if the file was changed so that it is not a token, and no cmdlet accepts it' {
        $originals.onedataText | Export-Clixml -LiteralPath "$TestDrive/changed.xml"
        $text = (Get-Content -Raw -LiteralPath "$TestDrive/changed.xml") -replace 'MDA[\w-]+', 'MDAx'
        Set-Content -LiteralPath "$TestDrive/changed.xml" -Value $text
        $bag = Import-Clixml -LiteralPath "$TestDrive/changed.xml"
        $bag.PSObject.TypeNames[0] | Should -BeExactly 'Deserialized.TokenTools.Onedata.OnedataToken'
        $problem = (Invoke-Attempt { $bag | ConvertTo-RestParameter }).Problem
        $problem.CategoryInfo.Category | Should -Be 'InvalidData'
        (Invoke-Attempt { $bag | ConvertFrom-OnedataToken }).Problem.CategoryInfo.Category | Should -Be 'InvalidData'
    }

    # The documentation says so: only Windows encrypts it.
    It 'is encrypted in a file on Windows, and only obscured elsewhere' {
        $originals.installer | Export-Clixml -LiteralPath "$TestDrive/encrypted.xml"
        $text = Get-Content -Raw -LiteralPath "$TestDrive/encrypted.xml"
        $plain = ConvertFrom-TestSecret $originals.installer.Token
        $obscured = -join ([Text.Encoding]::Unicode.GetBytes($plain) | ForEach-Object { $_.ToString('x2') })
        $text.Contains($plain) | Should -BeFalse
        $text.Contains($obscured) | Should -Be (-not $IsWindows)
        Get-Content -Raw "$PSScriptRoot/../../../docs/en-US/about_TokenTools_Secrets.md" | Should -Match 'Export-Clixml encrypts a SecureString only on Windows'
    }
}

Describe 'A connection or a sandbox of another process' {
    It 'is rejected as <name> with a sentence that says what to do' -ForEach @(
        @{ name = '-Connection of New-InstallerToken'; says = '*belongs to another process*Use Connect-Boomi*'; run = { New-InstallerToken ATOM -Connection $boomi } }
        @{ name = 'input of New-InstallerToken'; says = '*belongs to another process*Use Connect-Boomi*'; run = { $boomi | New-InstallerToken ATOM } }
        @{ name = '-Connection of New-TemporaryToken'; says = '*belongs to another process*Use Connect-Onezone*'; run = { New-TemporaryToken -Connection $zone } }
        @{ name = 'input of New-TemporaryToken'; says = '*belongs to another process*Use Connect-Onezone*'; run = { $zone | New-TemporaryToken } }
        @{ name = '-Connection of Test-TemporaryToken'; says = '*belongs to another process*Use Connect-Onezone*'; run = { Test-TemporaryToken x -Connection $zone } }
        @{ name = 'input of Revoke-TemporaryToken'; says = '*belongs to another process*Use Connect-Onezone*'; run = { $zone | Revoke-TemporaryToken -Confirm:$false } }
        @{ name = '-Connection of New-GoodDataApiToken'; says = '*belongs to another process*Use Connect-GoodData*'; run = { New-GoodDataApiToken x -Connection $organization } }
        @{ name = '-Connection of Test-GoodDataConnection'; says = '*belongs to another process*Use Connect-GoodData*'; run = { Test-GoodDataConnection -Connection $organization } }
        @{ name = '-Connection of Disconnect-Boomi'; says = '*belongs to another process*'; run = { Disconnect-Boomi -Connection $boomi } }
        @{ name = '-Sandbox of Connect-Boomi'; says = '*sandbox belongs to another process*Connect-Boomi -BaseUri*'; run = { Connect-Boomi -Sandbox $other } }
        @{ name = '-Sandbox of Get-TokenSandboxRequest'; says = '*sandbox belongs to another process*'; run = { Get-TokenSandboxRequest -Sandbox $other } }
    ) {
        $boomi, $zone, $organization, $other = (Get-TokenConnection Boomi), (Get-TokenConnection Onezone), (Get-TokenConnection GoodData), $sandbox | ForEach-Object { ConvertTo-Transferred $_ }
        $before = $sandbox.Requests.Count
        (Invoke-Attempt $run).Problem.ToString() | Should -BeLike $says
        $sandbox.Requests.Count | Should -Be $before
    }

    It 'contains no credential' {
        foreach ($connection in Get-TokenConnection) {
            $text = [System.Management.Automation.PSSerializer]::Serialize($connection, 3)
            foreach ($secret in $sandbox.BoomiApiToken, $sandbox.OnezoneUserToken) {
                $text.Contains($secret) | Should -BeFalse
                $text.Contains((-join ([Text.Encoding]::Unicode.GetBytes($secret) | ForEach-Object { $_.ToString('x2') }))) | Should -BeFalse
            }
        }
    }
}

Describe 'A job' {
    BeforeAll {
        $job = {
            param($module, $uri, $account, $user, $apiToken, $onedata, $bootstrap)
            Import-Module $module
            Connect-Boomi $account $user $apiToken -BaseUri $uri
            [pscustomobject] @{ InstallType = 'ATOM'; name = 'one' }, [pscustomobject] @{ InstallType = 'NOPE'; name = 'two' } | New-InstallerToken
            $rows = [pscustomobject] @{ InstallType = 'ATOM'; name = 'lost' }, [pscustomobject] @{ InstallType = 'ATOM'; name = 'rejected' }
            $rows | New-InstallerToken
            # Arguments of the job, which arrived before the module was imported.
            $onedata | Add-TokenCaveat -ValidFor 5m
            ($onedata | ConvertTo-RestParameter).Headers.Keys
            $bootstrap | ConvertFrom-BootstrapToken -WarningAction Ignore
        }
        Reset-Sandbox $sandbox
        # The third request's response is lost after a token was created, and the fourth is rejected.
        Add-Fault $sandbox @{ Delay = [timespan]::Zero }
        Add-Fault $sandbox @{ Reset = 'AfterHandling' }
        Add-Fault $sandbox @{ StatusCode = 403 }
        $output = @(Invoke-InJob $job $ModulePath, "$($sandbox.Uri)", $sandbox.BoomiAccountId, $sandbox.BoomiUserName, $sandbox.BoomiApiToken, $originals.onedata, $originals.bootstrap)
        Reset-Sandbox $sandbox
    }

    It 'returns tokens as themselves, with the rows that they were created for' {
        $output[0] | Should -BeOfType ([TokenTools.Boomi.InstallerToken])
        $output[0].Input.name | Should -BeExactly 'one'
        $output[0].IsExpired | Should -BeFalse
        ConvertFrom-TestSecret $output[0].Token | Should -BeIn @($sandbox.MintedTokens.Token)
        $output[0] | ConvertTo-InstallerArgument -RuntimeName edge | Should -Not -BeNullOrEmpty
        $output[1] | Should -BeOfType ([TokenTools.Onedata.OnedataToken])
        $output[1].Caveats.Count | Should -Be ($originals.onedata.Caveats.Count + 1)
        $output[2] | Should -BeExactly 'x-auth-token'
        $output[3] | Should -BeOfType ([TokenTools.GoodData.BootstrapToken])
    }

    It 'returns errors whose ids say for which rows a token may exist' {
        $problems | ForEach-Object { Get-ErrorId $_ } | Should -Be 'InstallTypeUnknown', 'TokenOutcomeUnknown', 'Forbidden'
        # Of the exception, only its message is left.
        $problems[1].Exception.PSObject.Properties['NeverApplied'] | Should -BeNullOrEmpty
    }

    It 'returns errors that the documented recipe divides into what can be requested again and what cannot' {
        $recipe = '$problems | Where-Object FullyQualifiedErrorId -NotMatch ''^(TokenOutcomeUnknown|InstallerAccountMismatch),'' |'
        foreach ($page in 'README.md', 'docs/en-US/New-InstallerToken.md') {
            (Get-Content -Raw "$PSScriptRoot/../../../$page") | Should -Match ([regex]::Escape($recipe))
        }
        $problems | Where-Object FullyQualifiedErrorId -NotMatch '^(TokenOutcomeUnknown|InstallerAccountMismatch),' |
            ForEach-Object { $_.TargetObject } | Export-Csv "$TestDrive/again.csv" -NoTypeInformation
        (Import-Csv "$TestDrive/again.csv").name | Should -Be 'two', 'rejected'
    }

    It 'returns errors for which the runbook has the same exit codes' {
        $runbook = [System.Management.Automation.Language.Parser]::ParseFile((Resolve-Path "$PSScriptRoot/../../../examples/runbook.ps1").Path, [ref] $null, [ref] $null)
        . ([scriptblock]::Create($runbook.Find({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] -and $args[0].Name -eq 'Get-ExitCode' }, $true).Extent.Text))
        $problems | ForEach-Object { Get-ExitCode $_ } | Should -Be 1, 4, 2
        Get-ExitCode $problems | Should -Be 4
        Get-ExitCode @() | Should -Be 0
    }
}
