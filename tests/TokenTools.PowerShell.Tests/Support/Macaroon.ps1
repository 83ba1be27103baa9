# Dot-sourced by the files that need Onedata tokens with caveats that no cmdlet would create. Written from the description of the format,
# without the module: packets, HMAC chain, base64url without padding, escape sequences.

function New-TestMacaroon {
    param(
        [string[]] $Caveat = @(),
        [string] $Identifier = '2/nmd/usr-u1/act/id1',
        [string] $Location = 'onezone.example.com',
        [string] $Secret = '0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdeffedcba9876543210'
    )
    $utf8 = [System.Text.UTF8Encoding]::new($false)
    $packets = [System.IO.MemoryStream]::new()
    $add = {
        param([string] $Key, [byte[]] $Value)
        $head = $utf8.GetBytes(('{0:x4}{1} ' -f (4 + $Key.Length + 1 + $Value.Length + 1), $Key))
        $packets.Write($head, 0, $head.Length)
        $packets.Write($Value, 0, $Value.Length)
        $packets.WriteByte(10)
    }
    $sign = {
        param([byte[]] $Key, [byte[]] $Message)
        $hmac = [System.Security.Cryptography.HMACSHA256]::new($Key)
        try { , $hmac.ComputeHash($Message) } finally { $hmac.Dispose() }
    }
    & $add 'location' $utf8.GetBytes($Location)
    & $add 'identifier' $utf8.GetBytes($Identifier)
    $signature = & $sign (& $sign $utf8.GetBytes('macaroons-key-generator') $utf8.GetBytes($Secret)) $utf8.GetBytes($Identifier)
    foreach ($text in $Caveat) {
        & $add 'cid' $utf8.GetBytes($text)
        $signature = & $sign $signature $utf8.GetBytes($text)
    }
    & $add 'signature' $signature
    $base64 = [Convert]::ToBase64String($packets.ToArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_')
    $base64.Replace('0', '00').Replace('_', '01').Replace('-', '02')
}

# The text of a data path caveat.
function ConvertTo-TestPath([string[]] $Path) {
    'data.path = ' + (($Path | ForEach-Object { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($_)) }) -join '|')
}

# All displayable output of a script, including errors and warnings.
function Get-TestShown([scriptblock] $Action) {
    $ErrorActionPreference = 'Continue'
    $VerbosePreference = 'Continue'
    $DebugPreference = 'Continue'
    $all = @(& $Action *>&1)
    foreach ($object in $all) {
        $object | Out-String -Width 500
        $object | Format-Table * | Out-String -Width 500
        $object | Format-List * -Force | Out-String -Width 500
        "$object"
        if ($object -is [System.Management.Automation.ErrorRecord]) {
            $object.CategoryInfo.ToString()
            "$($object.TargetObject)"
            "$($object.ErrorDetails)"
        }
    }
}
