# The views of the module's objects: a table, a list and a wide view of each, without secrets, with color for the expiration.
BeforeDiscovery {
    . "$PSScriptRoot/../Support/Module.ps1"
    $types = Get-Command -Module TokenTools | ForEach-Object { $_.OutputType.Name } | Where-Object { $_ -like 'TokenTools.*' } | Sort-Object -Unique
    $views = foreach ($type in $types) { foreach ($kind in 'Table', 'List', 'Wide') { @{ type = $type; kind = $kind } } }
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $format = [xml] (Get-Content -Raw -Encoding utf8 -LiteralPath (Join-Path (Split-Path $ModulePath) 'TokenTools.format.ps1xml'))
    $sandbox = Start-TokenSandbox
    Connect-Boomi -Sandbox $sandbox
    Connect-Onezone -Sandbox $sandbox
    Connect-GoodData -Sandbox $sandbox
    $bootstrap = New-BootstrapToken -UserName $sandbox.GoodDataUserName -Password $sandbox.GoodDataPassword
    $onedata = New-TemporaryToken -ValidFor 10m -Country PL
    $objects = @(
        New-InstallerToken ATOM
        $bootstrap
        $onedata
        Get-TokenConnection
        New-TokenCaveat -Country PL
        $onedata | Test-TemporaryToken -Detailed
        $onedata | Test-TemporaryToken -Offline
        $onedata | Test-TemporaryToken -Offline -Purpose oneproviderRest
        New-TemporaryToken -ValidFor 10m | Get-TokenScope
        (New-TemporaryToken -ValidFor 10m | Get-TokenScope).Spaces
        (New-TemporaryToken -ValidFor 10m | Get-TokenScope).Providers
        Get-TemporaryTokenGeneration
        $bootstrap | Test-BootstrapToken $sandbox.Uri -Detailed
        New-GoodDataUser ada@example.com -Dex
        New-GoodDataApiToken views
        ($key = New-GoodDataSigningKey)
        $key | New-GoodDataJwt admin
        Get-TokenSandboxRequest
        $sandbox
    )
    $secrets = $sandbox.BoomiApiToken, $sandbox.GoodDataPassword, $sandbox.OnezoneUserToken, (ConvertFrom-TestSecret $onedata.Token), (ConvertFrom-TestSecret $bootstrap.Token)
    $escape = [string] [char] 27
}

AfterAll {
    Disconnect-Boomi
    Disconnect-Onezone
    Disconnect-GoodData
    Stop-TokenSandbox
}

Describe 'Views' {
    It 'have a <kind> of <type>' -ForEach $views {
        $found = $format.Configuration.ViewDefinitions.View | Where-Object { $_.ViewSelectedBy.TypeName -contains $type -and $_.SelectSingleNode("${kind}Control") }
        @($found).Count | Should -Be 1
    }

    It 'contain no script' {
        $format.SelectNodes('//ScriptBlock') | Should -BeNullOrEmpty
        $types = [xml] (Get-Content -Raw -Encoding utf8 -LiteralPath (Join-Path (Split-Path $ModulePath) 'TokenTools.types.ps1xml'))
        $types.SelectNodes('//ScriptProperty | //ScriptMethod') | Should -BeNullOrEmpty
    }

    It 'show each object, and no secret, in a table, a list and wide' {
        foreach ($object in $objects) {
            foreach ($shown in ($object | Format-Table | Out-String -Width 300), ($object | Format-List | Out-String -Width 300), ($object | Format-Wide | Out-String -Width 300)) {
                $shown.Trim() | Should -Not -BeNullOrEmpty -Because $object.GetType().Name
                # Without a view, Format-Wide shows the name of the type.
                $shown | Should -Not -Match 'System\.Collections|PSObject\b' -Because $object.GetType().Name
                foreach ($secret in $secrets) { $shown | Should -Not -BeLike "*$secret*" -Because $object.GetType().Name }
            }
        }
    }
}

Describe 'The expiry' -Skip:($PSVersionTable.PSVersion -lt '7.2') {
    BeforeAll {
        $rendering = $PSStyle.OutputRendering
        $expired = 'MDAyMWxvY2F00aW9uIG9uZXpvbmUuZXhhbXBsZS5jb200KMDA2ZGlkZW500aWZpZXIgMi900bXAtMy9wcnYtNGNmMmM1ZTdhMWIzNGQxZjhhOWU2YjdjMGQxZTJmMzBjaDVhMWIvYWN00LzlkMWYwYzNiNWE3ZTQ4ZDJiNmM00ZjBlMTlhOGI3YzZkY2gwMDQyCjAwMWFjaWQgdGltZSA8IDE1NzExNDc00OTQKMDAyZnNpZ25hdHVyZSAzg462ZzhVAg4JM3G1WbyKArNzpS1UQzgyGjn01rc3c9wo' |
            ConvertFrom-OnedataToken -WarningAction SilentlyContinue
        $soon = New-TemporaryToken -ValidFor 2m
    }

    AfterEach { $PSStyle.OutputRendering = $rendering }

    It 'has the color of errors if it has passed, and of warnings if it passes soon, if $PSStyle allows' {
        if (-not $Host.UI.SupportsVirtualTerminal) { Set-ItResult -Skipped -Because 'this host does not support colors' }
        $PSStyle.OutputRendering = 'Ansi'
        $expired | Format-Table | Out-String | Should -Match ([regex]::Escape("$($PSStyle.Formatting.Error)expired$($PSStyle.Reset)"))
        $soon | Format-Table | Out-String | Should -Match ([regex]::Escape("$($PSStyle.Formatting.Warning)1m") + '[^\r\n]*' + [regex]::Escape($PSStyle.Reset))
        ($onedata | Format-Table -HideTableHeaders | Out-String) | Should -Not -Match ([regex]::Escape($PSStyle.Formatting.Warning))
    }

    It 'has no color if $PSStyle does not allow it' {
        $PSStyle.OutputRendering = 'PlainText'
        $expired | Format-Table | Out-String | Should -Not -Match $escape
        $expired | Format-List | Out-String | Should -BeLike '*expired*'
    }

    It 'has no color if the host does not support it' {
        $engine = [powershell]::Create()
        try {
            $shown = $engine.AddScript({
                    param($Manifest, $Token)
                    Import-Module $Manifest
                    $PSStyle.OutputRendering = 'Ansi'
                    ($Token | ConvertFrom-OnedataToken -WarningAction SilentlyContinue).TimeLeftText
                }).AddArgument($ModulePath).AddArgument((ConvertFrom-TestSecret $expired.Token)).Invoke()
        }
        finally { $engine.Dispose() }
        $shown | Should -BeExactly 'expired'
    }

    It 'does not change the width of its column' {
        $PSStyle.OutputRendering = 'PlainText'
        $plain = $expired | Format-Table | Out-String -Width 200
        $PSStyle.OutputRendering = 'Ansi'
        $colored = $expired | Format-Table | Out-String -Width 200
        ($colored -replace "$escape\[[0-9;]*m" -split "`n" | ForEach-Object { $_.TrimEnd() }) | Should -BeExactly ($plain -split "`n" | ForEach-Object { $_.TrimEnd() })
    }
}
