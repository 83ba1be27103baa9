# Runs in a new engine: its threads, open files and temporary files are counted.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"

    function Invoke-Sandbox([string] $Path, [hashtable] $Splat = @{}) {
        Invoke-RestMethod -Uri "$($sandbox.Uri)$Path" @Splat -TimeoutSec 300
    }

    function Test-Listening([uri] $Uri) {
        $client = [System.Net.Sockets.TcpClient]::new()
        try { $client.Connect($Uri.Host, $Uri.Port); $true } catch [System.Net.Sockets.SocketException] { $false } finally { $client.Dispose() }
    }
}

AfterAll {
    Stop-TokenSandbox
}

Describe 'Stop-TokenSandbox' {
    AfterEach {
        Stop-TokenSandbox
    }

    It 'closes the connections to the stopped sandbox only' {
        $stopped, $kept = 1..2 | ForEach-Object { Start-TokenSandbox }
        Connect-Boomi -Sandbox $kept
        $default = Get-TokenConnection Boomi
        Connect-Onezone -Sandbox $stopped
        $held = Connect-Boomi -Sandbox $stopped -PassThru
        Stop-TokenSandbox $stopped
        Get-TokenConnection | Should -Be $default
        { New-InstallerToken ATOM -Connection $held } | Should -Throw -ErrorId 'ConnectionClosed,*'
    }

    It 'stops on command, on Dispose, and when the module is removed' {
        $stopped, $disposed, $remaining = 1..3 | ForEach-Object { Start-TokenSandbox }
        $stopped | Stop-TokenSandbox
        $disposed.Dispose()
        Test-Listening $stopped.Uri | Should -BeFalse
        Test-Listening $disposed.Uri | Should -BeFalse
        Test-Listening $remaining.Uri | Should -BeTrue
        $stopped.IsStopped, $disposed.IsStopped, $remaining.IsStopped | Should -Be $true, $true, $false
        Remove-Module TokenTools
        Test-Listening $remaining.Uri | Should -BeFalse
        Import-Module $ModulePath
    }

    It 'stops and closes nothing with -WhatIf' {
        $sandbox = Start-TokenSandbox
        Connect-Boomi -Sandbox $sandbox
        Stop-TokenSandbox -WhatIf
        $sandbox | Stop-TokenSandbox -WhatIf
        $sandbox.IsStopped | Should -BeFalse
        @(Get-TokenConnection).Count | Should -Be 1
        Stop-TokenSandbox -Confirm:$false
        $sandbox.IsStopped | Should -BeTrue
    }

    It 'stops when its runspace is closed' {
        $shell = [powershell]::Create()
        $uri = $shell.AddScript("Import-Module '$ModulePath'; (Start-TokenSandbox).Uri").Invoke()[0]
        Test-Listening $uri | Should -BeTrue
        $shell.Dispose()
        Test-Listening $uri | Should -BeFalse
    }

    It 'leaves no port, thread or file when 50 are started, used and stopped' {
        function Get-Thread { [System.Diagnostics.Process]::GetCurrentProcess().Threads.Count }
        # Of this process only: others listen and write files as well.
        function Get-OpenPort {
            $own = @(Get-ChildItem /proc/self/fd | ForEach-Object { $_.Target -replace '\D' })
            Get-Content /proc/net/tcp | Where-Object { $_ -match '^\s*\d+: 0100007F:([0-9A-F]{4}) \S+ 0A ' } |
                Where-Object { ($_.Trim() -split '\s+')[9] -in $own } | ForEach-Object { [Convert]::ToInt32(($_.Trim() -split '[\s:]+')[2], 16) }
        }
        $use = {
            $sandbox = Start-TokenSandbox
            $null = Invoke-Sandbox api/v3/onezone/configuration
            Stop-TokenSandbox $sandbox
            $sandbox.Uri
        }
        $names = 'TMPDIR', 'TMP', 'TEMP'
        $before = $names | ForEach-Object { [Environment]::GetEnvironmentVariable($_) }
        $temporary = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'temporary')
        $names | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $temporary.FullName) }
        try {
            $null = 1..10 | ForEach-Object $use
            $files = if ($IsLinux) { (Get-ChildItem /proc/self/fd).Count }
            $threads = Get-Thread
            $addresses = 1..50 | ForEach-Object $use
            [System.IO.Path]::GetTempPath() | Should -BeLike "*$([System.IO.Path]::DirectorySeparatorChar)temporary*"
            @(Get-ChildItem -LiteralPath $temporary.FullName -Force -Filter *TokenTools*).Count | Should -Be 0
        }
        finally { 0..2 | ForEach-Object { Set-Item -LiteralPath "Env:$($names[$_])" -Value $before[$_] } }
        # The thread pool can grow by a few threads; fifty sandboxes would be visible.
        Get-Thread | Should -BeLessThan ($threads + 15)
        if ($IsLinux) {
            # The clients' pooled connections vary; leaked listeners would add up.
            (Get-ChildItem /proc/self/fd).Count | Should -BeLessThan ($files + 20)
            $sandbox = Start-TokenSandbox
            $sandbox.Uri.Port -in (Get-OpenPort) | Should -BeTrue
            $open = @(Get-OpenPort)
            $addresses | Where-Object { $_.Port -in $open -and $_.Port -ne $sandbox.Uri.Port } | Should -BeNullOrEmpty
        }
        else { $addresses | Where-Object { Test-Listening $_ } | Should -BeNullOrEmpty }
    }
}
