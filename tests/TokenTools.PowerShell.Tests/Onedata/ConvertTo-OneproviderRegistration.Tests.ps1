BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    . "$PSScriptRoot/../Support/Macaroon.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Onezone -Sandbox $sandbox
}

AfterAll {
    Get-TokenConnection Onezone | Disconnect-Onezone
    Stop-TokenSandbox $sandbox
}

Describe 'ConvertTo-OneproviderRegistration' {
    BeforeEach { $file = Join-Path $TestDrive ([guid]::NewGuid().ToString('n')) }

    It 'writes the token to a file that only its owner can read, and returns the settings without it' {
        $token = New-TemporaryToken -InviteType registerOneprovider -ValidFor 1h -AsPlainText
        $settings = $token | ConvertTo-OneproviderRegistration $file
        $settings.Count | Should -Be 2
        $settings['tokenProvisionMethod'] | Should -BeExactly 'fromFile'
        $settings['tokenFile'] | Should -BeExactly $file
        [IO.File]::ReadAllText($file) | Should -BeExactly "$($token.Token)"
        if (-not $IsWindows -and $PSVersionTable.PSVersion -ge '7.3') { (Get-Item $file).UnixMode | Should -BeExactly '-rw-------' }
    }

    It 'ends before a token is requested if the file exists, also in <_>' -ForEach 'ConvertTo-OneproviderRegistration', 'ConvertTo-OneclientEnvironment' {
        $null = New-Item -ItemType File -Path $file
        $command = $_
        $before = @($sandbox.Requests | Where-Object Method -EQ POST).Count
        $attempt = Invoke-Attempt { New-TemporaryToken -ValidFor 1h | & $command -Path $file }
        $attempt.Terminated | Should -BeTrue
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerFileExists'
        @($sandbox.Requests | Where-Object Method -EQ POST).Count | Should -Be $before
    }

    It 'returns the full path of a relative one' {
        $token = New-TemporaryToken -InviteType registerOneprovider -ValidFor 1h
        Push-Location $TestDrive
        try { ($token | ConvertTo-OneproviderRegistration ./relative)['tokenFile'] | Should -BeExactly (Join-Path (Get-Item $TestDrive).FullName 'relative') }
        finally { Pop-Location }
    }

    It 'keeps an existing file without -Force' {
        $token = New-TemporaryToken -InviteType registerOneprovider -ValidFor 1h -AsPlainText
        [IO.File]::WriteAllText($file, 'other')
        Get-ErrorId (Invoke-Attempt { $token | ConvertTo-OneproviderRegistration $file }).Problem | Should -BeExactly 'InstallerFileExists'
        [IO.File]::ReadAllText($file) | Should -BeExactly 'other'
        $null = $token | ConvertTo-OneproviderRegistration $file -Force
        [IO.File]::ReadAllText($file) | Should -BeExactly "$($token.Token)"
    }

    It 'writes and returns nothing with -WhatIf' {
        New-TemporaryToken -InviteType registerOneprovider -ValidFor 1h | ConvertTo-OneproviderRegistration $file -WhatIf | Should -BeNullOrEmpty
        Test-Path $file | Should -BeFalse
    }

    It 'does not replace the file of another token, even with -Force' {
        $file = Join-Path $TestDrive 'twice'
        $tokens = (New-TestMacaroon -Identifier '2/nmd/usr-u1/rop:u1:/id1'), (New-TestMacaroon -Identifier '2/nmd/usr-u1/rop:u1:/id2')
        Get-ErrorId (Invoke-Attempt { $tokens | ConvertTo-OneproviderRegistration $file -Force }).Problem | Should -BeExactly 'InstallerFileTwice'
        [IO.File]::ReadAllText($file) | Should -BeExactly "$($tokens[0])"
    }

    It 'rejects <name>' -ForEach @(
        @{ name = 'an access token'; identifier = '2/nmd/usr-u1/act/id1'; caveats = 'time < 8374891234'; id = 'OneproviderNoRegistrationToken' }
        @{ name = 'an invitation to a space'; identifier = '2/nmd/usr-u1/ujs:s1:/id1'; caveats = 'time < 8374891234'; id = 'OneproviderNoRegistrationToken' }
        @{ name = 'an expired token'; identifier = '2/nmd/usr-u1/rop:u1:/id1'; caveats = 'time < 1571147494'; id = 'OneproviderTokenExpired' }
    ) {
        $attempt = Invoke-Attempt { New-TestMacaroon -Identifier $identifier -Caveat $caveats | ConvertTo-OneproviderRegistration $file }
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        Test-Path $file | Should -BeFalse
    }
}
