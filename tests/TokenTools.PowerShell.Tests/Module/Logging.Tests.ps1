# What module logging (event 4103) writes of the values that are bound: psPAS#602, azure-pipelines-tasks#15465. On Linux it goes to syslog.
# Not run in Wine: the log is read from syslog.
BeforeDiscovery {
    $canListen = $IsLinux -and -not (Test-Path -LiteralPath '/dev/log') -and (Test-Path -LiteralPath '/dev') -and (& { try { [IO.File]::Create('/dev/log').Dispose(); [IO.File]::Delete('/dev/log'); $true } catch { $false } })
}

Describe 'Module logging' -Skip:(-not $canListen) {
    BeforeAll {
        . "$PSScriptRoot/../Support/Module.ps1"

        $socket = [Net.Sockets.Socket]::new([Net.Sockets.AddressFamily]::Unix, [Net.Sockets.SocketType]::Dgram, [Net.Sockets.ProtocolType]::Unspecified)
        $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new('/dev/log'))
        $child = [Diagnostics.Process]::new()
        $child.StartInfo.FileName = $Engine
        $child.StartInfo.RedirectStandardInput = $child.StartInfo.RedirectStandardOutput = $true
        foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', @"
            `$ErrorActionPreference = 'Stop'
            Import-Module '$($ModulePath -replace "'", "''")'
            (Get-Module TokenTools).LogPipelineExecutionDetails = `$true
            `$sandbox = Start-TokenSandbox
            Connect-Onezone -Sandbox `$sandbox
            `$token = New-TemporaryToken -ValidFor 10m -AsPlainText
            [Console]::Out.WriteLine(`$token.Token)
            `$null = ConvertFrom-OnedataToken -Token `$token.Token
            `$null = `$token.Token, `$token.Token | ConvertFrom-OnedataToken
            `$null = ConvertFrom-OnedataToken -Token @(`$token, `$token.Token)
            `$null = Test-TemporaryToken `$token.Token
            `$null = `$token | Test-TemporaryToken
            `$null = [pscustomobject] @{ Token = `$token.Token } | Test-TemporaryToken
            `$null = `$token | Add-TokenCaveat -ValidFor 5m
            `$null = `$token.Token | Add-TokenCaveat -ValidFor 5m
"@) { $child.StartInfo.ArgumentList.Add($argument) }
        $null = $child.Start()
        $child.StandardInput.Close()
        $output = $child.StandardOutput.ReadToEndAsync()
        # Read while it runs: a full socket blocks the sender.
        $buffer = [byte[]]::new(1MB)
        $log = while (-not $child.HasExited -or $socket.Available -gt 0) {
            if ($socket.Poll(50000, [Net.Sockets.SelectMode]::SelectRead)) {
                [Text.Encoding]::UTF8.GetString($buffer, 0, $socket.Receive($buffer))
            }
        }
        $token = $output.GetAwaiter().GetResult().Trim()
    }

    AfterAll {
        $socket.Dispose()
        $child.Dispose()
        Remove-Item -LiteralPath '/dev/log' -ErrorAction Ignore
    }

    It 'writes a mask for each Onedata token that <_> accepts' -ForEach 'ConvertFrom-OnedataToken', 'Test-TemporaryToken', 'Add-TokenCaveat' {
        @($log -match "ParameterBinding\($_\): name=`"(Token|InputObject)`"; value=`"\*{8}`"").Count | Should -BeGreaterThan 0
    }

    It 'writes no token' {
        $token | Should -Match '\AMDA[\w-]{100,}\z'
        @($log -match 'ParameterBinding').Count | Should -BeGreaterThan 5
        @($log | Where-Object { $_.Contains($token) }).Count | Should -Be 0
    }
}
