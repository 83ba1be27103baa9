BeforeAll {
    . "$PSScriptRoot/Support/Module.ps1"
    function Get-Completion([string] $Typed) { (TabExpansion2 $Typed $Typed.Length).CompletionMatches }
}

Describe 'Completion' {
    AfterEach { Get-TokenConnection | ForEach-Object { if ($_.Service -eq 'Boomi') { Disconnect-Boomi $_ } else { Disconnect-Onezone $_ } } }

    It 'knows the install types, by their beginning in any case, with what they are' {
        (Get-Completion 'New-InstallerToken ').CompletionText | Should -Be 'ATOM', 'MOLECULE', 'CLOUD', 'BROKER', 'GATEWAY'
        $found = Get-Completion 'New-InstallerToken -InstallType mol'
        $found.CompletionText | Should -BeExactly 'MOLECULE'
        $found.ToolTip | Should -BeLike '*cluster*'
    }

    It 'knows the documented addresses' {
        (Get-Completion 'Connect-Boomi -BaseUri ').CompletionText | Should -BeExactly 'https://api.boomi.com', 'https://api.platform.gb.boomi.com'
        (Get-Completion 'Connect-Boomi -Uri *gb').CompletionText | Should -BeExactly 'https://api.platform.gb.boomi.com'
    }

    It 'knows the forms of an installer''s arguments' {
        (Get-Completion 'ConvertTo-InstallerArgument -As ').CompletionText | Should -Be 'ArgumentList', 'EnvironmentFile', 'KubernetesSecret', 'ResponseFile'
    }

    It 'finds open connections of the right kind: by the variable that holds one, else by how to get it' {
        Get-Completion 'New-InstallerToken ATOM -Connection ' | Where-Object CompletionText -Like '*TokenConnection*' | Should -BeNullOrEmpty
        $global:boomiTest = Connect-Boomi acme-1 me canary-secret-1 -PassThru
        Connect-Boomi acme-2 you canary-secret-2
        Connect-Onezone onezone.example.com MDAxNYEtokenOfNobody -WarningAction SilentlyContinue
        try {
            $found = Get-Completion 'New-InstallerToken ATOM -Connection '
            $found.CompletionText | Should -BeExactly '$boomiTest', '(Get-TokenConnection Boomi)[1]'
            $found[0].ToolTip | Should -BeLike 'Boomi https://api.boomi.com/ acme-1 (me)'
            $found[1].ListItemText | Should -BeExactly 'acme-2 (you)'
            (Invoke-Expression $found[1].CompletionText).AccountId | Should -BeExactly 'acme-2'
            (Invoke-Expression $found[0].CompletionText).AccountId | Should -BeExactly 'acme-1'
            "$($found.ToolTip) $($found.ListItemText)" | Should -Not -Match 'canary'
            (Get-Completion 'New-TemporaryToken -Connection ').CompletionText | Should -BeExactly '(Get-TokenConnection Onezone)[0]'
            (Get-Completion 'Disconnect-Boomi ').CompletionText | Should -HaveCount 3
        }
        finally { Remove-Variable boomiTest -Scope Global }
    }
}
