BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
}

AfterAll { Stop-TokenSandbox }

Describe 'Disconnect-GoodData' {
    It 'closes the default connection' {
        $connection = Connect-GoodData -Sandbox $sandbox -PassThru
        Disconnect-GoodData
        $connection.IsClosed | Should -BeTrue
        Get-TokenConnection GoodData | Should -BeNullOrEmpty
        $run = Invoke-Attempt { Get-GoodDataUser -Connection $connection }
        Get-ErrorId $run.Problem | Should -BeExactly 'ConnectionClosed'
    }

    It 'closes nothing with -WhatIf' {
        $connection = Connect-GoodData -Sandbox $sandbox -PassThru
        Disconnect-GoodData -WhatIf
        $connection | Disconnect-GoodData -WhatIf
        $connection.IsClosed | Should -BeFalse
        Disconnect-GoodData -Confirm:$false
        $connection.IsClosed | Should -BeTrue
    }

    It 'closes connections from the pipeline, and skips those of other services' {
        $all = (Connect-GoodData -Sandbox $sandbox -PassThru), (Connect-Boomi -Sandbox $sandbox -PassThru)
        $all | Disconnect-GoodData
        $all.IsClosed | Should -Be $true, $false
        Disconnect-Boomi
    }

    It 'does nothing without a connection' {
        (Invoke-Attempt { Disconnect-GoodData }).Errors | Should -BeNullOrEmpty
    }
}
