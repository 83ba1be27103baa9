BeforeDiscovery {
    . "$PSScriptRoot/../Support/Module.ps1"
    $tags = 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS', 'boomi', 'gooddata', 'onedata', 'token', 'macaroon', 'provisioning'
    $exports = 'FunctionsToExport', 'AliasesToExport', 'VariablesToExport'
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $folder = Split-Path -Path $ModulePath
    $data = Import-PowerShellDataFile -LiteralPath $ModulePath
}

Describe 'the manifest' {
    It 'is accepted by Test-ModuleManifest without a warning' {
        $tested = Test-ModuleManifest -Path $ModulePath -WarningVariable warnings -ErrorVariable errors -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $errors | Should -BeNullOrEmpty
        "$($tested.Version)" | Should -BeExactly $data.ModuleVersion
    }

    It 'lists each cmdlet, without wildcards' {
        $data.CmdletsToExport | Should -Not -Match '\*'
        $data.CmdletsToExport | Sort-Object | Should -BeExactly (Get-Command -Module TokenTools | ForEach-Object Name | Sort-Object)
    }

    It 'exports no <_>' -ForEach $exports {
        $data.ContainsKey($_) | Should -BeTrue
        @($data[$_]).Count | Should -Be 0
    }

    It 'supports both editions, from 5.1 and .NET Framework 4.7.2' {
        $data.CompatiblePSEditions | Should -BeExactly 'Core', 'Desktop'
        $data.PowerShellVersion | Should -BeExactly '5.1'
        $data.DotNetFrameworkVersion | Should -BeExactly '4.7.2'
    }

    It 'has the tag <_>' -ForEach $tags {
        $data.PrivateData.PSData.Tags | Should -Contain $_
    }

    It 'has license, project and release notes' {
        $data.PrivateData.PSData.LicenseUri | Should -Match '^https://'
        $data.PrivateData.PSData.ProjectUri | Should -Match '^https://'
        $data.PrivateData.PSData.ReleaseNotes | Should -Match 'CHANGELOG|^### '
    }

    It 'lists only existing files' {
        foreach ($file in @($data.RootModule) + $data.FormatsToProcess + $data.TypesToProcess) {
            Join-Path $folder $file | Should -Exist
        }
    }

    It 'is next to the license and the notices' {
        Join-Path $folder 'LICENSE' | Should -Exist
        Join-Path $folder 'THIRD-PARTY-NOTICES.txt' | Should -Exist
    }

    It 'lets a command load the installed module automatically' {
        $root = Join-Path $TestDrive 'modules'
        $null = New-Item -ItemType Directory -Path "$root/TokenTools"
        foreach ($name in 'TokenTools.psd1', 'TokenTools.format.ps1xml', 'TokenTools.types.ps1xml') { Copy-Item -LiteralPath "$folder/$name" -Destination "$root/TokenTools" }
        foreach ($name in 'bin', 'en-US', 'TokenTools.Extension') { Copy-Item -LiteralPath "$folder/$name" -Destination "$root/TokenTools" -Recurse }
        $script = "`$env:PSModulePath = '$root' + [IO.Path]::PathSeparator + `$env:PSModulePath; (New-BootstrapToken admin -GeneratePassword).UserName; (Get-Help New-BootstrapToken).Synopsis; (Get-Module TokenTools).Path"
        $shown = & $Engine -NoProfile -NonInteractive -Command $script
        $shown[0] | Should -BeExactly 'admin'
        $shown[1] | Should -BeLike 'Creates a GoodData.CN bootstrap token*'
        $shown[2] | Should -BeLike "$root*"
    }
}

Describe 'the package' {
    It 'is published, found and installed by PSResourceGet, and loads by its name' {
        if (-not (Get-Module -Name Microsoft.PowerShell.PSResourceGet -ListAvailable)) {
            Set-ItResult -Skipped -Because 'there is no Microsoft.PowerShell.PSResourceGet here'
            return
        }
        if (-not ($IsLinux -or $IsMacOS)) {
            Set-ItResult -Skipped -Because 'on Windows a repository can only be registered in the profile of the current user'
            return
        }

        # The package of the module under test; for a checkout, one is built here.
        $package = Join-Path $folder "../../TokenTools.$($data.ModuleVersion).nupkg"
        if (-not (Test-Path -LiteralPath $package)) {
            $root = (Resolve-Path -LiteralPath "$PSScriptRoot/../../..").ProviderPath
            $package = @(& dotnet run --project "$root/tools/TokenTools.Package" -c Release --no-build '--' $root (Join-Path $TestDrive 'out'))[-1]
        }

        # A separate home folder, so that the user's own is not changed. PSResourceGet requires that its folder exists.
        $settings = @{ HOME = "$TestDrive/home"; XDG_DATA_HOME = "$TestDrive/home/.local/share"; XDG_CONFIG_HOME = "$TestDrive/home/.config"; XDG_CACHE_HOME = "$TestDrive/home/.cache" }
        $null = New-Item -ItemType Directory -Force -Path (@($settings.Values) + "$TestDrive/feed")
        $before = @{}
        foreach ($name in $settings.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
        try {
            foreach ($name in $settings.Keys) { [Environment]::SetEnvironmentVariable($name, $settings[$name]) }
            $shown = & $Engine -NoProfile -NonInteractive -Command "
                `$ErrorActionPreference = 'Stop'
                `$ProgressPreference = 'SilentlyContinue'
                Register-PSResourceRepository -Name Folder -Uri '$TestDrive/feed'
                Publish-PSResource -NupkgPath '$package' -Repository Folder
                `$found = Find-PSResource -Name TokenTools -Repository Folder
                Install-PSResource -Name TokenTools -Repository Folder -TrustRepository
                Import-Module -Name TokenTools
                @{
                    found     = `"`$(`$found.Name) `$(`$found.Version)`"
                    tags      = @(`$found.Tags)
                    cmdlets   = @(`$found.Includes.Cmdlet)
                    folder    = (Get-Module -Name TokenTools).ModuleBase
                    token     = (New-BootstrapToken -UserName admin -GeneratePassword).UserName
                    synopsis  = (Get-Help -Name New-BootstrapToken).Synopsis
                    topic     = @(Get-Help -Name about_TokenTools_Secrets).Count
                    installed = (Get-PSResource -Name TokenTools).Version.ToString()
                } | ConvertTo-Json"
            $LASTEXITCODE | Should -Be 0
        }
        finally {
            foreach ($name in $before.Keys) { Set-Item -LiteralPath "Env:$name" -Value $before[$name] }
        }

        $result = $shown | Out-String | ConvertFrom-Json
        $result.found | Should -BeExactly "TokenTools $($data.ModuleVersion)"
        $result.installed | Should -BeExactly $data.ModuleVersion
        $result.tags | Should -Contain 'PSEdition_Desktop'
        $result.cmdlets | Sort-Object | Should -BeExactly ($data.CmdletsToExport | Sort-Object)
        $result.folder | Should -BeExactly "$TestDrive/home/.local/share/powershell/Modules/TokenTools/$($data.ModuleVersion)"
        $result.token | Should -BeExactly 'admin'
        $result.synopsis | Should -BeLike 'Creates a GoodData.CN bootstrap token*'
        $result.topic | Should -Be 1
    }
}
