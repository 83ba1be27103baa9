# Tests examples/provision.ps1 against a sandbox: no account, no network, no token that is valid anywhere else.
# Invoke-Pester examples/Provisioning.Tests.ps1
BeforeAll {
    $module = Join-Path (Split-Path -Path $PSScriptRoot -Parent) 'TokenTools.psd1'
    # A session cannot load a second copy of the module.
    if (-not (Get-Module TokenTools)) { Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'TokenTools' }) }
    $script = Join-Path $PSScriptRoot provision.ps1
}

Describe 'provision.ps1' {
    BeforeEach {
        $sandbox = Start-TokenSandbox
        $parameters = @{
            Boomi         = Connect-Boomi -Sandbox $sandbox -PassThru
            Onezone       = Connect-Onezone -Sandbox $sandbox -PassThru
            Organization  = $sandbox.Uri
            Administrator = [pscredential]::new($sandbox.GoodDataUserName, (ConvertTo-SecureString $sandbox.GoodDataPassword -AsPlainText -Force))
        }
    }

    AfterEach {
        Stop-TokenSandbox $sandbox
    }

    It 'returns three tokens' {
        $team = & $script @parameters
        $team.InstallerToken.InstallType | Should -Be ATOM
        $team.DataToken.Caveats.Type | Should -Be time, ip, interface, data.readonly
        $team.Administrator.UserName | Should -Be $sandbox.GoodDataUserName
    }

    It 'requests one installer token, last, for 30 minutes' {
        $null = & $script @parameters
        $requests = Get-TokenSandboxRequest -Sandbox $sandbox
        $requests[-1].Path | Should -BeLike '*/InstallerToken'
        ($requests[-1].Body | ConvertFrom-Json).durationMinutes | Should -Be 30
        @($requests | Where-Object Service -EQ Boomi).Count | Should -Be 1
    }

    It 'waits for a new organization' {
        Add-TokenSandboxFault -Sandbox $sandbox -StatusCode 503 -Match 'GET /api/v1' -Count 2
        (& $script @parameters).Administrator | Should -Not -BeNullOrEmpty
    }

    It 'retries when Boomi is busy' {
        Add-TokenSandboxFault -Sandbox $sandbox -StatusCode 503 -RetryAfter 1 -Match InstallerToken
        (& $script @parameters).InstallerToken | Should -Not -BeNullOrEmpty
        @(Get-TokenSandboxRequest *InstallerToken -Sandbox $sandbox).Count | Should -Be 2
    }

    It 'issues no installer token when the zone rejects the request' {
        Add-TokenSandboxFault -Sandbox $sandbox -StatusCode 403 -Match temporary
        { & $script @parameters } | Should -Throw -ErrorId 'Forbidden,*'
        $sandbox.MintedTokens | Should -BeNullOrEmpty
    }

    It 'does not retry a request that may have issued a token' {
        Add-TokenSandboxFault -Sandbox $sandbox -Reset -AfterHandling -Match InstallerToken
        { & $script @parameters } | Should -Throw '*may have been created*'
        $sandbox.MintedTokens.Count | Should -Be 1
    }
}
