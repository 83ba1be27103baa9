# The module as README says how to install it, in a home folder of its own: found without Import-Module by every kind of new session.
BeforeDiscovery {
    $hasGet = [bool] (Get-Module -Name Microsoft.PowerShell.PSResourceGet -ListAvailable)
    $isWindowsHost = -not (Test-Path -Path Variable:IsWindows) -or $IsWindows
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $folder = Split-Path -Path $ModulePath
    $version = (Import-PowerShellDataFile -LiteralPath $ModulePath).ModuleVersion
    $readme = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../../README.md"
    $block = [regex]::Match($readme, '(?ms)^```powershell\r?\n(Register-PSResourceRepository .*?)^```').Groups[1].Value

    # Runs an engine with a home folder of its own.
    function Invoke-AtHome([string] $Home1, [string] $Script) {
        $settings = @{ HOME = $Home1; XDG_DATA_HOME = "$Home1/.local/share"; XDG_CONFIG_HOME = "$Home1/.config"; XDG_CACHE_HOME = "$Home1/.cache" }
        $null = New-Item -ItemType Directory -Force -Path @($settings.Values)
        $before = @{}
        foreach ($name in $settings.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
        try {
            foreach ($name in $settings.Keys) { [Environment]::SetEnvironmentVariable($name, $settings[$name]) }
            & $Engine -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; $Script"
            $LASTEXITCODE | Should -Be 0
        }
        finally { foreach ($name in $before.Keys) { Set-Item -LiteralPath "Env:$name" -Value $before[$name] } }
    }

    # One user name and the module's folder from each kind of new session.
    $everywhere = @'
        $use = { (New-BootstrapToken admin -GeneratePassword).UserName + ' ' + (Get-Module TokenTools).ModuleBase }
        'session: ' + (& $use)
        # A PowerShell that was assembled from packages has no program for jobs in $PSHOME.
        if ((Test-Path "$PSHOME/pwsh*", "$PSHOME/powershell.exe" -PathType Leaf) -contains $true) { 'job: ' + (Start-Job -ScriptBlock $use | Receive-Job -Wait) }
        if (Get-Command Start-ThreadJob -ErrorAction Ignore) { 'thread: ' + (Start-ThreadJob -ScriptBlock $use | Receive-Job -Wait) }
        if ($PSVersionTable.PSVersion.Major -ge 7) { 'parallel: ' + (1 | ForEach-Object -Parallel { (New-BootstrapToken admin -GeneratePassword).UserName + ' ' + (Get-Module TokenTools).ModuleBase }) }
'@
}

Describe 'The installed module' -Skip:$isWindowsHost {
    It 'is found by new sessions, jobs and runspaces, copied to a folder of PSModulePath' {
        $target = "$TestDrive/copied/.local/share/powershell/Modules/TokenTools/$version"
        $null = New-Item -ItemType Directory -Path $target
        foreach ($name in 'TokenTools.psd1', 'TokenTools.format.ps1xml', 'TokenTools.types.ps1xml', 'bin', 'TokenTools.Extension') { Copy-Item -LiteralPath "$folder/$name" -Destination $target -Recurse }
        $shown = Invoke-AtHome "$TestDrive/copied" $everywhere
        $shown | Should -Contain "session: admin $target"
        if ($PSVersionTable.PSEdition -ne 'Desktop') { $shown | Should -Contain "parallel: admin $target" }
        $shown | ForEach-Object { $_ | Should -BeLike "*: admin $target" }
    }

    It 'is found by them after README''s commands' -Skip:(-not $hasGet) {
        $package = Join-Path $folder "../../TokenTools.$version.nupkg"
        $null = New-Item -ItemType Directory -Force -Path "$TestDrive/clone/out"
        if (Test-Path -LiteralPath $package) { Copy-Item -LiteralPath $package -Destination "$TestDrive/clone/out" }
        else {
            $root = (Resolve-Path -LiteralPath "$PSScriptRoot/../../..").ProviderPath
            $null = & dotnet run --project "$root/tools/TokenTools.Package" -c Release --no-build '--' $root "$TestDrive/clone/out"
        }
        Invoke-AtHome "$TestDrive/home" "Set-Location '$TestDrive/clone'; $block"
        $target = "$TestDrive/home/.local/share/powershell/Modules/TokenTools/$version"
        $shown = Invoke-AtHome "$TestDrive/home" $everywhere
        $shown | Should -Contain "session: admin $target"
        $shown | Should -Contain "job: admin $target"
        $shown | Should -Contain "parallel: admin $target"
    }
}

Describe 'README''s section on installing' {
    It 'says what Windows requires, and how to update' {
        $section = [regex]::Match($readme, '(?ms)^### Install the module$(.*?)^### ').Groups[1].Value
        $section | Should -Match 'Set-ExecutionPolicy -Scope CurrentUser RemoteSigned'
        $section | Should -Match 'Unblock-File'
        $section | Should -Match 'Assembly with same name is already loaded'
        $section | Should -Match 'start a new PowerShell'
    }
}
