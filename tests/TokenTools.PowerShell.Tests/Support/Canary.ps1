# Runs every cmdlet, with valid and invalid input, with planted secrets and all streams open under a transcript, and records all
# output. Run by Canary.Tests.ps1 in its own process. Secrets are only in variables, because an error shows the line that was
# typed.
param([string] $ModulePath, [string] $Folder)

$ErrorActionPreference = 'Continue'
$VerbosePreference = 'Continue'
$DebugPreference = 'Continue'
$InformationPreference = 'Continue'
$ConfirmPreference = 'None'
if (Test-Path -Path Variable:PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
$null = Start-Transcript -LiteralPath "$Folder/transcript.txt"
$captured = [IO.StreamWriter]::new("$Folder/captured.txt")
$runs = [Collections.Generic.List[object]]::new()
$secrets = [ordered] @{}
$echoes = [Collections.Generic.List[string]]::new()
$earlier = [Collections.Generic.List[object]]::new()
# The errors, which Show-Error displays at the end.
$problems = [Collections.Generic.List[object]]::new()

function New-Core { -join (1..22 | ForEach-Object { [char[]] 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789' | Get-Random }) }

# A secret with all characters that JSON, XML, HTML, addresses and base64 encode.
function New-Awkward {
    $secret = 'a"b\c/d<e>f&g''h é+?~~?þÿ>??>~ ' + (New-Core)
    while (-not [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($secret)).EndsWith('=')) { $secret += 'x' }
    $secret
}

function Add-Secret([string] $Name, [string] $Secret) {
    if ($secrets.Contains($Name)) { throw "There is a secret $Name already." }
    $secrets[$Name] = $Secret
    $Secret
}

function ConvertTo-Base64([string] $Text) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)) }
function ConvertTo-Secret([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }

# All ways in which a user could display an object.
function Show($Item, [switch] $DefaultViewsOnly, [switch] $Misplaced) {
    if ($Item -is [System.Management.Automation.ErrorRecord]) {
        $problems.Add([pscustomobject] @{ Item = $Item; Misplaced = [bool] $Misplaced })
        return
    }
    $Item | Out-Default
    $captured.WriteLine(($Item | Out-String -Width 500))
    if ($Item -is [System.Management.Automation.InformationalRecord]) { return }
    $captured.WriteLine(($Item | Format-List | Out-String -Width 500))
    $captured.WriteLine(($Item | Format-Table | Out-String -Width 500))
    $captured.WriteLine(($Item | Format-Wide | Out-String -Width 500))
    if ($DefaultViewsOnly) { return }
    $captured.WriteLine("$Item")
    $captured.WriteLine(($Item | Format-List * -Force | Out-String -Width 500))
    $captured.WriteLine(($Item | Format-Table * -Force | Out-String -Width 5000))
    $captured.WriteLine(($Item | Format-Custom * -Depth 2 | Out-String -Width 500))
    $captured.WriteLine(($Item | ConvertTo-Json -Depth 4 -WarningAction Ignore))
    $captured.WriteLine(($Item | ConvertTo-Csv | Out-String))
    $captured.WriteLine([System.Management.Automation.PSSerializer]::Serialize($Item, 3))
}

# All ways in which a user could display errors. All in one pipeline: each pipeline compiles the views of errors again.
function Show-Error {
    $items = @($problems.Item)
    $items | Out-Default
    $captured.WriteLine(($items | Format-List * -Force | Out-String -Width 500))
    if ($PSVersionTable.PSVersion.Major -ge 7) { $captured.WriteLine(($items | Get-Error | Out-String -Width 500)) }
    $exceptions = [Collections.Generic.List[object]]::new()
    foreach ($problem in $problems) {
        $item = $problem.Item
        # Deeper levels contain the command and its module, which would take minutes.
        $captured.WriteLine(($item | ConvertTo-Json -Depth 0 -WarningAction Ignore))
        for ($inner = $item.Exception; $inner; $inner = $inner.InnerException) {
            $exceptions.Add($inner)
            $captured.WriteLine($inner.ToString())
            if ($inner.PSObject.Properties['ServiceError'] -and $inner.ServiceError) { $captured.WriteLine(($inner.ServiceError | ConvertTo-Json -Depth 9)) }
        }
        $captured.WriteLine("$($item.CategoryInfo) $($item.ErrorDetails) $($item.ErrorDetails.RecommendedAction) $($item.TargetObject)")
        # The engine's own record of the call contains a misplaced secret unchanged.
        if (-not $problem.Misplaced) { $captured.WriteLine(($item.InvocationInfo.BoundParameters | Format-List * -Force | Out-String -Width 500)) }
    }
    $captured.WriteLine(($exceptions | Format-List * -Force | Out-String -Width 500))
}

# One run: Good must give no error, Bad one at least. One of many of a kind has its errors from $Error, and thus in the
# transcript once, when they are shown: for each that is written to the stream the engine opens a runspace, to transcribe it.
function Invoke-Canary([string] $Cmdlet, [ValidateSet('Good', 'Bad')] [string] $Expected, [scriptblock] $Action, [switch] $DefaultViewsOnly, [switch] $Hide, [switch] $Misplaced, [switch] $OneOfMany, [string] $Logged) {
    $thrown = $null
    if ($OneOfMany) {
        $ErrorActionPreference = 'SilentlyContinue'
        $earlier.AddRange([object[]] @($Error))
        $Error.Clear()
    }
    $all = @(try { & $Action *>&1 } catch { $thrown = $_ })
    if ($OneOfMany) { $all += @($Error) } elseif ($thrown) { $all += $thrown }
    $errors = @($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
    $runs.Add([pscustomobject] @{ Cmdlet = $Cmdlet; Expected = $Expected; AsExpected = ($errors.Count -gt 0) -eq ($Expected -eq 'Bad'); Said = "$($errors | Select-Object -First 1)" })
    foreach ($item in $all) {
        if ($Hide -and $item -isnot [System.Management.Automation.ErrorRecord] -and $item -isnot [System.Management.Automation.InformationalRecord]) { continue }
        Show $item -Misplaced:$Misplaced -DefaultViewsOnly:($DefaultViewsOnly -and $item -isnot [System.Management.Automation.ErrorRecord])
    }
}

# Queues a response that echoes the request, with a marker word that shows whether it was displayed.
function Add-Echo([hashtable] $Fault) {
    $word = "echo$($echoes.Count)end"
    $echoes.Add($word)
    $made = [TokenTools.Sandbox.SandboxFault]::new()
    foreach ($pair in $Fault.GetEnumerator()) {
        if ($pair.Key -eq 'Headers') { foreach ($header in $pair.Value.GetEnumerator()) { $made.Headers[$header.Key] = $header.Value.Replace('ECHO', $word) } }
        elseif ($pair.Value -is [string]) { $made.($pair.Key) = $pair.Value.Replace('ECHO', $word) }
        else { $made.($pair.Key) = $pair.Value }
    }
    $sandbox.Faults.Enqueue($made)
}

. "$PSScriptRoot/CanaryRuns.ps1"
Show-Error

$secrets | ConvertTo-Json | Set-Content -LiteralPath "$Folder/secrets.json" -Encoding utf8
ConvertTo-Json @{ Runs = $runs; Echoes = $echoes; Exported = @((Get-Command -Module TokenTools).Name) } -Depth 4 | Set-Content -LiteralPath "$Folder/runs.json" -Encoding utf8
$captured.WriteLine((@($earlier) + @($Error) | Format-List * -Force | Out-String -Width 500))
$captured.Dispose()
$null = Stop-Transcript
