# Common mistakes: swapped arguments, objects of the wrong type in the pipeline, dates in the format of a culture.
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

    It 'creates no token for <name> that does not describe one' -ForEach $stray {
        $input = & $object
        $attempt = Invoke-Attempt { , $input | New-InstallerToken -InstallType ATOM }
        $attempt.Output | Should -BeNullOrEmpty
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerInputUnknown'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'accepts the validFor of a row' {
        ([pscustomobject] @{ installType = 'ATOM'; validFor = '2h' } | New-InstallerToken).DurationMinutes | Should -Be 120
    }

    It 'rejects <_> minutes in a row rather than rounding them' -ForEach '30.5', '1e2', 'an hour' {
        $attempt = Invoke-Attempt { [pscustomobject] @{ installType = 'ATOM'; durationMinutes = $_ } | New-InstallerToken }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerDurationNotANumber'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'rejects an API token instead of a user name, and does not show it' {
        $attempt = Invoke-Attempt { Connect-Boomi acme-A1B2C3 '161aead9-a253-4b47-abbe-a4da2da5171e' admin@acme.example }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiUserLooksLikeToken'
        $attempt.Problem.ToString() | Should -Not -Match '161aead9'
    }

    It 'does not show text that cannot be an install type, because it may be a token' {
        $attempt = Invoke-Attempt { New-InstallerToken '6A4BF657-aaaa-4bbb-8ccc-111111111111' }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallTypeUnknown'
        $attempt.Problem.ToString() | Should -Not -Match '6A4BF657'
    }

    It 'shows the maximum length of a secret, and does not show the secret' {
        $attempt = Invoke-Attempt { Connect-Onezone $sandbox.Uri ('h' * 70000) }
        $attempt.Problem.ToString() | Should -BeLike '*at most 65536 characters*'
        $attempt.Problem.ToString() | Should -Not -Match 'hhhh'
    }

    It 'parses dates in the same way in <_>' -ForEach 'en-US', 'de-DE', 'tr-TR', 'th-TH', 'ar-SA' {
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
