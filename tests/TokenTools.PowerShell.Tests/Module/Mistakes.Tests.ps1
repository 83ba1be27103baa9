# Common mistakes: swapped arguments, objects of the wrong type in the pipeline, dates in the format of a culture.
BeforeDiscovery {
    $stray = @(
        @{ name = 'a file'; object = { Get-Item -LiteralPath $PSCommandPath } }
        @{ name = 'a number'; object = { 42 } }
        @{ name = 'a hashtable'; object = { @{ a = 1 } } }
    )
    # The token of each kind, as an object, to the cmdlets that read one of another kind.
    $others = @(
        @{ kind = 'installer'; name = 'a Boomi installer token'; readers = 'ConvertFrom-OnedataToken', 'Connect-Onezone', 'Connect-GoodData', 'ConvertFrom-BootstrapToken', 'ConvertTo-OrganizationManifest' }
        @{ kind = 'bootstrap'; name = 'a GoodData bootstrap token'; readers = 'ConvertFrom-OnedataToken', 'Connect-Onezone', 'Connect-Boomi', 'ConvertTo-InstallerArgument' }
        @{ kind = 'api'; name = 'a GoodData API token'; readers = 'ConvertFrom-OnedataToken', 'Connect-Onezone', 'Connect-Boomi', 'ConvertTo-InstallerArgument' }
        @{ kind = 'jwt'; name = 'a JSON Web Token'; readers = 'ConvertFrom-OnedataToken', 'Connect-Boomi', 'ConvertTo-InstallerArgument' }
        @{ kind = 'onedata'; name = 'a Onedata token'; readers = 'Connect-Boomi', 'ConvertTo-InstallerArgument', 'Connect-GoodData', 'ConvertFrom-BootstrapToken', 'ConvertTo-OrganizationManifest' }
        @{ kind = 'named'; name = 'a Onedata token'; readers = 'Connect-Boomi', 'ConvertTo-InstallerArgument', 'Connect-GoodData', 'ConvertFrom-BootstrapToken', 'ConvertTo-OrganizationManifest' }
    ) | ForEach-Object { foreach ($reader in $_.readers) { @{ kind = $_.kind; name = $_.name; reader = $reader } } }
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Boomi -Sandbox $sandbox
    Connect-Onezone -Sandbox $sandbox
    Connect-GoodData -Sandbox $sandbox
    $tokens = @{
        installer = New-InstallerToken ATOM
        bootstrap = New-BootstrapToken -UserName admin -Password example
        api       = New-GoodDataApiToken mistakes
        jwt       = New-GoodDataSigningKey | New-GoodDataJwt ada
        onedata   = New-TemporaryToken
        named     = New-NamedToken mistakes
    }
    # How each reads a token from a variable.
    $readers = @{
        'ConvertFrom-OnedataToken'       = { ConvertFrom-OnedataToken $token }
        'Connect-Onezone'                = { Connect-Onezone $sandbox.Uri $token }
        'Connect-Boomi'                  = { Connect-Boomi acme-A1B2C3 a@b.example $token }
        'ConvertTo-InstallerArgument'    = { $token | ConvertTo-InstallerArgument -RuntimeName a -InstallType ATOM }
        'Connect-GoodData'               = { Connect-GoodData $sandbox.Uri $token }
        'ConvertFrom-BootstrapToken'     = { $token | ConvertFrom-BootstrapToken }
        'ConvertTo-OrganizationManifest' = { ConvertTo-OrganizationManifest a a.example -Token $token }
    }
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

    It 'names <name> that is given to <reader>' -ForEach $others {
        $token = $tokens[$kind]
        $attempt = Invoke-Attempt $readers[$reader]
        Get-ErrorId $attempt.Problem | Should -BeExactly 'TokenOfOtherKind'
        $attempt.Problem.ToString() | Should -BeLike "*This is $name. Specify *"
        Get-ErrorText $attempt.Problem | Should -Not -BeLike "*$(ConvertFrom-TestSecret $token.Token)*"
    }

    It 'warns about a token of another kind that Test-TemporaryToken finds not valid' {
        $attempt = Invoke-Attempt { Test-TemporaryToken $tokens.installer }
        $attempt.Output | Should -BeExactly $false
        $attempt.Warnings | Should -BeExactly 'This is a Boomi installer token. Specify a Onedata token.'
        $sandbox.Requests | Should -BeNullOrEmpty
        (Test-TemporaryToken $tokens.installer -Detailed -WarningAction Ignore).Message | Should -BeLike 'This is a Boomi installer token.*'
        (Invoke-Attempt { Test-TemporaryToken 'rubbish-123' }).Warnings | Should -BeNullOrEmpty
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
