# The module as a vault of SecretManagement, called as SecretManagement calls it.
BeforeDiscovery {
    . "$PSScriptRoot/../Support/Module.ps1"
    $good = @{ InstallType = 'ATOM' }
    $wrongs = @(
        @{ What = 'no secrets'; Id = 'VaultSecretsMissing'; Parameters = @{} }
        @{ What = 'a setting that does not exist'; Id = 'VaultSettingUnknown'; Parameters = @{ Secrets = @{ 'boomi/a' = @{ InstallType = 'ATOM'; ValidFr = '1h' } } } }
        @{ What = 'a credential'; Id = 'VaultSecretInParameters'; Parameters = @{ Secrets = @{ 'boomi/a' = $good }; Secret = 'x' } }
        @{ What = 'a service that does not exist'; Id = 'VaultSettingUnknown'; Parameters = @{ Secrets = @{ 'boomi/a' = $good }; Bomi = @{} } }
        @{ What = 'a secret without a kind'; Id = 'VaultKindMissing'; Parameters = @{ Secrets = @{ 'atom' = $good } } }
        @{ What = 'a kind that does not exist'; Id = 'ChoiceInvalid'; Parameters = @{ Secrets = @{ 'atom' = @{ Kind = 'Password' } } } }
        @{ What = 'a name with a wildcard'; Id = 'VaultNameInvalid'; Parameters = @{ Secrets = @{ 'boomi/*' = $good } } }
        @{ What = 'text in the place of a table'; Id = 'VaultNotATable'; Parameters = @{ Secrets = @{ 'boomi/a' = 'ATOM' } } }
        @{ What = 'an install type that does not exist'; Id = 'InstallTypeUnknown'; Parameters = @{ Secrets = @{ 'boomi/a' = @{ InstallType = 'NUCLEUS' } } } }
        @{ What = 'a lifetime without a unit'; Id = 'DurationWithoutUnit'; Parameters = @{ Secrets = @{ 'boomi/a' = @{ InstallType = 'ATOM'; ValidFor = '30' } } } }
        @{ What = 'more time left than there is'; Id = 'VaultMinimumTooLong'; Parameters = @{ Secrets = @{ 'onezone/a' = @{ ValidFor = '10m'; MinimumTimeLeft = '11m' } } } }
        @{ What = 'a purpose that does not exist'; Id = 'ChoiceInvalid'; Parameters = @{ Secrets = @{ 'onezone/a' = @{ Purpose = 'everything' } } } }
        @{ What = 'a list'; Id = 'VaultListLost'; Parameters = @{ Secrets = @{ 'onezone/a' = @{ IpAddress = @('10.0.0.0/8') } } } }
        @{ What = 'no credentials'; Id = 'VaultCredentialMissing'; Parameters = @{ Secrets = @{ 'boomi/a' = $good } } }
        @{ What = 'a relative path'; Id = 'VaultPathRelative'; Parameters = @{ Secrets = @{ 'gooddata/a' = @{ UserId = 'ci' } }; GoodData = @{ PrivateKeyFile = 'key.pem' } } }
        @{ What = 'no key'; Id = 'VaultFileMissing'; Parameters = @{ Secrets = @{ 'gooddata/a' = @{ UserId = 'ci' } } } }
        @{ What = 'as much time left as there is'; Id = 'VaultMinimumTooLong'; Parameters = @{ Secrets = @{ 'onezone/a' = @{ ValidFor = '10m'; MinimumTimeLeft = '600s' } } } }
        @{ What = 'a table in the place of text'; Id = 'VaultListLost'; Parameters = @{ Secrets = @{ 'boomi/a' = @{ InstallType = @{ a = 1 } } } } }
        @{ What = 'a number without a unit'; Id = 'DurationWithoutUnit'; Parameters = @{ Secrets = @{ 'boomi/a' = @{ InstallType = 'ATOM'; ValidFor = 30 } } } }
        @{ What = 'a name that begins with another service'; Id = 'VaultSettingUnknown'; Parameters = @{ Secrets = @{ 'onezone/a' = $good } } }
        @{ What = 'two token files'; Id = 'SettingsExclusive'; Parameters = @{ Secrets = @{ 'onezone/a' = @{ } }; Onezone = @{ TokenFile = '/a'; RootTokenFile = '/b' } } }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/VaultHost.ps1"
    $sandbox = Start-TokenSandbox
    $apiTokenFile = New-PrivateFile "$TestDrive/boomi.token" "$($sandbox.BoomiApiToken)`n"
    $tokenFile = New-PrivateFile "$TestDrive/onezone.token" $sandbox.OnezoneUserToken
    $rootTokenFile = New-PrivateFile "$TestDrive/provider_root_token.json" "{`"provider_id`":`"x`",`"root_token`":`"$($sandbox.OnezoneProviderToken)`"}"
    $key = New-GoodDataSigningKey "$TestDrive/key.pem" -Connection (Connect-GoodData -Sandbox $sandbox -PassThru)
    $parameters = @{
        Boomi    = @{ AccountId = $sandbox.BoomiAccountId; UserName = $sandbox.BoomiUserName; ApiTokenFile = $apiTokenFile; BaseUri = "$($sandbox.Uri)" }
        Onezone  = @{ Uri = "$($sandbox.Uri)"; TokenFile = $tokenFile }
        GoodData = @{ PrivateKeyFile = "$TestDrive/key.pem"; KeyId = $key.KeyId }
        Secrets  = @{
            'boomi/atom'   = @{ InstallType = 'ATOM'; ValidFor = '30m' }
            'boomi/again'  = @{ InstallType = 'MOLECULE'; MinimumTimeLeft = '5m' }
            'onezone/day'  = @{ ValidFor = '1d' }
            'onezone/min'  = @{ ValidFor = '1m' }
            'onezone/rest' = @{ Purpose = 'onezoneRest'; ValidFor = '10m'; IpAddress = '127.0.0.0/8, 10.0.0.0/8' }
            'onezone/kept' = @{ Interface = 'rest'; ValidFor = '20m'; MinimumTimeLeft = '10m' }
            'gooddata/jwt' = @{ UserId = 'ci'; ValidFor = '5m' }
            me             = @{ Kind = 'TemporaryToken'; Type = 'identity' }
        }
    }
    $secrets = $sandbox.BoomiApiToken, $sandbox.OnezoneUserToken, $sandbox.OnezoneProviderToken
    $hosts = [System.Collections.Generic.List[object]]::new()

    function New-Vault([hashtable] $With = $parameters) {
        $created = New-VaultHost $With
        $hosts.Add($created)
        $created
    }

    function Get-VaultSecret($Vault, [string] $Name) {
        $result = Invoke-Vault $Vault Get-Secret @{ Name = $Name }
        $result.Terminating | Should -BeNullOrEmpty
        $result.Errors | Should -BeNullOrEmpty
        @($result.Output).Count | Should -Be 1
        $result.Output[0] | Should -BeOfType [securestring]
        ConvertFrom-TestSecret $result.Output[0]
    }

    function Get-Count([string] $Pattern = '*') { @(Get-TokenSandboxRequest $Pattern -Sandbox $sandbox).Count }
}

AfterAll {
    foreach ($one in $hosts) { $one.Runspace.Dispose() }
    Stop-TokenSandbox $sandbox
}

Describe 'The extension' {
    It 'is a module with the five commands that SecretManagement calls' {
        $shell = [powershell]::Create()
        try {
            $module = $shell.AddScript('param($path) Import-Module -Name $path -Force -PassThru').AddArgument((Join-Path (Split-Path $ModulePath) 'TokenTools.Extension')).Invoke()[0]
            $shell.Streams.Error | Should -BeNullOrEmpty
            $expected = @{
                'Get-Secret' = 'Name', 'VaultName', 'AdditionalParameters'; 'Set-Secret' = 'Name', 'Secret', 'VaultName', 'AdditionalParameters'
                'Remove-Secret' = 'Name', 'VaultName', 'AdditionalParameters'; 'Get-SecretInfo' = 'Filter', 'VaultName', 'AdditionalParameters'
                'Test-SecretVault' = 'VaultName', 'AdditionalParameters'
            }
            $module.ExportedCommands.Keys | Sort-Object | Should -BeExactly ($expected.Keys | Sort-Object)
            foreach ($command in $expected.Keys) {
                foreach ($parameter in $expected[$command]) { $module.ExportedCommands[$command].Parameters.Keys | Should -Contain $parameter }
            }
            # SecretManagement would store metadata, which this vault does not.
            $module.ExportedCommands['Set-Secret'].Parameters.Keys | Should -Not -Contain 'Metadata'
        }
        finally { $shell.Dispose() }
    }

    It 'is hidden from those who import the module' {
        Get-Command -Module TokenTools, TokenTools.Extension | Where-Object Name -Match '^(Get|Set|Remove|Test)-Secret(Info|Vault)?$' | Should -BeNullOrEmpty
        Get-Command Test-SecretVault -ErrorAction Ignore | Where-Object { "$($_.ModuleName)" -like 'TokenTools*' } | Should -BeNullOrEmpty
    }
}

Describe 'Get-Secret' {
    It 'requests one installer token in each call, and says so' {
        $vault = New-Vault
        $before = Get-Count *InstallerToken
        $result = Invoke-Vault $vault Get-Secret @{ Name = 'BOOMI/atom' }
        (ConvertFrom-TestSecret $result.Output[0]) | Should -BeExactly @($sandbox.MintedTokens)[-1].Token
        $result.Verbose -join '' | Should -BeLike 'Vault tokens issued boomi/atom (InstallerToken), valid until *'
        $null = Get-VaultSecret $vault boomi/atom
        Get-Count *InstallerToken | Should -Be ($before + 2)
    }

    It 'returns an installer token again only if it may: while the minimum time is left' {
        $vault = New-Vault
        $before = Get-Count *InstallerToken
        $first = Get-VaultSecret $vault boomi/again
        $again = Invoke-Vault $vault Get-Secret @{ Name = 'boomi/again' }
        ConvertFrom-TestSecret $again.Output[0] | Should -BeExactly $first
        $again.Verbose -join '' | Should -BeLike '*again, valid until *'
        Get-Count *InstallerToken | Should -Be ($before + 1)
    }

    It 'keeps tokens only in the runspace' {
        $first = Get-VaultSecret (New-Vault) onezone/kept
        Get-VaultSecret (New-Vault) onezone/kept | Should -Not -BeExactly $first
    }

    It 'returns a copy, which the caller may dispose of' {
        $vault = New-Vault
        $first = (Invoke-Vault $vault Get-Secret @{ Name = 'onezone/kept' }).Output[0]
        $text = ConvertFrom-TestSecret $first
        $first.Dispose()
        Get-VaultSecret $vault onezone/kept | Should -BeExactly $text
    }

    It 'warns of a token with less than the minimum time, which the service issued' {
        $now = [DateTimeOffset]::UtcNow
        Add-TokenSandboxFault 200 -ContentType application/json -Match InstallerToken -Sandbox $sandbox -Body (@{
                '@type' = 'InstallerToken'; token = 'molecule-short-1'; accountId = $sandbox.BoomiAccountId; installType = 'MOLECULE'; durationMinutes = 4
                created = $now.ToString('yyyy-MM-ddTHH:mm:ssZ'); expiration = $now.AddMinutes(4).ToString('yyyy-MM-ddTHH:mm:ssZ') } | ConvertTo-Json)
        $result = Invoke-Vault (New-Vault) Get-Secret @{ Name = 'boomi/again' }
        ConvertFrom-TestSecret $result.Output[0] | Should -BeExactly molecule-short-1
        $result.Warnings -join '' | Should -BeLike 'The token for boomi/again is valid for less than 5m:*'
    }

    It 'counts the time left by the service''s clock' {
        foreach ($skew in '2h', '-2h') {
            $other = Start-TokenSandbox -ClockSkew $skew
            try {
                $with = $parameters.Clone()
                $with.Onezone = @{ Uri = "$($other.Uri)"; TokenFile = New-PrivateFile "$TestDrive/skewed.token" $other.OnezoneUserToken }
                $vault = New-Vault $with
                $first = Get-VaultSecret $vault onezone/kept
                Get-VaultSecret $vault onezone/kept | Should -BeExactly $first -Because $skew
                # Narrowed on this machine, and valid by the zone's clock
                $null = Get-VaultSecret $vault onezone/day
                $auth = Get-VaultSecret $vault onezone/rest | ConvertFrom-OnedataToken | ConvertTo-RestParameter -AsHeader
                (Invoke-RestMethod -Uri "$($other.Uri)api/v3/onezone/user" @auth).userId | Should -Be $other.OnezoneUserId -Because $skew
            }
            finally { Stop-TokenSandbox $other }
        }
    }

    It 'issues a token for a purpose and its caveats, which the zone accepts for that' {
        $token = Get-VaultSecret (New-Vault) onezone/rest | ConvertFrom-OnedataToken
        "$($token.Caveats)" | Should -Match 'ip = 127\.0\.0\.0/8\|10\.0\.0\.0/8'
        "$($token.Caveats)" | Should -Match 'interface = rest'
        $token.TimeLeft.TotalMinutes | Should -BeGreaterThan 8
        $token.TimeLeft.TotalMinutes | Should -BeLessOrEqual 10
        $auth = $token | ConvertTo-RestParameter -AsHeader
        (Invoke-RestMethod -Uri "$($sandbox.Uri)api/v3/onezone/user" @auth).userId | Should -Be $sandbox.OnezoneUserId
        (Get-VaultSecret (New-Vault) me | ConvertFrom-OnedataToken).Type | Should -Be identityToken
    }

    It 'narrows a longer token without a request, to exactly the caveats of the secret' {
        $vault = New-Vault
        $day = Get-VaultSecret $vault onezone/day
        $before = Get-Count
        $result = Invoke-Vault $vault Get-Secret @{ Name = 'onezone/rest' }
        Get-Count | Should -Be $before
        $result.Verbose -join '' | Should -BeLike '*narrowed an earlier token for onezone/rest (TemporaryToken) without a request*'
        $token = ConvertFrom-TestSecret $result.Output[0] | ConvertFrom-OnedataToken
        $token.Id | Should -Be ($day | ConvertFrom-OnedataToken).Id
        $token.TimeLeft.TotalMinutes | Should -BeLessOrEqual 10
        $direct = Get-VaultSecret (New-Vault) onezone/rest | ConvertFrom-OnedataToken
        # Its own expiration in addition to that of the longer one
        $caveats = { $args[0].Caveats | ForEach-Object { "$_" } | Where-Object { $_ -notlike 'time *' } | Sort-Object }
        & $caveats $token | Should -BeExactly (& $caveats $direct)
        @($token.Caveats | Where-Object { "$_" -like 'time *' }).Count | Should -Be 2
        $auth = $token | ConvertTo-RestParameter -AsHeader
        (Invoke-RestMethod -Uri "$($sandbox.Uri)api/v3/onezone/user" @auth).userId | Should -Be $sandbox.OnezoneUserId
    }

    It 'does not narrow a token that has other caveats, another type or less time' {
        $vault = New-Vault
        $null = Get-VaultSecret $vault onezone/rest
        foreach ($name in 'onezone/min', 'onezone/kept', 'onezone/day', 'me') {
            $before = Get-Count *tokens/temporary*
            $null = Get-VaultSecret $vault $name
            Get-Count *tokens/temporary* | Should -Be ($before + 1) -Because $name
        }
    }

    It 'signs a JSON Web Token for GoodData without a request' {
        $before = Get-Count
        $claims = (Get-VaultSecret (New-Vault) gooddata/jwt).Split('.')[1].Replace('-', '+').Replace('_', '/')
        $claims = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($claims.PadRight([Math]::Ceiling($claims.Length / 4) * 4, '='))) | ConvertFrom-Json
        $claims.sub | Should -Be ci
        $claims.exp - $claims.iat | Should -Be 300
        Get-Count | Should -Be $before
    }

    It 'returns nothing for <_>, because SecretManagement asks every vault' -ForEach 'other', '', 'boomi/ato', '*', 'boomi/*', 'boomi/ato?', 'boomi/[a]tom' {
        $before = Get-Count
        $result = Invoke-Vault (New-Vault) Get-Secret @{ Name = $_ }
        $result.Output | Should -BeNullOrEmpty
        $result.Errors | Should -BeNullOrEmpty
        $result.Terminating | Should -BeNullOrEmpty
        Get-Count | Should -Be $before
    }

    It 'reports the service''s error with its id, not as one that ends the command' {
        $with = $parameters.Clone()
        $with.Boomi = $parameters.Boomi.Clone()
        $with.Boomi.ApiTokenFile = New-PrivateFile "$TestDrive/wrong.token" 'wrong-token'
        $result = Invoke-Vault (New-Vault $with) Get-Secret @{ Name = 'boomi/atom' }
        $result.Output | Should -BeNullOrEmpty
        $result.Terminating | Should -BeNullOrEmpty
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'Unauthorized,*'
        $result.Errors[0].TargetObject | Should -Be boomi/atom
    }

    It 'does not repeat a request after which a token may exist' {
        $before = Get-Count *InstallerToken
        Add-TokenSandboxFault -Reset -AfterHandling -Match InstallerToken -Sandbox $sandbox
        $result = Invoke-Vault (New-Vault) Get-Secret @{ Name = 'boomi/atom' }
        $result.Output | Should -BeNullOrEmpty
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'TokenOutcomeUnknown,*'
        Get-Count *InstallerToken | Should -Be ($before + 1)
    }
}

Describe 'The credentials' {
    It 'come from the environment of the process' {
        $env:BOOMI_ACCOUNT_ID = $sandbox.BoomiAccountId; $env:BOOMI_USERNAME = $sandbox.BoomiUserName; $env:BOOMI_API_TOKEN = $sandbox.BoomiApiToken
        $env:BOOMI_API_URL = "$($sandbox.Uri)"; $env:ONEZONE_HOST = "$($sandbox.Uri)"; $env:ONEZONE_API_KEY = $sandbox.OnezoneUserToken
        try {
            $vault = New-Vault @{ Secrets = $parameters.Secrets }
            $token = Get-VaultSecret $vault boomi/atom
            $token | Should -BeExactly $sandbox.MintedTokens[-1].Token
            (Get-VaultSecret $vault onezone/day | ConvertFrom-OnedataToken).Subject.Id | Should -Be $sandbox.OnezoneUserId
            # A change applies to the next call, also to tokens that were kept.
            $null = Get-VaultSecret $vault onezone/kept
            $env:ONEZONE_API_KEY = $sandbox.OnezoneOtherUserToken
            (Get-VaultSecret $vault onezone/kept | ConvertFrom-OnedataToken).Subject.Id | Should -Be $sandbox.OnezoneOtherUserId
        }
        finally {
            'BOOMI_ACCOUNT_ID', 'BOOMI_USERNAME', 'BOOMI_API_TOKEN', 'BOOMI_API_URL', 'ONEZONE_HOST', 'ONEZONE_API_KEY' | ForEach-Object { Remove-Item "env:$_" }
        }
    }

    It 'come from a provider''s root token file, whose mode the provider sets' {
        if ($PSVersionTable.PSVersion.Major -ge 7 -and -not $IsWindows) { chmod 644 $rootTokenFile }
        $vault = New-Vault @{ Onezone = @{ Uri = "$($sandbox.Uri)"; RootTokenFile = $rootTokenFile }; Secrets = $parameters.Secrets }
        (Get-VaultSecret $vault onezone/day | ConvertFrom-OnedataToken).Subject.Id | Should -Be $sandbox.OnezoneProviderId
    }

    It 'are not read from a file that others can read' -Skip:($IsWindows -or -not (Test-Path Variable:IsWindows)) {
        foreach ($mode in '640', '604', '660') {
            $open = New-PrivateFile "$TestDrive/open.token" $sandbox.BoomiApiToken
            chmod $mode $open
            $with = $parameters.Clone()
            $with.Boomi = $parameters.Boomi.Clone()
            $with.Boomi.ApiTokenFile = $open
            $result = Invoke-Vault (New-Vault $with) Get-Secret @{ Name = 'boomi/atom' }
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'VaultFileNotPrivate,*' -Because $mode
            $result.Output | Should -BeNullOrEmpty
        }
    }

    It 'are rejected in the parameters, which SecretManagement stores as plain text' -ForEach @(
        @{ Service = 'Boomi'; Key = 'ApiToken' }, @{ Service = 'Onezone'; Key = 'Token' }
    ) {
        $with = $parameters.Clone()
        $with.$Service = $parameters.$Service.Clone()
        $with.$Service.$Key = $sandbox.BoomiApiToken
        $result = Invoke-Vault (New-Vault $with) Test-SecretVault
        $result.Output | Should -Be $false
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'VaultSecretInParameters,*'
        $result.Errors | Out-String | Should -Not -Match ([regex]::Escape($sandbox.BoomiApiToken))
    }

    It 'are rejected in the parameters of a service that no secret uses' {
        $result = Invoke-Vault (New-Vault @{
            Boomi = $parameters.Boomi; Onezone = @{ Token = $sandbox.BoomiApiToken }; Secrets = @{ 'boomi/atom' = @{ InstallType = 'ATOM' } }
        }) Test-SecretVault
        $result.Output | Should -Be $false
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'VaultSecretInParameters,*'
    }
}

Describe 'Get-SecretInfo' {
    It 'describes the secrets, sends nothing and contains no secret' {
        $before = Get-Count
        $result = Invoke-Vault (New-Vault) Get-SecretInfo @{ Filter = '*' }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Name | Sort-Object | Should -Be ($parameters.Secrets.Keys | Sort-Object)
        "$($result.Output[0].Type)" | Should -Be SecureString
        $result.Output[0].VaultName | Should -Be tokens
        $rest = $result.Output | Where-Object Name -EQ onezone/rest
        $rest.Metadata.Kind | Should -Be TemporaryToken
        $rest.Metadata.Purpose | Should -Be onezoneRest
        $rest.Metadata.ValidFor | Should -Be 10m
        ($result.Output | Where-Object Name -EQ boomi/again).Metadata.MinimumTimeLeft | Should -Be 5m
        ($result.Output | Where-Object Name -EQ boomi/again).Metadata.InstallType | Should -Be MOLECULE
        ($result.Output | Where-Object Name -EQ gooddata/jwt).Metadata.UserId | Should -Be ci
        $text = $result.Output | ConvertTo-Json -Depth 5
        foreach ($secret in $secrets) { $text | Should -Not -Match ([regex]::Escape($secret)) }
        Get-Count | Should -Be $before
    }

    It 'selects by name' {
        (Invoke-Vault (New-Vault) Get-SecretInfo @{ Filter = 'BOOMI/a*' }).Output.Name | Sort-Object | Should -Be boomi/again, boomi/atom
    }

    It 'lists the others if one cannot be used' {
        $result = Invoke-Vault (New-Vault @{ Secrets = @{ 'boomi/a' = @{ InstallType = 'ATOM' }; 'boomi/b' = @{ InstallType = 'X' } } }) Get-SecretInfo @{ Filter = '*' }
        $result.Output.Name | Should -Be boomi/a
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InstallTypeUnknown,*'
    }
}

Describe 'Test-SecretVault' {
    It 'returns true for valid parameters and credentials, and sends nothing' {
        $before = Get-Count
        $result = Invoke-Vault (New-Vault) Test-SecretVault
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly @($true)
        Get-Count | Should -Be $before
    }

    It 'returns false for <What>, with the error <Id>' -ForEach $wrongs {
        $result = Invoke-Vault (New-Vault $Parameters) Test-SecretVault
        $result.Terminating | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly @($false)
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        # Settings have the names of the parameters, not those of cmdlets' parameters.
        $result.Errors[0].Exception.Message | Should -Not -Match '(^|\s)-[A-Z]'
    }

    It 'rejects a table that contains itself' {
        $table = @{ Secrets = @{} }
        $table.Secrets.a = $table
        $vault = New-Vault
        $vault.Parameters = $table
        (Invoke-Vault $vault Test-SecretVault).Output | Should -BeExactly @($false)
    }

    It 'reports each secret that cannot be used' {
        $result = Invoke-Vault (New-Vault @{ Secrets = @{ a = @{}; b = @{}; 'onezone/c' = @{ Purpose = 'x' } } }) Test-SecretVault
        $result.Errors.Count | Should -Be 3
    }
}

Describe '<_>' -ForEach 'Set-Secret', 'Remove-Secret' {
    It 'says that the vault issues tokens, and shows no secret' {
        $before = Get-Count
        $arguments = @{ Name = 'boomi/atom' }
        if ($_ -eq 'Set-Secret') { $arguments.Secret = $sandbox.BoomiApiToken }
        $result = Invoke-Vault (New-Vault) $_ $arguments
        $result.Output | Should -BeNullOrEmpty
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'VaultReadOnly,*'
        $result.Errors[0].Exception.Message | Should -Match 'issues tokens and stores no secrets'
        Get-ErrorText $result.Errors[0] | Should -Not -Match ([regex]::Escape($sandbox.BoomiApiToken))
        Get-Count | Should -Be $before
    }
}

Describe 'A secret in the place of a name' {
    It 'is not shown by <_>' -ForEach 'Get-Secret', 'Set-Secret', 'Remove-Secret', 'Get-SecretInfo' {
        $result = Invoke-Vault (New-Vault) $_ $(if ($_ -eq 'Get-SecretInfo') { @{ Filter = $sandbox.OnezoneUserToken } } else { @{ Name = $sandbox.OnezoneUserToken } })
        $text = ($result.Errors | ForEach-Object { Get-ErrorText $_ }) + $result.Verbose + $result.Warnings -join "`n"
        $text | Should -Not -Match ([regex]::Escape($sandbox.OnezoneUserToken))
        if ($_ -like '?et-Secret' -and $_ -ne 'Get-Secret') { $text | Should -Match VaultReadOnly }
    }
}
