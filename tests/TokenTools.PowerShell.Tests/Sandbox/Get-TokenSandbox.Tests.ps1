BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
}

AfterAll { Stop-TokenSandbox }

Describe 'Get-TokenSandbox' {
    AfterEach { Stop-TokenSandbox }

    It 'returns the running sandboxes, oldest first, without those that are stopped' {
        $first, $stopped, $disposed, $last = 1..4 | ForEach-Object { Start-TokenSandbox }
        $stopped | Stop-TokenSandbox
        $disposed.Dispose()
        Get-TokenSandbox | Should -Be $first, $last
    }

    It 'returns nothing if none is running' {
        Get-TokenSandbox | Should -BeNullOrEmpty
    }

    It 'returns a sandbox that no variable contains, with which a connection can be created' {
        Start-TokenSandbox | Out-Null
        Connect-Boomi -Sandbox (Get-TokenSandbox)
        (New-InstallerToken ATOM).AccountId | Should -BeExactly (Get-TokenSandbox).BoomiAccountId
    }

    It 'returns none of another runspace' {
        $shell = [powershell]::Create()
        try {
            $other = $shell.AddScript("Import-Module '$ModulePath'; Start-TokenSandbox").Invoke()[0]
            $other.IsStopped | Should -BeFalse
            Get-TokenSandbox | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }

    It 'accepts no input' {
        { Get-TokenSandbox -Sandbox 5 } | Should -Throw -ErrorId 'NamedParameterNotFound,*'
    }
}
