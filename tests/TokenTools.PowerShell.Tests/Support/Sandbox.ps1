# Dot-sourced after Module.ps1 by the files that use a sandbox.

# The output of a script, stream by stream. $ErrorActionPreference is Continue in it, as in a user's session.
function Invoke-Attempt([scriptblock] $Action) {
    $ErrorActionPreference = 'Continue'
    $VerbosePreference = 'Continue'
    $DebugPreference = 'Continue'
    $thrown = @()
    $all = @(try { & $Action *>&1 } catch { $thrown = @($_) })
    $errors = @($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) + $thrown
    [pscustomobject] @{
        Output     = @($all | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] -and $_ -isnot [System.Management.Automation.InformationalRecord] })
        Errors     = $errors
        # The first error, which most tests are about.
        Problem    = if ($errors.Count) { $errors[0] }
        Terminated = $thrown.Count -gt 0
        Warnings   = @($all | Where-Object { $_ -is [System.Management.Automation.WarningRecord] } | ForEach-Object { $_.Message })
        Verbose    = @($all | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object { $_.Message })
        Debug      = @($all | Where-Object { $_ -is [System.Management.Automation.DebugRecord] } | ForEach-Object { $_.Message })
    }
}

# Queues a fault: Add-Fault $sandbox @{ StatusCode = 503; RetryAfter = '0'; Headers = @{ Via = 'x' } }
function Add-Fault($Sandbox, [hashtable] $Fault) {
    $values = $Fault.Clone()
    $values.Remove('Headers')
    $made = [TokenTools.Sandbox.SandboxFault] $values
    if ($Fault.ContainsKey('Headers')) {
        foreach ($header in $Fault.Headers.GetEnumerator()) { $made.Headers[$header.Key] = $header.Value }
    }
    $Sandbox.Faults.Enqueue($made)
}

# Resets a sandbox for the next test.
function Reset-Sandbox($Sandbox) {
    $Sandbox.Faults.Clear()
    $Sandbox.ClearRequests()
}

# The credentials in the Basic header of a request to the sandbox, as user:password.
function Get-BasicCredential($Request) {
    $header = $Request.GetHeader('Authorization')
    $header | Should -BeLike 'Basic *'
    [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($header.Substring(6)))
}

# The error id without the cmdlet's name.
function Get-ErrorId($Record) { ($Record.FullyQualifiedErrorId -split ',')[0] }
