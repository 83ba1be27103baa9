BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $boomi = @{ AccountId = $sandbox.BoomiAccountId; UserName = $sandbox.BoomiUserName; ApiToken = $sandbox.BoomiApiToken; BaseUri = $sandbox.Uri }
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
    $zoneToken = @($vectors.withSecret | Where-Object { $_.identifier -like '2/nmd/*' -and -not $_.caveats.Count })[0].serialized
}

AfterAll { Stop-TokenSandbox }

Describe 'Disconnect-Boomi' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Get-TokenConnection Boomi | Disconnect-Boomi
        Get-TokenConnection Onezone | Disconnect-Onezone
    }

    It 'closes nothing with -WhatIf' {
        Connect-Boomi acme-A1B2C3 admin@acme.example secret-1
        $connection = Get-TokenConnection Boomi
        Disconnect-Boomi -WhatIf
        $connection | Disconnect-Boomi -WhatIf
        $connection.IsClosed | Should -BeFalse
        Disconnect-Boomi -Confirm:$false
        $connection.IsClosed | Should -BeTrue
    }

    It 'closes the default connection only' {
        $held = Connect-Boomi @boomi -PassThru
        $default = Connect-Boomi @boomi -PassThru
        $zone = Connect-Onezone https://zone.example.com $zoneToken -PassThru
        Disconnect-Boomi | Should -BeNullOrEmpty
        $default.IsClosed, $held.IsClosed, $zone.IsClosed | Should -Be $true, $false, $false
        Get-ErrorId (Invoke-Attempt { New-InstallerToken ATOM }).Problem | Should -BeExactly 'NoConnection'
    }

    It 'closes connections to Boomi from the pipeline only' {
        $one = Connect-Boomi @boomi -PassThru
        $two = Connect-Boomi @boomi -PassThru
        $zone = Connect-Onezone https://zone.example.com $zoneToken -PassThru
        Get-TokenConnection | Disconnect-Boomi
        $one.IsClosed, $two.IsClosed, $zone.IsClosed | Should -Be $true, $true, $false
        Disconnect-Onezone $zone
        $zone.IsClosed | Should -BeTrue
        Get-TokenConnection | Should -BeNullOrEmpty
    }

    It 'rejects a connection to another service as an argument' {
        $zone = Connect-Onezone https://zone.example.com $zoneToken -PassThru
        $attempt = Invoke-Attempt { Disconnect-Boomi $zone }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'ConnectionOtherService'
        $attempt.Problem.ToString() | Should -BeLike '*Disconnect-Onezone*'
        $zone.IsClosed | Should -BeFalse
        ($zone | Disconnect-Boomi -Verbose 4>&1).Message | Should -BeLike '*Onezone*Disconnect-Onezone*'
        $zone.IsClosed | Should -BeFalse
    }

    It 'does nothing for a closed or a missing connection' {
        $connection = Connect-Boomi @boomi -PassThru
        Disconnect-Boomi $connection
        Disconnect-Boomi $connection
        Disconnect-Boomi
    }

    It 'leaves a connection that cannot be used any more' {
        $connection = Connect-Boomi @boomi -PassThru
        Disconnect-Boomi $connection
        $problem = (Invoke-Attempt { New-InstallerToken ATOM -Connection $connection }).Problem
        Get-ErrorId $problem | Should -BeExactly 'ConnectionClosed'
        $problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        $problem.TargetObject | Should -BeExactly 'ATOM'
        $problem.ToString() | Should -BeLike '*Boomi*closed*'
    }
}
