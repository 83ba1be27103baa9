BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Boomi -Sandbox $sandbox
    $null = New-BoomiEnvironment Production
    $null = New-BoomiEnvironment 'Test A' TEST
    $null = New-BoomiEnvironment 'Test B' TEST
}

AfterAll { Stop-TokenSandbox $sandbox }

Describe 'Get-BoomiEnvironment' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'returns all environments' {
        $all = @(Get-BoomiEnvironment)
        $all.Name | Should -Be 'Production', 'Test A', 'Test B'
        $all.Classification | Should -Be 'PROD', 'TEST', 'TEST'
        $all.Id | Should -Be $sandbox.Environments.Id
    }

    It 'selects by <parameters>' -ForEach @(
        @{ parameters = 'Production'; found = @('Production') }
        @{ parameters = 't*'; found = @('Test A', 'Test B') }
        @{ parameters = '-Classification test'; found = @('Test A', 'Test B') }
        @{ parameters = '-Name *B -Classification TEST'; found = @('Test B') }
    ) {
        @(Invoke-Expression "Get-BoomiEnvironment $parameters").Name | Should -Be $found
    }

    It 'ignores the case of an exact name' {
        (Get-BoomiEnvironment 'test A').Name | Should -BeExactly 'Test A'
    }

    It 'selects by id' {
        (Get-BoomiEnvironment -Id $sandbox.Environments[1].Id).Name | Should -BeExactly 'Test A'
    }

    It 'reads all pages' {
        $own = [TokenTools.Sandbox.TokenSandbox]::Start([TokenTools.Sandbox.SandboxOptions] @{ BoomiPageSize = 2 })
        try {
            $connection = Connect-Boomi -Sandbox $own -PassThru
            foreach ($i in 1..5) { $null = New-BoomiEnvironment "e$i" -Connection $connection }
            $own.ClearRequests()
            (Get-BoomiEnvironment -Connection $connection).Name | Should -Be 'e1', 'e2', 'e3', 'e4', 'e5'
            ($own.Requests.Path | ForEach-Object { $_.Split('/')[-1] }) | Should -Be 'query', 'queryMore', 'queryMore'
            $own.Requests[1].GetHeader('Content-Type') | Should -BeExactly 'text/plain'
            $own.ClearRequests()
            (Get-BoomiEnvironment -Connection $connection | Select-Object -First 1).Name | Should -Be 'e1'
            $own.Requests.Count | Should -Be 1
        }
        finally {
            $own.Dispose()
            Connect-Boomi -Sandbox $sandbox
        }
    }

    It 'reports an exact name that no environment has' {
        Get-ErrorId (Invoke-Attempt { Get-BoomiEnvironment nope }).Problem | Should -BeExactly 'BoomiObjectNotFound'
    }

    It 'rejects an unknown classification' {
        Get-ErrorId (Invoke-Attempt { Get-BoomiEnvironment -Classification DEV }).Problem | Should -BeExactly 'ChoiceInvalid'
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
