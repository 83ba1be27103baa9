# What people give by mistake: things in each other's place, the wrong object down the pipeline, dates as their culture writes them.
BeforeDiscovery {
    $stray = @(
        @{ name = 'a file'; object = { Get-Item -LiteralPath $PSCommandPath } }
        @{ name = 'a number'; object = { 42 } }
        @{ name = 'a hashtable'; object = { @{ a = 1 } } }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Boomi -Sandbox $sandbox
    Connect-Onezone -Sandbox $sandbox
}

AfterAll { Stop-TokenSandbox }

Describe 'Mistakes' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'makes no token of <name> that says nothing of what to make' -ForEach $stray {
        $input = & $object
        $attempt = Invoke-Attempt { , $input | New-InstallerToken -InstallType ATOM }
        $attempt.Output | Should -BeNullOrEmpty
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerInputUnknown'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'takes a row''s validFor' {
        ([pscustomobject] @{ installType = 'ATOM'; validFor = '2h' } | New-InstallerToken).DurationMinutes | Should -Be 120
    }

    It 'refuses <_> minutes of a row rather than make others of them' -ForEach '30.5', '1e2', 'an hour' {
        $attempt = Invoke-Attempt { [pscustomobject] @{ installType = 'ATOM'; durationMinutes = $_ } | New-InstallerToken }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerDurationNotANumber'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'sees an API token in a user name''s place, and doesn''t show it' {
        $attempt = Invoke-Attempt { Connect-Boomi acme-A1B2C3 '161aead9-a253-4b47-abbe-a4da2da5171e' admin@acme.example }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiUserLooksLikeToken'
        $attempt.Problem.ToString() | Should -Not -Match '161aead9'
    }

    It 'doesn''t show what can''t be an install type: it may be a token' {
        $attempt = Invoke-Attempt { New-InstallerToken '6A4BF657-aaaa-4bbb-8ccc-111111111111' }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallTypeUnknown'
        $attempt.Problem.ToString() | Should -Not -Match '6A4BF657'
    }

    It 'says how long a secret may be, and doesn''t show it' {
        $attempt = Invoke-Attempt { Connect-Onezone $sandbox.Uri ('h' * 70000) }
        $attempt.Problem.ToString() | Should -BeLike '*at most 65536 characters*'
        $attempt.Problem.ToString() | Should -Not -Match 'hhhh'
    }

    It 'reads dates alike in <_>' -ForEach 'en-US', 'de-DE', 'tr-TR', 'th-TH', 'ar-SA' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $expected = [DateTimeOffset]::new([DateTime]::new(2030, 1, 2, [Globalization.GregorianCalendar]::new()), [TimeZoneInfo]::Local.GetUtcOffset([DateTime]::new(2030, 1, 2, [Globalization.GregorianCalendar]::new())))
            (New-TokenCaveat -ValidUntil '2030-01-02').ExpiresAt | Should -Be $expected
            (New-TokenCaveat -ValidUntil '2030-01-02T00:00:00Z').ValidUntil | Should -Be 1893542400
            (New-TemporaryToken | Test-TemporaryToken -Offline -At '2035-01-01').Outcome | Should -Be 'NotSatisfied'
            { New-TokenCaveat -ValidUntil '03/04/2030' } | Should -Throw '*ISO 8601*'
        }
        finally { [cultureinfo]::CurrentCulture = $before }
    }
}
