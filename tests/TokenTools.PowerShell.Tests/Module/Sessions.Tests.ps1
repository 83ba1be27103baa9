# The connections and sandboxes of a runspace where other modules import this one: Octopus-Cmdlets#19, PowerShell#7367.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"

    # A module that nests this one, and one whose script imports it.
    $nesting = Join-Path $TestDrive 'Nesting/Nesting.psd1'
    $importing = Join-Path $TestDrive 'Importing/Importing.psm1'
    $null = New-Item -ItemType Directory -Path (Split-Path $nesting), (Split-Path $importing)
    $quoted = $ModulePath -replace "'", "''"
    Set-Content -LiteralPath $nesting -Value "@{
        ModuleVersion = '1.0'; GUID = '$(New-Guid)'; RootModule = 'Nesting.psm1'; NestedModules = @('$quoted')
        FunctionsToExport = '*'; CmdletsToExport = '*'; PrivateData = @{ Mine = 1 }
    }"
    Set-Content -LiteralPath (Join-Path (Split-Path $nesting) 'Nesting.psm1') -Value 'function Get-PrivateData { $MyInvocation.MyCommand.Module.PrivateData }'
    Set-Content -LiteralPath $importing -Value "Import-Module '$quoted'; function Get-ImportingConnection { Get-TokenConnection }"

    # Runs a script in a runspace of its own.
    function Invoke-Runspace([string] $Script) {
        $shell = [powershell]::Create()
        try {
            $output = $shell.AddScript("param(`$module, `$nesting, `$importing) `$ErrorActionPreference = 'Stop'; $Script").AddArgument($ModulePath).AddArgument($nesting).AddArgument($importing).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $output
        }
        finally { $shell.Dispose() }
    }
}

Describe 'The session of a runspace' {
    It 'is shared by all modules that import the cmdlets' {
        Invoke-Runspace '
            Import-Module $module, $importing
            Connect-Boomi -Sandbox (Start-TokenSandbox)
            @(Get-ImportingConnection).Count' | Should -Be 1
    }

    It 'continues when a module that nests the cmdlets is imported again' {
        $shown = Invoke-Runspace '
            Import-Module $module
            $sandbox = Start-TokenSandbox
            Connect-Boomi -Sandbox $sandbox
            Import-Module $nesting
            Import-Module $nesting -Force
            "connections: $(@(Get-TokenConnection).Count)"
            "stopped: $($sandbox.IsStopped)"
            "token: $((New-InstallerToken ATOM).InstallType)"'
        $shown | Should -Be 'connections: 1', 'stopped: False', 'token: ATOM'
    }

    It 'continues when one of two importers is removed' {
        Invoke-Runspace '
            Import-Module $module
            Connect-Boomi -Sandbox (Start-TokenSandbox)
            Import-Module $nesting, $importing
            Remove-Module Nesting, Importing
            @(Get-TokenConnection).Count' | Should -Be 1
    }

    It 'ends with its last importer, a module that nests the cmdlets' {
        $shown = Invoke-Runspace '
            Import-Module $nesting
            $sandbox = Start-TokenSandbox
            $connection = Connect-Boomi -Sandbox $sandbox -PassThru
            Remove-Module Nesting
            "closed: $($connection.IsClosed)"
            "stopped: $($sandbox.IsStopped)"'
        $shown | Should -Be 'closed: True', 'stopped: True'
    }

    It 'ends with the runspace' {
        $shell = [powershell]::Create()
        $connection = $shell.AddScript('param($module) Import-Module $module; Connect-Boomi acme-A1B2C3 user@example.com (ConvertTo-SecureString x -AsPlainText -Force) -PassThru').AddArgument($ModulePath).Invoke()[0]
        $connection.IsClosed | Should -BeFalse
        $shell.Runspace.Dispose()
        $connection.IsClosed | Should -BeTrue
        $shell.Dispose()
    }

    It 'does not write into the private data of another module' {
        Invoke-Runspace '
            Import-Module $nesting
            Connect-Boomi -Sandbox (Start-TokenSandbox)
            (Get-PrivateData).Keys -join ","
            Remove-Module Nesting' | Should -BeExactly 'Mine'
    }
}
