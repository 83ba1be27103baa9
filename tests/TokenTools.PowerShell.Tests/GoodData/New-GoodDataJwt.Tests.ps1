BeforeDiscovery {
    $bad = @(
        @{ id = 'BootstrapUserInvalid'; arguments = @{ UserId = 'canary 31337' } }
        @{ id = 'SigningKeyIdInvalid'; arguments = @{ UserId = 'ada'; KeyId = '.x' } }
        @{ id = 'PrivateKeyInvalid'; arguments = @{ UserId = 'ada'; PrivateKey = 'canary-31337' } }
        @{ id = 'SecretWrongType'; arguments = @{ UserId = 'ada'; PrivateKey = 31337421 } }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-GoodData -Sandbox $sandbox
    $path = Join-Path $TestDrive key.pem
    $key = New-GoodDataSigningKey $path -Algorithm RS384 -KeyId k1
    function Get-Claim([string] $Token) {
        $part = $Token.Split('.')[1].Replace('-', '+').Replace('_', '/')
        [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($part.PadRight([math]::Ceiling($part.Length / 4) * 4, '='))) | ConvertFrom-Json
    }
}

AfterAll {
    Get-TokenConnection GoodData | Disconnect-GoodData
    Stop-TokenSandbox
}

Describe 'New-GoodDataJwt' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'creates a token that the organization accepts, from a signing key in the pipeline' {
        $jwt = $key | New-GoodDataJwt admin
        $jwt.KeyId, $jwt.UserId | Should -Be 'k1', 'admin'
        $sandbox.Requests | Should -BeNullOrEmpty
        $jwt.Token | Should -BeOfType securestring
        $connection = $jwt | Connect-GoodData $sandbox.Uri -PassThru
        $connection.ExpiresAt | Should -Be $jwt.ExpiresAt
        (Test-GoodDataConnection -Detailed).UserId | Should -Be 'admin'
    }

    It 'reads the key from a file or a vault' {
        $fromFile = New-GoodDataJwt admin -Path $path -KeyId k1 -Algorithm RS384
        $fromVault = New-GoodDataJwt admin $key.PrivateKey -KeyId k1 -Algorithm RS384
        foreach ($jwt in $fromFile, $fromVault) {
            $jwt | Connect-GoodData $sandbox.Uri
            Test-GoodDataConnection | Should -BeTrue
        }
    }

    It 'is valid for 10 minutes, or for -ValidFor' {
        $jwt = $key | New-GoodDataJwt admin
        ($jwt.ExpiresAt - $jwt.IssuedAt).TotalMinutes | Should -Be 10
        $jwt.IsExpired | Should -BeFalse
        $jwt = $key | New-GoodDataJwt admin -ValidFor 90m
        ($jwt.Expiration - $jwt.IssuedAt).TotalMinutes | Should -Be 90
        (Invoke-Attempt { $key | New-GoodDataJwt admin -ValidFor 2d }).Warnings | Should -Match 'not short-lived'
    }

    It 'has the claims of the vendor''s page' {
        $jwt = $key | New-GoodDataJwt admin -Name 'The Admin' -AsPlainText
        $claims = Get-Claim $jwt.Token
        @($claims.PSObject.Properties.Name | Sort-Object) | Should -Be 'exp', 'iat', 'jti', 'name', 'sub'
        $claims.sub, $claims.name, $claims.jti | Should -Be 'admin', 'The Admin', $jwt.Id
    }

    It 'has no secret in text and views' {
        $jwt = $key | New-GoodDataJwt admin
        @("$jwt", ($jwt | Format-List * -Force | Out-String), ($jwt | Out-String)) | Should -Not -Match 'eyJ'
        $header = $jwt | ConvertTo-RestParameter -AsHeader
        $header.Headers.Authorization | Should -Match '\ABearer eyJ'
    }

    It 'rejects <id>' -ForEach $bad {
        $all = @{ PrivateKey = $key.PrivateKey } + @{}
        foreach ($name in $arguments.Keys) { $all[$name] = $arguments[$name] }
        $run = Invoke-Attempt { New-GoodDataJwt @all }
        Get-ErrorId $run.Problem | Should -BeExactly $id
        Get-ErrorText $run.Problem | Should -Not -Match 'canary.31337'
    }

    It 'rejects a file without a key' {
        Set-Content -LiteralPath "$TestDrive/notes.txt" -Value 'notes'
        $run = Invoke-Attempt { New-GoodDataJwt admin -Path "$TestDrive/notes.txt" }
        Get-ErrorId $run.Problem | Should -BeExactly 'PrivateKeyInvalid'
        $run = Invoke-Attempt { New-GoodDataJwt admin -Path "$TestDrive/none.pem" }
        Get-ErrorId $run.Problem | Should -BeExactly 'PrivateKeyFileUnreadable'
    }
}
