# What everyday commands get from a token: comparisons of dates (AZSentinel#128, PowerShell#13312), Export-Csv and ConvertTo-Json (PowerShell#20383).
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Boomi -Sandbox $sandbox
    Connect-Onezone -Sandbox $sandbox
    $space = '4b8b5a27e5ad58e4a40bd5e21f9c4a41'
    $onedata = New-TemporaryToken -ValidFor 2h -IpAddress 10.0.0.0/8, 192.0.2.1 -Asn 64512, 64513 -Country PL, FR -ExcludeRegion Africa -DataPath "/$space/data", "/$space/more" -Consumer usr-* -Interface rest
    $installer = New-InstallerToken ATOM -ValidFor 2h
    $decoded = $onedata.Token | ConvertFrom-OnedataToken
    # With warnings.
    $weak = ConvertFrom-BootstrapToken 'YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU' -WarningAction Ignore
    $old = (New-TemporaryToken -ValidFor 10m -AsPlainText).Token | Add-TokenCaveat -ValidUntil 2020-01-01 -Force -WarningAction Ignore
    $expired = [TokenTools.Boomi.InstallerToken] '{"installType":"ATOM","token":"atom-1","created":"2017-02-07T22:02:51Z","expiration":"2017-02-07T23:02:51Z","accountId":"acme-A1B2C3","durationMinutes":60}'

    function ConvertTo-JsonWithWarnings($Item, [hashtable] $Options = @{}) {
        $json = ConvertTo-Json -InputObject $Item @Options -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $json | ConvertFrom-Json
    }
}

AfterAll { Stop-TokenSandbox }

Describe 'A token''s time' {
    It 'has Expiration and ExpiresAt on both types and on a verification, one of them hidden' {
        $installer.ExpiresAt | Should -Be $installer.Expiration
        $onedata.Expiration | Should -Be $onedata.ExpiresAt
        $onedata | Should -Not -BeNullOrEmpty
        $verified = $onedata.Token | Test-TemporaryToken -Detailed -AllowDataAccessCaveats
        $verified.PSObject.Properties['Expiration'] | Should -Not -BeNullOrEmpty
        ($installer | Select-Object ExpiresAt).ExpiresAt | Should -Be $installer.Expiration
        foreach ($token in $installer, $onedata) { @(($token | ConvertTo-Csv)[-2] -split ',' -match '"(Expiration|ExpiresAt)"').Count | Should -Be 1 }
    }

    It 'is checked as documented' {
        $checks = '$token.IsExpired', '$token.TimeLeft -lt ''0:05''', '$token.Expiration -gt (Get-Date)', '$token.Expiration.LocalDateTime'
        foreach ($page in 'docs/automation.md', 'docs/en-US/about_TokenTools.md') {
            foreach ($check in $checks) { (Get-Content -Raw "$PSScriptRoot/../../../$page").Contains($check) | Should -BeTrue -Because "$page has $check" }
        }
        foreach ($token in $installer, $onedata) {
            $token.IsExpired | Should -BeFalse
            $token.TimeLeft -lt '0:05' | Should -BeFalse
            $token.TimeLeft -gt '0:05' | Should -BeTrue
            $token.Expiration -gt (Get-Date) | Should -BeTrue
            $token.Expiration -gt [datetime]::UtcNow | Should -BeTrue
            $token.Expiration -gt (Get-Date).AddHours(3) | Should -BeFalse
            (Get-Date) -lt $token.Expiration.LocalDateTime | Should -BeTrue
            (New-TimeSpan -End $token.Expiration.LocalDateTime).TotalHours | Should -BeGreaterThan 1.9
        }
        foreach ($token in $expired, $old) {
            $token.IsExpired | Should -BeTrue
            $token.TimeLeft -lt '0:05' | Should -BeTrue
            $token.Expiration -gt (Get-Date) | Should -BeFalse
        }
    }
}

Describe 'ConvertTo-Csv' {
    It 'writes what a list contains, and no type names' {
        $row = $onedata, $decoded | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        foreach ($column in $row[0].PSObject.Properties) { $column.Value | Should -Not -Match 'Collection|System\.(?!Security)|TokenTools' -Because $column.Name }
        $row[0].Caveats | Should -BeExactly (@($onedata.Caveats | ForEach-Object Text) -join '; ')
        $row[0].Subject | Should -BeLike 'usr-*'
        ($old | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv).Warnings | Should -BeLike '*expired*'
        $weak.Warnings.Count | Should -BeGreaterThan 0
        ($weak | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv).Warnings | Should -BeExactly (@($weak.Warnings | ForEach-Object Message) -join ' ')
    }

    It 'writes the value of each caveat' {
        $rows = $onedata.Caveats | Select-Object Type, Value | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        ($rows | Where-Object Type -EQ ip).Value | Should -BeExactly '10.0.0.0/8, 192.0.2.1/32'
        ($rows | Where-Object Type -EQ asn).Value | Should -BeExactly '64512, 64513'
        ($rows | Where-Object Type -EQ data.path).Value | Should -BeExactly "/$space/data, /$space/more"
        ($rows | Where-Object Type -EQ geo.country).Value | Should -BeExactly 'PL, FR'
        ($rows | Where-Object Type -EQ geo.region).Value | Should -BeExactly 'Africa'
        ($rows | Where-Object Type -EQ interface).Value | Should -BeExactly 'rest'
        ($rows | Where-Object Type -EQ time).Value | Should -BeExactly $onedata.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
        (New-TokenCaveat -ReadOnlyData).Value | Should -BeExactly ''
    }

    It 'writes what a list of a caveat contains: <_>' -ForEach 'ip', 'asn', 'geo.country', 'data.path', 'consumer' {
        $kind = $_
        $row = $onedata.Caveats | Where-Object Type -EQ $kind | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        foreach ($column in $row.PSObject.Properties) { $column.Value | Should -Not -Match 'Collection|TokenTools' -Because $column.Name }
    }

    It 'writes what other objects with lists contain' {
        $check = New-BootstrapToken -UserName $sandbox.GoodDataUserName -Password $sandbox.GoodDataPassword | Test-BootstrapToken -Uri $sandbox.Uri -Detailed
        $row = $check | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $row.Permissions | Should -BeExactly (@($check.Permissions) -join ', ')
        $row.Permissions | Should -Not -BeNullOrEmpty
        foreach ($item in (Get-OnezoneUser), ($onedata.Token | ConvertFrom-OnedataToken -Purpose oneclient)) {
            foreach ($column in ($item | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv).PSObject.Properties) {
                $column.Value | Should -Not -Match 'Collection|System\.(?!Security)|TokenTools' -Because $column.Name
            }
        }
    }

    It 'writes the evaluation of a caveat' {
        $rows = $onedata | Test-TemporaryToken -Offline -IpAddress 10.1.2.3 | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        ($rows | Where-Object { $_.Caveat -like 'ip = *' }).Outcome | Should -BeExactly 'Satisfied'
    }
}

Describe 'ConvertTo-Json at its default depth' {
    It 'writes a decoded token without truncating it' {
        $json = ConvertTo-JsonWithWarnings $onedata
        $json.Caveats.Count | Should -Be $onedata.Caveats.Count
        ($json.Caveats | Where-Object Type -EQ ip).Value | Should -BeExactly '10.0.0.0/8, 192.0.2.1/32'
        ($json.Caveats | Where-Object Type -EQ data.path).Value | Should -BeExactly "/$space/data, /$space/more"
        $json.Subject.Type | Should -BeExactly 'user'
        (ConvertTo-JsonWithWarnings $old).Warnings.Id | Should -Contain 'OnedataWarningExpired'
        (ConvertTo-JsonWithWarnings $weak).Warnings[0].Message | Should -BeExactly $weak.Warnings[0].Message
        @(ConvertTo-JsonWithWarnings @($onedata | Test-TemporaryToken -Offline -IpAddress 10.1.2.3) | ForEach-Object { $_ }).Caveat.Type | Should -Contain 'ip'
    }

    It 'writes several caveats without truncating them' {
        $json = ConvertTo-JsonWithWarnings -Item $onedata.Caveats
        @($json).Count | Should -Be $onedata.Caveats.Count
    }

    It 'writes the texts of the caveats of several tokens, and all of them with the documented depth' {
        $json = $onedata, $decoded | ConvertTo-Json -WarningAction SilentlyContinue | ConvertFrom-Json
        @($json[0].Caveats) | Should -Be @($onedata.Caveats | ForEach-Object Text)
        $json = ConvertTo-JsonWithWarnings -Item @($onedata, $decoded) -Options @{ Depth = 3 }
        ($json[0].Caveats | Where-Object Type -EQ ip).Value | Should -BeExactly '10.0.0.0/8, 192.0.2.1/32'
        (Get-Content -Raw "$PSScriptRoot/../../../docs/en-US/about_TokenTools.md") | Should -Match 'ConvertTo-Json -Depth 3'
    }

    It 'contains no token' {
        $plain = ConvertFrom-TestSecret $onedata.Token
        ($onedata | ConvertTo-Json -WarningAction Ignore).Contains($plain) | Should -BeFalse
        (($onedata | ConvertTo-Csv) -join "`n").Contains($plain) | Should -BeFalse
    }
}
