# Dot-sourced after Module.ps1 by the files that run the examples of the help and the README unchanged. A sandbox replaces the
# services, and functions of the same names replace commands that a test machine does not have (vaults, kubectl, prompts) or that
# would use the network.

# Runs a printed script in a folder with its files (see New-PrintedFolder), and returns its output. An error ends it.
function Invoke-Printed([string] $Script, $Sandbox, [string] $Folder) {
    # The values of the printed names.
    $printed = @{
        'acme-A1B2C3'       = $Sandbox.BoomiAccountId
        'client-D4E5F6'     = $Sandbox.BoomiPartnerAccountId
        'admin@acme.example' = $Sandbox.BoomiUserName
        'joe'               = $Sandbox.OnezoneUserName
    }
    $secrets = @{
        'boomi'          = $Sandbox.BoomiApiToken
        'boomi-password' = $Sandbox.BoomiPassword
        'onezone'        = $Sandbox.OnezoneUserToken
        'onezone-member' = $Sandbox.OnezoneOtherUserToken
        'gooddata-admin' = $Sandbox.GoodDataPassword
        'gooddata-token' = (TokenTools\New-BootstrapToken -UserName $Sandbox.GoodDataUserName -Password $Sandbox.GoodDataPassword -AsPlainText).Token
        'onezone-secret' = 'f' * 64
        'kubeconfig'     = 'apiVersion: v1, token: c2VjcmV0LW9mLWt1YmVjb25maWc'
        'edge-installer' = 'atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5'
    }
    $services = 'api.boomi.com', 'api.platform.gb.boomi.com', 'onezone.example.com', 'onezone.example.org', 'analytics.example.com', 'cmdb.example.com'

    # The runtimes that the pages name.
    $named = @('orders', 'one', 'two', 'three' | Where-Object { $Script -match "\b$_\b|\.csv\b" })
    $missing = @($named | Where-Object { @($Sandbox.Runtimes | ForEach-Object Name) -notcontains $_ })
    if ($missing) {
        $connection = TokenTools\Connect-Boomi -Sandbox $Sandbox -PassThru
        $tokens = @(TokenTools\New-InstallerToken (@('ATOM') * $missing.Count) -Connection $connection -AsPlainText)
        for ($index = 0; $index -lt $missing.Count; $index++) {
            $Sandbox.InstallRuntime($tokens[$index].Token, $missing[$index]).SetStatus('ONLINE', 'ONLINE_RUNNING')
        }
        TokenTools\Disconnect-Boomi $connection
    }

    # In place, so that the engine can still distinguish parameter names from arguments.
    function Convert-PrintedArgument([object[]] $Arguments) {
        for ($index = 0; $index -lt $Arguments.Count; $index++) {
            $text = $Arguments[$index]
            if ($text -isnot [string] -or $text.StartsWith('-')) { continue }
            if ($printed.ContainsKey($text)) { $Arguments[$index] = $printed[$text] }
            $named = $text -replace '^https://' -replace '/.*$'
            if ($services -contains $named) { $Arguments[$index] = $Sandbox.Uri.ToString() + ($text -replace '^https://' -replace '^[^/]*/?') }
        }
        , $Arguments
    }

    function Connect-Boomi {
        $arguments = Convert-PrintedArgument $args
        if ($arguments -contains '-BaseUri:' -or $arguments -contains '-BaseUri' -or $arguments -contains '-Sandbox' -or $arguments -contains '-Sandbox:') {
            return TokenTools\Connect-Boomi @arguments
        }
        TokenTools\Connect-Boomi @arguments -BaseUri $Sandbox.Uri
    }
    function Connect-Onezone {
        $arguments = Convert-PrintedArgument $args
        TokenTools\Connect-Onezone @arguments
    }
    function Connect-GoodData {
        $arguments = Convert-PrintedArgument $args
        if ($MyInvocation.ExpectingInput) { return $input | TokenTools\Connect-GoodData @arguments }
        TokenTools\Connect-GoodData @arguments
    }
    # The organization that a page creates and then waits for is the sandbox's, which has a password already.
    function New-BootstrapToken {
        if ($args -contains '-GeneratePassword' -and $Script -match 'Test-(BootstrapToken|GoodDataConnection) .*-Wait') {
            $null = TokenTools\New-BootstrapToken @args
            return TokenTools\New-BootstrapToken -UserName $Sandbox.GoodDataUserName -Password $Sandbox.GoodDataPassword
        }
        if ($MyInvocation.ExpectingInput) { return $input | TokenTools\New-BootstrapToken @args }
        TokenTools\New-BootstrapToken @args
    }
    function Test-BootstrapToken {
        $arguments = Convert-PrintedArgument $args
        $accepted = if ($MyInvocation.ExpectingInput) { $input | TokenTools\Test-BootstrapToken @arguments } else { TokenTools\Test-BootstrapToken @arguments }
        # Without this, a page whose token is never accepted would pass, after minutes of waiting.
        if ($arguments -contains '-Wait' -and $true -ne $(if ($accepted -is [bool]) { $accepted } else { $accepted.Accepted })) {
            throw 'The page waits for an organization that does not accept its token.'
        }
        $accepted
    }
    function Invoke-RestMethod {
        $arguments = Convert-PrintedArgument $args
        $more = @{}
        # The sandbox has no TLS. With https, this is not necessary.
        if ($PSVersionTable.PSVersion.Major -ge 6) { $more.AllowUnencryptedAuthentication = $true }
        if ($MyInvocation.ExpectingInput) { return $input | Microsoft.PowerShell.Utility\Invoke-RestMethod @arguments @more }
        Microsoft.PowerShell.Utility\Invoke-RestMethod @arguments @more
    }

    $vaults = @{}
    function Register-SecretVault([string] $Name, [string] $ModuleName, [hashtable] $VaultParameters) {
        if ($ModuleName -ne 'TokenTools') { throw "The page registers the module $ModuleName." }
        $vaults[$Name] = $VaultParameters
    }
    function Test-SecretVault([string] $Name) { if (-not $vaults.ContainsKey($Name)) { throw "The page tests the vault $Name, which it does not register." } }
    function Get-SecretInfo([string] $Vault) { if (-not $vaults.ContainsKey($Vault)) { throw "The page lists the vault $Vault, which it does not register." } }
    function Get-Secret([Parameter(Mandatory)] [string] $Name, [switch] $AsPlainText, [string] $Vault) {
        if ($Vault) {
            if (-not $vaults[$Vault].Secrets.ContainsKey($Name)) { throw "The page requests '$Name' from the vault $Vault, which does not contain it." }
            return ConvertTo-TestSecret $Sandbox.OnezoneUserToken
        }
        if (-not $secrets.ContainsKey($Name)) { throw "The page requests '$Name' from a vault that does not contain it." }
        if ($AsPlainText) { return $secrets[$Name] }
        ConvertTo-TestSecret $secrets[$Name]
    }
    function Set-Secret {
        param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory, ValueFromPipeline)] [object] $Secret)
        process {
            if ($Secret -isnot [securestring] -and $Secret -isnot [string]) { throw "The page stores a $($Secret.GetType()) in a vault." }
            # The sandbox's organization keeps its own password.
        }
    }
    function Get-Credential([string] $UserName) {
        $known = if ($UserName -eq $Sandbox.GoodDataUserName) { $Sandbox.GoodDataPassword }
        elseif ($UserName -eq 'joe') { $Sandbox.OnezonePassword }
        else { $Sandbox.BoomiPassword }
        [pscredential]::new($(if ($printed.ContainsKey($UserName)) { $printed[$UserName] } else { $UserName }), (ConvertTo-TestSecret $known))
    }
    function Read-Host([string] $Prompt, [switch] $AsSecureString) {
        if (-not $AsSecureString) { throw 'The page prompts for a secret without -AsSecureString.' }
        ConvertTo-TestSecret $Sandbox.OnezoneUserToken
    }
    if (-not $chmod) {
        # The programs of the pages are those of Linux.
        function Invoke-TokenCommand { }
    }
    function Set-Clipboard([Parameter(ValueFromPipeline)] [string] $Value) { process { $null = $Value } }
    function kubectl {
        $manifest = $input | Out-String
        if ($args[0] -ne 'apply' -or $manifest -notmatch '(?m)^ *"?kind"?: *"?(Organization|Secret)') { throw "The input for kubectl is invalid: $args" }
    }
    function Start-Process([string] $FilePath, [string[]] $ArgumentList, [switch] $Wait, [switch] $PassThru, [switch] $NoNewWindow) {
        if ($ArgumentList -match '^-VinstallToken=') { throw 'The page puts a token on a command line.' }
    }

    if ($Script -match ' -Parallel ') {
        # Other runspaces load an installed module automatically, but this module may not be installed.
        function ForEach-Object([Parameter(ValueFromPipeline)] $InputObject, [scriptblock] $Parallel) {
            begin { $items = [Collections.Generic.List[object]]::new() }
            process { $items.Add($InputObject) }
            end {
                $there = [scriptblock]::Create("Import-Module '$($ModulePath -replace "'", "''")'`n$Parallel")
                $items | Microsoft.PowerShell.Core\ForEach-Object -Parallel $there
            }
        }
    }

    Push-Location -LiteralPath $Folder
    $path = $env:PATH
    try {
        $env:PATH = $Folder + [IO.Path]::PathSeparator + $path
        & {
            Set-StrictMode -Off
            $ErrorActionPreference = 'Stop'
            $WarningPreference = 'SilentlyContinue'
            . ([scriptblock]::Create($Script))
        }
    }
    finally {
        $env:PATH = $path
        Pop-Location
        TokenTools\Get-TokenConnection -Service Boomi | TokenTools\Disconnect-Boomi
        TokenTools\Get-TokenConnection -Service GoodData | TokenTools\Disconnect-GoodData
        TokenTools\Get-TokenConnection -Service Onezone | TokenTools\Disconnect-Onezone
    }
}

# Found once: the engine reads every folder of PATH to find a program.
$chmod = Get-Command chmod -CommandType Application -ErrorAction Ignore | Select-Object -First 1

# Programs that the pages give secrets to. They do nothing.
function New-PrintedProgram([string] $Folder) {
    $files = foreach ($name in 'oneclient', 'kubectl', 'curl', 'atom_install64.sh') { "$Folder/$name" }
    Set-Content -LiteralPath $files -Value "#!/bin/sh`nexit 0"
    # Without a process, which takes longer, where .NET can do it: the type is missing in PowerShell 7.2.
    if ('System.IO.UnixFileMode' -as [type]) { $files | ForEach-Object { [IO.File]::SetUnixFileMode($_, 'UserRead, UserWrite, UserExecute') } }
    else { & $chmod +x $files }
}

# A folder with the files that printed scripts read.
function New-PrintedFolder($Sandbox) {
    $folder = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
    $null = New-Item -ItemType Directory -Path $folder
    "installType,durationMinutes,cloudId,name`nATOM,60,,one`nMOLECULE,,,two`nCLOUD,120,$($Sandbox.BoomiCloudId),three" | Set-Content -LiteralPath "$folder/runtimes.csv"
    "name,installType,environment,classification`none,ATOM,Production,PROD`ntwo,ATOM,Production,PROD" | Set-Content -LiteralPath "$folder/rollout.csv"
    @{ provider_id = $Sandbox.OnezoneProviderId; root_token = $Sandbox.OnezoneProviderToken } | ConvertTo-Json | Set-Content -LiteralPath "$folder/provider_root_token.json"
    $Sandbox.OnezoneUserToken, '', $Sandbox.OnezoneProviderToken | Set-Content -LiteralPath "$folder/tokens.txt"
    if ($chmod) { New-PrintedProgram $folder }
    $folder
}

# The fenced blocks of a page: heading, language, text, and the output that is printed after it.
function Get-PrintedBlock([string] $Path) {
    $heading = ''
    $block = $null
    $last = $null
    foreach ($line in Get-Content -LiteralPath $Path -Encoding utf8) {
        if ($null -ne $block) {
            if ($line.StartsWith('```')) {
                if ($block.Language -eq 'Output' -and $last) { $last.Output = $block.Lines -join "`n" }
                elseif ($block.Language -eq 'powershell') {
                    if ($last) { $last }
                    $last = [pscustomobject] @{ Page = [IO.Path]::GetFileNameWithoutExtension($Path); Heading = $heading; Script = $block.Lines -join "`n"; Output = $null }
                }
                $block = $null
            }
            else { $block.Lines.Add($line) }
        }
        elseif ($line.StartsWith('```')) { $block = @{ Language = $line.Substring(3).Trim(); Lines = [Collections.Generic.List[string]]::new() } }
        elseif ($line.StartsWith('#')) { $heading = $line.TrimStart('#').Trim() }
    }
    if ($last) { $last }
}
