# Dot-sourced after Module.ps1 by the files that run scripts and Pester files of the documentation. A new runspace has nothing of
# the test's. Neither has a new process, but it takes seconds to start, and more to compile Pester.

# The results of a Pester file, run by the Pester that runs this.
function Invoke-PesterInRunspace([string] $Path, [string] $Module) {
    $shell = [powershell]::Create()
    try {
        $null = $shell.AddScript({
                param($Path, $Module, $Pester)
                $ErrorActionPreference = 'Stop'
                # Not the checkout, in which other tests write their results: the file may test that nothing leaks into its location.
                Set-Location -LiteralPath (Split-Path -Path $Path)
                if ($Module) { Import-Module $Module }
                Import-Module $Pester
                Invoke-Pester -Path $Path -PassThru -Output None
            }).AddArgument($Path).AddArgument($Module).AddArgument((Get-Module Pester).Path)
        $run = $shell.Invoke()[-1]
        [pscustomobject] @{
            Passed = $run.PassedCount
            # Of tests, of what is around them, and of the file as a whole.
            Failed = @(@($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers) | ForEach-Object { "$($_): $($_.ErrorRecord)" })
        }
    }
    finally { $shell.Dispose() }
}

# Runs a script as a process would: its exit code, and what it writes to the pipeline and to the standard error.
function Invoke-ScriptInRunspace([string] $Path, [hashtable] $Parameters) {
    $shell = [powershell]::Create()
    $console = [Console]::Error
    $written = [IO.StringWriter]::new()
    [Console]::SetError($written)
    try {
        $result = $shell.AddScript('param($Path, $Parameters) $output = & $Path @Parameters *>&1 | Out-String -Width 500; $output; [int] $LASTEXITCODE').
            AddArgument($Path).AddArgument($Parameters).Invoke()
        [pscustomobject] @{ ExitCode = $result[-1]; Output = "$($result[0])$written" }
    }
    finally {
        [Console]::SetError($console)
        $shell.Dispose()
    }
}
