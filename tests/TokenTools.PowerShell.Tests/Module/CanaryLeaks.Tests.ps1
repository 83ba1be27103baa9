# The runs of the canary, each cmdlet with valid and invalid input, in Find-SecretLeak.
# Not run in Wine: it has no /proc.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $folder = Join-Path $TestDrive 'canary'
    $null = New-Item -ItemType Directory -Path $folder
    $runs = "$PSScriptRoot/../Support/LeakCanary.ps1"
}

Describe 'The canary in Find-SecretLeak' -Skip:(-not $IsLinux) {
    It 'finds the secret that is written at the end, and no other in streams, views, the host, the transcript, the console, the module log or arguments' {
        $all = @(Find-SecretLeak { . $runs $ModulePath $folder } -Secret { @($secrets.Values) } -Path $folder -WarningVariable warning -Verbose 4>&1)
        $found = @($all | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] })
        $warning | Should -BeNullOrEmpty
        [int] (Get-Content -LiteralPath "$folder/cmdlets.txt") | Should -Be @(Get-Command -Module TokenTools).Count
        Get-Content -LiteralPath "$folder/unlogged.txt" | Should -BeNullOrEmpty
        # What the runs write to files and to the environment of programs on purpose.
        $elsewhere = @($found | Where-Object { $_.Place -notlike 'File *' -and $_.Place -notlike 'Environment variable *' })
        $elsewhere.Place | Where-Object { $_ -like 'Verbose stream, item *' } | Should -Not -BeNullOrEmpty
        $last = ($found | Measure-Object Secret -Maximum).Maximum
        $last | Should -BeGreaterThan 40
        # A run of Find-SecretLeak in the run has leaks, of which only the module log is that of the whole process.
        $seeded = [int] (Get-Content -LiteralPath "$folder/seeded.txt")
        $elsewhere | Where-Object { $_.Secret -ne $last -and ($_.Secret -ne $seeded -or $_.Place -ne 'Module log') } | ForEach-Object { "$_" } | Should -BeNullOrEmpty
        # One process at a time receives the log: another one may be it.
        $isWatched = -not ($all | Where-Object { "$_" -like 'Module logging was not watched*' })
        @($found | Where-Object { $_.Place -eq 'Module log' }).Count -gt 0 | Should -Be $isWatched
        @($found | Where-Object { $_.Place -like 'File *' }).Count | Should -BeGreaterThan 3
    }
}
