# Runs Canary.ps1 in Find-SecretLeak, and then writes another secret to all that Find-SecretLeak is to watch. Records where secrets were found.
param([string] $ModulePath, [string] $Folder, [string] $RecordFolder)

Import-Module $ModulePath
$canary = "$PSScriptRoot/Canary.ps1"
$run = {
    . $canary $ModulePath $Folder $RecordFolder
    $planted = Add-Secret 'planted' (New-Core)
    Write-Verbose "planted: $planted"
    $Host.UI.WriteLine("planted: $planted")
    [Console]::Out.WriteLine("planted: $planted")
    [Console]::Error.WriteLine("planted: $planted")
    $null = New-TokenCaveat -DataPath "/$planted"
}
$all = @(Find-SecretLeak $run -Secret { @($secrets.Values) } -Path $Folder -WarningVariable warnings -Verbose 4>&1)
$found = @($all | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] })
$names = @((Get-Content -Raw -Encoding utf8 -LiteralPath "$RecordFolder/secrets.json" | ConvertFrom-Json).PSObject.Properties.Name)
# Secrets have the numbers of their order. The one that was planted is the last one.
ConvertTo-Json @{
    Found     = @($found | ForEach-Object { @{ Secret = $_.Secret; Place = $_.Place; Text = "$_" } })
    Warnings  = @($warnings | ForEach-Object { "$_" })
    IsLogged  = -not ($all | Where-Object { "$_" -like 'Module logging was not watched*' })
    Seeded    = 1 + $names.IndexOf('seeded leak')
    Planted   = 1 + $names.Count
} -Depth 4 | Set-Content -LiteralPath "$RecordFolder/leaks.json" -Encoding utf8
