BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    . "$PSScriptRoot/../Support/Macaroon.ps1"
    $text = New-TestMacaroon -Identifier '2/nmd/usr-u1/act/id1' -Caveat 'time < 8374891234', 'interface = oneclient'
}

Describe 'ConvertTo-OneclientEnvironment' {
    It 'returns the variables that Oneclient reads' {
        $variables = $text | ConvertTo-OneclientEnvironment -ProviderHost oneprovider.example.com
        $variables.Count | Should -Be 2
        $variables['ONECLIENT_ACCESS_TOKEN'] | Should -BeExactly $text
        $variables['ONECLIENT_PROVIDER_HOST'] | Should -BeExactly 'oneprovider.example.com'
        ($text | ConvertTo-OneclientEnvironment).Keys | Should -Be 'ONECLIENT_ACCESS_TOKEN'
    }

    It 'writes a file that only its owner can read, and returns nothing' {
        $file = Join-Path $TestDrive 'oneclient.env'
        $text | ConvertTo-OneclientEnvironment oneprovider.example.com -Path $file | Should -BeNullOrEmpty
        [IO.File]::ReadAllText($file) | Should -BeExactly "ONECLIENT_ACCESS_TOKEN=$text`nONECLIENT_PROVIDER_HOST=oneprovider.example.com`n"
        if (-not $IsWindows -and $PSVersionTable.PSVersion -ge '7.3') { (Get-Item $file).UnixMode | Should -BeExactly '-rw-------' }

        $attempt = Invoke-Attempt { $text | ConvertTo-OneclientEnvironment -Path $file }
        $attempt.Problem | Should -Not -BeNullOrEmpty
        [IO.File]::ReadAllText($file) | Should -BeLike '*PROVIDER_HOST*'
        $text | ConvertTo-OneclientEnvironment -Path $file -Force
        [IO.File]::ReadAllText($file) | Should -BeExactly "ONECLIENT_ACCESS_TOKEN=$text`n"
    }

    It 'writes nothing with -WhatIf' {
        $file = Join-Path $TestDrive 'whatif.env'
        $text | ConvertTo-OneclientEnvironment -Path $file -WhatIf
        Test-Path $file | Should -BeFalse
    }

    It 'warns of caveats that Oneclient does not accept' {
        $odd = New-TestMacaroon -Identifier '2/nmd/usr-u1/act/id1' -Caveat 'time < 8374891234', 'consumer = usr-u2'
        $null = $odd | ConvertTo-OneclientEnvironment -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeLike '*consumer*Oneclient*'
        $null = $text | ConvertTo-OneclientEnvironment -WarningVariable none
        $none | Should -BeNullOrEmpty
    }

    It 'does not replace the file of another token, even with -Force' {
        $file = Join-Path $TestDrive 'twice'
        $tokens = $text, (New-TestMacaroon -Identifier '2/nmd/usr-u1/act/id2' -Caveat 'time < 8374891234')
        Get-ErrorId (Invoke-Attempt { $tokens | ConvertTo-OneclientEnvironment -Path $file -Force }).Problem | Should -BeExactly 'InstallerFileTwice'
        [IO.File]::ReadAllText($file) | Should -BeExactly "ONECLIENT_ACCESS_TOKEN=$($tokens[0])`n"
    }

    It 'rejects <name>' -ForEach @(
        @{ name = 'an identity token'; identifier = '2/nmd/usr-u1/idn/id1'; caveats = 'time < 8374891234'; parameters = @{}; id = 'OneclientNoAccessToken' }
        @{ name = 'an expired token'; identifier = '2/nmd/usr-u1/act/id1'; caveats = 'time < 1571147494'; parameters = @{}; id = 'OneclientTokenExpired' }
        @{ name = 'an address as the host'; identifier = '2/nmd/usr-u1/act/id1'; caveats = @(); parameters = @{ ProviderHost = 'https://p.example.com' }; id = 'OneclientHostInvalid' }
        @{ name = '-Force without -Path'; identifier = '2/nmd/usr-u1/act/id1'; caveats = @(); parameters = @{ Force = $true }; id = 'ForceRequiresPath' }
    ) {
        $attempt = Invoke-Attempt { New-TestMacaroon -Identifier $identifier -Caveat $caveats | ConvertTo-OneclientEnvironment @parameters }
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
    }
}
