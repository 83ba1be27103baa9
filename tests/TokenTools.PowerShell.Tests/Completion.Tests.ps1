BeforeAll {
    . "$PSScriptRoot/Support/Module.ps1"
    function Complete([string] $Line) { @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches) }
}

Describe 'Tab completes' {
    It 'all install types, each with what it is for' {
        $found = Complete 'New-InstallerToken -InstallType '
        ($found.CompletionText | Sort-Object) | Should -Be 'ATOM', 'BROKER', 'CLOUD', 'GATEWAY', 'MOLECULE'
        ($found | Where-Object CompletionText -eq 'CLOUD').ToolTip | Should -BeLike '*cloud''s id*'
        $found | ForEach-Object { $_.ToolTip | Should -Not -BeNullOrEmpty }
    }

    It '<line> to <expected>' -ForEach @(
        @{ line = 'New-InstallerToken a'; expected = @('ATOM') }
        @{ line = 'New-InstallerToken m'; expected = @('MOLECULE') }
        @{ line = 'New-InstallerToken -InstallType *L'; expected = @('CLOUD', 'MOLECULE') }
        @{ line = 'New-InstallerToken -InstallType "ga'; expected = @('"GATEWAY"', "'GATEWAY'", 'GATEWAY') }
        @{ line = "New-InstallerToken -InstallType 'ga"; expected = @("'GATEWAY'", 'GATEWAY') }
        @{ line = 'New-TemporaryToken -Interface '; expected = @('graphsync', 'oneclient', 'rest') }
        @{ line = 'New-TemporaryToken -Country PL'; expected = @('PL') }
        @{ line = 'New-TemporaryToken -ExcludeCountry pl'; expected = @('PL') }
        @{ line = 'New-TemporaryToken -Region EU'; expected = @('EU', 'Europe') }
        @{ line = 'New-TemporaryToken -For '; expected = @('Provider', 'User') }
        @{ line = 'New-TemporaryToken -Type '; expected = @('Access', 'Identity', 'Invite') }
        @{ line = 'New-TemporaryToken -InviteType userJoinC'; expected = @('userJoinCluster') }
        @{ line = 'New-TemporaryToken -InviteType *Inventory'; expected = @('groupJoinAtmInventory', 'userJoinAtmInventory') }
        @{ line = 'Connect-Boomi -BaseUri '; expected = @('https://api.boomi.com', 'https://api.platform.gb.boomi.com') }
    ) {
        $found = @((Complete $line).CompletionText | Sort-Object)
        foreach ($text in $found) { $expected | Should -Contain $text }
        $found.Count | Should -BeGreaterThan 0
        if ($line -notmatch '[''"]') { $found | Should -Be ($expected | Sort-Object) }
    }

    It 'all 14 invite types, each with what its target is' {
        $found = Complete 'New-TemporaryToken -InviteType '
        $found.Count | Should -Be 14
        ($found | Where-Object CompletionText -eq 'userJoinSpace').ToolTip | Should -BeLike '*spaceId*'
    }

    It 'countries with their names' {
        $found = Complete 'New-TemporaryToken -Country '
        $found.Count | Should -BeGreaterThan 240
        ($found | Where-Object CompletionText -eq 'PL').ToolTip | Should -BeLike '*Poland*'
    }

    It 'services and consumers, quoted where a * is in them' {
        (Complete 'New-TemporaryToken -Service o').CompletionText | Should -Contain 'ozw-onezone'
        (Complete 'New-TemporaryToken -Service opw').CompletionText | Should -Contain "'opw-*'"
        (Complete 'New-TemporaryToken -Consumer usr').CompletionText | Should -Contain "'usr-*'"
    }

    It 'nothing that doesn''t fit' {
        Complete 'New-InstallerToken -InstallType zzz' | Where-Object { $_.CompletionText -in 'ATOM', 'CLOUD' } | Should -BeNullOrEmpty
    }

    It 'parameter names' {
        (Complete 'New-InstallerToken -Val').CompletionText | Should -Be '-ValidFor'
    }
}
