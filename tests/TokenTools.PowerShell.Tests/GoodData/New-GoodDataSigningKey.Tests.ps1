BeforeDiscovery {
    $bad = @(
        @{ id = 'SigningKeyIdInvalid'; arguments = @{ Id = '.x' } }
        @{ id = 'SigningKeyIdInvalid'; arguments = @{ KeyId = 'canary 31337' } }
        @{ id = 'SettingOutOfRange'; arguments = @{ KeySize = 1024 } }
        @{ id = 'ChoiceInvalid'; arguments = @{ Algorithm = 'HS256' } }
        @{ id = 'PrivateKeyInvalid'; arguments = @{ PrivateKey = 'canary-31337' } }
        @{ id = 'SettingsExclusive'; arguments = @{ PrivateKey = 'canary-31337'; Path = 'key.pem' } }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-GoodData -Sandbox $sandbox
}

AfterAll {
    Disconnect-GoodData
    Stop-TokenSandbox
}

Describe 'New-GoodDataSigningKey' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'uploads the public key, and returns the private key as a SecureString' {
        $key = New-GoodDataSigningKey -Id ci -KeyId k1 -Algorithm RS512
        $key.Id, $key.KeyId, $key.Algorithm, $key.Change | Should -Be 'ci', 'k1', 'RS512', 'Created'
        $key.PrivateKey | Should -BeOfType securestring
        ConvertFrom-TestSecret $key.PrivateKey | Should -Match '\A-----BEGIN PRIVATE KEY-----\n'
        $content = ($sandbox.Requests[-1].PlainBody | ConvertFrom-Json).data.attributes.content
        $content.kid, $content.alg, $content.use, $content.kty, $content.e | Should -Be 'k1', 'RS512', 'sig', 'RSA', 'AQAB'
        @($content.PSObject.Properties.Name | Sort-Object) | Should -Be 'alg', 'e', 'kid', 'kty', 'n', 'use'
        @(($key | Format-List * -Force | Out-String), "$key") | Should -Not -Match 'BEGIN'
    }

    It 'writes the private key into a file, and uses that key the next time' {
        $path = Join-Path $TestDrive key.pem
        $first = New-GoodDataSigningKey $path
        Get-Content -Raw -LiteralPath $path | Should -BeExactly (ConvertFrom-TestSecret $first.PrivateKey)
        if ($IsLinux) { (Get-Item -LiteralPath $path).UnixMode | Should -Be '-rw-------' }
        $again = New-GoodDataSigningKey $path
        $again.Id, $again.Change | Should -Be $first.Id, 'Unchanged'
    }

    It 'uploads an existing key' {
        $key = New-GoodDataSigningKey
        (New-GoodDataSigningKey -PrivateKey $key.PrivateKey).Change | Should -Be 'Unchanged'
    }

    It 'reports an id that another key has' {
        $null = New-GoodDataSigningKey -Id taken
        $run = Invoke-Attempt { New-GoodDataSigningKey -Id taken }
        Get-ErrorId $run.Problem | Should -BeExactly 'SigningKeyIdTaken'
    }

    It 'creates nothing with -WhatIf' {
        New-GoodDataSigningKey (Join-Path $TestDrive none.pem) -WhatIf
        Join-Path $TestDrive none.pem | Should -Not -Exist
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'rejects <id>' -ForEach $bad {
        $run = Invoke-Attempt { New-GoodDataSigningKey @arguments }
        # The error of a transformation contains Core's error.
        $ids = @(Get-ErrorId $run.Problem)
        for ($inner = $run.Problem.Exception; $null -ne $inner; $inner = $inner.InnerException) { if ($inner -is [TokenTools.TokenException]) { $ids += $inner.ErrorId } }
        $ids | Should -Contain $id
        Get-ErrorText $run.Problem | Should -Not -Match 'canary.31337'
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
