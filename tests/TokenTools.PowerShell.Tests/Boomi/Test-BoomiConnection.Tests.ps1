BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    function Connect-SandboxByPassword {
        $credential = [pscredential]::new($sandbox.BoomiUserName, (ConvertTo-TestSecret $sandbox.BoomiPassword))
        Connect-Boomi $sandbox.BoomiAccountId -Credential $credential -BaseUri $sandbox.Uri @args
    }
}

AfterAll { Stop-TokenSandbox }

Describe 'Test-BoomiConnection' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Connect-Boomi -Sandbox $sandbox
    }

    It 'is true for valid credentials, and creates no token' {
        Test-BoomiConnection | Should -BeTrue
        $sandbox.MintedTokens | Should -BeNullOrEmpty
        "$($sandbox.Requests[-1].Method) $($sandbox.Requests[-1].PlainPath)" | Should -BeExactly "GET /api/rest/v1/$($sandbox.BoomiAccountId)/Account/$($sandbox.BoomiAccountId)"
    }

    It 'returns the account with -Detailed' {
        $test = Test-BoomiConnection -Detailed
        $test.Accepted | Should -BeTrue
        $test.AccountId | Should -BeExactly $sandbox.BoomiAccountId
        $test.AccountName | Should -BeExactly 'Sandbox'
        $test.Status | Should -BeExactly 'active'
        $license = $test.Licenses | Where-Object Name -eq molecule
        $license.Purchased, $license.Used, $license.Available | Should -Be 10, 1, 9
        $test.ReasonId | Should -BeNullOrEmpty
        ($test | Format-List | Out-String) | Should -Match 'standard: 60 of 100 used'
    }

    It 'is false for invalid credentials, with the reason in verbose output' -ForEach 401, 403 {
        $other = [TokenTools.Sandbox.TokenSandbox]::Start([TokenTools.Sandbox.SandboxOptions] @{ BoomiBadCredentialsStatus = $_ })
        try {
            Connect-Boomi $other.BoomiAccountId $other.BoomiUserName (New-Guid).ToString() -BaseUri $other.Uri
            $attempt = Invoke-Attempt { Test-BoomiConnection -Verbose }
            $attempt.Errors | Should -BeNullOrEmpty
            $attempt.Output | Should -BeFalse
            $attempt.Verbose -join ' ' | Should -Match 'Incorrect user name and password'
            $test = Test-BoomiConnection -Detailed
            $test.StatusCode | Should -Be $_
            $test.ReasonId, $test.Reason, $test.Advice | Should -Not -BeNullOrEmpty
            $test.AccountName | Should -BeNullOrEmpty
        }
        finally { $other.Dispose() }
    }

    It 'tests the account that the connection acts for' {
        Connect-SandboxByPassword -OverrideAccountId $sandbox.BoomiPartnerAccountId
        (Test-BoomiConnection -Detailed).AccountId | Should -BeExactly $sandbox.BoomiPartnerAccountId
        $sandbox.Requests[-1].PlainPath | Should -BeLike "/partner/*overrideAccount=$($sandbox.BoomiPartnerAccountId)"
    }

    It 'accepts connections from the pipeline' {
        $good = Connect-Boomi -Sandbox $sandbox -PassThru
        $bad = Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName (New-Guid).ToString() -BaseUri $sandbox.Uri -PassThru
        $good, $bad, $good | Test-BoomiConnection | Should -Be $true, $false, $true
    }

    It 'is an error if the response does not show whether the credentials are valid' -ForEach @(
        @{ fault = @{ StatusCode = 500 }; id = 'ServiceFailed' }, @{ fault = @{ StatusCode = 200; Body = '{}' }; id = 'ResponseIncomplete' }
    ) {
        Connect-Boomi -Sandbox $sandbox -MaximumRetryCount 0
        Add-Fault $sandbox $fault
        $attempt = Invoke-Attempt { Test-BoomiConnection }
        $attempt.Output | Should -BeNullOrEmpty
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
    }

    It 'warns of an account that is not active' {
        $body = "{`"@type`":`"Account`",`"accountId`":`"$($sandbox.BoomiAccountId)`",`"name`":`"A`",`"status`":`"suspended`"}"
        Add-Fault $sandbox @{ StatusCode = 200; Body = $body; ContentType = 'application/json' }
        $attempt = Invoke-Attempt { Test-BoomiConnection }
        $attempt.Output | Should -BeTrue
        $attempt.Warnings | Should -BeLike "*'suspended'*"
    }

    It 'sends a one-time password, given as <name>' -ForEach @(
        @{ name = 'text'; code = { $args[0] } }, @{ name = 'a SecureString'; code = { ConvertTo-TestSecret $args[0] } }
        @{ name = 'two groups of digits'; code = { $args[0].Insert(3, ' ') } }
    ) {
        $sandbox.RequireOneTimePassword = $true
        try {
            Connect-SandboxByPassword -RequireOneTimePassword
            $current = $sandbox.CreateOneTimePassword()
            Test-BoomiConnection -OneTimePassword (& $code $current) | Should -BeTrue
            # Valid once.
            Test-BoomiConnection -OneTimePassword $current | Should -BeFalse
            Get-ErrorId (Invoke-Attempt { Test-BoomiConnection }).Problem | Should -BeExactly 'BoomiOneTimePasswordMissing'
        }
        finally { $sandbox.RequireOneTimePassword = $false }
    }

    It 'rejects a one-time password with an API token' {
        Get-ErrorId (Invoke-Attempt { Test-BoomiConnection -OneTimePassword 123456 }).Problem | Should -BeExactly 'BoomiOneTimePasswordUnused'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'is an error without a connection' {
        Get-TokenConnection Boomi | Disconnect-Boomi
        Get-ErrorId (Invoke-Attempt { Test-BoomiConnection }).Problem | Should -BeExactly 'NoConnection'
    }
}
