# Runs each example unchanged.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Runspace.ps1"
    $examples = (Resolve-Path "$PSScriptRoot/../../../examples").Path

    function Invoke-Example([string] $Name, [string[]] $Arguments) {
        $output = & $Engine -NoProfile -NonInteractive -File (Join-Path $examples $Name) @Arguments 2>&1 | Out-String -Width 500
        [pscustomobject] @{ ExitCode = $LASTEXITCODE; Output = $output }
    }

    function Test-File([string] $Name, [string[]] $Lines) {
        $path = Join-Path $TestDrive $Name
        Set-Content -LiteralPath $path -Value $Lines -Encoding utf8
        $path
    }
}

Describe 'examples/quickstart.ps1' {
    BeforeAll {
        # No proxy listens there: a request through it would fail.
        $variables = 'http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'
        $before = $variables | ForEach-Object { [Environment]::GetEnvironmentVariable($_) }
        try {
            $variables | ForEach-Object { [Environment]::SetEnvironmentVariable($_, 'http://127.0.0.1:9') }
            $run = Invoke-Example quickstart.ps1
        }
        finally {
            for ($i = 0; $i -lt $variables.Count; $i++) { Set-Item -LiteralPath "Env:$($variables[$i])" -Value $before[$i] }
        }
    }

    It 'issues, narrows and uses all three tokens and shows none of them' {
        $run.ExitCode | Should -Be 0 -Because $run.Output
        foreach ($expected in 'molecule-\*{8}', 'admin\s+bootstrap', 'True\s+sandbox-', 'Sandbox User', 'accessToken', '/api/v3/onezone/user/tokens/temporary') {
            $run.Output | Should -Match $expected
        }
        $run.Output | Should -Not -Match 'MDA[A-Za-z0-9]{20}|molecule-[0-9a-f]{8}-|YWRtaW46'
    }

    It 'says how long the build takes, shows its progress, and its output if it fails' -Skip:($PSVersionTable.PSEdition -eq 'Desktop' -or $IsWindows) {
        # A checkout that has not been built, and a dotnet that fails after a second.
        $root = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'a checkout/examples')
        Copy-Item -LiteralPath (Join-Path $examples quickstart.ps1) -Destination $root
        $null = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'a checkout/src'), (Join-Path $TestDrive tools)
        $dotnet = Test-File tools/dotnet '#!/bin/sh', 'printf "%s|" "$@"', 'echo; echo error CS9999', 'sleep 1.2', 'exit 3'
        chmod +x $dotnet
        $path = $env:PATH
        $shell = [powershell]::Create()
        try {
            $env:PATH = (Split-Path $dotnet) + [IO.Path]::PathSeparator + $path
            { $shell.AddCommand((Join-Path $root quickstart.ps1)).Invoke() } | Should -Throw '*The build failed with exit code 3.*'
        }
        finally { $env:PATH = $path }
        $said = $shell.Streams.Information -join "`n"
        $said | Should -Match 'about a minute'
        $said | Should -Match 'error CS9999'
        $said | Should -Match ([regex]::Escape("build|$TestDrive/a checkout/src/TokenTools.PowerShell/TokenTools.PowerShell.csproj|-c|Release|--nologo|"))
        @($shell.Streams.Progress | Where-Object { $_.StatusDescription -match '^[0-9]+ seconds$' }).Count | Should -BeGreaterThan 0
        "$(@($shell.Streams.Progress)[-1].RecordType)" | Should -Be Completed
        $shell.Dispose()
    }

    It 'sends nothing through the proxy of the environment' {
        $run.ExitCode | Should -Be 0 -Because $run.Output
        @($run.Output -split "`n" -match '/api/v3/onezone/user/tokens/temporary') | Should -Not -BeNullOrEmpty
    }
}

Describe 'examples/runbook.ps1' {
    BeforeEach {
        $log = Join-Path $TestDrive "$([guid]::NewGuid()).log"
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive (New-Guid))).FullName
        $sandbox = Start-TokenSandbox
        $env:BOOMI_ACCOUNT_ID = $sandbox.BoomiAccountId
        $env:BOOMI_USERNAME = $sandbox.BoomiUserName
        $env:BOOMI_API_TOKEN = $sandbox.BoomiApiToken
        $env:BOOMI_API_URL = $sandbox.Uri
    }

    AfterEach {
        $shown = "$(if (Test-Path variable:run) { $run.Output })" + $(if (Test-Path $log) { Get-Content -Raw $log })
        @($sandbox.BoomiApiToken) + @($sandbox.MintedTokens | ForEach-Object Token) | Where-Object { $_ -and $shown.Contains($_) } | Should -BeNullOrEmpty
        Remove-Item env:BOOMI_*
        Stop-TokenSandbox $sandbox
    }

    It 'runs with its own sandbox' {
        $run = Invoke-ScriptInRunspace "$examples/runbook.ps1" @{ Path = "$examples/runtimes.csv"; Sandbox = $true; LogPath = $log }
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Match 'warehouse\s+ATOM'
        @(Get-Content $log | Where-Object { $_ -match 'is valid until' }).Count | Should -Be 3
        $sandbox.Requests.Count | Should -Be 0
    }

    It 'accepts the file of the README' {
        $readme = Get-Content -Raw -Encoding utf8 -LiteralPath "$examples/../README.md"
        $csv = Join-Path $TestDrive readme.csv
        [regex]::Match($readme, '(?ms)^```csv\r?\n(.*?)^```').Groups[1].Value | Set-Content -LiteralPath $csv
        $run = Invoke-ScriptInRunspace "$examples/runbook.ps1" @{ Path = $csv; Sandbox = $true; LogPath = $log }
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Match 'warehouse\s+ATOM'
        $run.Output | Should -Match 'orders\s+MOLECULE'
    }

    It 'creates no token without a place for it' {
        $run = Invoke-ScriptInRunspace "$examples/runbook.ps1" @{ Path = "$examples/runtimes.csv"; LogPath = $log }
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'no place for the tokens'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'creates no token for a file that exists' {
        Set-Content -LiteralPath "$folder/orders.properties" -Value mine
        $run = Invoke-ScriptInRunspace "$examples/runbook.ps1" @{ Path = "$examples/runtimes.csv"; LogPath = $log; OutputFolder = $folder }
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'earlier run exist.*orders'
        $sandbox.Requests | Should -BeNullOrEmpty
        Get-Content -LiteralPath "$folder/orders.properties" | Should -BeExactly 'mine'
    }

    It 'writes each token to a file that only its owner can read, and its table with another exit code than 0' {
        $csv = Test-File rows.csv 'name,installType,installDirectory', 'a,ATOM,/opt/a', 'b,ATON,', 'c/d,ATOM,', 'e,MOLECULE,'
        # In a process: its end must not lose the table.
        $run = Invoke-Example runbook.ps1 '-Path', $csv, '-LogPath', $log, '-OutputFolder', $folder
        $run.ExitCode | Should -Be 1 -Because $run.Output
        foreach ($line in 'a\s+ATOM\s+.*a\.properties', 'b\s+InstallTypeUnknown', 'c/d\s+InstallerNameReserved', 'e\s+MOLECULE\s+.*e\.properties') {
            $run.Output | Should -Match $line
        }
        (Get-ChildItem -LiteralPath $folder).Name | Sort-Object | Should -BeExactly 'a.properties', 'e.properties'
        $file = Get-Content -LiteralPath "$folder/a.properties"
        $file | Should -Contain 'atomName=a'
        $sandbox.MintedTokens.Token | Should -Contain ($file -match '^installToken=' -replace '^installToken=')
        $sandbox.MintedTokens.Count | Should -Be 2
        if ($IsLinux -or $IsMacOS) { (Get-Item -LiteralPath "$folder/a.properties").UnixMode | Should -BeExactly '-rw-------' }
    }

    It 'reads the credentials from the environment' {
        $run = Invoke-ScriptInRunspace "$examples/runbook.ps1" @{ Path = "$examples/runtimes.csv"; LogPath = $log; OutputFolder = $folder }
        $run.ExitCode | Should -Be 0 -Because $run.Output
        # Several requests are in progress at a time, so they may arrive in any order.
        $made = $sandbox.MintedTokens | ForEach-Object { "$($_.InstallType) $($_.DurationMinutes)" } | Sort-Object
        $made | Should -Be 'ATOM 60', 'GATEWAY 30', 'MOLECULE 120'
    }

    It 'uses the address in BOOMI_BASE_URL if BOOMI_API_URL is not set' {
        $env:BOOMI_BASE_URL = $env:BOOMI_API_URL
        $env:BOOMI_API_URL = $null
        $run = Invoke-ScriptInRunspace "$examples/runbook.ps1" @{ Path = "$examples/runtimes.csv"; LogPath = $log; OutputFolder = $folder }
        $run.ExitCode | Should -Be 0 -Because $run.Output
        @($sandbox.MintedTokens).Count | Should -Be 3
    }

    It 'reads the credentials from a vault, and stores the tokens there' {
        # A vault in a file, with the cmdlet names of SecretManagement.
        $vault = Join-Path $TestDrive vault.xml
        @{ 'boomi-api-token' = $sandbox.BoomiApiToken } | Export-Clixml $vault
        $vaultScript = Test-File vault.ps1 @(
            'param($Runbook, $Path, $LogPath, $Vault)'
            'function Get-Secret([string] $Name, [string] $Vault) { ConvertTo-SecureString ((Import-Clixml $global:file)[$Name]) -AsPlainText -Force }'
            'function Set-Secret([string] $Name, [securestring] $Secret, [string] $Vault) { $all = Import-Clixml $global:file; $all[$Name] = $Secret.Length; $all | Export-Clixml $global:file }'
            '$global:file = $Vault'
            '& $Runbook -Path $Path -LogPath $LogPath'
            'exit $LASTEXITCODE'
        )
        $env:BOOMI_API_TOKEN = $null
        $run = Invoke-ScriptInRunspace $vaultScript @{ Runbook = "$examples/runbook.ps1"; Path = "$examples/runtimes.csv"; LogPath = $log; Vault = $vault }
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $stored = Import-Clixml $vault
        foreach ($name in 'warehouse', 'orders', 'edge') { $stored["installer-token-$name"] | Should -BeGreaterThan 30 }
    }

    It 'exits with <code> if <name>' -ForEach @(
        @{ name = 'a row is invalid'; code = 1; rows = 'a,ATOM,', 'b,ATON,', 'c,ATOM,29'; minted = 1; said = 'InstallTypeUnknown' }
        @{ name = 'the service rejects the request'; code = 2; rows = @('a,ATOM,'); minted = 0; fault = @{ StatusCode = 403 }; said = 'Forbidden' }
        @{ name = 'the credentials are rejected'; code = 2; rows = 'a,ATOM,', 'b,ATOM,'; minted = 0; token = 'wrong-token-1'; said = 'Unauthorized' }
        @{ name = 'a response is lost'; code = 4; rows = 'a,ATOM,', 'b,ATOM,'; minted = 2; fault = @{ Reset = $true; AfterHandling = $true }; said = 'may have been created' }
        @{
            name = 'a response is lost and the credentials are rejected then'; code = 4; rows = 'a,ATOM,', 'b,ATOM,'; minted = 1
            said = '(?s)may have been created.*Unauthorized|Unauthorized.*may have been created'
            fault = @{ Reset = $true; AfterHandling = $true }, @{ StatusCode = 401 }
        }
        @{
            name = 'a token is for another account'; code = 4; rows = 'a,ATOM,', 'b,ATOM,'; minted = 2; said = 'in account other-A1B2C3 instead of'
            fault = @{ Body = '{"installType":"ATOM","token":"atom-1","expiration":"2035-02-07T23:02:51Z","created":"2035-02-07T22:02:51Z","accountId":"other-A1B2C3","durationMinutes":60}'; ContentType = 'application/json' }
        }
        @{ name = 'the service does not respond'; code = 3; rows = @('a,ATOM,'); minted = 0; url = 'https://boomi.invalid'; said = 'cannot be resolved|nothing was sent' }
    ) {
        $case = $_
        foreach ($fault in $case['fault']) { $sandbox | Add-TokenSandboxFault @fault }
        if ($case['token']) { $env:BOOMI_API_TOKEN = $case['token'] }
        if ($case['url']) { $env:BOOMI_API_URL = $case['url'] }
        $run = Invoke-ScriptInRunspace "$examples/runbook.ps1" @{ Path = Test-File rows.csv (@('name,installType,durationMinutes') + $rows); LogPath = $log; OutputFolder = $folder }
        $run.ExitCode | Should -Be $code -Because $run.Output
        @($sandbox.MintedTokens).Count | Should -Be $minted
        Get-Content -Raw $log | Should -Match $said
        Get-Content -Raw $log | Should -Match "exit code $code"
        # The table.
        $run.Output | Should -Match 'Name\s+InstallType\s+Expires\s+Result'
    }

    It 'exits with 1 and one sentence if <name>' -ForEach @(
        @{ name = 'the CSV file does not exist'; path = '/nowhere/at-all.csv'; said = 'cannot be read' }
        @{ name = 'the CSV file has other columns'; lines = 'x,y', '1,2'; said = 'no rows with the columns' }
        @{ name = 'there is no API token'; lines = 'name,installType', 'a,ATOM'; without = 'BOOMI_API_TOKEN'; said = 'BOOMI_API_TOKEN is not set' }
    ) {
        $case = $_
        if ($case['without']) { Remove-Item "env:$($case['without'])" }
        $csv = if ($case['path']) { $case['path'] } else { Test-File other.csv $case['lines'] }
        $run = Invoke-ScriptInRunspace "$examples/runbook.ps1" @{ Path = $csv; LogPath = $log; OutputFolder = $folder }
        $run.ExitCode | Should -Be 1 -Because $run.Output
        $run.Output | Should -Match $said
    }
}

Describe 'examples/Provisioning.Tests.ps1' {
    It 'passes' {
        $run = Invoke-PesterInRunspace "$examples/Provisioning.Tests.ps1"
        $run.Failed | Should -BeNullOrEmpty
        $run.Passed | Should -Be 6
    }
}

Describe 'examples/rollout.ps1' {
    It 'runs with its own sandbox, and again with nothing to do' {
        $csv = Test-File rollout.csv (Get-Content -LiteralPath "$examples/rollout.csv")
        $run = Invoke-ScriptInRunspace "$examples/rollout.ps1" @{ Path = $csv; Sandbox = $true; IntervalSec = 1 }
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $report = Import-Csv -LiteralPath "$csv.tokens.csv"
        $report.Name | Should -Be 'warehouse', 'orders', 'edge'
        $report.State | Should -Be 'Used', 'Used', 'Used'
        Get-Content -Raw -LiteralPath "$csv.state.jsonl" | Should -Not -Match '(atom|molecule)-[0-9a-f]{8}-'
    }
}

Describe 'docs/session.ps1' {
    It 'draws the session <name> from real output, with no secret in it' -ForEach @{ name = 'session'; count = 18; shows = 'molecule-\*{8}' }, @{ name = 'boomi'; count = 14; shows = '(?s)ONLINE \(ONLINE_RUNNING\).*Created' } {
        $path = Join-Path $TestDrive "$name.svg"
        $run = Invoke-ScriptInRunspace "$examples/../docs/session.ps1" @{ Name = $name; Path = $path }
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $svg = [xml] (Get-Content -Raw -Encoding utf8 -LiteralPath $path)
        $lines = $svg.svg.g.text | ForEach-Object { $_.InnerText }
        $lines -match '^PS> ' | Should -HaveCount $count
        $lines -join "`n" | Should -Match $shows
        $lines -join "`n" | Should -Not -Match 'MDA[A-Za-z0-9]{20}|(molecule|atom)-[0-9a-f]{8}-'
        # The file in the repository is such a picture.
        $committed = [xml] (Get-Content -Raw -Encoding utf8 -LiteralPath "$examples/../docs/$name.svg")
        @($committed.svg.g.text | ForEach-Object { $_.InnerText }) -match '^PS> ' | Should -Be @($lines -match '^PS> ')
    }
}

Describe 'The examples in a session that has loaded an installed module' -Skip:($PSVersionTable.PSEdition -eq 'Desktop') {
    BeforeAll {
        $installed = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'installed/TokenTools')).FullName
        $base = Split-Path -Path $ModulePath
        Copy-Item -Path $ModulePath, "$base/*.ps1xml", "$base/bin", "$base/TokenTools.Extension" -Destination $installed -Recurse
    }

    It 'use that module' {
        $script = "Import-Module '$installed/TokenTools.psd1'; & '$examples/quickstart.ps1'; 'end of quickstart'
            & '$examples/runbook.ps1' -Path '$examples/runtimes.csv' -Sandbox -LogPath '$(Join-Path $TestDrive installed.log)'; 'from ' + (Get-Module TokenTools).ModuleBase"
        $output = & $Engine -NoProfile -NonInteractive -Command $script 2>&1 | Out-String -Width 500
        foreach ($part in $output -split 'end of quickstart') { $part | Should -Match 'MOLECULE' }
        $output | Should -BeLike "*end of quickstart*from $installed*"
        $output | Should -Not -Match 'TypeData|Exception'
    }
}

Describe 'The examples in Find-SecretLeak' -Skip:(-not $IsLinux) {
    It 'leak no secret: provision.ps1' {
        $sandbox = Start-TokenSandbox
        try {
            $script = "$examples/provision.ps1"
            $administrator = [pscredential]::new($sandbox.GoodDataUserName, (ConvertTo-SecureString $sandbox.GoodDataPassword -AsPlainText -Force))
            $found = Find-SecretLeak {
                Import-Module $ModulePath
                $team = & $script -Boomi (Connect-Boomi -Sandbox $sandbox -PassThru) -Onezone (Connect-Onezone -Sandbox $sandbox -PassThru) -Organization $sandbox.Uri -Administrator $administrator
                $team
            } -Secret { $team.InstallerToken, $team.DataToken, $team.Administrator, $administrator, $sandbox.BoomiApiToken, $sandbox.OnezoneUserToken } -Path $TestDrive -WarningVariable warning
            $warning | Should -BeNullOrEmpty
            $found | ForEach-Object { "$_" } | Should -BeNullOrEmpty
        }
        finally { Stop-TokenSandbox $sandbox }
    }

    It 'leak no secret: quickstart.ps1, except that Invoke-RestMethod gets tokens, which the debug stream and module logging then have' {
        $script = "$examples/quickstart.ps1"
        $found = Find-SecretLeak { $DebugPreference = 'SilentlyContinue'; . $script } -Secret { @($sandbox.MintedTokens.Token) + @($bootstrap, $token, $narrow, $sandbox.GoodDataPassword, $sandbox.BoomiApiToken) } -Path $TestDrive -WarningVariable warning
        $warning | Should -BeNullOrEmpty
        $found | Where-Object Place -NE 'Module log' | ForEach-Object { "$_" } | Should -BeNullOrEmpty
    }
}
