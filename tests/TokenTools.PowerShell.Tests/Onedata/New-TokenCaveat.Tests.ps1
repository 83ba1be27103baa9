BeforeDiscovery {
    . "$PSScriptRoot/../Support/Caveats.ps1"
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Macaroon.ps1"
    $vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
    # A user's named access token without caveats.
    $base = $vectors.withSecret[1].serialized
    $secret = $vectors.withSecret[1].secret
}

Describe 'New-TokenCaveat' {
    It 'creates <text> from <shown>' -ForEach $kinds {
        $caveat = New-TokenCaveat @given
        $caveat | Should -BeOfType ([TokenTools.Onedata.Caveats.TokenCaveat])
        "$caveat" | Should -BeExactly $text
        "$(New-TokenCaveat -Caveat $caveat.ToJsonText())" | Should -BeExactly $text
    }

    It 'creates an expiry relative to now from -ValidFor <_>' -ForEach '30m', '1d12h', 'PT90S', ([timespan]::FromHours(2)) {
        $span = if ($_ -is [timespan]) { $_ } else { @{ '30m' = [timespan]::FromMinutes(30); '1d12h' = [timespan]::FromHours(36); 'PT90S' = [timespan]::FromSeconds(90) }[$_] }
        ((New-TokenCaveat -ValidFor $_).ExpiresAt - [DateTimeOffset]::UtcNow - $span).Duration() | Should -BeLessThan ([timespan]::FromSeconds(20))
    }

    It 'rejects <shown>' -ForEach $refused {
        $problem = $null
        try { $null = New-TokenCaveat @given } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Onedata.NewTokenCaveatCommand"
        $problem.ToString() | Should -BeLike $says
        $problem.CategoryInfo.Category | Should -BeIn 'InvalidArgument', 'InvalidData'
        $problem.TargetObject | Should -Not -BeNullOrEmpty
    }

    It 'rejects a caveat that contains itself: <_>' -ForEach 'hashtable', 'list', 'object' {
        $caveat = @{ type = 'ip' }
        $caveat.whitelist = switch ($_) {
            'hashtable' { $caveat }
            'list' { , @('10.0.0.1', $caveat) }
            'object' { $object = [pscustomobject] @{ type = 'ip'; whitelist = $null }; $object.whitelist = $object; $object }
        }
        { New-TokenCaveat -Caveat $caveat } | Should -Throw -ErrorId 'CaveatObjectInvalid,TokenTools.PowerShell.Commands.Onedata.NewTokenCaveatCommand'
    }

    It 'rejects a duration without a unit, and no caveat' {
        { New-TokenCaveat -ValidFor 30 } | Should -Throw '*no unit*'
        { New-TokenCaveat } | Should -Throw '*No caveat is specified*'
    }

    It 'rejects a null for -<_>' -ForEach 'ValidFor', 'IpAddress', 'Interface' {
        $how = @{ $_ = $null; ReadOnlyData = $true }
        { New-TokenCaveat @how } | Should -Throw -ErrorId 'SettingIsNull,*'
    }

    It 'creates several caveats, the expiry first' {
        $caveats = New-TokenCaveat -ReadOnlyData -Interface rest -ValidFor 1h -IpAddress 10.0.0.0/8 -Caveat 'asn = 5', 'asn = 5|6'
        $caveats.Type | Should -Be 'time', 'ip', 'interface', 'data.readonly', 'asn', 'asn'
    }

    It 'describes a caveat in its view' {
        $shown = New-TokenCaveat -ValidUntil 2030-06-01 -Country PL, FR -ExcludeRegion Asia -DataPath /d1b388f7c7/dir -IpAddress 1.2.3.4 | Out-String -Width 120
        $shown | Should -Match 'Type\s+Meaning\s+Text'
        $shown | Should -Match 'until 2030-06-01 00:00:00'
        $shown | Should -Match 'in Poland, France\s+geo\.country = PL\|FR'
        $shown | Should -Match 'not in Asia'
        $shown | Should -Match 'within /d1b388f7c7/dir'
    }

    It 'rejects two expiries' {
        $problem = $null
        try { $null = New-TokenCaveat -ValidFor 1h -ValidUntil 2099-01-01 } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike 'SettingsExclusive,*'
        $problem.ToString() | Should -BeLike '*Specify one of them.'
    }
}

Describe 'Tab completes for New-TokenCaveat' {
    BeforeDiscovery {
        $words = @(Get-CaveatWord New-TokenCaveat)
    }

    It '"<line>" to <expected>' -ForEach $words {
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $match = $found | Where-Object CompletionText -ceq $expected
        $match | Should -Not -BeNullOrEmpty
        $match.ToolTip | Should -BeLike $tip
        $found.ResultType | Sort-Object -Unique | Should -Be 'ParameterValue'
    }

    It 'all countries and regions' {
        (TabExpansion2 'New-TokenCaveat -Country ' 25).CompletionMatches.Count | Should -Be 249
        (TabExpansion2 'New-TokenCaveat -Region ' 24).CompletionMatches.Count | Should -Be 8
    }

    It 'the second of several' {
        (TabExpansion2 'New-TokenCaveat -Country PL,F' 29).CompletionMatches.CompletionText | Should -Contain 'FR'
    }
}

Describe 'Caveats of one cmdlet' {
    It 'are accepted by the others' {
        $sandbox = Start-TokenSandbox
        try {
            $zone = Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken -PassThru
            $caveats = New-TokenCaveat -IpAddress 10.0.0.0/8 -Interface rest
            (New-TemporaryToken -Caveat $caveats -ValidFor 5m -Connection $zone).Caveats.Type | Should -Be 'time', 'ip', 'interface'
            ($base | Add-TokenCaveat -Caveat $caveats).Caveats.Type | Should -Be 'ip', 'interface'
        }
        finally {
            Disconnect-Onezone $zone
            Stop-TokenSandbox $sandbox
        }
    }

    It 'have the same parameters in all three' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $caveat = (Get-Command New-TokenCaveat).Parameters.Keys | Where-Object { $_ -notin $common }
        $caveat.Count | Should -Be 17 -Because 'a new parameter of CaveatCommand is to be counted here'
        foreach ($other in 'Add-TokenCaveat', 'New-TemporaryToken') {
            $caveat | Where-Object { $_ -notin (Get-Command $other).Parameters.Keys } | Should -BeNullOrEmpty
        }
    }
}
