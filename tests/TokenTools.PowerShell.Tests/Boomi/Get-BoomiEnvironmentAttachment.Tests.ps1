BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox -RuntimeStartup 1h
    Connect-Boomi -Sandbox $sandbox
    $production = New-BoomiEnvironment Production
    $test = New-BoomiEnvironment Test TEST
    $runtimes = foreach ($name in 'a', 'b', 'c') { $sandbox.InstallRuntime((New-InstallerToken ATOM -AsPlainText).Token, $name) }
    $null = New-BoomiEnvironmentAttachment $runtimes[0].Id $production.Id
    $null = New-BoomiEnvironmentAttachment $runtimes[1].Id $test.Id
}

AfterAll { Stop-TokenSandbox $sandbox }

Describe 'Get-BoomiEnvironmentAttachment' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'returns all attachments' {
        $all = @(Get-BoomiEnvironmentAttachment)
        $all.AtomId | Should -Be $runtimes[0].Id, $runtimes[1].Id
        $all.EnvironmentId | Should -Be $production.Id, $test.Id
        $all[0].Id | Should -Not -BeNullOrEmpty
    }

    It 'selects by runtime and by environment' {
        (Get-BoomiEnvironmentAttachment $runtimes[1].Id).EnvironmentId | Should -BeExactly $test.Id
        (Get-BoomiEnvironmentAttachment -EnvironmentId $production.Id).AtomId | Should -BeExactly $runtimes[0].Id
        Get-BoomiEnvironmentAttachment $runtimes[2].Id | Should -BeNullOrEmpty
        Get-BoomiEnvironmentAttachment $runtimes[1].Id $production.Id | Should -BeNullOrEmpty
    }

    It 'rejects a blank id' {
        Get-ErrorId (Invoke-Attempt { Get-BoomiEnvironmentAttachment ' ' }).Problem | Should -BeExactly 'BoomiNameInvalid'
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
