BeforeDiscovery {
    . "$PSScriptRoot/Support/Module.ps1"
    $tags = 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS', 'boomi', 'gooddata', 'onedata', 'token', 'macaroon', 'provisioning'
    $exports = 'FunctionsToExport', 'AliasesToExport', 'VariablesToExport'
}

BeforeAll {
    . "$PSScriptRoot/Support/Module.ps1"
    $folder = Split-Path -Path $ModulePath
    $data = Import-PowerShellDataFile -LiteralPath $ModulePath
}

Describe 'the manifest' {
    It 'is one that Test-ModuleManifest takes without a word' {
        $tested = Test-ModuleManifest -Path $ModulePath -WarningVariable warnings -ErrorVariable errors -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $errors | Should -BeNullOrEmpty
        "$($tested.Version)" | Should -BeExactly $data.ModuleVersion
    }

    It 'names each cmdlet, and nothing by wildcard' {
        $data.CmdletsToExport | Should -Not -Match '\*'
        $data.CmdletsToExport | Sort-Object | Should -BeExactly (Get-Command -Module TokenTools | ForEach-Object Name | Sort-Object)
    }

    It 'exports no <_>' -ForEach $exports {
        $data.ContainsKey($_) | Should -BeTrue
        @($data[$_]).Count | Should -Be 0
    }

    It 'is for both editions from 5.1 and .NET Framework 4.7.2 on' {
        $data.CompatiblePSEditions | Should -BeExactly 'Core', 'Desktop'
        $data.PowerShellVersion | Should -BeExactly '5.1'
        $data.DotNetFrameworkVersion | Should -BeExactly '4.7.2'
    }

    It 'has the tag <_>' -ForEach $tags {
        $data.PrivateData.PSData.Tags | Should -Contain $_
    }

    It 'has licence, project and release notes' {
        $data.PrivateData.PSData.LicenseUri | Should -Match '^https://'
        $data.PrivateData.PSData.ProjectUri | Should -Match '^https://'
        $data.PrivateData.PSData.ReleaseNotes | Should -Match 'CHANGELOG|^### '
    }

    It 'names only files that are there' {
        foreach ($file in @($data.RootModule) + $data.FormatsToProcess + $data.TypesToProcess) {
            Join-Path $folder $file | Should -Exist
        }
    }

    It 'shows the licence and the notices beside it' {
        Join-Path $folder 'LICENSE' | Should -Exist
        Join-Path $folder 'THIRD-PARTY-NOTICES.txt' | Should -Exist
    }

    It 'lets a command load the module by itself, once it is installed' {
        $root = Join-Path $TestDrive 'modules'
        $null = New-Item -ItemType Directory -Path "$root/TokenTools"
        foreach ($name in 'TokenTools.psd1', 'TokenTools.format.ps1xml', 'TokenTools.types.ps1xml') { Copy-Item -LiteralPath "$folder/$name" -Destination "$root/TokenTools" }
        foreach ($name in 'bin', 'en-US') { Copy-Item -LiteralPath "$folder/$name" -Destination "$root/TokenTools" -Recurse }
        $script = "`$env:PSModulePath = '$root' + [IO.Path]::PathSeparator + `$env:PSModulePath; (New-BootstrapToken admin -GeneratePassword).UserName; (Get-Help New-BootstrapToken).Synopsis; (Get-Module TokenTools).Path"
        $shown = & $Engine -NoProfile -NonInteractive -Command $script
        $shown[0] | Should -BeExactly 'admin'
        $shown[1] | Should -BeLike 'Makes a GoodData.CN bootstrap token*'
        $shown[2] | Should -BeLike "$root*"
    }
}
