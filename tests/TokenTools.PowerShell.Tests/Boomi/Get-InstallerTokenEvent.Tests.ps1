BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Boomi -Sandbox $sandbox
    $first = New-InstallerToken ATOM
    $sandbox.ClockSkew = [timespan]::FromHours(30)
    $second = New-InstallerToken MOLECULE
    $null = $sandbox.InstallRuntime($sandbox.MintedTokens[1].Token, 'r1')
}

AfterAll { Stop-TokenSandbox $sandbox }

Describe 'Get-InstallerTokenEvent' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'returns one entry for each token, without the token' {
        $all = @(Get-InstallerTokenEvent -After $first.Created.AddMinutes(-1) -Before $second.Created.AddMinutes(1))
        $all.Count | Should -Be 2
        $all[0].Action | Should -BeExactly 'ADD'
        $all[0].Type | Should -BeExactly 'as.installer'
        $all[0].Modifier | Should -BeExactly 'NONE'
        $all[0].UserId | Should -BeExactly $sandbox.BoomiUserName
        $all[0].AccountId | Should -BeExactly $sandbox.BoomiAccountId
        [Math]::Abs(($all[0].Date - $first.Created).TotalSeconds) | Should -BeLessThan 2
        $all | Format-List * -Force | Out-String | Should -Not -Match ([regex]::Escape($sandbox.MintedTokens[0].Token))
    }

    It 'returns the last 24 hours by default' {
        $own = Start-TokenSandbox
        $connection = Connect-Boomi -Sandbox $own -PassThru
        $own.ClockSkew = [timespan]::FromHours(-30)
        $null = New-InstallerToken ATOM -Connection $connection
        $own.ClockSkew = [timespan]::Zero
        $null = New-InstallerToken ATOM -Connection $connection
        @(Get-InstallerTokenEvent -Connection $connection).Count | Should -Be 1
        Stop-TokenSandbox $own
        Connect-Boomi -Sandbox $sandbox
    }

    It 'selects by time and by user' {
        @(Get-InstallerTokenEvent -After $second.Created.AddMinutes(-1) -Before $second.Created.AddMinutes(1)).Count | Should -Be 1
        @(Get-InstallerTokenEvent -Before $second.Created.AddHours(-1)).Count | Should -Be 1
        @(Get-InstallerTokenEvent $first.Created.AddMinutes(-1) $second.Created.AddMinutes(1) -UserId $sandbox.BoomiUserName.ToUpperInvariant()).Count | Should -Be 2
        Get-InstallerTokenEvent $first.Created.AddMinutes(-1) $second.Created.AddMinutes(1) -UserId other@acme.example | Should -BeNullOrEmpty
    }

    It 'rejects a range that is reversed, and a date in another form' {
        $attempt = Invoke-Attempt { Get-InstallerTokenEvent -After 2030-01-02 -Before 2030-01-01 }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'RangeReversed'
        "$($attempt.Problem)" | Should -BeLike '*-After is later than -Before*'
        (Invoke-Attempt { Get-InstallerTokenEvent -After 1/2/2030 }).Problem | Should -Not -BeNullOrEmpty
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
