# Checks without Windows PowerShell 5.1 whether it can run the project's scripts.
BeforeDiscovery {
    $root = (Resolve-Path -LiteralPath "$PSScriptRoot/../../..").ProviderPath
    $scripts = @(
        Get-Item -LiteralPath "$root/build.ps1", "$root/TokenTools.Extension/TokenTools.Extension.psm1"
        Get-ChildItem -Path "$root/examples/*.ps1"
        Get-ChildItem -Path "$root/tests" -Recurse -Include *.ps1 | Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' }
    ) | ForEach-Object { @{ name = $_.FullName.Substring($root.Length + 1) -replace '\\', '/'; path = $_.FullName } }
}

BeforeAll {
    # The lines of a script that Windows PowerShell 5.1 would not parse, or parse differently.
    function Get-NewSyntax([string] $Text) {
        $tokens = $errors = $null
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $tokens, [ref] $errors)
        $errors | ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Message)" }
        # None of it exists without these characters; a search of the tree takes much longer.
        if ($Text -notmatch '\?|&&|\|\||\bclean\b|`[ue]') { return }
        $ast.FindAll({
                param($Node)
                $type = $Node.GetType().Name
                $type -in 'TernaryExpressionAst', 'PipelineChainAst' -or
                ($type -eq 'BinaryExpressionAst' -and "$($Node.Operator)" -eq 'QuestionQuestion') -or
                ($type -eq 'AssignmentStatementAst' -and "$($Node.Operator)" -eq 'QuestionQuestionEquals') -or
                ($type -in 'MemberExpressionAst', 'InvokeMemberExpressionAst', 'IndexExpressionAst' -and $Node.NullConditional) -or
                ($type -eq 'NamedBlockAst' -and "$($Node.BlockKind)" -eq 'Clean') -or
                ($type -in 'StringConstantExpressionAst', 'ExpandableStringExpressionAst' -and "$($Node.StringConstantType)" -like 'DoubleQuoted*' -and $Node.Extent.Text -match '(?<!`)(``)*`[ue]')
            }, $true) | ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Extent.Text)" }
    }

    # Missing in Windows PowerShell 5.1: parameters that no cmdlet has there, some that ours have, cmdlets, variables.
    $newParameters = 'Parallel', 'SkipHttpErrorCheck', 'ConnectionTimeoutSeconds', 'OperationTimeoutSeconds', 'ResponseHeadersVariable', 'StatusCodeVariable', 'AsHashtable', 'AsByteStream',
        'EnumsAsStrings', 'Authentication'
    $newOfInvoke = 'AllowUnencryptedAuthentication', 'SkipCertificateCheck', 'NoProxy', 'MaximumRetryCount', 'RetryIntervalSec'
    # Commands with a parameter of such a name that they have in 5.1, too.
    $otherOwners = 'Invoke-TokenCommand', 'Set-SecretStoreConfiguration'
    $newCommands = 'Get-Error', 'Test-Json', 'Start-ThreadJob', 'Join-String', 'Get-Uptime', 'Remove-Alias'
    $newVariables = 'PSStyle'
    $newNames = ($newParameters + $newOfInvoke + $newCommands + $newVariables) -join '|'

    # Their uses, except in an if statement for the version or their existence, and in a test that is skipped on that condition.
    function Get-UnguardedUse([string] $Text) {
        if ($Text -notmatch $newNames) { return }
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $null, [ref] $null)
        $ast.FindAll({
                param($Node)
                ($Node -is [System.Management.Automation.Language.CommandParameterAst] -and $Node.ParameterName -in $newParameters -and $Node.Parent.GetCommandName() -notin $otherOwners) -or
                ($Node -is [System.Management.Automation.Language.CommandParameterAst] -and $Node.ParameterName -in $newOfInvoke -and $Node.Parent.GetCommandName() -like 'Invoke-*') -or
                ($Node -is [System.Management.Automation.Language.CommandAst] -and $Node.GetCommandName() -in $newCommands) -or
                ($Node -is [System.Management.Automation.Language.VariableExpressionAst] -and $Node.VariablePath.UserPath -in $newVariables)
            }, $true) | ForEach-Object {
            $guarded = $false
            for ($node = $_; $node; $node = $node.Parent) {
                $about = if ($node -is [System.Management.Automation.Language.IfStatementAst]) { $node.Clauses[0].Item1.Extent.Text }
                elseif ($node -is [System.Management.Automation.Language.CommandAst] -and $node.GetCommandName() -in 'It', 'Describe', 'Context') { $node.Extent.Text -replace '(?s)\{.*' }
                if ($about -match 'PSVersion|PSEdition|ExpectingInput| -Parallel |-Skip|Variable:') { $guarded = $true }
            }
            if (-not $guarded) { "line $($_.Extent.StartLineNumber): $($_.Parent.Extent.Text)" }
        }
    }
}

Describe 'Windows PowerShell 5.1' {
    It 'reads <name>' -ForEach $scripts {
        Get-NewSyntax (Get-Content -Raw -Encoding utf8 -LiteralPath $path) | Should -BeNullOrEmpty
    }

    It 'reads the characters of <name>: ASCII, or UTF-8 with a byte order mark' -ForEach $scripts {
        $bytes = [IO.File]::ReadAllBytes($path)
        $marked = $bytes.Count -gt 2 -and $bytes[0] -eq 0xEF -and $bytes[1] -eq 0xBB -and $bytes[2] -eq 0xBF
        $marked -or -not ($bytes -gt 127) | Should -BeTrue
    }

    It 'has everything that <name> uses' -ForEach $scripts {
        Get-UnguardedUse (Get-Content -Raw -Encoding utf8 -LiteralPath $path) | Should -BeNullOrEmpty
    }

    It 'does not have everything that <_> uses' -ForEach '1 | ForEach-Object -Parallel { $_ }', 'Invoke-WebRequest x -SkipHttpErrorCheck', 'Invoke-RestMethod x -NoProxy', 'Get-Error', '$PSStyle.Reset' {
        Get-UnguardedUse $_ | Should -Not -BeNullOrEmpty
        Get-UnguardedUse "if (`$PSVersionTable.PSVersion.Major -ge 7) { $_ }" | Should -BeNullOrEmpty
    }

    It 'does not parse <_>' -ForEach '$a ? 1 : 2', '$a ?? 1', '$a ??= 1', '${a}?.b', '${a}?[0]', 'a && b', 'a || b', '"`u{1F600}"', '"`e[0m"', 'function f { process { } clean { } }' {
        Get-NewSyntax $_ | Should -Not -BeNullOrEmpty
    }
}
