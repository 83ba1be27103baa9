# Dot-sourced in a BeforeDiscovery by the files of the cmdlets that have a parameter for each kind of caveat.
$vectors = Get-Content -Raw -Encoding utf8 -LiteralPath "$PSScriptRoot/../../vectors/onedata-tokens.json" | ConvertFrom-Json
$objectId = $vectors.objectIds[0].objectid
# Every caveat parameter: its value, and the caveat text.
$kinds = @(
    @{ given = @{ ValidUntil = [DateTimeOffset] '2030-01-01T00:00:00Z' }; text = 'time < 1893456000' }
    @{ given = @{ ValidUntil = [DateTimeOffset] '2030-01-01T01:00:00.9+01:00' }; text = 'time < 1893456000' }
    @{ given = @{ IpAddress = '10.1.2.3/8' }; text = 'ip = 10.1.2.3/8' }
    @{ given = @{ IpAddress = '189.34.15.0/24', '1.2.3.4' }; text = 'ip = 189.34.15.0/24|1.2.3.4/32' }
    @{ given = @{ Asn = 64, 1671 }; text = 'asn = 64|1671' }
    @{ given = @{ Country = 'PL', 'fr' }; text = 'geo.country = PL|FR' }
    @{ given = @{ ExcludeCountry = 'GB' }; text = 'geo.country != GB' }
    @{ given = @{ Region = 'Asia', 'EU' }; text = 'geo.region = Asia|EU' }
    @{ given = @{ ExcludeRegion = 'Europe' }; text = 'geo.region != Europe' }
    @{ given = @{ Service = 'ozw-onezone', 'opw-*' }; text = 'service = ozw-onezone|opw-*' }
    @{ given = @{ Consumer = 'usr-u1', 'grp-g1', 'prv-*' }; text = 'consumer = usr-u1|grp-g1|prv-*' }
    @{ given = @{ Interface = 'oneclient' }; text = 'interface = oneclient' }
    @{ given = @{ Api = 'all/get/space.*.*:*', 'ozw/all/user.*.*' }; text = 'api = all/get/space.*.*:*|ozw/all/user.*.*' }
    @{ given = @{ ReadOnlyData = $true }; text = 'data.readonly' }
    @{ given = @{ DataPath = '/d1b388f7c7' }; text = 'data.path = L2QxYjM4OGY3Yzc=' }
    @{ given = @{ DataPath = '/d1b388f7c7/zażółć gęślą.txt' }; text = 'data.path = L2QxYjM4OGY3YzcvemHFvMOzxYLEhyBnxJnFm2zEhS50eHQ=' }
    @{ given = @{ DataObjectId = $objectId }; text = "data.objectid = $objectId" }
    @{ given = @{ Caveat = 'time < 1893456000' }; text = 'time < 1893456000' }
    @{ given = @{ Caveat = '{"type":"ip","whitelist":["1.2.3.4"]}' }; text = 'ip = 1.2.3.4/32' }
    @{ given = @{ Caveat = @{ type = 'time'; validUntil = 1893456000 } }; text = 'time < 1893456000' }
    @{ given = @{ Caveat = @{ Type = 'geo.country'; Filter = 'blacklist'; List = 'PL' } }; text = 'geo.country != PL' }
    @{ given = @{ Caveat = [pscustomobject] @{ type = 'service'; whitelist = @('opw-*') } }; text = 'service = opw-*' }
) | ForEach-Object { $_.shown = ($_.given.GetEnumerator() | ForEach-Object { "-$($_.Key) $($_.Value)" }) -join ' '; $_ }
$refused = @(
    @{ given = @{ IpAddress = '10.0.0.256' }; id = 'CaveatIpInvalid' }
    @{ given = @{ IpAddress = '10.0.0.0/33' }; id = 'CaveatIpInvalid' }
    @{ given = @{ IpAddress = '010.0.0.1' }; id = 'CaveatIpLeadingZero' }
    @{ given = @{ IpAddress = '::1' }; id = 'CaveatIpVersion6' }
    @{ given = @{ Asn = -1 }; id = 'CaveatAsnInvalid' }
    @{ given = @{ Country = 'UK' }; id = 'CaveatCountryUk'; says = '*Did you mean GB?*' }
    @{ given = @{ Country = 'Poland' }; id = 'CaveatCountryUnknown' }
    @{ given = @{ ExcludeCountry = 'EU' }; id = 'CaveatCountryEu' }
    @{ given = @{ Region = 'Narnia' }; id = 'CaveatRegionUnknown' }
    @{ given = @{ Service = 'rest' }; id = 'CaveatServiceInvalid' }
    @{ given = @{ Service = 'ozw-p1' }; id = 'CaveatServiceInvalid' }
    @{ given = @{ Consumer = 'nobody' }; id = 'CaveatConsumerInvalid' }
    @{ given = @{ Consumer = 'usr-a|b' }; id = 'CaveatConsumerInvalid' }
    @{ given = @{ Interface = 'http' }; id = 'CaveatInterfaceUnknown' }
    @{ given = @{ Api = 'get/space' }; id = 'CaveatApiParts' }
    @{ given = @{ Api = 'all/get/nothing.*.*' }; id = 'CaveatApiEntityType' }
    @{ given = @{ DataPath = 'd1b388f7c7' }; id = 'CaveatPathRelative' }
    @{ given = @{ DataPath = '/d1b388f7c7/' }; id = 'CaveatPathTrailingSlash' }
    @{ given = @{ DataPath = "/d1b388f7c7/a`n" }; id = 'CaveatPathControl' }
    @{ given = @{ DataPath = '/My Space/a' }; id = 'CaveatPathSpaceName' }
    @{ given = @{ DataObjectId = 'abc' }; id = 'CaveatObjectIdInvalid' }
    @{ given = @{ Caveat = 'time <1' }; id = 'CaveatTextInvalid' }
    @{ given = @{ Caveat = 'geo.country = pl' }; id = 'CaveatCountryLowerCase' }
    @{ given = @{ Caveat = 'time < 1893456000000' }; id = 'CaveatTimeInMilliseconds'; says = '*such as 1893456000.' }
    @{ given = @{ Caveat = @{ type = 'nothing' } }; id = 'CaveatTypeUnknown' }
    @{ given = @{ Caveat = @{ type = 'ip'; list = '1.2.3.4' } }; id = 'CaveatKeyUnknown' }
    @{ given = @{ Caveat = '{"type":' }; id = 'CaveatJsonInvalid' }
    @{ given = @{ Caveat = 5 }; id = 'CaveatObjectInvalid' }
) | ForEach-Object { if (-not $_.ContainsKey('says')) { $_.says = '*' }; $_.shown = ($_.given.GetEnumerator() | ForEach-Object { "-$($_.Key) $($_.Value)" }) -join ' '; $_ }

# Part of a value, its completion, and the tooltip.
function Get-CaveatWord([string] $Cmdlet) {
    @{ line = "$Cmdlet -Country P"; expected = 'PL'; tip = 'Poland' }
    @{ line = "$Cmdlet -ExcludeCountry d"; expected = 'DE'; tip = 'Germany' }
    @{ line = "$Cmdlet -Region n"; expected = 'NorthAmerica'; tip = 'North America' }
    @{ line = "$Cmdlet -ExcludeRegion e"; expected = 'EU'; tip = '*European Union' }
    @{ line = "$Cmdlet -Service ozw"; expected = 'ozw-onezone'; tip = 'Onezone' }
    @{ line = "$Cmdlet -Service opw"; expected = "'opw-*'"; tip = 'Oneprovider' }
    @{ line = "$Cmdlet -Consumer usr"; expected = "'usr-*'"; tip = 'User' }
    @{ line = "$Cmdlet -Interface o"; expected = 'oneclient'; tip = 'Oneclient*' }
}
