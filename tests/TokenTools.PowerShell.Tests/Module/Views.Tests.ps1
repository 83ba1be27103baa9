BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $boomi = Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri -PassThru
    $zone = Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken -PassThru
    $gooddata = Connect-GoodData -Sandbox $sandbox -PassThru
    $signingKey = New-GoodDataSigningKey
    $objects = @{
        user       = New-GoodDataUser ada@example.com -Dex
        apiToken   = New-GoodDataApiToken views
        signingKey = $signingKey
        jwt        = $signingKey | New-GoodDataJwt admin
        gooddata   = $gooddata
        installer  = New-InstallerToken MOLECULE -DurationMinutes 90
        bootstrap  = New-BootstrapToken -UserName admin -Password 'My:SecretPassword' -WarningAction SilentlyContinue
        onedata    = New-TemporaryToken -ValidFor 2h -IpAddress 10.0.0.0/8
        boomi      = $boomi
        zone       = $zone
    }
    $secret = (@(
        (ConvertFrom-TestSecret $objects.installer.Token), (ConvertFrom-TestSecret $objects.bootstrap.Token), 'My:SecretPassword'
        (ConvertFrom-TestSecret $objects.onedata.Token), $sandbox.BoomiApiToken, $sandbox.OnezoneUserToken, $sandbox.GoodDataPassword
        (ConvertFrom-TestSecret $objects.user.Password), (ConvertFrom-TestSecret $objects.jwt.Token)
        (ConvertFrom-TestSecret $objects.apiToken.Token).Substring(20), ((ConvertFrom-TestSecret $signingKey.PrivateKey) -split "`n")[5]
    ) | ForEach-Object { [regex]::Escape($_.Substring(0, 12)) }) -join '|'
    $hidden = 'TokenMask', 'LocalExpiry', 'LocalCreated', 'TimeLeftText', 'WarningIds', 'TypeText', 'CaveatText', 'SignatureText'
    $expiry = '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d'
    function Get-Local([datetimeoffset] $Time) { $Time.LocalDateTime.ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture) }
    function Show($Item) { $Item | Out-String -Width 200 }
}

AfterAll { Stop-TokenSandbox }

Describe 'The output of <_>' -ForEach 'installer', 'bootstrap', 'onedata', 'boomi', 'zone', 'user', 'apiToken', 'signingKey', 'jwt', 'gooddata' {
    BeforeAll { $item = $objects[$_] }

    It 'contains no secret in any view, file format or request' {
        Export-Clixml -InputObject $item -LiteralPath "$TestDrive/item.xml" -Depth 3
        $all = @(
            Show $item
            $item | Format-Table | Out-String -Width 200
            $item | Format-List | Out-String
            $item | Format-Wide | Out-String
            $item | Format-Custom -Depth 2 | Out-String
            $item | Format-List * | Out-String
            $item | Format-List * -Force | Out-String
            $item | Format-Table * | Out-String -Width 2000
            $item | Select-Object * | Out-String
            $item | ConvertTo-Json -Depth 4 -WarningAction Ignore
            $item | ConvertTo-Csv | Out-String
            ($item | ConvertTo-Xml -Depth 3).OuterXml
            $item | ConvertTo-Html | Out-String
            Get-Content -Raw -LiteralPath "$TestDrive/item.xml"
            "$item"
            $item.ToString()
            [string]::Format('{0}', $item)
        )
        $all.Count | Should -Be 17
        $all | Should -Not -Match $secret
    }

    It 'hides the members of its views' {
        @($item | Format-List * | Out-String) | Should -Not -Match ($hidden -join '|')
        ($item | Get-Member).Name | Where-Object { $_ -in $hidden } | Should -BeNullOrEmpty
        ($item | Select-Object *).PSObject.Properties.Name | Where-Object { $_ -in $hidden } | Should -BeNullOrEmpty
        ($item | Get-Member -Force).Name | Should -Contain 'TokenMask'
    }

    It 'shows a mask instead of the secret' {
        Show $item | Should -Match '\*{8}'
    }
}

Describe 'The default views' {
    It 'show an installer token''s type, account, local expiry and time left' {
        $item = $objects.installer
        Show $item | Should -Match "MOLECULE +$($item.AccountId) +$(Get-Local $item.Expiration) +1h (29|30)m +molecule-\*{8}"
        $list = $item | Format-List | Out-String
        $list | Should -Match "Expires \(local\) +: $(Get-Local $item.Expiration)"
        $list | Should -Match "Created \(local\) +: $(Get-Local $item.Created)"
        $list | Should -Match 'DurationMinutes +: 90'
    }

    It 'show a bootstrap token''s user and warnings' {
        Show $objects.bootstrap | Should -Match 'admin +bootstrap +\*{8} +\*{8} +BootstrapPasswordHasColon'
    }

    It 'show a Onedata token''s type, subject, local expiry, remaining time, and that its signature is not checked' {
        $item = $objects.onedata
        Show $item | Should -Match $expiry
        Show $item | Should -Match ([regex]::Escape((Get-Local $item.ExpiresAt)))
        $list = $item | Format-List | Out-String -Width 200
        $list | Should -Match 'TimeLeft +: 1h 59m|TimeLeft +: 2h'
        $list | Should -Match "Subject +: usr-$($sandbox.OnezoneUserId)"
        $list | Should -Match 'Signature +: not checked'
        $list | Should -Match '10\.0\.0\.0/8'
    }

    It 'show the time left by the clock of Boomi' {
        $slow = Start-TokenSandbox -ClockSkew -3h
        try {
            $token = New-InstallerToken ATOM -Connection (Connect-Boomi -Sandbox $slow -PassThru) -WarningAction SilentlyContinue
            $token.IsExpired | Should -BeFalse
            Show $token | Should -Match '59m'
            Show $token | Should -Not -Match 'expired'
        }
        finally {
            Stop-TokenSandbox $slow
            Connect-Boomi -Sandbox $sandbox
        }
    }

    It 'show that a token has expired' {
        Add-Fault $sandbox @{ StatusCode = 200; Body = '{"installType":"ATOM","token":"atom-1","expiration":"2017-02-07T23:02:51Z","created":"2017-02-07T22:32:51Z","accountId":"ACCOUNT","durationMinutes":30}'.Replace('ACCOUNT', $sandbox.BoomiAccountId) }
        $old = New-InstallerToken ATOM
        Show $old | Should -Match 'expired'
        $old.TimeLeft | Should -Be ([timespan]::Zero)
    }

    It 'show the mask for a token with plain text as well' {
        $plain = (New-InstallerToken ATOM -AsPlainText), (New-BootstrapToken -UserName admin -Password MySecretPassword -AsPlainText), (New-TemporaryToken -AsPlainText)
        foreach ($item in $plain) {
            (Show $item) + ($item | Format-List | Out-String) + ($item | Format-Wide | Out-String) | Should -Not -Match ([regex]::Escape($item.Token.Substring(0, 12)))
        }
    }

    It 'show the address and the identity of a connection, and whether it is the default' {
        Get-TokenConnection Onezone | Out-String -Width 200 | Should -Match "Onezone +True +\*{8} +http://127.0.0.1:\d+/ +usr-$($sandbox.OnezoneUserId)"
    }

    It 'show a sandbox without its credentials' {
        Show $sandbox | Should -Match ([regex]::Escape($sandbox.Uri.AbsoluteUri))
        (Show $sandbox) + ($sandbox | Format-Table | Out-String -Width 300) + "$sandbox" | Should -Not -Match "$secret|$([regex]::Escape($sandbox.BoomiPassword))"
    }

    It 'show objects that follow others of another type' {
        $shown = $objects.installer, $objects.bootstrap, $objects.onedata, $boomi | Out-String -Width 200
        $shown | Should -Not -Match $secret
        $shown | Should -Not -Match 'SecureString'
    }

    It 'show the same dates and numbers in <_>' -ForEach 'tr-TR', 'de-DE', 'th-TH' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            Show $objects.installer | Should -Match ([regex]::Escape((Get-Local $objects.installer.Expiration)))
            Show $objects.installer | Should -Match 'molecule-\*{8}'
            Show $objects.onedata | Should -Match ([regex]::Escape((Get-Local $objects.onedata.ExpiresAt)))
            "$($objects.installer)" | Should -Match '"expiration":"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"'
        }
        finally { [cultureinfo]::CurrentCulture = $before }
    }

    It 'show the recommended action of an error with Get-Error, and no secret' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        Add-Fault $sandbox @{ StatusCode = 403; Body = "{`"message`":`"You sent $($sandbox.BoomiApiToken)`"}" }
        $problem = (Invoke-Attempt { New-InstallerToken ATOM }).Problem
        $shown = Get-Error -InputObject $problem | Out-String
        $shown | Should -Match 'RecommendedAction'
        $shown | Should -Match 'You sent \*{8}'
        $shown + ($problem | Format-List * -Force | Out-String) + ($problem | ConvertTo-Json -Depth 1 -WarningAction Ignore) | Should -Not -Match $secret
    }
}
