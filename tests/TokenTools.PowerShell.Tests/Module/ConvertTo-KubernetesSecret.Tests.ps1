BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Onezone -Sandbox $sandbox
    Connect-Boomi -Sandbox $sandbox
    function ConvertTo-Base64([string] $Text) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)) }
}

AfterAll { Stop-TokenSandbox }

Describe 'ConvertTo-KubernetesSecret' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'returns a manifest with the consumer''s variable as the key: <key>' -ForEach @(
        @{ key = 'INSTALL_TOKEN'; make = { New-InstallerToken ATOM } }, @{ key = 'ONEZONE_API_KEY'; make = { New-TemporaryToken } }
        @{ key = 'GOODDATA_TOKEN'; make = { New-BootstrapToken -UserName admin -Password MySecretPassword } }
        @{ key = 'token'; make = { New-TemporaryToken Identity } }
    ) {
        $token = & $make
        $token | ConvertTo-KubernetesSecret mine | Should -BeExactly (@(
            '---', 'apiVersion: v1', 'kind: Secret', 'metadata:', '  name: "mine"', 'type: "Opaque"', 'data:'
            "  `"$key`": `"$(ConvertTo-Base64 (ConvertFrom-TestSecret $token.Token))`"", '') -join "`n")
    }

    It 'has all that is specified, as text' {
        New-BootstrapToken -UserName admin -Password MySecretPassword |
            ConvertTo-KubernetesSecret -Name admin -Namespace gooddata-cn -Key token -IncludePassword -PasswordKey password -Label @{ 'example.com/tier' = 1 } -StringData |
            Should -BeExactly (@(
                '---', 'apiVersion: v1', 'kind: Secret', 'metadata:', '  name: "admin"', '  namespace: "gooddata-cn"', '  labels:', '    "example.com/tier": "1"'
                'type: "Opaque"', 'stringData:', '  "token": "YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ="', '  "password": "MySecretPassword"', '') -join "`n")
    }

    It 'requests no token if a name is not valid: <id>' -ForEach @(
        @{ with = @{ SecretName = 'A_B' }; id = 'KubernetesNameInvalid' }, @{ with = @{ SecretName = 'a'; SecretKey = 'a/b' }; id = 'KubernetesKeyInvalid' }
        @{ with = @{}; id = 'KubernetesNameInvalid' }, @{ with = @{ SecretName = { 'a' }; SecretKey = 'a/b' }; id = 'KubernetesKeyInvalid' }
        @{ with = @{ SecretName = 'a'; Label = @{ 'a b' = 'c' } }; id = 'KubernetesLabelInvalid' }, @{ with = @{ SecretName = 'a'; Namespace = 'a.b' }; id = 'KubernetesNamespaceInvalid' }
    ) {
        $attempt = Invoke-Attempt { New-InstallerToken ATOM | ConvertTo-KubernetesSecret @with }
        $attempt.Terminated | Should -BeTrue
        $attempt.Problem.FullyQualifiedErrorId | Should -BeLike "$id,*"
        @($sandbox.Requests | Where-Object Method -EQ POST).Count | Should -Be 0
    }

    It 'returns no second Secret of the same name' {
        $tokens = (New-InstallerToken ATOM), (New-InstallerToken BROKER)
        $attempt = Invoke-Attempt { $tokens | ConvertTo-KubernetesSecret boomi }
        @($attempt.Output).Count | Should -Be 1
        $attempt.Problem.FullyQualifiedErrorId | Should -BeLike 'InstallerSecretTwice,*'
        @($tokens | ConvertTo-KubernetesSecret -SecretName { $_.InstallType.ToLowerInvariant() }).Count | Should -Be 2
    }

    It 'rejects what is not a token' {
        $attempt = Invoke-Attempt { 5 | ConvertTo-KubernetesSecret a }
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly 'ExportNoToken,TokenTools.PowerShell.Commands.Common.ConvertToKubernetesSecretCommand'
    }
}
