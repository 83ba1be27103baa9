BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
    $zoneToken = @($vectors.withSecret | Where-Object { $_.identifier -like '2/nmd/*' -and -not $_.caveats.Count })[0].serialized
}

AfterAll { Stop-TokenSandbox }

Describe 'Disconnect-Onezone' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Get-TokenConnection Boomi | Disconnect-Boomi
        Get-TokenConnection Onezone | Disconnect-Onezone
    }

    It 'closes nothing with -WhatIf' {
        Connect-Onezone onezone.example.com egi:secret-1 -WarningAction SilentlyContinue
        $connection = Get-TokenConnection Onezone
        Disconnect-Onezone -WhatIf
        $connection | Disconnect-Onezone -WhatIf
        $connection.IsClosed | Should -BeFalse
        Disconnect-Onezone -Confirm:$false
        $connection.IsClosed | Should -BeTrue
    }

    It 'can be used twice and without a connection' {
        $connection = Connect-Onezone https://zone.example.com $zoneToken -PassThru
        Disconnect-Onezone $connection
        Disconnect-Onezone $connection
        Disconnect-Onezone
        $connection.IsClosed | Should -BeTrue
    }

    It 'leaves a connection that reports that it is closed, when the zone''s time was <known>' -ForEach @{ known = 'requested before' }, @{ known = 'not requested' } {
        $zone = Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken -PassThru
        if ($known -eq 'requested before') { $null = New-TemporaryToken -Connection $zone }
        Disconnect-Onezone $zone
        $problem = (Invoke-Attempt { New-TemporaryToken -Connection $zone }).Problem
        Get-ErrorId $problem | Should -BeExactly 'ConnectionClosed'
        $problem.CategoryInfo.Category | Should -Be 'ConnectionError'
    }
}
