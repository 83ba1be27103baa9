# Completion with the Tab key, through the engine.
BeforeDiscovery {
    . "$PSScriptRoot/../Support/Module.ps1"
    $common = [System.Management.Automation.Cmdlet]::CommonParameters
    # The names of parameters with known values.
    $knowable = 'InstallType', 'InviteType', 'Region', 'ExcludeRegion', 'Country', 'ExcludeCountry', 'Interface', 'Consumer', 'BaseUri', 'For', 'Method',
        'Algorithm', 'Format', 'As', 'Type', 'TlsIssuerType', 'Service'
    function Test-ServiceCompleter([type] $Type) {
        while ($Type -and $Type.Name -notlike 'ServiceCompleter*') { $Type = $Type.BaseType }
        [bool] $Type
    }
    $all = foreach ($command in Get-Command -Module TokenTools) {
        foreach ($parameter in $command.Parameters.Values | Where-Object { $_.Name -notin $common }) {
            $type = if ([Nullable]::GetUnderlyingType($parameter.ParameterType)) { [Nullable]::GetUnderlyingType($parameter.ParameterType) } else { $parameter.ParameterType }
            @{
                cmdlet    = $command.Name
                parameter = $parameter.Name
                type      = $type
                finite    = $type.IsEnum -or [bool] ($parameter.Attributes | Where-Object { $_ -is [ValidateSet] })
                completer = [bool] ($parameter.Attributes | Where-Object { $_ -is [ArgumentCompleter] })
                # Completers that ask the service have tests of their own.
                live      = [bool] ($parameter.Attributes | Where-Object { $_ -is [ArgumentCompleter] -and (Test-ServiceCompleter $_.Type) })
            }
        }
    }
    # Durations and times, by their type or, where the type is another, by their name.
    $times = $all | Where-Object { $_.type.Name -in 'TimeSpan', 'DateTimeOffset', 'DurationArgument', 'PointInTimeArgument' -or $_.parameter -in 'ValidFor', 'ValidUntil', 'RetryAfter' }
    $known = $all | Where-Object { -not $_.live -and ($_.finite -or $_.completer -or $_.parameter -in $knowable) } | Where-Object { $_.parameter -notin 'Connection', 'Sandbox' -and $_ -notin $times }
    $sandboxes = $all | Where-Object { $_.parameter -eq 'Sandbox' }
    $mandatory = foreach ($command in Get-Command -Module TokenTools) {
        foreach ($parameter in $command.Parameters.Values | Where-Object { -not $_.SwitchParameter }) {
            foreach ($attribute in $parameter.Attributes | Where-Object { $_ -is [Parameter] -and $_.Mandatory }) {
                @{ cmdlet = $command.Name; parameter = $parameter.Name; set = $attribute.ParameterSetName; message = $attribute.HelpMessage }
            }
        }
    }
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

    It 'offers values and no files for <cmdlet> -<parameter>' -ForEach $times {
        $files = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "tokentools-$([guid]::NewGuid())")).FullName
        Push-Location -LiteralPath $files
        try {
            Set-Content -LiteralPath '4.txt', 'x.txt' -Value ''
            foreach ($typed in '', '4', 'x') {
                $found = Get-Completion "$cmdlet -$parameter $typed"
                $found | Should -Not -BeNullOrEmpty
                $found.ResultType | Sort-Object -Unique | Should -Be 'ParameterValue'
                $found.CompletionText | Should -Not -Match '\.txt'
            }
        }
        finally {
            Pop-Location
            Remove-Item -LiteralPath $files -Recurse
        }
    }

    It 'offers the units after the number of a duration' {
        (Get-Completion 'New-InstallerToken -ValidFor 45').CompletionText | Should -BeExactly '45s', '45m', '45h', '45d'
    }

    It 'offers past times for <_>' -ForEach 'Get-InstallerTokenEvent -After', 'Get-InstallerTokenEvent -Before', 'Get-TokenSandboxRequest -Since' {
        $times = (Get-Completion "$_ ").CompletionText
        $times.Count | Should -BeGreaterThan 3
        $times | ForEach-Object { [DateTimeOffset] $_ | Should -Not -BeGreaterThan ([DateTimeOffset]::UtcNow) }
    }

    It 'offers times that the parameter accepts' {
        $times = (Get-Completion 'New-TokenCaveat -ValidUntil ').CompletionText
        (New-TokenCaveat -ValidUntil $times[-1]).ExpiresAt | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddDays(6))
    }

    It 'offers the running sandboxes of the session for <cmdlet> -Sandbox, or to start one, and no files' -ForEach $sandboxes {
        $started = Start-TokenSandbox
        try {
            (Get-Completion "$cmdlet -Sandbox ").CompletionText | Should -BeExactly '$started'
            $kept = @{ sandbox = $started }
            $started = $null
            (Get-Completion "$cmdlet -Sandbox ").CompletionText | Should -BeExactly '(Get-TokenSandbox)[0]'
            (Invoke-Expression '(Get-TokenSandbox)[0]') | Should -Be $kept.sandbox
        }
        finally { Stop-TokenSandbox }
        (Get-Completion "$cmdlet -Sandbox ").CompletionText | Should -BeExactly '(Start-TokenSandbox)'
        (Get-Completion "$cmdlet -Sandbox x").CompletionText | Should -BeExactly 'x'
    }

    It 'offers the sandboxes for the first argument of Stop-TokenSandbox' {
        (Get-Completion 'Stop-TokenSandbox ').CompletionText | Should -BeExactly '(Start-TokenSandbox)'
    }

    It 'offers to connect, and no files, where there is no connection for <cmdlet> -<parameter>' -ForEach $connections {
        $found = (Get-Completion "$cmdlet -Connection ").CompletionText
        $found | Should -Match '^\((Connect-\w+ -PassThru\)|Get-TokenConnection( \w+)?\)\[0\])$'
    }

    It 'offers no connection to another service for Disconnect-<_>' -ForEach 'Boomi', 'GoodData', 'Onezone' {
        (Get-Completion "Disconnect-$_ ").CompletionText | Should -BeExactly "(Get-TokenConnection $_)[0]"
        $started = Start-TokenSandbox
        try {
            'Boomi', 'GoodData', 'Onezone' | ForEach-Object { & "Connect-$_" -Sandbox $started }
            (Get-Completion "Disconnect-$_ ").CompletionText | Should -BeExactly "(Get-TokenConnection $_)[0]"
            $boomi, $gooddata, $onezone = 'Boomi', 'GoodData', 'Onezone' | ForEach-Object { (Get-TokenConnection $_)[0] }
            (Get-Completion "Disconnect-$_ ").CompletionText | Should -BeExactly "`$$($_.ToLowerInvariant())"
        }
        finally { Stop-TokenSandbox }
    }

    It 'offers values and commands of the session after an import with a prefix' {
        $shell = [powershell]::Create()
        try {
            $result = $shell.AddScript({
                param($module)
                Import-Module $module -Prefix My
                function Get-Completion([string] $Typed) { , @((TabExpansion2 $Typed $Typed.Length).CompletionMatches.CompletionText) }
                $null = Start-MyTokenSandbox
                Connect-MyBoomi -Sandbox (Get-MyTokenSandbox)
                @{
                    type       = Get-Completion 'New-MyInstallerToken '
                    caveat     = Get-Completion 'New-MyTemporaryToken -Region '
                    duration   = Get-Completion 'New-MyInstallerToken -ValidFor '
                    connection = Get-Completion 'New-MyInstallerToken -Connection '
                    none       = Get-Completion 'New-MyTemporaryToken -Connection '
                    sandbox    = Get-Completion 'Stop-MyTokenSandbox '
                    token      = New-MyInstallerToken ATOM -Connection (Get-MyTokenConnection Boomi)[0]
                }
                Stop-MyTokenSandbox
            }).AddArgument($ModulePath).Invoke()[0]
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
        $result.type | Should -Contain 'MOLECULE'
        $result.caveat | Should -Contain 'Europe'
        $result.duration | Should -Contain '30m'
        $result.connection | Should -BeExactly '(Get-MyTokenConnection Boomi)[0]'
        $result.none | Should -BeExactly '(Connect-MyOnezone -PassThru)'
        $result.sandbox | Should -BeExactly '(Get-MyTokenSandbox)[0]'
        $result.token.InstallType | Should -BeExactly 'ATOM'
    }

    It 'offers a session''s connections for <cmdlet> -<parameter>' -ForEach $connections {
        $given = if ($cmdlet -match '-(Boomi|GoodData|Onezone)$') { $Matches[1] } else { (Get-Command $cmdlet).Parameters.Connection.ParameterType.Name -replace 'Connection' }
        try {
            Connect-Boomi acme-A1B2C3 admin@acme.example canary-31337
            Connect-Onezone onezone.example.com egi:canary-31337 -WarningAction SilentlyContinue
            Connect-GoodData analytics.example.com canary-31337 -WarningAction SilentlyContinue
            $found = Get-Completion "$cmdlet -Connection "
            $found.CompletionText | Should -Contain "(Get-TokenConnection $given)[0]"
            ($found | Out-String -Width 400) | Should -Not -Match 'canary'
        }
        finally {
            Disconnect-Boomi
            Disconnect-GoodData
            Disconnect-Onezone
        }
    }
}

Describe 'The prompt for a mandatory parameter' {
    It 'is not the engine''s, which echoes the answer, for <cmdlet> -<parameter>' -ForEach $mandatory {
        $declared = (Get-Command $cmdlet).Parameters[$parameter]
        $declared.ParameterType.Name | Should -Not -Be 'SecretArgument'
        $declared.Attributes | ForEach-Object { $_.GetType().Name } |
            Should -Not -Match '^(Secret|Token|OnedataToken|InstallerToken)Attribute$'
    }

    It 'has help for <cmdlet> -<parameter> in the parameter set <set>' -ForEach $mandatory {
        $message | Should -Match '^[A-Z].*\.$'
    }
}
