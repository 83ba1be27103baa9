BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Boomi -Sandbox $sandbox
    $script:number = 0
    function Get-Created { @($sandbox.Requests | Where-Object { $_.Path -like '*/Environment' }).Count }
}

AfterAll { Stop-TokenSandbox $sandbox }

Describe 'New-BoomiEnvironment' {
    BeforeEach {
        Reset-Sandbox $sandbox
        $name = "Team $((++$script:number))"
    }

    It 'creates an environment, and returns the existing one the second time' {
        $created = New-BoomiEnvironment $name test
        $created.Name | Should -BeExactly $name
        $created.Classification | Should -BeExactly 'TEST'
        $again = New-BoomiEnvironment $name
        $again.Id | Should -BeExactly $created.Id
        Get-Created | Should -Be 1
    }

    It 'sends no classification if none is specified' {
        $null = New-BoomiEnvironment $name
        ($sandbox.Requests[-1].ToPlainText().Body | ConvertFrom-Json).PSObject.Properties.Name | Should -Not -Contain 'classification'
    }

    It 'binds the rows of a CSV file' {
        $rows = "name,classification`n$name-1,PROD`n$name-2," | ConvertFrom-Csv
        ($rows | New-BoomiEnvironment).Classification | Should -Be 'PROD', 'PROD'
    }

    It 'creates nothing with -WhatIf' {
        New-BoomiEnvironment $name -WhatIf | Should -BeNullOrEmpty
        Get-Created | Should -Be 0
    }

    It 'reports an existing environment with another classification' {
        $null = New-BoomiEnvironment $name TEST
        $attempt = Invoke-Attempt { New-BoomiEnvironment $name PROD }
        $attempt.Output | Should -BeNullOrEmpty
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiEnvironmentDiffers'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'ResourceExists'
    }

    It 'looks the environment up after a lost response instead of creating it again' {
        Add-Fault $sandbox @{ Reset = 'AfterHandling'; Match = '*/Environment' }
        (New-BoomiEnvironment $name).Name | Should -BeExactly $name
        Get-Created | Should -Be 1
        @($sandbox.Environments | Where-Object Name -eq $name).Count | Should -Be 1
    }

    It 'creates it again if the lost request had no effect' {
        Add-Fault $sandbox @{ Reset = 'BeforeHandling'; Match = '*/Environment' }
        (New-BoomiEnvironment $name).Name | Should -BeExactly $name
        Get-Created | Should -Be 2
    }

    It 'reports an environment that may exist if it cannot be looked up' {
        Add-Fault $sandbox @{ Reset = 'AfterHandling'; Match = '*/Environment' }
        foreach ($i in 1..2) { Add-Fault $sandbox @{ StatusCode = 403; Match = '*/Environment/query' } }
        $null = Get-BoomiRuntime
        # The first query, before the environment is created, uses one of the faults.
        $attempt = Invoke-Attempt { New-BoomiEnvironment $name }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'Forbidden'
        Reset-Sandbox $sandbox
    }

    It 'rejects <parameters>' -ForEach @(
        @{ parameters = ''''''; id = 'BoomiNameInvalid' }
        @{ parameters = "'a`nb'"; id = 'BoomiNameInvalid' }
        @{ parameters = 'x DEV'; id = 'ChoiceInvalid' }
    ) {
        Get-ErrorId (Invoke-Attempt { Invoke-Expression "New-BoomiEnvironment $parameters" }).Problem | Should -BeExactly $id
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
