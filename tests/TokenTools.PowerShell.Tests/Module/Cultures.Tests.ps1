# Successful runs of each cmdlet in cultures with a different upper case of i, a decimal comma, and the year 2569.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $sandbox = Start-TokenSandbox

    function Invoke-InCulture([string] $Culture, [string] $Script) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                param($module, $culture, $sandbox, $script)
                $ErrorActionPreference = 'Stop'
                [cultureinfo]::CurrentCulture = $culture
                [cultureinfo]::CurrentUICulture = $culture
                Import-Module $module
                Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri -RequestsPerSecond 500.5
                Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken
                & ([scriptblock]::Create($script))
            }.ToString()).AddArgument($ModulePath).AddArgument($Culture).AddArgument($sandbox).AddArgument($Script)
            $shell.Invoke()
            if ($shell.HadErrors) { throw $shell.Streams.Error[0] }
        }
        finally { $shell.Dispose() }
    }
}

AfterAll { Stop-TokenSandbox }

Describe 'In <_>' -ForEach 'tr-TR', 'de-DE', 'th-TH' {
    BeforeAll { $culture = $_ }

    It 'the cultures exist' {
        (Invoke-InCulture $culture '(1.5).ToString() + [cultureinfo]::CurrentCulture.Name') | Should -Match "$culture\z"
    }

    It 'installer tokens: lower-case types, durations, dates and the document' {
        $token = Invoke-InCulture $culture "'pin', 'x' | Out-Null; New-InstallerToken gateway -ValidFor 1h30m -AsPlainText"
        $token.InstallType | Should -BeExactly 'GATEWAY'
        $token.DurationMinutes | Should -Be 90
        $token.Token | Should -BeExactly $sandbox.MintedTokens[-1].Token
        $token.Expiration | Should -Be $sandbox.MintedTokens[-1].Expiration
        $sandbox.Requests[-1].PlainBody | Should -BeExactly '{"installType":"GATEWAY","durationMinutes":90}'
        "$(Invoke-InCulture $culture '(New-InstallerToken atom).ToString()')" | Should -Match "`"expiration`":`"$([datetime]::UtcNow.Year.ToString([cultureinfo]::InvariantCulture).Substring(0, 2))\d\d-"
    }

    It 'rows of a CSV' {
        $tokens = Invoke-InCulture $culture "'InstallType,DurationMinutes', 'atom,90', 'cloud,' | ConvertFrom-Csv | Select-Object *, @{ n = 'CloudId'; e = { if (`$_.InstallType -eq 'cloud') { 'c1' } } } | New-InstallerToken"
        $tokens.InstallType | Should -Be 'ATOM', 'CLOUD'
    }

    It 'errors have the same messages and ids' {
        { Invoke-InCulture $culture 'New-InstallerToken ATOM -DurationMinutes 29' } | Should -Throw "*-DurationMinutes 29 is out of range. Specify 30 to 1440.*"
        { Invoke-InCulture $culture "New-InstallerToken ATOM -ValidFor '1,5h'" } | Should -Throw '*1d12h or PT30M*'
    }

    It 'bootstrap tokens' {
        (Invoke-InCulture $culture 'New-BootstrapToken -UserName admin -Password MySecretPassword -AsPlainText').Token |
            Should -BeExactly 'YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ='
        (Invoke-InCulture $culture '"YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ=" | ConvertFrom-BootstrapToken').UserName | Should -BeExactly 'admin'
        Invoke-InCulture $culture 'Test-PasswordHash (ConvertTo-PasswordHash MySecretPassword -Rounds 1000) MySecretPassword' | Should -BeTrue
    }

    It 'temporary tokens: times, invitations in any case and every kind of caveat' {
        $until = [datetimeoffset]::FromUnixTimeSeconds([datetimeoffset]::UtcNow.AddDays(3).ToUnixTimeSeconds())
        $token = Invoke-InCulture $culture @"
            New-TemporaryToken -ValidUntil $($until.ToString('o', [cultureinfo]::InvariantCulture)) -IpAddress 10.0.0.0/8 -Asn 1671 -Country it -Region EU -Interface rest -Service ozw-onezone -Consumer usr-* -ReadOnlyData -DataPath /space1/x
"@
        $token.ExpiresAt | Should -Be $until
        @($token.Caveats).Count | Should -Be 10
        ($token.Caveats | Where-Object Type -eq 'geo.country').Text | Should -BeExactly 'geo.country = IT'
        (Invoke-InCulture $culture 'New-TemporaryToken -InviteType USERJOINSPACE -TargetId abc').InviteType | Should -BeExactly 'userJoinSpace'
        (Invoke-InCulture $culture 'New-TemporaryToken Identity').Type | Should -BeExactly 'identityToken'
    }

    It 'caveats and tokens offline' {
        $narrowed = Invoke-InCulture $culture 'New-TemporaryToken | Add-TokenCaveat -ValidFor 10m -Caveat (New-TokenCaveat -Country it)'
        @($narrowed.Caveats).Count | Should -BeGreaterThan 2
        Invoke-InCulture $culture 'New-TemporaryToken | Test-TemporaryToken' | Should -BeTrue
    }

    It 'connections and parameters for Invoke-RestMethod' {
        (Invoke-InCulture $culture 'Get-TokenConnection BOOMI').Service | Should -BeExactly 'Boomi'
        (Invoke-InCulture $culture 'New-TemporaryToken | ConvertTo-RestParameter').Headers['X-AUTH-TOKEN'] | Should -Match '\AMDA'
        (Invoke-InCulture $culture '(New-BootstrapToken -UserName admin -Password MySecretPassword | ConvertTo-RestParameter).Authentication') | Should -BeExactly 'Bearer'
    }

    It 'views' {
        Invoke-InCulture $culture 'New-InstallerToken molecule | Out-String -Width 200' | Should -Match "MOLECULE .* $([datetime]::UtcNow.Year.ToString([cultureinfo]::InvariantCulture).Substring(0, 2))\d\d-\d\d-\d\d \d\d:\d\d:\d\d +(59m \d+s|1h) +molecule-\*{8}"
    }
}
