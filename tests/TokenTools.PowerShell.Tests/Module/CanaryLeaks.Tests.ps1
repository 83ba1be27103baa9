# The runs of the canary, each cmdlet with valid and invalid input, in Find-SecretLeak.
# Not run in Wine: it has no /proc.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $folder = Join-Path $TestDrive 'canary'
    $null = New-Item -ItemType Directory -Path $folder
    $runs = "$PSScriptRoot/../Support/LeakCanary.ps1"
}

Describe 'The canary in Find-SecretLeak' -Skip:(-not $IsLinux) {
    It 'finds the secret that is written at the end, and no other in streams, views, the host, the transcript, the console or arguments' {
        $found = @(Find-SecretLeak { . $runs $ModulePath $folder } -Secret { @($secrets.Values) } -Path $folder -WarningVariable warning)
        $warning | Should -BeNullOrEmpty
        [int] (Get-Content -LiteralPath "$folder/cmdlets.txt") | Should -Be @(Get-Command -Module TokenTools).Count
        # What the runs write to files and to the environment of programs on purpose. The module log has tests in Logging.Tests.ps1:
        # the engine logs an argument that is text, which some runs are given.
        $elsewhere = @($found | Where-Object { $_.Place -notlike 'File *' -and $_.Place -notlike 'Environment variable *' -and $_.Place -ne 'Module log' })
        $elsewhere.Place | Where-Object { $_ -like 'Verbose stream, item *' } | Should -Not -BeNullOrEmpty
        $last = ($found | Measure-Object Secret -Maximum).Maximum
        $last | Should -BeGreaterThan 40
        $elsewhere | Where-Object Secret -NE $last | ForEach-Object { "$_" } | Should -BeNullOrEmpty
        @($found | Where-Object { $_.Place -like 'File *' }).Count | Should -BeGreaterThan 3
    }
}
