# Runs every ```powershell block of README.md, and then of docs/automation.md, in order and in one session, with a sandbox. They run as
# printed, except for the names in the table below, which do not exist. A variable that no block has set is an error, and files are those
# that the README shows or a block writes.
BeforeDiscovery {
    $blocks = foreach ($page in 'README.md', 'docs/automation.md') {
        $text = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../../$page"
        foreach ($match in [regex]::Matches($text, '(?ms)^```powershell\r?\n(.*?)^```')) {
            @{ page = $page; code = $match.Groups[1].Value; line = ($text.Substring(0, $match.Index) -split "`n").Count }
        }
    }
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Runspace.ps1"
    . "$PSScriptRoot/../Support/Printed.ps1"
    $sandbox = Start-TokenSandbox
    $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive readme)).FullName
    $names = [ordered] @{
        'https://onezone.example.com/'                = $sandbox.Uri.AbsoluteUri
        'onezone.example.com'                         = $sandbox.Uri.AbsoluteUri
        'https://analytics.example.com'               = $sandbox.Uri.AbsoluteUri.TrimEnd('/')
        'acme-A1B2C3'                                 = $sandbox.BoomiAccountId
        'admin@acme.example'                          = $sandbox.BoomiUserName
        '/etc/op_worker/provider_root_token.json'      = "$folder/provider_root_token.json"
        'https://cmdb.example.com/tokens'             = "$($sandbox.Uri)cmdb"
    }
    @{ provider_id = $sandbox.OnezoneProviderId; root_token = $sandbox.OnezoneProviderToken } | ConvertTo-Json | Set-Content "$folder/provider_root_token.json"
    $readme = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../../README.md"
    # In the order in which they are printed, and with what the README says that they are in a sandbox.
    $said = [regex]::Match($readme, '(?s)a sandbox has others: (.*?)\.\r?\n').Groups[1].Value
    $ids = [regex]::Matches($said, '`\$sandbox\.(\w+)`') | ForEach-Object { $sandbox.($_.Groups[1].Value) }
    $placeholders = [regex]::Matches($readme, '-(?:CloudId|TargetId) ([0-9a-f-]{16,})') | ForEach-Object { $_.Groups[1].Value }
    for ($index = 0; $index -lt 3; $index++) { $names[$placeholders[$index]] = $ids[$index] }
    $csv = [regex]::Match($readme, '(?ms)^Each row of a CSV file .*?`(\S+\.csv)`:\r?\n\r?\n```csv\r?\n(.*?)^```')
    $csv.Groups[2].Value | Set-Content -LiteralPath "$folder/$($csv.Groups[1].Value)"

    $null = New-Item -ItemType Directory -Path "$folder/out"

    # The runtime that a block waits for: its installer has run.
    $connection = Connect-Boomi -Sandbox $sandbox -PassThru
    $sandbox.InstallRuntime((New-InstallerToken ATOM -Connection $connection -AsPlainText).Token, 'orders').SetStatus('ONLINE', 'ONLINE_RUNNING')
    Disconnect-Boomi $connection

    $hasPrograms = [bool] (Get-Command chmod -CommandType Application -ErrorAction Ignore)
    if ($hasPrograms) { New-PrintedProgram $folder }
    $path = $env:PATH
    $env:PATH = $folder + [System.IO.Path]::PathSeparator + $path

    # As if it were installed: -Parallel finds it by its name.
    $base = Split-Path $ModulePath
    Copy-Item -Path $ModulePath, "$base/*.ps1xml", "$base/bin", "$base/en-US", "$base/TokenTools.Extension" -Destination (New-Item -ItemType Directory -Path "$folder/modules/TokenTools") -Recurse
    $modules = $env:PSModulePath
    $env:PSModulePath = "$folder/modules" + [System.IO.Path]::PathSeparator + $env:PSModulePath

    $shell = [powershell]::Create()
    function Invoke-InShell([string] $Code, [hashtable] $Parameters = @{}) {
        $shell.Commands.Clear()
        $shell.Streams.ClearStreams()
        $null = $shell.AddScript($Code, $false).AddParameters($Parameters)
        $result = $shell.Invoke()
        if ($shell.Streams.Error.Count) { throw $shell.Streams.Error[0] }
        $result
    }

    Invoke-InShell {
        param($ModulePath, $Sandbox, $Folder, $HasPrograms)
        $ErrorActionPreference = 'Stop'
        Import-Module $ModulePath
        Import-Module Pester -MinimumVersion 5.5
        Set-Location -LiteralPath $Folder
        Set-StrictMode -Version Latest
        # Substitutes for a vault, a cluster and a container engine.
        $global:vault = @{
            'boomi'          = ConvertTo-SecureString $Sandbox.BoomiApiToken -AsPlainText -Force
            'onezone'        = ConvertTo-SecureString $Sandbox.OnezoneUserToken -AsPlainText -Force
            'kubeconfig'     = ConvertTo-SecureString 'apiVersion: v1, token: c2VjcmV0' -AsPlainText -Force
            'gooddata-admin' = ConvertTo-SecureString $Sandbox.GoodDataPassword -AsPlainText -Force
        }
        function global:Get-Secret([Parameter(Mandatory)] [string] $Name) { $vault[$Name] }
        function global:Set-Secret([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [object] $Secret) { $vault[$Name] = $Secret }
        # Vault.Tests.ps1 and SecretManagement.Tests.ps1 test the vault.
        function global:Register-SecretVault { "registered $args" }
        function global:Test-SecretVault { $true }
        $global:applied = [System.Collections.Generic.List[string]]::new()
        function global:kubectl { $applied.Add(($input | Out-String)); "applied $args" }
        if (-not $HasPrograms) { function global:Invoke-TokenCommand { "ran $args" } }
        function global:docker { "ran $args" }
        # Install.Tests.ps1 runs these as printed.
        function global:Register-PSResourceRepository { "registered $args" }
        function global:Install-PSResource { "installed $args" }
        # There is no user to prompt.
        $global:ConfirmPreference = 'None'
        # The sandbox uses plain http, which must be allowed for Invoke-RestMethod.
        $global:PSDefaultParameterValues = @{ 'Invoke-RestMethod:AllowUnencryptedAuthentication' = $true }
    }.ToString() @{ ModulePath = $ModulePath; Sandbox = $sandbox; Folder = $folder; HasPrograms = $hasPrograms }
}

AfterAll {
    $shell.Dispose()
    $env:PSModulePath = $modules
    $env:PATH = $path
    Stop-TokenSandbox
}

Describe 'README.md' {
    It 'has no two headings of the same name' {
        $headings = [regex]::Matches($readme, '(?m)^##+ (.*?)\r?$') | ForEach-Object { $_.Groups[1].Value }
        $headings.Count | Should -BeGreaterThan 20
        $headings | Group-Object | Where-Object Count -GT 1 | ForEach-Object Name | Should -BeNullOrEmpty
    }

    It 'names the headings that its table of readers links to' {
        $anchors = [regex]::Matches($readme, '(?m)^##+ (.*?)\r?$') | ForEach-Object { $_.Groups[1].Value.ToLowerInvariant() -replace '[^a-z0-9 _-]' -replace ' ', '-' }
        $links = [regex]::Matches($readme, '\]\(#([^)]+)\)') | ForEach-Object { $_.Groups[1].Value }
        $links.Count | Should -BeGreaterThan 8
        $links | Where-Object { $anchors -cnotcontains $_ } | Should -BeNullOrEmpty
    }

    It '<page>, line <line>, runs as printed' -ForEach $blocks {
        foreach ($name in $names.Keys) { $code = $code.Replace($name, $names[$name]) }
        # The only connection without a sandbox's address: Boomi's address has a default.
        $code = $code -replace '(Connect-Boomi -AccountId .*? -ApiToken \(Get-Secret boomi\))', "`$1 -BaseUri $($sandbox.Uri)"
        if ($code -match '(?m)^Describe ') {
            Set-Content -LiteralPath "$folder/readme.Tests.ps1" -Value $code
            $run = Invoke-PesterInRunspace "$folder/readme.Tests.ps1" $ModulePath
            $run.Failed | Should -BeNullOrEmpty
            $run.Passed | Should -Be 1
        }
        else {
            $output = Invoke-InShell $code
            $output | Out-String | Should -Not -Match ([regex]::Escape($sandbox.BoomiApiToken))
        }
    }

    It 'stores the tokens in files, the vault and the cluster' {
        foreach ($name in 'warehouse', 'orders', 'shop', 'depot') {
            $file = Get-Content "$folder/$name.properties"
            $file | Should -Contain "atomName=$name"
            $sandbox.MintedTokens.Token | Should -Contain ($file -match '^installToken=' -replace '^installToken=')
        }
        Get-Content -Raw "$folder/orders.env" | Should -Match 'INSTALL_TOKEN'
        $manifests = Invoke-InShell '$applied'
        $manifests[0] | Should -Match 'name: "onezone"'
        $manifests[1] | Should -Match 'kind: Secret|"kind": "Secret"'
        $manifests[2] | Should -Match 'kind: Organization'
        Invoke-InShell '$vault.Keys' | Should -Contain 'orders-installer'
    }
}
