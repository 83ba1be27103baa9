# What module logging (event 4103) writes of the values that are bound: psPAS#602, azure-pipelines-tasks#15465. On Linux it goes to syslog.
# Not run in Wine: the log is read from syslog.
BeforeDiscovery {
    # A syslog of the system's own is a link, or belongs to a program that runs all the time. Find-SecretLeak receives the log for as long as it runs.
    $canListen = $IsLinux -and (-not (Test-Path -LiteralPath '/dev/log') -or -not (Get-Item -LiteralPath '/dev/log').LinkType) -and -not (Get-Process rsyslogd, syslogd, syslog-ng -ErrorAction Ignore) -and
        (& { try { [IO.File]::Create("/dev/tokentools-$PID").Dispose(); [IO.File]::Delete("/dev/tokentools-$PID"); $true } catch { $false } })
}

Describe 'Module logging' -Skip:(-not $canListen) {
    BeforeAll {
        . "$PSScriptRoot/../Support/Module.ps1"

        $socket = [Net.Sockets.Socket]::new([Net.Sockets.AddressFamily]::Unix, [Net.Sockets.SocketType]::Dgram, [Net.Sockets.ProtocolType]::Unspecified)
        # One program at a time receives the log: the Find-SecretLeak of another test may be it. The socket of one that was killed is removed.
        while (-not $socket.IsBound) {
            try { $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new('/dev/log')) }
            catch [Net.Sockets.SocketException] {
                if ($_.Exception.SocketErrorCode -ne 'AddressAlreadyInUse') { throw }
                $probe = [Net.Sockets.Socket]::new([Net.Sockets.AddressFamily]::Unix, [Net.Sockets.SocketType]::Dgram, [Net.Sockets.ProtocolType]::Unspecified)
                try { $probe.Connect([Net.Sockets.UnixDomainSocketEndPoint]::new('/dev/log')) }
                catch [Net.Sockets.SocketException] { if ($_.Exception.SocketErrorCode -eq 'ConnectionRefused') { Remove-Item -LiteralPath '/dev/log' } }
                finally { $probe.Dispose() }
                Start-Sleep -Milliseconds 100
            }
        }
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
            Connect-Boomi -Sandbox `$sandbox
            `$installer = New-InstallerToken ATOM -AsPlainText
            `$bootstrap = New-BootstrapToken -UserName admin -Password ('a-long-' + 'password') -AsPlainText
            [Console]::Out.WriteLine(`$installer.Token)
            [Console]::Out.WriteLine(`$bootstrap.Token)
            `$null = `$installer | ConvertTo-InstallerArgument -RuntimeName edge
            `$null = ConvertTo-InstallerArgument -InputObject `$installer -RuntimeName edge
            `$null = `$installer | New-InstallerToken
            `$null = Invoke-TokenCommand true -Environment @{ A = `$installer.Token } -File @{ B = `$token.Token } -StandardInput `$bootstrap.Token
            `$null = Invoke-TokenCommand true -Secret `$installer.Token, `$token.Token
            Register-TokenMask `$installer.Token
            `$null = `$token | New-TemporaryToken -ErrorAction Ignore
            `$null = `$token | Revoke-TemporaryToken -WhatIf -ErrorAction Ignore
            `$null = `$bootstrap | New-BootstrapToken -UserName admin -GeneratePassword -ErrorAction Ignore
            `$named = New-NamedToken logged -ValidFor 10m -AsPlainText
            [Console]::Out.WriteLine(`$named.Token)
            `$null = `$named | Get-NamedToken
            `$null = `$named | ConvertTo-RestParameter
            `$null = `$named | Test-TemporaryToken
            `$null = `$named | Remove-NamedToken -Confirm:`$false
            Connect-GoodData -Sandbox `$sandbox
            `$api = New-GoodDataApiToken logged -AsPlainText
            [Console]::Out.WriteLine(`$api.Token)
            `$null = `$api | Get-GoodDataUser -ErrorAction Ignore
            `$null = `$api | ConvertTo-RestParameter -AsHeader
            `$null = `$api | Connect-GoodData `$sandbox.Uri -PassThru
            `$null = `$token | ConvertTo-RestParameter
            `$null = `$bootstrap | ConvertTo-RestParameter -AsHeader
            `$null = ConvertTo-RestParameter `$bootstrap -AsHeader
            `$null = `$bootstrap | ConvertTo-PasswordHash
            `$null = `$bootstrap | ConvertFrom-BootstrapToken
            `$null = `$bootstrap.Token | ConvertFrom-BootstrapToken
            `$null = `$bootstrap | ConvertTo-OrganizationManifest acme acme.example
            `$null = `$bootstrap.Token | ConvertTo-OrganizationManifest acme acme.example -ErrorAction Ignore
            `$null = [pscustomobject] @{ UserName = 'admin'; Password = 'a-long-' + 'password' } | New-BootstrapToken
            `$null = [pscustomobject] @{ Id = 'acme'; HostName = 'acme.example'; AdminUser = 'admin'; Password = 'a-long-' + 'password' } | ConvertTo-OrganizationManifest -ErrorAction Ignore
            `$null = New-InstallerToken ATOM -ValidFor 30m -Connection (Get-TokenConnection Boomi)
            # What the documentation warns of: a command of another module, with its own logging.
            (Import-Module Microsoft.PowerShell.Utility -PassThru).LogPipelineExecutionDetails = `$true
            `$null = New-InstallerToken BROKER -AsPlainText | Select-Object InstallType
            `$null = New-InstallerToken GATEWAY | Select-Object InstallType
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
        $token, $installer, $bootstrap, $named, $api = $output.GetAwaiter().GetResult().Trim() -split '\s+'
    }

    AfterAll {
        $socket.Dispose()
        $child.Dispose()
        Remove-Item -LiteralPath '/dev/log' -ErrorAction Ignore
    }

    It 'writes a mask for each Onedata token that <_> accepts' -ForEach 'ConvertFrom-OnedataToken', 'Test-TemporaryToken', 'Add-TokenCaveat' {
        @($log -match "ParameterBinding\($_\): name=`"(Token|InputObject)`"; value=`"\*{8}`"").Count | Should -BeGreaterThan 0
    }

    It 'writes a mask for each token of any kind that <_> accepts' -ForEach 'ConvertTo-InstallerArgument', 'ConvertTo-RestParameter', 'ConvertTo-PasswordHash', 'ConvertFrom-BootstrapToken', 'ConvertTo-OrganizationManifest' {
        @($log -match "ParameterBinding\($_\): name=`"(Token|InputObject|Password)`"; value=`"\*{8}`"").Count | Should -BeGreaterThan 0
    }

    It 'writes no token' {
        $token | Should -Match '\AMDA[\w-]{100,}\z'
        $installer | Should -Match '\Aatom-[0-9a-f-]{36}\z'
        $bootstrap | Should -Match '\AYWRtaW46[\w+/=]+\z'
        $named, $api | Should -Match '\A[\w+/=-]{20,}\z'
        @($log -match 'ParameterBinding').Count | Should -BeGreaterThan 20
        foreach ($secret in $token, $installer, $bootstrap, $named, $api, 'a-long-password') {
            $log | Where-Object { $_.Contains($secret) } | ForEach-Object { $_.Replace($secret, '********') } | Should -BeNullOrEmpty
        }
    }

    It 'writes a token with -AsPlainText that is passed to a command of another module, as the documentation says, and no other' {
        @($log -match 'ParameterBinding\(Select-Object\).*"token":"broker-').Count | Should -BeGreaterThan 0
        @($log -match 'ParameterBinding\(Select-Object\).*GATEWAY').Count | Should -BeGreaterThan 0
        @($log -match 'gateway-[0-9a-f]{8}').Count | Should -Be 0
        (Get-Content -Raw "$PSScriptRoot/../../../docs/en-US/about_TokenTools_Secrets.md") | Should -Match 'a command of another module is logged with its token'
    }
}
