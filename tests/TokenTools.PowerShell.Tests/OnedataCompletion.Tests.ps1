BeforeDiscovery {
    $words = foreach ($cmdlet in 'New-TokenCaveat', 'Add-TokenCaveat', 'New-TemporaryToken') {
        @{ line = "$cmdlet -Country P"; expected = 'PL'; tip = 'Poland' }
        @{ line = "$cmdlet -ExcludeCountry d"; expected = 'DE'; tip = 'Germany' }
        @{ line = "$cmdlet -Region n"; expected = 'NorthAmerica'; tip = 'North America' }
        @{ line = "$cmdlet -ExcludeRegion e"; expected = 'EU'; tip = '*European Union' }
        @{ line = "$cmdlet -Service ozw"; expected = 'ozw-onezone'; tip = 'Onezone' }
        @{ line = "$cmdlet -Service opw"; expected = "'opw-*'"; tip = 'Oneprovider' }
        @{ line = "$cmdlet -Consumer usr"; expected = "'usr-*'"; tip = 'User' }
        @{ line = "$cmdlet -Interface o"; expected = 'oneclient'; tip = 'Oneclient*' }
    }
    $words += @(
        @{ line = 'New-TemporaryToken -Type I'; expected = 'Identity'; tip = 'Identity' }
        @{ line = 'New-TemporaryToken -InviteType userJoinC'; expected = 'userJoinCluster'; tip = 'clusterId, for a user' }
        @{ line = 'New-TemporaryToken -For P'; expected = 'Provider'; tip = '*provider*' }
        @{ line = 'Revoke-TemporaryToken -For U'; expected = 'User'; tip = '*user*' }
        @{ line = 'Revoke-TemporaryToken P'; expected = 'Provider'; tip = '*provider*' }
        @{ line = 'Test-TemporaryToken -Interface r'; expected = 'rest'; tip = 'the REST API' }
        @{ line = 'Test-TemporaryToken -Offline -Service ozp'; expected = 'ozp-onezone'; tip = "Onezone's panel" }
        @{ line = 'Test-TemporaryToken -Offline -Consumer prv'; expected = "'prv-*'"; tip = 'Oneprovider' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Support/Module.ps1"
}

Describe 'Completion of Onedata''s words' {
    It 'completes "<line>" to <expected>' -ForEach $words {
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $match = $found | Where-Object CompletionText -ceq $expected
        $match | Should -Not -BeNullOrEmpty
        $match.ToolTip | Should -BeLike $tip
        $found.ResultType | Sort-Object -Unique | Should -Be 'ParameterValue'
    }

    It 'offers all countries, regions and invite types' {
        (TabExpansion2 'New-TokenCaveat -Country ' 25).CompletionMatches.Count | Should -Be 249
        (TabExpansion2 'New-TokenCaveat -Region ' 24).CompletionMatches.Count | Should -Be 8
        (TabExpansion2 'New-TemporaryToken -InviteType ' 31).CompletionMatches.Count | Should -Be 14
    }

    It 'completes the second of several' {
        (TabExpansion2 'New-TokenCaveat -Country PL,F' 29).CompletionMatches.CompletionText | Should -Contain 'FR'
    }
}
