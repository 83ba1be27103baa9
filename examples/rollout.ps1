<#
.SYNOPSIS
    Rolls out Boomi runtimes from a CSV file, until each is ONLINE and attached to its environment. Can be killed and run again.
.DESCRIPTION
    For each row: creates the environment if it does not exist, creates an installer token, hands it to -Install, waits until the runtime
    is ONLINE, and attaches it. A row whose runtime exists is not installed again, and a runtime that is attached to another environment is
    not moved.

    The script writes what it is about to do to a state file before it does it. Run again, it looks at the runtimes and attachments in the
    account, and does only what is missing. Tokens are never written. A token that was handed to an installer may still be used, so its
    row is not installed again until the token has expired. A token whose response was lost is looked up in the account's audit log.

    Columns of the CSV file: name, installType, environment; optional are classification, durationMinutes, cloudId.

    Output: one object for each row. The report, a CSV file, has one line for each token: Used, Expired, Created (confirmed by the audit
    log, and not used), NotCreated (ruled out by the audit log), or Unknown.

    Exit codes: 0 all runtimes are attached and all tokens are accounted for; 1 the input or the configuration is invalid; 2 a row is not
    complete; 4 it is unknown whether a token exists. After 2 or 4, run the script again; the output and the report name the rows.
.PARAMETER Path
    The CSV file.
.PARAMETER Install
    A script that starts the installer for a row: & $Install -Row $row -Token $secureString. It can return before the installation has
    completed, and must throw an error if the installer did not start.
.PARAMETER StatePath
    The state file; the CSV file's path with .state.jsonl by default.
.PARAMETER ReportPath
    The report; the CSV file's path with .tokens.csv by default.
.PARAMETER TimeoutSec
    How long to wait for the runtimes, in seconds.
.PARAMETER IntervalSec
    The time between two queries, in seconds.
.PARAMETER RequestsPerSecond
    The rate limit of the account.
.PARAMETER Sandbox
    Uses a sandbox on this machine instead of the service, with a stand-in for the installer.
.EXAMPLE
    pwsh examples/rollout.ps1 -Path rollout.csv -Sandbox
.EXAMPLE
    pwsh -NonInteractive examples/rollout.ps1 -Path rollout.csv -Install ./install.ps1

    With BOOMI_ACCOUNT_ID, BOOMI_USERNAME and BOOMI_API_TOKEN in the environment.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [string] $Install,
    [string] $StatePath = "$Path.state.jsonl",
    [string] $ReportPath = "$Path.tokens.csv",
    [int] $TimeoutSec = 600,
    [int] $IntervalSec = 10,
    [double] $RequestsPerSecond = 10,
    [switch] $Sandbox
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Stop-Rollout([int] $Code, [string] $Message) {
    [Console]::Error.WriteLine($Message)
    exit $Code
}

function Get-Cell($Row, [string] $Name) {
    $cell = $Row.PSObject.Properties[$Name]
    if ($cell -and "$($cell.Value)".Trim()) { "$($cell.Value)".Trim() }
}

# Dates in the state file; ConvertFrom-Json returns a date in PowerShell 7 and text in Windows PowerShell.
function ConvertTo-Time($Value) {
    if ($Value -is [datetime]) { [DateTimeOffset] $Value.ToUniversalTime() }
    elseif ($Value) { [DateTimeOffset]::Parse($Value, [cultureinfo]::InvariantCulture) }
}

# The event is in the file, and not only in memory, before the script continues. A line that a kill cut off is ignored.
function Add-Event([string] $Name, [string] $Kind, [hashtable] $Detail = @{}) {
    $record = [ordered] @{ name = $Name; event = $Kind }
    foreach ($key in $Detail.Keys) {
        $value = $Detail[$key]
        $record[$key] = if ($value -is [DateTimeOffset]) { $value.UtcDateTime.ToString('o') } else { $value }
    }
    $bytes = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $record -Compress) + "`n")
    $state.Write($bytes, 0, $bytes.Length)
    $state.Flush()
    Add-Attempt ([pscustomobject] $record)
}

# One attempt for each token: requesting, then issued or lost, then failed if the installer did not start.
function Add-Attempt($Record) {
    $name = $Record.name
    if ($Record.event -eq 'requesting') {
        $latest[$name] = [pscustomobject] @{
            Name = $name; InstallType = $Record.installType; Event = 'requesting'; AccountId = $Record.accountId
            EarliestCreated = ConvertTo-Time $Record.earliestCreated; LatestCreated = $null; LatestExpiration = $null
            Created = $null; Expiration = $null
        }
        $attempts.Add($latest[$name])
        return
    }
    $attempt = $latest[$name]
    $attempt.Event = $Record.event
    foreach ($field in 'EarliestCreated', 'LatestCreated', 'LatestExpiration', 'Created', 'Expiration') {
        $property = $Record.PSObject.Properties[$field]
        if ($property) { $attempt.$field = ConvertTo-Time $property.Value }
    }
}

$module = Join-Path (Split-Path -Path $PSScriptRoot -Parent) 'TokenTools.psd1'
# A session cannot load a second copy of the module.
if (-not (Get-Module TokenTools)) { Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'TokenTools' }) }

$own = $state = $null
try {
    # Input
    try { $rows = @(Import-Csv -LiteralPath $Path) } catch { Stop-Rollout 1 "The CSV file cannot be read: $_" }
    if (-not $rows) { Stop-Rollout 1 "$Path has no rows." }
    foreach ($column in 'name', 'installType', 'environment') {
        $without = @($rows | Where-Object { -not (Get-Cell $_ $column) })
        if ($without) { Stop-Rollout 1 "$($without.Count) rows of $Path have no $column." }
    }
    $twice = @($rows | Group-Object { (Get-Cell $_ name).ToUpperInvariant() } | Where-Object Count -gt 1)
    if ($twice) { Stop-Rollout 1 "The name $(Get-Cell $twice[0].Group[0] name) occurs more than once in $Path." }
    if (-not $Install -and -not $Sandbox) { Stop-Rollout 1 'Specify -Install, the script that starts the installer.' }

    # Only one process at a time: the file stays open, and the system closes it if the process is killed.
    $StatePath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($StatePath)
    try { $state = [IO.FileStream]::new($StatePath, 'OpenOrCreate', 'ReadWrite', 'None') }
    catch { Stop-Rollout 1 "$StatePath cannot be opened. Another process may be running the same rollout." }
    $attempts = [Collections.Generic.List[object]]::new()
    $latest = @{}
    $reader = [IO.StreamReader]::new($state)
    $text = $reader.ReadToEnd()
    foreach ($line in $text -split "`n" | Where-Object { $_ }) {
        try { $record = ConvertFrom-Json $line } catch { continue }
        Add-Attempt $record
    }
    if ($text -and -not $text.EndsWith("`n")) { $state.WriteByte(10) }

    # Connection
    try {
        if ($Sandbox) {
            $own = Start-TokenSandbox -RuntimeStartup 1s
            $connection = Connect-Boomi -Sandbox $own -RequestsPerSecond $RequestsPerSecond -PassThru
        }
        else {
            $address = if ($env:BOOMI_API_URL) { @{ BaseUri = $env:BOOMI_API_URL } } elseif ($env:BOOMI_BASE_URL) { @{ BaseUri = $env:BOOMI_BASE_URL } } else { @{} }
            $connection = Connect-Boomi $env:BOOMI_ACCOUNT_ID $env:BOOMI_USERNAME $env:BOOMI_API_TOKEN -RequestsPerSecond $RequestsPerSecond -PassThru @address
        }

        # Nothing is created before a query has succeeded with these credentials.
        $runtimes = @(Get-BoomiRuntime)
    }
    catch {
        Stop-Rollout 1 "Connecting to Boomi failed: $_"
    }

    # A request that was in progress when the script was killed: the service can have processed it until now, and a little longer.
    foreach ($attempt in @($attempts | Where-Object Event -eq requesting)) {
        Add-Event $attempt.Name lost @{ latestCreated = $connection.ServerTime.AddMinutes(6); latestExpiration = $connection.ServerTime.AddMinutes(6 + 1440) }
    }

    $problems = @{}
    $environments = @{}
    foreach ($group in $rows | Group-Object { Get-Cell $_ environment }) {
        $classification = Get-Cell $group.Group[0] classification
        $with = if ($classification) { @{ Classification = $classification } } else { @{} }
        try { $environments[$group.Name] = New-BoomiEnvironment $group.Name @with }
        catch { foreach ($row in $group.Group) { $problems[(Get-Cell $row name)] = "$_" } }
    }

    # Rows without a runtime
    $present = @{}
    foreach ($runtime in $runtimes) { $present[$runtime.Name] = @($present[$runtime.Name]) + $runtime | Where-Object { $_ } }
    $wait = [Collections.Generic.List[string]]::new()
    foreach ($row in $rows) {
        $name = Get-Cell $row name
        $found = @($present[$name] | Where-Object { $_ })
        if ($problems.ContainsKey($name)) { continue }
        if ($found.Count -gt 1) {
            $problems[$name] = "$($found.Count) runtimes have this name."
            continue
        }
        if ($found) {
            $wait.Add($name)
            continue
        }

        # An installer may be running. Five minutes later than its token it cannot register a runtime any more.
        $last = $latest[$name]
        if ($last -and $last.Event -eq 'issued' -and $last.Expiration.AddMinutes(5) -gt $connection.ServerTime) {
            $wait.Add($name)
            continue
        }

        $lifetime = if (Get-Cell $row durationMinutes) { @{ DurationMinutes = Get-Cell $row durationMinutes } } else { @{} }
        if (Get-Cell $row cloudId) { $lifetime.CloudId = Get-Cell $row cloudId }
        Add-Event $name requesting @{ installType = Get-Cell $row installType; accountId = $connection.AccountId; earliestCreated = $connection.ServerTime }
        try {
            $token = New-InstallerToken (Get-Cell $row installType) @lifetime
            Add-Event $name issued @{ created = $token.Created; expiration = $token.Expiration }
            if ($Install) { & $Install -Row $row -Token $token.Token }
            else { $null = $own.InstallRuntime($token.Token, $name) }
            $wait.Add($name)
        }
        catch {
            $problems[$name] = "$_"
            $failure = $_.Exception
            if ($latest[$name].Event -eq 'issued') { Add-Event $name failed }
            elseif ($failure -is [TokenTools.Boomi.TokenAccountMismatchException]) {
                # A token of another account, which its audit log has.
                Add-Event $name issued @{ created = $failure.Token.Created; expiration = $failure.Token.Expiration }
                Add-Event $name failed
            }
            elseif ($failure -is [TokenTools.TokenException] -and $failure.NeverApplied) { Add-Event $name rejected }
            else {
                $until = $connection.ServerTime.AddMinutes(6)
                Add-Event $name lost @{ latestCreated = $until; latestExpiration = $until.AddMinutes(1440) }
            }
            if ($failure -is [TokenTools.TokenApiException] -and $failure.StatusCode -eq 401) { break }
        }
    }

    # Attach each runtime as soon as it is ONLINE.
    $attachments = @{}
    foreach ($attachment in Get-BoomiEnvironmentAttachment) { $attachments[$attachment.AtomId] = $attachment.EnvironmentId }
    $byName = @{}
    foreach ($row in $rows) { $byName[(Get-Cell $row name)] = $row }
    $done = @{}
    if ($wait.Count) {
        Wait-BoomiRuntime $wait -TimeoutSec $TimeoutSec -IntervalSec $IntervalSec -ErrorAction SilentlyContinue -ErrorVariable waitErrors | ForEach-Object {
            $runtime = $_
            $environment = $environments[(Get-Cell $byName[$runtime.Name] environment)]
            try {
                if ($attachments[$runtime.Id] -ne $environment.Id) { $null = New-BoomiEnvironmentAttachment $runtime.Id $environment.Id }
                $done[$runtime.Name] = $runtime
            }
            catch { $problems[$runtime.Name] = "$_" }
        }
        foreach ($waitError in $waitErrors) { $problems["$($waitError.TargetObject)"] = "$waitError" }
    }

    # Tokens: those that made their runtime, those that have expired, and the others by the audit log.
    $now = $connection.ServerTime
    $issued = @($attempts | Where-Object { $_.Created })
    $final = @{}
    foreach ($runtime in Get-BoomiRuntime) { $final[$runtime.Name] = $runtime }
    $report = [Collections.Generic.List[object]]::new()
    $lost = @($attempts | Where-Object Event -eq lost)
    $resolved = if ($lost) { @($lost | Resolve-InstallerToken -IssuedToken $issued) } else { @() }
    foreach ($resolution in $resolved) {
        $report.Add([pscustomobject] @{ Name = $resolution.Input.Name; State = "$($resolution.State)"; Created = $resolution.EarliestCreated; Expiration = $resolution.LatestExpiration; Reason = $resolution.Reason })
    }
    # Of several tokens of a row, the last one before the installation.
    $used = @{}
    foreach ($attempt in $issued) {
        $runtime = $final[$attempt.Name]
        if ($runtime -and (-not $runtime.DateInstalled -or $attempt.Created -le $runtime.DateInstalled.AddMinutes(1))) { $used[$attempt.Name] = $attempt }
    }
    $events = $null
    foreach ($attempt in $issued) {
        $entry = $null
        if ($used[$attempt.Name] -eq $attempt) { $class = 'Used' }
        elseif ($attempt.Expiration -le $now) { $class = 'Expired' }
        else {
            if ($null -eq $events) {
                $first = @($issued | Sort-Object Created)[0].Created.AddMinutes(-1)
                $events = @(Get-InstallerTokenEvent -After $first -UserId $connection.UserName)
            }
            $entry = $events | Where-Object { [Math]::Abs(($_.Date - $attempt.Created).TotalSeconds) -le 60 } | Select-Object -First 1
            $class = if ($entry) { 'Created' } else { 'Unknown' }
        }
        $report.Add([pscustomobject] @{ Name = $attempt.Name; State = $class; Created = $attempt.Created; Expiration = $attempt.Expiration; Reason = "$entry" })
    }
    $report | Select-Object Name, State, @{ n = 'Created'; e = { if ($_.Created) { $_.Created.UtcDateTime.ToString('o') } } }, @{ n = 'Expiration'; e = { if ($_.Expiration) { $_.Expiration.UtcDateTime.ToString('o') } } }, Reason |
        Export-Csv -LiteralPath $ReportPath -NoTypeInformation -Encoding utf8

    foreach ($row in $rows) {
        $name = Get-Cell $row name
        $runtime = if ($done.ContainsKey($name)) { $done[$name] } else { $final[$name] }
        [pscustomobject] @{
            Name = $name
            State = if ($done.ContainsKey($name)) { 'Attached' } else { 'Incomplete' }
            Status = if ($runtime) { $runtime.Status }
            Environment = Get-Cell $row environment
            Problem = $problems[$name]
        }
    }

    if ($report | Where-Object State -eq Unknown) { exit 4 }
    if ($done.Count -lt $rows.Count) { exit 2 }
}
finally {
    if ($state) { $state.Dispose() }
    Disconnect-Boomi
    if ($own) { Stop-TokenSandbox $own }
}
