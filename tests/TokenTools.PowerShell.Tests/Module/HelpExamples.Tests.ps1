# Every example of the help runs as it is printed.
BeforeDiscovery {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Printed.ps1"
    $blocks = Get-ChildItem -Path "$PSScriptRoot/../../../docs/en-US/*.md" | ForEach-Object { Get-PrintedBlock $_.FullName } |
        Where-Object { $_.Script -notmatch '(?m)^Describe ' } |
        ForEach-Object { @{ page = $_.Page; heading = $_.Heading; script = $_.Script; output = $_.Output } }
    $pester = Get-ChildItem -Path "$PSScriptRoot/../../../docs/en-US/*.md" | ForEach-Object { Get-PrintedBlock $_.FullName } |
        Where-Object { $_.Script -match '(?m)^Describe ' } |
        ForEach-Object { @{ page = $_.Page; heading = $_.Heading; script = $_.Script } }
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Runspace.ps1"
    . "$PSScriptRoot/../Support/Printed.ps1"
    $kind = (Start-TokenSandbox).GetType()
    Stop-TokenSandbox

    # Differences between runs: times, random letters, and the names that are replaced by those of the sandbox.
    function Get-Shape([string] $Text) {
        ($Text -split "`n" | ForEach-Object { $_.Trim() } | Where-Object { $_ })[0] -replace '\s+', ' '
    }
}

Describe 'an example' {
    # A sandbox for each example, in another session: an example may stop all of its session's sandboxes, or require that there is only one.
    BeforeEach {
        $sandbox = $kind::Start()
        $folder = New-PrintedFolder $sandbox
    }

    AfterEach {
        $sandbox.Dispose()
        Stop-TokenSandbox
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It '<page>: <heading>' -ForEach $blocks {
        $result = Invoke-Printed $script $sandbox $folder
        if ($output) {
            # The first line: a table's heading, or a value.
            $result | Should -Not -BeNullOrEmpty
            Get-Shape ($result | Out-String -Width 200) | Should -BeExactly (Get-Shape $output)
        }
        # The displayed output of the examples contains no secret.
        $shown = $result | Where-Object { $_ -isnot [string] } | Out-String -Width 400
        foreach ($secret in $sandbox.BoomiApiToken, $sandbox.GoodDataPassword, $sandbox.OnezoneUserToken, $sandbox.OnezoneProviderToken) {
            $shown | Should -Not -BeLike "*$secret*"
        }
    }
}

Describe 'a Pester example' {
    # A sandbox for each example, in another session: an example may stop all of its session's sandboxes, or require that there is only one.
    BeforeEach {
        $sandbox = $kind::Start()
        $folder = New-PrintedFolder $sandbox
    }

    AfterEach {
        $sandbox.Dispose()
        Stop-TokenSandbox
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It '<page>: <heading> passes' -ForEach $pester {
        $file = Join-Path $folder "$page.Tests.ps1"
        "BeforeAll { Import-Module '$($ModulePath -replace "'", "''")' }`n$script" | Set-Content -LiteralPath $file
        $run = Invoke-PesterInRunspace $file
        $run.Failed | Should -BeNullOrEmpty
        $run.Passed | Should -BeGreaterThan 0
    }
}
