BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox -RuntimeStartup 1h
    Connect-Boomi -Sandbox $sandbox
    $production = New-BoomiEnvironment Production
    $test = New-BoomiEnvironment Test TEST
    function Get-Created { @($sandbox.Requests | Where-Object { $_.Path -like '*/EnvironmentAtomAttachment' }).Count }
}

AfterAll { Stop-TokenSandbox $sandbox }

Describe 'New-BoomiEnvironmentAttachment' {
    BeforeEach {
        $runtime = $sandbox.InstallRuntime((New-InstallerToken ATOM -AsPlainText).Token, "r$(New-Guid)")
        Reset-Sandbox $sandbox
    }

    It 'attaches a runtime, also from the pipeline, and not a second time' {
        $attachment = Get-BoomiRuntime $runtime.Name | New-BoomiEnvironmentAttachment -EnvironmentId $test.Id
        $attachment.AtomId | Should -BeExactly $runtime.Id
        $attachment.EnvironmentId | Should -BeExactly $test.Id
        (New-BoomiEnvironmentAttachment $runtime.Id $test.Id).Id | Should -BeExactly $attachment.Id
        Get-Created | Should -Be 1
        $runtime.EnvironmentId | Should -BeExactly $test.Id
    }

    It 'does not move a runtime without -Force' {
        $null = New-BoomiEnvironmentAttachment $runtime.Id $test.Id
        $attempt = Invoke-Attempt { New-BoomiEnvironmentAttachment $runtime.Id $production.Id -Confirm:$false }
        $attempt.Output | Should -BeNullOrEmpty
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiRuntimeAttached'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'ResourceExists'
        $runtime.EnvironmentId | Should -BeExactly $test.Id
        $runtime.AttachmentCount | Should -Be 1
    }

    It 'moves it with -Force -Confirm:$false' {
        $null = New-BoomiEnvironmentAttachment $runtime.Id $test.Id
        (New-BoomiEnvironmentAttachment $runtime.Id $production.Id -Force -Confirm:$false).EnvironmentId | Should -BeExactly $production.Id
        $runtime.AttachmentCount | Should -Be 2
    }

    It 'asks before it moves one, like a cmdlet of high impact, and attaches one without a question' {
        # This host is not interactive, so a question is an error.
        $ConfirmPreference = 'High'
        $null = New-BoomiEnvironmentAttachment $runtime.Id $test.Id
        $attempt = Invoke-Attempt { New-BoomiEnvironmentAttachment $runtime.Id $production.Id -Force }
        $attempt.Errors | Should -Not -BeNullOrEmpty
        $runtime.EnvironmentId | Should -BeExactly $test.Id
        $ConfirmPreference = 'None'
        (New-BoomiEnvironmentAttachment $runtime.Id $production.Id -Force).EnvironmentId | Should -BeExactly $production.Id
    }

    It 'does nothing with -WhatIf' {
        New-BoomiEnvironmentAttachment $runtime.Id $test.Id -WhatIf | Should -BeNullOrEmpty
        $runtime.EnvironmentId | Should -BeNullOrEmpty
        $null = New-BoomiEnvironmentAttachment $runtime.Id $test.Id
        New-BoomiEnvironmentAttachment $runtime.Id $production.Id -Force -WhatIf | Should -BeNullOrEmpty
        $runtime.AttachmentCount | Should -Be 1
    }

    It 'looks the attachment up after a lost response' {
        Add-Fault $sandbox @{ Reset = 'AfterHandling'; Match = '*/EnvironmentAtomAttachment' }
        (New-BoomiEnvironmentAttachment $runtime.Id $test.Id).AtomId | Should -BeExactly $runtime.Id
        Get-Created | Should -Be 1
    }

    It 'accepts the response of the documentation''s sample, which shows an environment' {
        Add-Fault $sandbox @{ Body = '{"@type":"Environment","id":"456789ab-cdef-0123-4567-89abcdef0123","name":"My Production Environment","classification":"PROD"}'; ContentType = 'application/json'; Match = '*/EnvironmentAtomAttachment' }
        # The attachment is then looked up.
        $attachment = New-BoomiEnvironmentAttachment $runtime.Id $test.Id
        $attachment.AtomId | Should -BeExactly $runtime.Id
        $attachment.EnvironmentId | Should -BeExactly $test.Id
        Get-Created | Should -Be 1
    }

    It 'reports a runtime that may be attached if the response cannot be used and the attachment is not there' {
        Add-Fault $sandbox @{ StatusCode = 200; Body = '{}'; ContentType = 'application/json'; Match = '*/EnvironmentAtomAttachment' }
        Add-Fault $sandbox @{ StatusCode = 200; Body = '{"numberOfResults":0}'; ContentType = 'application/json'; Match = '*/EnvironmentAtomAttachment/query'; Count = 2 }
        $attempt = Invoke-Attempt { New-BoomiEnvironmentAttachment $runtime.Id $test.Id }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'ResponseIncomplete'
        "$($attempt.Problem)" | Should -BeLike '*may have been attached*'
    }

    It 'reports an unknown runtime' {
        $attempt = Invoke-Attempt { New-BoomiEnvironmentAttachment ([guid]::NewGuid()) $test.Id }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BadRequest'
    }

    It 'rejects blank ids' {
        Get-ErrorId (Invoke-Attempt { New-BoomiEnvironmentAttachment '' $test.Id }).Problem | Should -BeExactly 'BoomiNameInvalid'
        Get-ErrorId (Invoke-Attempt { New-BoomiEnvironmentAttachment $runtime.Id '' }).Problem | Should -BeExactly 'BoomiNameInvalid'
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
