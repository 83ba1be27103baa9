# Dot-sourced after Module.ps1: calls a vault's extension in the way of SecretManagement 1.1.2 (PowerShell/SecretManagement:
# src/code/Utils.cs), which is in no package registry. SecretManagement.Tests.ps1 runs the real one where there is one.
#
# It keeps a vault's parameters as JSON, and adds Verbose to them in each call. It runs a command in a runspace of its own that has the
# default session state: the module is imported by its path if it is not, the command is called in the module by its qualified name with
# a hashtable of arguments, and all streams are merged into the output, where records are distinguished by their types.

if (-not ('Microsoft.PowerShell.SecretManagement.SecretInformation' -as [type])) {
    Add-Type -TypeDefinition '
        using System.Collections;
        namespace Microsoft.PowerShell.SecretManagement
        {
            public enum SecretType { Unknown, ByteArray, String, SecureString, PSCredential, Hashtable }
            public sealed class SecretInformation
            {
                public SecretInformation(string name, SecretType type, string vaultName, Hashtable metadata)
                {
                    Name = name; Type = type; VaultName = vaultName; Metadata = metadata;
                }
                public string Name { get; private set; }
                public SecretType Type { get; private set; }
                public string VaultName { get; private set; }
                public Hashtable Metadata { get; private set; }
            }
        }'
}

# Parameters after they were stored: an element of a list becomes the table of its note properties, of which text has none.
function ConvertFrom-StoredObject($Object) {
    $table = @{}
    foreach ($property in $Object.PSObject.Properties | Where-Object MemberType -eq NoteProperty) {
        $value = $property.Value
        $table[$property.Name] = if ($value -is [object[]]) { , @($value | ForEach-Object { ConvertFrom-StoredObject $_ }) }
        elseif ($value -is [System.Management.Automation.PSCustomObject]) { ConvertFrom-StoredObject $value }
        else { $value }
    }
    $table
}

function New-VaultHost([hashtable] $VaultParameters, [string] $Name = 'tokens') {
    $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
    $runspace.Open()
    [pscustomobject] @{
        Name       = $Name
        Runspace   = $runspace
        Parameters = ConvertFrom-StoredObject (ConvertFrom-Json (ConvertTo-Json -InputObject $VaultParameters -Depth 10))
    }
}

function Invoke-Vault($VaultHost, [string] $Command, [hashtable] $Arguments = @{}) {
    $parameters = @{ Verbose = $false }
    foreach ($key in $VaultHost.Parameters.Keys) { $parameters[$key] = $VaultHost.Parameters[$key] }
    $all = @{ VaultName = $VaultHost.Name; AdditionalParameters = $parameters } + $Arguments
    $shell = [powershell]::Create()
    $shell.Runspace = $VaultHost.Runspace
    $result = [pscustomobject] @{ Output = @(); Errors = @(); Verbose = @(); Warnings = @(); Terminating = $null }
    try {
        $call = [System.Management.Automation.Runspaces.Command]::new('
            param($ModulePath, $Command, $Arguments)
            $module = Get-Module -Name TokenTools -ErrorAction Ignore
            if (-not $module) { $module = Import-Module -Name $ModulePath -PassThru }
            & $module "TokenTools.Extension\$Command" @Arguments', $true, $true)
        $call.MergeMyResults('Error, Warning, Verbose, Debug, Information', 'Output')
        $null = $shell.Commands.AddCommand($call)
        foreach ($argument in $ModulePath, $Command, $all) { $null = $shell.Commands.AddArgument($argument) }
        foreach ($item in $shell.Invoke()) {
            if ($null -eq $item) { continue }
            switch ($item.PSObject.BaseObject) {
                { $_ -is [System.Management.Automation.ErrorRecord] } { $result.Errors += $_; break }
                { $_ -is [System.Management.Automation.WarningRecord] } { $result.Warnings += $_.Message; break }
                { $_ -is [System.Management.Automation.VerboseRecord] } { $result.Verbose += $_.Message; break }
                default { $result.Output += $item.PSObject.BaseObject }
            }
        }
    }
    catch { $result.Terminating = $_.Exception.InnerException }
    finally { $shell.Dispose() }
    $result
}

# A file that only its owner can access.
function New-PrivateFile([string] $Path, [string] $Text) {
    [IO.File]::WriteAllText($Path, $Text)
    if (-not $IsWindows) { chmod 600 $Path }
    $Path
}
