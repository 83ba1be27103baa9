# Completion with the Tab key, through the engine.
BeforeDiscovery {
    . "$PSScriptRoot/../Support/Module.ps1"
    $common = [System.Management.Automation.Cmdlet]::CommonParameters
    # The names of parameters with known values.
    $knowable = 'InstallType', 'InviteType', 'Region', 'ExcludeRegion', 'Country', 'ExcludeCountry', 'Interface', 'Consumer', 'BaseUri', 'For', 'Method',
        'Algorithm', 'Format', 'As', 'Type', 'TlsIssuerType', 'Service'
    $all = foreach ($command in Get-Command -Module TokenTools) {
        foreach ($parameter in $command.Parameters.Values | Where-Object { $_.Name -notin $common }) {
            $type = if ([Nullable]::GetUnderlyingType($parameter.ParameterType)) { [Nullable]::GetUnderlyingType($parameter.ParameterType) } else { $parameter.ParameterType }
            @{
                cmdlet    = $command.Name
                parameter = $parameter.Name
                finite    = $type.IsEnum -or [bool] ($parameter.Attributes | Where-Object { $_ -is [ValidateSet] })
                completer = [bool] ($parameter.Attributes | Where-Object { $_ -is [ArgumentCompleter] })
            }
        }
    }
    $known = $all | Where-Object { $_.finite -or $_.completer -or $_.parameter -in $knowable } | Where-Object { $_.parameter -notin 'Connection', 'Sandbox' }
    $ours = $known | Where-Object { -not $_.finite }
    $connections = $all | Where-Object { $_.parameter -eq 'Connection' }
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    function Get-Completion([string] $Typed) { @((TabExpansion2 $Typed $Typed.Length).CompletionMatches) }
}

Describe 'Tab' {
    It 'offers the values of <cmdlet> -<parameter>' -ForEach $known {
        $found = Get-Completion "$cmdlet -$parameter "
        $found.Count | Should -BeGreaterThan 1
        $found.ResultType | Sort-Object -Unique | Should -Be 'ParameterValue'
    }

    # Of enumerations and sets the engine itself says nothing but the value; it asks no completer about them.
    It 'says what the values of <cmdlet> -<parameter> mean' -ForEach $ours {
        $found = Get-Completion "$cmdlet -$parameter "
        $found | Should -Not -BeNullOrEmpty
        $found | Where-Object { -not $_.ToolTip -or $_.ToolTip -ceq $_.ListItemText } | ForEach-Object ListItemText | Should -BeNullOrEmpty
    }

    It 'accepts quotes and wildcards for <cmdlet> -<parameter>' -ForEach $ours {
        $first = (Get-Completion "$cmdlet -$parameter ")[0].ListItemText
        $half = $first.Substring(0, 2)
        foreach ($typed in $half, "'$half", "`"$half", "*$($first.Substring(1, 1))", $half.ToLowerInvariant()) {
            (Get-Completion "$cmdlet -$parameter $typed").ListItemText | Should -Contain $first
        }
    }

    It 'offers nothing that does not fit <cmdlet> -<parameter>' -ForEach $ours {
        Get-Completion "$cmdlet -$parameter qqqqq" | Should -BeNullOrEmpty
    }

    It 'returns values that can be used unchanged: <cmdlet> -<parameter>' -ForEach $ours {
        $found = Get-Completion "$cmdlet -$parameter "
        $found | Should -Not -BeNullOrEmpty
        # A command for each, parsed as one script.
        $script = ($found | ForEach-Object { "$cmdlet -$parameter $($_.CompletionText)" }) -join "`n"
        $statements = [System.Management.Automation.Language.Parser]::ParseInput($script, [ref] $null, [ref] $null).EndBlock.Statements
        $values = @($statements | ForEach-Object { $_.PipelineElements[0].CommandElements[2] })
        $values | ForEach-Object { $_.GetType().Name } | Sort-Object -Unique | Should -BeExactly 'StringConstantExpressionAst'
        $values.Value -join "`n" | Should -BeExactly ($found.ListItemText -join "`n")
    }

    It 'offers a session''s connections for <cmdlet> -<parameter>' -ForEach $connections {
        $given = if ($cmdlet -like '*-Boomi') { 'Boomi' } elseif ($cmdlet -like '*-Onezone') { 'Onezone' } else { (Get-Command $cmdlet).Parameters.Connection.ParameterType.Name -replace 'Connection' }
        try {
            Connect-Boomi acme-A1B2C3 admin@acme.example canary-31337
            Connect-Onezone onezone.example.com canary-31337 -WarningAction SilentlyContinue
            $found = Get-Completion "$cmdlet -Connection "
            $found.CompletionText | Should -Contain "(Get-TokenConnection $given)[0]"
            ($found | Out-String -Width 400) | Should -Not -Match 'canary'
        }
        finally {
            Disconnect-Boomi
            Disconnect-Onezone
        }
    }
}
