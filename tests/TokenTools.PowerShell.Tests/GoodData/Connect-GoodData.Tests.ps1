BeforeDiscovery {
    $forms = 'token', 'SecureString', 'credential', 'text', 'row', 'API token'
    $bad = @(
        @{ id = 'AddressInvalid'; arguments = @{ Uri = ''; Token = 'YWRhOmNpOnh5eg==' } }
        @{ id = 'AddressHoldsCredentials'; arguments = @{ Uri = 'https://admin:canary-31337@a.example.com'; Token = 'YWRhOmNpOnh5eg==' } }
        @{ id = 'AddressUnencrypted'; arguments = @{ Uri = 'http://a.example.com'; Token = 'YWRhOmNpOnh5eg==' } }
        @{ id = 'OrganizationUriHasApiPath'; arguments = @{ Uri = 'https://a.example.com/api/v1'; Token = 'YWRhOmNpOnh5eg==' } }
        @{ id = 'HostHeaderInvalid'; arguments = @{ Uri = 'https://a.example.com'; Token = 'YWRhOmNpOnh5eg=='; HostHeader = 'canary 31337' } }
        @{ id = 'GoodDataTokenMissing'; arguments = @{ Uri = 'https://a.example.com'; Token = ' ' } }
        @{ id = 'GoodDataTokenInvalid'; arguments = @{ Uri = 'https://a.example.com'; Token = 'canary!31337' } }
        @{ id = 'BootstrapTokenLineWrapped'; arguments = @{ Uri = 'https://a.example.com'; Token = "canary`n31337" } }
        @{ id = 'SecretWrongType'; arguments = @{ Uri = 'https://a.example.com'; Token = 31337421 } }
        @{ id = 'CertificateAuthorityUnreadable'; arguments = @{ Uri = 'https://a.example.com'; Token = 'YWRhOmNpOnh5eg=='; CertificateAuthority = './none.pem' } }
        @{ id = 'SettingOutOfRange'; arguments = @{ Uri = 'https://a.example.com'; Token = 'YWRhOmNpOnh5eg=='; TimeoutSec = 0 } }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    $boot = New-BootstrapToken -UserName $sandbox.GoodDataUserName -Password $sandbox.GoodDataPassword
    Connect-GoodData -Sandbox $sandbox
    $api = New-GoodDataApiToken connect
    $text = ConvertFrom-TestSecret $boot.Token
    $given = @{
        'token'        = $boot
        'SecureString' = $boot.Token
        'credential'   = [pscredential]::new('token', $boot.Token)
        'text'         = $text
        'row'          = [pscustomobject] @{ Token = $text }
        'API token'    = $api
    }
}

AfterAll {
    Get-TokenConnection GoodData | Disconnect-GoodData
    Stop-TokenSandbox
}

Describe 'Connect-GoodData' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'connects with a <_>, and sends nothing' -ForEach $forms {
        $connection = Connect-GoodData $sandbox.Uri $given[$_] -PassThru
        $sandbox.Requests | Should -BeNullOrEmpty
        $connection.Service | Should -BeExactly 'GoodData'
        $connection.UserId | Should -BeExactly $sandbox.GoodDataUserName
        Test-GoodDataConnection -Connection $connection | Should -BeTrue
    }

    It 'accepts a token from the pipeline, and makes the connection the default' {
        $boot | Connect-GoodData $sandbox.Uri
        (Get-TokenConnection GoodData -Default).TokenId | Should -BeExactly 'bootstrap'
        $api | Connect-GoodData $sandbox.Uri
        (Get-TokenConnection GoodData -Default).TokenId | Should -BeExactly 'connect'
    }

    It 'connects to a sandbox with the bootstrap token' {
        $connection = Connect-GoodData -Sandbox $sandbox -PassThru
        $connection.TokenId | Should -BeExactly 'bootstrap'
        Test-GoodDataConnection | Should -BeTrue
    }

    It 'sends -HostHeader, by which the platform identifies the organization' {
        Connect-GoodData -Sandbox $sandbox -HostHeader $sandbox.GoodDataHostName
        Test-GoodDataConnection | Should -BeTrue
        $sandbox.Requests[-1].GetHeader('Host') | Should -BeExactly $sandbox.GoodDataHostName
        Connect-GoodData -Sandbox $sandbox -HostHeader other.example.com
        (Test-GoodDataConnection -Detailed).StatusCode | Should -Be 404
    }

    It 'has no token in text, views and JSON' {
        $connection = Connect-GoodData $sandbox.Uri $text -PassThru
        $shown = @("$connection", ($connection | Format-List * -Force | Out-String), ($connection | Format-Table | Out-String), ($connection | ConvertTo-Json -Depth 3 -WarningAction Ignore))
        $shown | Should -Not -Match ([regex]::Escape($text))
        $shown | Should -Not -Match ([regex]::Escape($sandbox.GoodDataPassword))
    }

    It 'warns about the published default token at another host' {
        # gooddata/gooddata-python-sdk: docker-compose.yaml
        $run = Invoke-Attempt { Connect-GoodData https://analytics.example.com YWRtaW46Ym9vdHN0cmFwOmFkbWluMTIz }
        $run.Warnings | Should -Match 'published default token'
    }

    It 'rejects <id>' -ForEach $bad {
        $run = Invoke-Attempt { Connect-GoodData @arguments }
        Get-ErrorId $run.Problem | Should -BeExactly $id
        Get-ErrorText $run.Problem | Should -Not -Match 'canary.31337'
        $run.Terminated | Should -BeTrue
    }

    It 'is described by environment variables' {
        Get-TokenConnection GoodData | Disconnect-GoodData
        try {
            $run = Invoke-Attempt { Get-GoodDataUser }
            Get-ErrorId $run.Problem | Should -BeExactly 'NoConnection'
            $run.Problem.Exception.Message | Should -Match 'GOODDATA_HOST, GOODDATA_TOKEN'
            $env:GOODDATA_HOST = $sandbox.Uri
            $env:GOODDATA_TOKEN = $text
            $env:GOODDATA_OVERRIDE_HOST = $sandbox.GoodDataHostName
            (Get-GoodDataUser).Id | Should -Be $sandbox.GoodDataUserName
            $sandbox.Requests[-1].GetHeader('Host') | Should -BeExactly $sandbox.GoodDataHostName
            $env:GOODDATA_OVERRIDE_HOST = 'a/b'
            $run = Invoke-Attempt { Get-GoodDataUser }
            $run.Problem.Exception.Message | Should -Match 'GOODDATA_OVERRIDE_HOST'
        }
        finally { Get-ChildItem env:GOODDATA_* | Remove-Item }
    }
}
