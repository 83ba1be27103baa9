# The effects of importing and removing the module on the session and the machine.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    # The engine's own telemetry about imports would be attributed to the module.
    $telemetry = $env:POWERSHELL_TELEMETRY_OPTOUT
    $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
    function Invoke-Session([string] $Script) {
        $shown = & $Engine -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; `$module = '$($ModulePath -replace "'", "''")'; $Script"
        $LASTEXITCODE | Should -Be 0
        $shown
    }

    # One session for several tests, which imports, uses and removes the module.
    $session = Invoke-Session '
        function Get-Loaded { [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } }
        # The own modules of the engine load an HTTP client on their first use.
        Import-Module Microsoft.PowerShell.Utility
        $loaded = Get-Loaded
        $functions = @(Get-ChildItem Function:).Count; $variables = @(Get-Variable).Name; $aliases = @(Get-Alias).Count
        Import-Module $module -Verbose:$false *>&1 | Out-String
        Get-Loaded | Where-Object { $_ -notin $loaded } | ForEach-Object { "assembly $_" }
        "functions " + (@(Get-ChildItem Function:).Count - $functions)
        "aliases " + (@(Get-Alias).Count - $aliases)
        "variables " + (@((Get-Variable).Name | Where-Object { $_ -notin $variables -and $_ -notin "functions", "variables", "aliases", "_", "PSItem", "Matches", "foreach", "switch" }) -join ",")
        $sandbox = Start-TokenSandbox
        $held = Connect-Boomi -Sandbox $sandbox -PassThru
        Remove-Module TokenTools
        "closed: $($held.IsClosed)"
        "cmdlets: $(@(Get-Command -Module TokenTools -ListImported).Count)"'
}

AfterAll { $env:POWERSHELL_TELEMETRY_OPTOUT = $telemetry }

Describe 'Import-Module' {
    It 'writes no output, and adds only its cmdlets' {
        ($session -notmatch '^(assembly|closed|cmdlets)' -join ' ').Trim() -replace '\s+', ' ' | Should -BeExactly 'functions 0 aliases 0 variables'
    }

    It 'loads neither the sandbox nor assemblies for a network' {
        $session | Should -Contain 'assembly TokenTools.PowerShell'
        $session -match '^assembly .*(Sandbox|Sockets|Http|Newtonsoft)' | Should -BeNullOrEmpty
    }

    It 'writes nothing to disk and opens no network connection' -Skip:(-not (Get-Command strace -ErrorAction Ignore)) {
        # The engine itself behaves in the same way with and without the module.
        $traces = foreach ($script in '$null = 1', "Import-Module '$($ModulePath -replace "'", "''")'") {
            $file = Join-Path $TestDrive "$([guid]::NewGuid()).trace"
            & strace -f -qq -e trace=openat,creat,mkdir,mkdirat,rename,renameat,unlink,socket,connect -o $file $Engine -NoProfile -NonInteractive -Command $script
            $LASTEXITCODE | Should -Be 0
            $calls = Get-Content -LiteralPath $file | ForEach-Object { $_ -replace '^\d+ +' }
            [pscustomobject] @{
                Written = @($calls | Where-Object { $_ -match '^(creat|mkdir|mkdirat|rename|renameat|unlink)\(|O_(WRONLY|RDWR|CREAT)' -and $_ -match 'TokenTools|tokentools' })
                Inet    = @($calls | Where-Object { $_ -match '^socket\(AF_INET' }).Count
                Connect = @($calls | Where-Object { $_ -match '^connect\(.*AF_INET' }).Count
            }
        }
        $traces[1].Written | Should -BeNullOrEmpty
        $traces[1].Inet | Should -Be $traces[0].Inet
        $traces[1].Connect | Should -Be $traces[0].Connect
    }
}

Describe 'Remove-Module' {
    It 'leaves no socket and no thread of the module' {
        $shown = Invoke-Session '
            $self = [Diagnostics.Process]::GetCurrentProcess()
            # Without the threads of the pool, which the runtime adds as needed, and more of them where the processors are busy. Windows
            # PowerShell cannot count these.
            function Get-ThreadCount { $self.Refresh(); $self.Threads.Count - [int] [Threading.ThreadPool]::ThreadCount }
            function Use {
                $sandbox = Start-TokenSandbox
                $script:ports += ,$sandbox.Uri.Port
                Connect-Boomi -Sandbox $sandbox
                Connect-Onezone -Sandbox $sandbox
                $null = 1..8 | ForEach-Object { "ATOM" } | New-InstallerToken -ThrottleLimit 4
                $null = New-TemporaryToken -ValidFor 10m
            }
            # Wine cannot always read the tables while other programs open connections.
            function Get-Table([string] $Name) {
                for ($attempt = 1; ; $attempt++) {
                    try { return [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().$Name() }
                    catch { if ($attempt -eq 20) { throw } }
                    Start-Sleep -Milliseconds 100
                }
            }
            # The sockets with the port of a sandbox. On Linux only those of this process: another program may get the port of one that has
            # ended. Field 9 of the tables is the inode, by which the links of the process name a socket.
            function Get-Socket([string] $State) {
                if ($IsLinux) {
                    $own = foreach ($file in [IO.Directory]::GetFiles("/proc/self/fd")) { [IO.FileInfo]::new($file).LinkTarget }
                    $code = if ($State -eq "LISTEN") { "0A" } else { "01" }
                    foreach ($line in [IO.File]::ReadAllLines("/proc/self/net/tcp") + [IO.File]::ReadAllLines("/proc/self/net/tcp6")) {
                        $field = $line.Trim() -split " +"
                        if ($field[3] -ne $code -or "socket:[$($field[9])]" -notin $own) { continue }
                        $both = foreach ($address in $field[1, 2]) { [Convert]::ToInt32(($address -split ":")[1], 16) }
                        if ($both[0] -in $ports -or $both[1] -in $ports) { $line }
                    }
                }
                elseif ($State -eq "LISTEN") { Get-Table GetActiveTcpListeners | Where-Object { $_.Port -in $ports } }
                else { Get-Table GetActiveTcpConnections | Where-Object { $_.State -eq "Established" -and ($_.LocalEndPoint.Port -in $ports -or $_.RemoteEndPoint.Port -in $ports) } }
            }
            $ports = @()
            # The runtime keeps threads of its own after the first use, such as those of the socket engine and of timers; but not more
            # and more of them.
            foreach ($number in 0..12) {
                Import-Module $module
                Use
                if ($number -eq 12) { "used: " + @(Get-Socket LISTEN).Count }
                Remove-Module TokenTools
                if ($number -in 0, 12) { Start-Sleep -Milliseconds 500 }
                if ($number -eq 0) { $first = Get-ThreadCount }
            }
            "threads: " + ((Get-ThreadCount) - $first)
            "listening: " + @(Get-Socket LISTEN).Count
            "connections: " + @(Get-Socket ESTABLISHED).Count'
        # That of the last sandbox: closing it is what the others show.
        $shown | Should -Contain 'used: 1'
        $shown | Should -Contain 'listening: 0'
        $shown | Should -Contain 'connections: 0'
        # A thread that each of twelve uses leaves would make twelve.
        $threads = @($shown -match '^threads: -?[0-9]+$')
        $threads | Should -HaveCount 1
        [int] $threads[0].Substring(9) | Should -BeLessThan 8
    }

    It 'removes the cmdlets, and closes connections that a script still uses' {
        $session | Should -Contain 'closed: True'
        $session | Should -Contain 'cmdlets: 0'
    }
}
