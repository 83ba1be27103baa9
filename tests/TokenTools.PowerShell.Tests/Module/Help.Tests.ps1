# The output of Get-Help, and its agreement with Get-Command.
BeforeDiscovery {
    . "$PSScriptRoot/../Support/Module.ps1"
    $cmdlets = Get-Command -Module TokenTools | ForEach-Object { @{ name = $_.Name } }
    $topics = 'about_TokenTools', 'about_TokenTools_Boomi', 'about_TokenTools_GoodData', 'about_TokenTools_Onedata', 'about_TokenTools_Secrets', 'about_TokenTools_Testing', 'about_TokenTools_Vault'
    $cultures = 'en-US', 'de-DE', 'tr-TR', 'ja-JP'
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $common = [System.Management.Automation.Cmdlet]::CommonParameters
}

Describe 'Get-Help <name>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help -Name $name -Full
        $command = Get-Command -Name $name
    }

    It 'has a synopsis, a description, examples, inputs, outputs and links' {
        $help.Synopsis | Should -Match '\.\s*$'
        $help.description.Text -join '' | Should -Match '\w'
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        @($help.examples.example).code | Should -Match '\w'
        $help.inputTypes.inputType.type.name | Should -Match '\w'
        $help.returnValues.returnValue.type.name | Should -Match '\w'
        @($help.relatedLinks.navigationLink).Count | Should -BeGreaterOrEqual 2
    }

    It 'separates examples, and aligns their output as on its page' {
        $shown = (Get-Help -Name $name -Examples | Out-String -Width 400) -replace '\r'
        $titles = [regex]::Matches($shown, '(?m)^ *Example \d+: ')
        $titles.Count | Should -Be @($help.examples.example).Count
        foreach ($title in $titles) { $shown.Substring(0, $title.Index) | Should -Match '\n *\n$' -Because $title.Value }
        $page = [IO.File]::ReadAllText("$PSScriptRoot/../../../docs/en-US/$name.md") -replace '\r'
        foreach ($output in [regex]::Matches($page, '(?s)\n```Output\n(.+?)\n```\n')) {
            $shown | Should -BeLikeExactly "*$([wildcardpattern]::Escape(($output.Groups[1].Value -replace '(?m)^', '    ')))*"
        }
    }

    It 'has the heading NOTES only above notes' {
        $page = [IO.File]::ReadAllText("$PSScriptRoot/../../../docs/en-US/$name.md") -replace '\r'
        $notes = [regex]::IsMatch($page, '\n## NOTES\n\n(?!## )')
        [bool] ($help | Out-String | Select-String -Pattern '(?m)^NOTES') | Should -Be $notes
    }

    It 'has the address of its online page' {
        $command.HelpUri | Should -BeLike "https://*/docs/en-US/$name.md"
        @($help.relatedLinks.navigationLink)[0].uri | Should -BeExactly $command.HelpUri
    }

    It 'has the engine''s parameters: required, position, pipeline, type, aliases, wildcards' {
        $set = if ($command.DefaultParameterSet) { $command.DefaultParameterSet } else { '__AllParameterSets' }
        $hidden = @($command.Parameters.Values | Where-Object { -not ($_.Attributes | Where-Object { $_ -is [Parameter] -and -not $_.DontShow }) } | ForEach-Object Name)
        $expected = $command.Parameters.Keys | Where-Object { $_ -notin $common -and $_ -notin $hidden } | Sort-Object
        # A cmdlet may have no parameters.
        $shown = @($help.parameters | ForEach-Object { if ($_.PSObject.Properties['parameter']) { $_.parameter } })
        @($shown | ForEach-Object { $_.name }) | Sort-Object | Should -BeExactly $expected
        $facts = foreach ($described in $shown) {
            $parameter = $command.Parameters[$described.name]
            $own = if ($parameter.ParameterSets.ContainsKey($set)) { $parameter.ParameterSets[$set] }
            elseif ($parameter.ParameterSets.ContainsKey('__AllParameterSets')) { $parameter.ParameterSets['__AllParameterSets'] }
            else { $parameter.ParameterSets[@($parameter.ParameterSets.Keys | Sort-Object)[0]] }
            $position = if ($own.Position -ge 0) { "$($own.Position)" } else { 'named' }
            $pipeline = @(if ($own.ValueFromPipelineByPropertyName) { 'ByPropertyName' }; if ($own.ValueFromPipeline) { 'ByValue' })
            $type = if ([Nullable]::GetUnderlyingType($parameter.ParameterType)) { [Nullable]::GetUnderlyingType($parameter.ParameterType) } else { $parameter.ParameterType }
            $wildcards = [bool] ($parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] })
            @{
                Shown = "$($described.name): $([bool] ("$($described.description.Text)" -match '\w')), $($described.required), $($described.position), $($described.pipelineInput), $($described.type.name), $($described.aliases), $($described.globbing)"
                Real  = "$($described.name): $true, $($own.IsMandatory), $position, $(if ($pipeline) { "True ($($pipeline -join ', '))" } else { 'False' }), $($type.Name), $(if ($parameter.Aliases.Count) { $parameter.Aliases -join ', ' } else { 'none' }), $wildcards"
            }
        }
        # A Should for each takes seconds. As before, the case of true and false is not compared.
        @($facts | ForEach-Object { $_.Shown }) | Should -Be @($facts | ForEach-Object { $_.Real })
    }

    It 'has the engine''s parameter sets' {
        $shown = $help.syntax.syntaxItem | ForEach-Object { (@(if ($_.PSObject.Properties['parameter']) { $_.parameter }) | ForEach-Object { $_.name } | Sort-Object) -join ' ' } | Sort-Object
        $sets = $command.ParameterSets | ForEach-Object {
            ($_.Parameters | Where-Object { $_.Name -notin $common -and -not ($_.Attributes | Where-Object { $_ -is [Parameter] -and $_.DontShow }) } | ForEach-Object Name | Sort-Object) -join ' '
        } | Sort-Object
        $shown | Should -BeExactly $sets
    }

    It 'names the defaults that a new cmdlet has' {
        $blank = [Activator]::CreateInstance($command.ImplementingType)
        foreach ($described in @($help.parameters | ForEach-Object { if ($_.PSObject.Properties['parameter']) { $_.parameter } })) {
            $property = $command.ImplementingType.GetProperty($described.name)
            if (-not $property -or ($command.Parameters[$described.name].Attributes | Where-Object { $_ -is [PSDefaultValue] })) { continue }
            $value = $property.GetValue($blank)
            if ($value -is [switch]) { $described.defaultValue | Should -Be 'False' -Because $described.name }
            elseif ($null -ne $value -and "$value" -ne '' -and $value -ne [timespan]::Zero -and $described.required -ne 'true') { $described.defaultValue | Should -Be ([string]::Format([cultureinfo]::InvariantCulture, '{0}', $value)) -Because $described.name }
            elseif ($described.required -ne 'true') { $described.defaultValue | Should -Be 'None' -Because $described.name }
        }
    }
}

Describe 'Get-Help' {
    It 'has the topic <_>, with a summary, in 80 columns except for code' -ForEach $topics {
        $topic = Get-Help -Name $_
        $text = [string] $topic
        $text | Should -Match "(?s)\ATOPIC\r?\n    $_\r?\n\r?\nSHORT DESCRIPTION\r?\n"
        $text -split "`n" | Where-Object { $_ -notmatch '^ {8}' -and $_.TrimEnd().Length -gt 80 -and $_ -notmatch 'https?://' } | Should -BeNullOrEmpty
        Get-Help -Name 'about_TokenTools*' | ForEach-Object Name | Should -Contain $_
    }

    It 'has the topic <_>, which says nothing twice' -ForEach $topics {
        # Without code, and without the list at the end.
        $text = ([string] (Get-Help -Name $_)) -replace '(?s)\r?\nSEE ALSO.*' -replace '(?m)^ {8}.*$'
        $sentences = @($text -replace '\s+', ' ' -split '(?<=[.:]) ' | Where-Object Length -GT 60)
        $sentences.Count | Should -BeGreaterThan 3
        $sentences | Group-Object | Where-Object Count -GT 1 | ForEach-Object Name | Should -BeNullOrEmpty
        $headings = [regex]::Matches($text, '(?m)^ +(\S.*?)\r?\n +-{3,}\s*?$') | ForEach-Object { $_.Groups[1].Value }
        $headings | Should -Not -BeNullOrEmpty
        $headings | Group-Object | Where-Object Count -GT 1 | ForEach-Object Name | Should -BeNullOrEmpty
    }

    It 'is found in <_>' -ForEach $cultures {
        # Windows PowerShell and PowerShell 7 fall back to en-US.
        $ours = [powershell]::Create()
        try {
            $synopsis = $ours.AddScript({
                    param($Culture, $Manifest)
                    [cultureinfo]::CurrentUICulture = $Culture
                    Import-Module $Manifest
                    (Get-Help New-InstallerToken).Synopsis
                }).AddArgument($_).AddArgument($ModulePath).Invoke()
        }
        finally { $ours.Dispose() }
        $synopsis | Should -BeLike 'Creates a Boomi installer token.'
    }

    It 'finds parameters by name: Get-Help New-InstallerToken -Parameter DurationMinutes' {
        $parameter = Get-Help New-InstallerToken -Parameter DurationMinutes
        $parameter.description.Text | Should -Match '30 to 1440'
        $parameter.defaultValue | Should -Be '60'
    }
}
