# What Canary.ps1 runs: each cmdlet well and badly.

# In a build, masks are written to the host, and contain what they mask.
$env:GITHUB_ACTIONS = $env:TF_BUILD = $null
Import-Module $ModulePath
$sandbox = Start-TokenSandbox
$hold = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
$hold.Start()
Invoke-Canary Start-TokenSandbox Good { Start-TokenSandbox } -DefaultViewsOnly
Invoke-Canary Start-TokenSandbox Bad { Start-TokenSandbox -Port $hold.LocalEndpoint.Port }
Invoke-Canary Get-TokenSandbox Good { Get-TokenSandbox } -DefaultViewsOnly
Invoke-Canary Get-TokenSandbox Bad { Get-TokenSandbox -Name none }

$apiToken = Add-Secret 'API token' $sandbox.BoomiApiToken
$password = Add-Secret 'password' $sandbox.BoomiPassword
$userToken = Add-Secret 'Onezone user token' $sandbox.OnezoneUserToken
$otherUserToken = Add-Secret 'Onezone other user token' $sandbox.OnezoneOtherUserToken
$onezonePassword = Add-Secret 'Onezone password' $sandbox.OnezonePassword
$providerToken = Add-Secret 'Onezone provider token' $sandbox.OnezoneProviderToken
$awkward = Add-Secret 'awkward API token' (New-Awkward)
$proxyPassword = Add-Secret 'proxy password' (New-Core)
$foreign = Add-Secret 'third-party token' ('github/' + (New-Core))
$number = [long] (Add-Secret 'number for a token' "$(Get-Random -Minimum 100000000000 -Maximum 999999999999)")
$fast = @{ BaseUri = $sandbox.Uri; RequestsPerSecond = 1000; MaximumRetryCount = 1; NoProxy = $true }
$me = $sandbox.BoomiUserName
$account = $sandbox.BoomiAccountId

# Connections
Invoke-Canary Connect-Boomi Good { Connect-Boomi $account $me $apiToken @fast -PassThru }
Invoke-Canary Connect-Boomi Good { Connect-Boomi $account -Credential ([pscredential]::new($me, (ConvertTo-Secret $password))) @fast -PassThru }
Invoke-Canary Connect-Boomi Bad { Connect-Boomi $account $me $number @fast }
Invoke-Canary Connect-Boomi Bad { $address = "https://me:$apiToken@api.example.com"; Connect-Boomi $account $me $apiToken -BaseUri $address } -Misplaced
Invoke-Canary Connect-Boomi Bad { $name = "${me}:$apiToken"; Connect-Boomi $account $name $apiToken @fast } -Misplaced
Invoke-Canary Connect-Boomi Bad { $both = "BOOMI_TOKEN.${me}:$apiToken"; Connect-Boomi $both $me ' ' -BaseUri ftp://x } -Misplaced
Invoke-Canary Connect-Boomi Bad { $both = "BOOMI_TOKEN.${me}:$apiToken"; Connect-Boomi $both $me $apiToken @fast } -Misplaced
Invoke-Canary Connect-Onezone Good { Connect-Onezone $sandbox.Uri $userToken -PassThru }
Invoke-Canary Connect-Onezone Bad { Connect-Onezone $userToken zone.example.com } -Misplaced
Invoke-Canary Connect-Onezone Bad { Connect-Onezone $sandbox.Uri $number }
Invoke-Canary Connect-Onezone Bad { $address = "https://me:$password@zone.example.com"; Connect-Onezone $address $userToken } -Misplaced
Invoke-Canary Connect-Onezone Bad { $wrapped = $userToken.Insert(40, "`n"); Connect-Onezone $sandbox.Uri $wrapped }
$rootTokenFile = "$Folder/provider_root_token.json"
"{`"provider_id`":`"x`",`"root_tokens`":`"$providerToken`"}" | Set-Content -LiteralPath $rootTokenFile
Invoke-Canary Connect-Onezone Bad { Connect-Onezone $sandbox.Uri -RootTokenFile $rootTokenFile }
Invoke-Canary Get-TokenConnection Good { Get-TokenConnection }
Invoke-Canary Get-TokenConnection Bad { Get-TokenConnection -Default:$null -Service @{} -Nothing }

# Boomi
Connect-Boomi $account $me $apiToken @fast
Invoke-Canary New-InstallerToken Good { New-InstallerToken ATOM }
Invoke-Canary Test-BoomiConnection Good { Test-BoomiConnection; Test-BoomiConnection -Detailed }
Invoke-Canary Test-BoomiConnection Bad { Test-BoomiConnection -OneTimePassword 123456 }
Invoke-Canary Test-BoomiConnection Bad { $sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ StatusCode = 403; Body = "{`"message`":`"no $apiToken`"}" }); Test-BoomiConnection -Detailed; Test-BoomiConnection -Connection 5 }
Invoke-Canary New-InstallerToken Good { 'ATOM', 'BROKER' | New-InstallerToken -AsPlainText } -DefaultViewsOnly
Invoke-Canary New-InstallerToken Good { 1..9 | ForEach-Object { 'ATOM' } | New-InstallerToken -ThrottleLimit 4 | Select-Object -First 1 }
Invoke-Canary New-InstallerToken Bad { New-InstallerToken TOASTER }
Invoke-Canary New-InstallerToken Bad { $sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ Truncate = $true }); New-InstallerToken ATOM }
Invoke-Canary New-InstallerToken Bad { $sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ Reset = 'AfterHandling' }); New-InstallerToken ATOM }
# The service echoes the request: headers and other parts that a proxy or a debug response would print, with secrets of other services.
$basic = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("BOOMI_TOKEN.${me}:$apiToken"))
foreach ($text in $apiToken, $basic, "Basic $basic", "Authorization: Basic $basic", "BOOMI_TOKEN.${me}:$apiToken") {
    Add-Echo @{ StatusCode = 400; Body = (ConvertTo-Json @{ message = "ECHO got $text here" }) }
    Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM } -OneOfMany
}
$shapes = @{
    'cookie' = { "Set-Cookie: sid=$_" }; 'one-time password' = { "X-Boomi-OTP: $_" }; 'bearer' = { "Bearer $_" }
    'proxy header' = { "Proxy-Authorization=`"Digest $_`"" }; 'service token' = { "x-onedata-service-token: $_" }; 'address' = { "https://u:$_@host/" }
    'another''s API token' = { "BOOMI_TOKEN.you@example.com:$_" }; 'XML element' = { "<bns:password>$_</bns:password>" }; 'JSON field' = { "`"apiKey`" : `"$_`"" }
    'assignment' = { "INSTALL_TOKEN=$_" }; 'JSON in JSON' = { "{\`"password\`":\`"$_\`"}" }; 'option' = { "-VinstallToken=$_" }; 'quoted' = { "secret='$_'" }
    # Base64 differs at each of three offsets.
    'bootstrap token of abc' = { ConvertTo-Base64 "abc:bootstrap:$_" }; 'bootstrap token of abcd' = { ConvertTo-Base64 "abcd:bootstrap:$_" }
    'bootstrap token of abcde' = { ConvertTo-Base64 "abcde:bootstrap:$_" }; 'macaroon' = { "MDAx$_" }
    'another''s Basic header' = { "is " + (ConvertTo-Base64 "BOOMI_TOKEN.you@example.com:$_") }
    'another''s, one on' = { "is " + (ConvertTo-Base64 " BOOMI_TOKEN.you@example.com:$_") }
    'another''s, two on' = { "is " + (ConvertTo-Base64 "  BOOMI_TOKEN.you@example.com:$_") }
    'installer token' = { "molecule-$(Add-Secret "installer token $_" ([guid]::NewGuid()))" }
}
foreach ($shape in $shapes.GetEnumerator()) {
    $text = New-Core | ForEach-Object { Add-Secret $shape.Key $_ } | ForEach-Object $shape.Value
    Add-Echo @{ StatusCode = 403; Body = (ConvertTo-Json @{ message = "ECHO saw $text" }) }
    Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM } -OneOfMany
}
# Runtimes, environments, attachments and the audit log.
$null = $sandbox.InstallRuntime($sandbox.MintedTokens[0].Token, 'runtime-1')
$sandbox.Runtimes[0].SetStatus('ONLINE')
$minted = Add-Secret 'used installer token' $sandbox.MintedTokens[0].Token
Invoke-Canary New-BoomiEnvironment Good { New-BoomiEnvironment Canary TEST }
Invoke-Canary New-BoomiEnvironment Bad { New-BoomiEnvironment Canary PROD }
Invoke-Canary Get-BoomiEnvironment Good { Get-BoomiEnvironment C* }
Invoke-Canary Get-BoomiEnvironment Bad { Get-BoomiEnvironment $apiToken } -Misplaced
Invoke-Canary Get-BoomiRuntime Good { Get-BoomiRuntime }
Invoke-Canary Get-BoomiRuntime Bad { Get-BoomiRuntime -Type $apiToken } -Misplaced
Invoke-Canary Wait-BoomiRuntime Good { Wait-BoomiRuntime runtime-1 -TimeoutSec 20 }
Invoke-Canary Wait-BoomiRuntime Bad { Wait-BoomiRuntime missing -TimeoutSec 1 -IntervalSec 1 }
Invoke-Canary New-BoomiEnvironmentAttachment Good { New-BoomiEnvironmentAttachment $sandbox.Runtimes[0].Id $sandbox.Environments[0].Id }
Invoke-Canary New-BoomiEnvironmentAttachment Bad { New-BoomiEnvironmentAttachment $sandbox.Runtimes[0].Id ([guid]::NewGuid()) }
Invoke-Canary Get-BoomiEnvironmentAttachment Good { Get-BoomiEnvironmentAttachment }
Invoke-Canary Get-BoomiEnvironmentAttachment Bad { Get-BoomiEnvironmentAttachment ' ' }
Invoke-Canary Get-InstallerTokenEvent Good { Get-InstallerTokenEvent }
Invoke-Canary Get-InstallerTokenEvent Bad { Get-InstallerTokenEvent 2030-01-02 2030-01-01 }
$sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ Reset = 'AfterHandling'; Match = '*InstallerToken' })
$lost = @(New-InstallerToken ATOM 2>&1)
Invoke-Canary Resolve-InstallerToken Good { $lost | Resolve-InstallerToken }
Invoke-Canary Resolve-InstallerToken Bad { $minted | Resolve-InstallerToken } -Misplaced
# The service echoes the request in a field, and in an id.
foreach ($name in 'name', 'statusDetail') {
    $row = @{ id = 'x1'; name = 'n'; status = 'OFFLINE'; type = 'ATOM' }
    $row[$name] = "ECHO $apiToken"
    Add-Echo @{ StatusCode = 200; Body = (ConvertTo-Json @{ numberOfResults = 1; result = @($row) } -Depth 5); ContentType = 'application/json'; Match = '*Atom/query' }
    Invoke-Canary Get-BoomiRuntime Good { Get-BoomiRuntime }
}
$sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ StatusCode = 200; Body = "{`"result`":[{`"id`":`"$apiToken`"}]}"; ContentType = 'application/json'; Match = '*Atom/query' })
Invoke-Canary Get-BoomiRuntime Bad { Get-BoomiRuntime }
# A known secret without a recognizable form, in every encoding.
Connect-Boomi $account $me $awkward @fast
$json = { param($how) $quoted = [Newtonsoft.Json.JsonConvert]::ToString($awkward, [char] '"', [Newtonsoft.Json.StringEscapeHandling] $how); $quoted.Substring(1, $quoted.Length - 2) }
$base64 = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($awkward))
$xml = $awkward.Replace('&', '&amp;').Replace('<', '&lt;').Replace('>', '&gt;')
$forms = @(
    $awkward, (& $json Default), (& $json EscapeNonAscii), (& $json EscapeHtml), [Net.WebUtility]::HtmlEncode($awkward), [Security.SecurityElement]::Escape($awkward)
    $xml, $xml.Replace('"', '&quot;'), (& $json Default).Replace('/', '\/'), [uri]::EscapeDataString($awkward), [Net.WebUtility]::UrlEncode($awkward)
    $base64, $base64.TrimEnd('='), $base64.Replace('+', '-').Replace('/', '_'), [uri]::EscapeDataString($base64), $awkward.ToUpperInvariant())
foreach ($form in $forms) {
    Add-Echo @{ StatusCode = 500; Body = "ECHO $form"; ContentType = 'text/plain' }
    Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM } -OneOfMany
}
# Invisible characters are removed from a message, so that a secret that they separated is complete again.
Add-Echo @{ StatusCode = 500; Body = "ECHO $($awkward.Insert($awkward.Length - 9, [char] 0x200B))" }
Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM } -OneOfMany
Add-Echo @{ StatusCode = 502; Body = "<html><head><title>ECHO $([Net.WebUtility]::HtmlEncode($awkward))</title></head></html>"; ContentType = 'text/html' }
Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM } -OneOfMany
Add-Echo @{ StatusCode = 400; Body = "<UserMessage id=`"$($xml.Replace('"', '&quot;'))`"><Data>ECHO</Data></UserMessage>" }
Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM } -OneOfMany
Add-Echo @{ StatusCode = 403; Body = (ConvertTo-Json @{ error = @{ id = $awkward; message = 'ECHO' } }) }
Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM } -OneOfMany
Add-Echo @{ StatusCode = 302; RedirectTo = "http://localhost/ECHO/$([uri]::EscapeDataString($awkward))?key=$([uri]::EscapeDataString($awkward))" }
Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM } -OneOfMany
Add-Echo @{ StatusCode = 500; Headers = @{ 'X-Request-ID' = "ECHO $base64"; 'WWW-Authenticate' = $base64 } }
Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM } -OneOfMany
Add-Echo @{ StatusCode = 200; Body = "{`"token`":`"$base64`""; Headers = @{ 'X-Request-ID' = "ECHO $base64" } }
Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM } -OneOfMany

# An invalid response, which .NET quotes in its exception; that text is never kept.
$raw = [powershell]::Create().AddScript({
    param($listener, $line)
    $client = $listener.AcceptTcpClient()
    $stream = $client.GetStream()
    $null = $stream.Read([byte[]]::new(9999), 0, 9999)
    $bytes = [Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK`r`n$line`r`n`r`n")
    $stream.Write($bytes, 0, $bytes.Length)
    $client.Client.Shutdown('Send')
    $null = $stream.Read([byte[]]::new(9999), 0, 9999)
    $client.Dispose()
}).AddArgument($hold).AddArgument("no header $base64")
$null = $raw.BeginInvoke()
Connect-Boomi $account $me $awkward -BaseUri "http://127.0.0.1:$($hold.LocalEndpoint.Port)" -NoProxy -MaximumRetryCount 0 -TimeoutSec 60
Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM }
$raw.Dispose()

# A proxy that echoes the request.
Connect-Boomi $account $me $apiToken -BaseUri http://api.example.com -AllowUnencryptedAuthentication -Proxy $sandbox.Uri -ProxyCredential ([pscredential]::new('proxyuser', (ConvertTo-Secret $proxyPassword)))
foreach ($text in $proxyPassword, [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("proxyuser:$proxyPassword"))) {
    Add-Echo @{ StatusCode = 400; Body = "ECHO no way for $text" }
    Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM }
}
Disconnect-Boomi
$env:BOOMI_ACCOUNT_ID = $account; $env:BOOMI_USERNAME = $me; $env:BOOMI_API_URL = $sandbox.Uri; $env:BOOMI_API_TOKEN = $awkward
Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM }
$env:BOOMI_API_URL = "https://me:$password@api.example.com"
Invoke-Canary New-InstallerToken Bad { New-InstallerToken ATOM }

# Onezone
$zones = (Connect-Onezone $sandbox.Uri $userToken -MaximumRetryCount 1 -PassThru), (Connect-Onezone $sandbox.Uri $foreign -MaximumRetryCount 1 -PassThru)
Invoke-Canary New-TemporaryToken Good { New-TemporaryToken -Connection $zones[0] -IpAddress 10.0.0.0/8 -DataPath /space1/data }
Invoke-Canary New-TemporaryToken Good { New-TemporaryToken -Connection $zones[0] -AsPlainText } -DefaultViewsOnly
Invoke-Canary New-TemporaryToken Bad { New-TemporaryToken -Connection $zones[0] -ValidUntil 2001-01-01 }
Invoke-Canary New-TemporaryToken Bad { New-TemporaryToken -Connection $zones[1] -For User }
$temporary = New-TemporaryToken -Connection $zones[0] -AsPlainText 4>$null 5>$null
$null = Add-Secret 'temporary token' $temporary.Token
# Another token of the same zone has the same start as the connection's own.
foreach ($text in $providerToken, $temporary.Token) {
    Add-Echo @{ StatusCode = 400; Body = (ConvertTo-Json @{ error = @{ id = 'badValueToken'; description = "ECHO got $text here" } }); Match = '*tokens/temporary' }
    Invoke-Canary New-TemporaryToken Bad { New-TemporaryToken -Connection $zones[0] }
}
$pair = @($userToken, $foreign)
foreach ($i in 0, 1) {
    $sent = $pair[$i]
    $zone = $zones[$i]
    foreach ($body in @(
        @{ error = @{ id = 'badValueToken'; description = "ECHO got $sent" } }
        @{ error = @{ id = "x$sent"; description = 'ECHO' } }
        @{ error = @{ id = 'badData'; description = 'ECHO'; details = @{ key = $sent; list = @(1, $sent); inner = @{ deep = @(@{ deeper = $sent }) }; "at $sent" = 1 } } }
        @{ error = @{ id = 'unauthorized'; description = 'ECHO'; details = @{ authError = @{ id = 'tokenInvalid'; description = "no $sent"; details = @{ token = $sent; said = "no $sent" } } } } }
        @{ error = "ECHO $sent" })) {
        Add-Echo @{ StatusCode = 400; Body = (ConvertTo-Json $body -Depth 9); Match = '*tokens/temporary' }
        Invoke-Canary New-TemporaryToken Bad { New-TemporaryToken -For User -Connection $zone } -OneOfMany
    }
    Add-Echo @{ StatusCode = 307; RedirectTo = "http://localhost/ECHO/$sent"; Match = '*tokens/temporary' }
    Invoke-Canary New-TemporaryToken Bad { New-TemporaryToken -For User -Connection $zone }
    Add-Echo @{ StatusCode = 201; Body = '{}'; Headers = @{ 'X-Request-ID' = "ECHO $sent" }; Match = '*tokens/temporary' }
    Invoke-Canary New-TemporaryToken Bad { New-TemporaryToken -For User -Connection $zone }
    $sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ StatusCode = 201; Body = "{`"token`":`"$($sent.Substring(0, 20)) $sent`"}"; Match = '*tokens/temporary' })
    Invoke-Canary New-TemporaryToken Bad { New-TemporaryToken -For User -Connection $zone }
}

# Bootstrap tokens
$adminPassword = Add-Secret 'bootstrap password' (New-Core)
$admin = [pscredential]::new('admin', (ConvertTo-Secret $adminPassword))
$bootstrap = New-BootstrapToken $admin
$plain = Add-Secret 'bootstrap token' (New-BootstrapToken $admin -AsPlainText).Token
Invoke-Canary New-BootstrapToken Good { New-BootstrapToken $admin }
Invoke-Canary New-BootstrapToken Good { New-BootstrapToken $admin -AsPlainText } -DefaultViewsOnly
Invoke-Canary New-BootstrapToken Good { $made = New-BootstrapToken -UserName admin -GeneratePassword; $null = Add-Secret 'generated password' ([pscredential]::new('x', $made.Password).GetNetworkCredential().Password); $made }
Invoke-Canary New-BootstrapToken Good { $odd = Add-Secret 'odd password' "ä b:$(New-Core)"; New-BootstrapToken -UserName admin -Password $odd }
Invoke-Canary New-BootstrapToken Bad { New-BootstrapToken -UserName "$adminPassword!" -Password $adminPassword } -Logged 'a secret as a user id'
Invoke-Canary New-BootstrapToken Bad { $broken = "$adminPassword`n"; New-BootstrapToken -UserName admin -Password $broken }
Invoke-Canary New-BootstrapToken Bad { [pscustomobject] @{ UserName = 'admin'; Password = $number } | New-BootstrapToken }
Invoke-Canary ConvertFrom-BootstrapToken Good { ConvertFrom-BootstrapToken $plain }
Invoke-Canary ConvertFrom-BootstrapToken Good { $other = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("admin:other:$adminPassword")); ConvertFrom-BootstrapToken $other }
Invoke-Canary ConvertFrom-BootstrapToken Bad { $damaged = "*$plain"; $damaged, $number, $adminPassword | ConvertFrom-BootstrapToken }
Invoke-Canary ConvertTo-PasswordHash Good { ConvertTo-PasswordHash $adminPassword -Rounds 1000 }
Invoke-Canary ConvertTo-PasswordHash Bad { ConvertTo-PasswordHash $adminPassword -Salt "$adminPassword`$" } -Logged 'a secret as a salt'
Invoke-Canary Test-PasswordHash Good { Test-PasswordHash (ConvertTo-PasswordHash $adminPassword -Rounds 1000) $adminPassword }
Invoke-Canary Test-PasswordHash Bad { Test-PasswordHash $adminPassword $adminPassword } -Logged 'a password as a hash'
Invoke-Canary ConvertTo-OrganizationManifest Good { $bootstrap | ConvertTo-OrganizationManifest acme acme.example.com }
Invoke-Canary ConvertTo-OrganizationManifest Good { $bootstrap | ConvertTo-OrganizationManifest acme acme.example.com -AdminSecretName acme-admin } -Hide
Invoke-Canary ConvertTo-OrganizationManifest Bad { $plain, "*$plain" | ConvertTo-OrganizationManifest 'no id!' acme.example.com }
Invoke-Canary ConvertTo-OrganizationManifest Bad { ConvertTo-OrganizationManifest acme acme.example.com -AdminUser admin -PasswordHash $adminPassword } -Logged 'a password as a hash'

# Using tokens. The output is the secret itself, in the form that Invoke-RestMethod accepts.
Invoke-Canary ConvertTo-RestParameter Good { $bootstrap, $temporary | ConvertTo-RestParameter } -Hide
Invoke-Canary ConvertTo-RestParameter Bad { $plain, $number, $admin | ConvertTo-RestParameter }
Connect-Boomi $account $me $apiToken @fast
$mine = New-InstallerToken ATOM -AsPlainText 4>$null 5>$null
Invoke-Canary ConvertTo-RestParameter Bad { $mine | ConvertTo-RestParameter }
Invoke-Canary New-InstallerToken Bad { $mine | New-InstallerToken -CloudId x }

Invoke-Canary ConvertTo-InstallerArgument Good { $mine | ConvertTo-InstallerArgument myruntime -InstallDirectory /opt/boomi } -Hide
Invoke-Canary ConvertTo-InstallerArgument Bad { $mine | ConvertTo-InstallerArgument 'my/runtime' -InstallDirectory /opt/boomi }
Invoke-Canary ConvertTo-InstallerArgument Bad { $mine.Token, $plain, $bootstrap, $temporary | ConvertTo-InstallerArgument myruntime -InstallDirectory /opt/boomi }
Invoke-Canary ConvertTo-InstallerArgument Good { "$mine" | ConvertTo-InstallerArgument myruntime -As ResponseFile -Path "$Folder/document.varfile" }
Invoke-Canary ConvertTo-InstallerArgument Bad { $mine.Token, "$mine", ("$mine" | ConvertFrom-Json) | ConvertTo-InstallerArgument 'my/runtime' -InstallType ATOM }
Invoke-Canary ConvertTo-InstallerArgument Bad { [pscustomobject] @{ Token = $mine.Token; run_time_name = 'a' } | ConvertTo-InstallerArgument }
Invoke-Canary ConvertTo-InstallerArgument Bad { $mine | ConvertTo-InstallerArgument myruntime -As ResponseFile -Path "$Folder/none/x.varfile" }

# Onedata tokens, offline and verified
$damaged = $temporary.Token.Remove(60, 3)
$zoneSecret = Add-Secret 'zone secret' (New-Core)
Connect-Onezone $sandbox.Uri $userToken -MaximumRetryCount 1
Invoke-Canary ConvertFrom-OnedataToken Good { $temporary.Token, $userToken, (ConvertTo-Secret $providerToken) | ConvertFrom-OnedataToken }
Invoke-Canary ConvertFrom-OnedataToken Good { ConvertFrom-OnedataToken $temporary.Token -Secret $zoneSecret }
Invoke-Canary ConvertFrom-OnedataToken Good { ConvertFrom-OnedataToken $temporary.Token -AsPlainText } -DefaultViewsOnly
Invoke-Canary ConvertFrom-OnedataToken Bad { $damaged, $plain, $number, "$userToken $userToken", $userToken.Substring(0, 200) | ConvertFrom-OnedataToken }
Invoke-Canary Add-TokenCaveat Good { $temporary.Token | ConvertFrom-OnedataToken | Add-TokenCaveat -IpAddress 10.0.0.0/8 }
Invoke-Canary Add-TokenCaveat Good { $userToken | Add-TokenCaveat -ValidFor 10m -AsPlainText } -DefaultViewsOnly
Invoke-Canary Add-TokenCaveat Bad { $temporary | Add-TokenCaveat -ValidFor 30d }
Invoke-Canary Add-TokenCaveat Bad { $damaged, $number, $plain | Add-TokenCaveat -IpAddress 10.0.0.0/8 }
Invoke-Canary New-TokenCaveat Good { New-TokenCaveat -ValidFor 1h -Country PL }
Invoke-Canary New-TokenCaveat Bad { New-TokenCaveat -Country pl1 }
Invoke-Canary Test-TemporaryToken Good { $temporary | Test-TemporaryToken -Detailed }
Invoke-Canary Test-TemporaryToken Good { $temporary.Token | Test-TemporaryToken -Offline }
Invoke-Canary Test-TemporaryToken Bad { $damaged, $number, $plain | Test-TemporaryToken -Offline }
foreach ($text in $userToken, $temporary.Token, $zoneSecret) {
    Add-Echo @{ StatusCode = 500; Body = "ECHO token=$text"; Match = '*verify*' }
    Invoke-Canary Test-TemporaryToken Bad { $temporary | Test-TemporaryToken }
}
Invoke-Canary Test-TemporaryToken Bad { $temporary | Test-TemporaryToken -ServiceToken $zoneSecret -ConsumerToken $damaged }
Invoke-Canary Get-TokenScope Good { $temporary | Get-TokenScope }
Invoke-Canary Get-TokenScope Bad { $damaged, $number, $plain | Get-TokenScope }
foreach ($text in $userToken, $temporary.Token, $zoneSecret) {
    Add-Echo @{ StatusCode = 500; Body = "ECHO token=$text"; Match = '*infer*' }
    Invoke-Canary Get-TokenScope Bad { $temporary | Get-TokenScope }
}
Invoke-Canary Get-TemporaryTokenGeneration Good { Get-TemporaryTokenGeneration }
Invoke-Canary Get-TemporaryTokenGeneration Bad { Get-TemporaryTokenGeneration $number } -Logged 'a number, which may be a token, as a consumer'
Invoke-Canary ConvertTo-OneclientEnvironment Good { $temporary | ConvertTo-OneclientEnvironment oneprovider.example.com } -Hide
Invoke-Canary ConvertTo-OneclientEnvironment Bad { $damaged, $number, $plain | ConvertTo-OneclientEnvironment }
$registration = "$Folder/registration-token"
Invoke-Canary ConvertTo-OneproviderRegistration Good { New-TemporaryToken -InviteType registerOneprovider | ConvertTo-OneproviderRegistration $registration -Force }
Invoke-Canary ConvertTo-OneproviderRegistration Bad { $temporary, $damaged, $number, $plain | ConvertTo-OneproviderRegistration $registration -Force }

# Named tokens, invitations and the own user
$zone = Connect-Onezone $sandbox.Uri $userToken -MaximumRetryCount 1 -PassThru
$guest = Connect-Onezone $sandbox.Uri $otherUserToken -MaximumRetryCount 1 -PassThru
Invoke-Canary New-NamedToken Good { $made = New-NamedToken 'canary 1' -Connection $zone -Interface rest -ValidFor 1h; $null = Add-Secret 'named token' ([pscredential]::new('x', $made.Token).GetNetworkCredential().Password); $made }
Invoke-Canary New-NamedToken Good { New-NamedToken 'canary 1' -Connection $zone -Interface rest -ValidFor 1h -GetExisting -AsPlainText } -DefaultViewsOnly
$invite = New-NamedToken 'canary 2' -Connection $zone -InviteType userJoinSpace -TargetId $sandbox.OnezoneSpaceId -UsageLimit 1 -AsPlainText 4>$null 5>$null
$inviteText = Add-Secret 'invite token' $invite.Token
Invoke-Canary New-NamedToken Bad { New-NamedToken 'canary 2' -Connection $zone }
Invoke-Canary New-NamedToken Bad { New-NamedToken $userToken -Connection $zone } -Logged 'a token as a name'
Invoke-Canary Get-NamedToken Good { Get-NamedToken -Connection $zone }
Invoke-Canary Get-NamedToken Good { Get-NamedToken -Id $invite.Id -Connection $zone -AsPlainText } -DefaultViewsOnly
Invoke-Canary Get-NamedToken Bad { Get-NamedToken $inviteText -Connection $zone } -Logged 'a token as a name'
Invoke-Canary Get-NamedToken Bad { Get-NamedToken -Id $userToken -Connection $zone } -Logged 'a token as an id'
Invoke-Canary Set-NamedToken Good { Set-NamedToken 'canary 1' -Metadata @{ job = 15 } -PassThru -Connection $zone }
Invoke-Canary Set-NamedToken Bad { Set-NamedToken 'canary 1' -NewName $userToken -Connection $zone } -Logged 'a token as a name'
Invoke-Canary Get-OnezoneUser Good { Get-OnezoneUser -Connection $zone }
foreach ($text in $userToken, $inviteText) {
    foreach ($body in @(
        @{ error = @{ id = 'badValueToken'; description = "ECHO got $text" } }
        @{ error = @{ id = 'tokenInvalid'; description = 'ECHO'; details = @{ token = $text } } }
        @{ error = @{ id = 'inviteTokenConsumerInvalid'; description = "ECHO $text" } })) {
        $json = ConvertTo-Json $body -Depth 9
        Add-Echo @{ StatusCode = 400; Body = $json; Match = 'POST*named' }
        Invoke-Canary New-NamedToken Bad { New-NamedToken 'canary 3' -Connection $zone } -OneOfMany
        Add-Echo @{ StatusCode = 400; Body = $json; Match = 'GET*user' }
        Invoke-Canary Get-OnezoneUser Bad { Get-OnezoneUser -Connection $zone } -OneOfMany
        Add-Echo @{ StatusCode = 400; Body = $json; Match = 'POST*join' }
        Invoke-Canary Use-InviteToken Bad { $invite | Use-InviteToken -Connection $guest } -OneOfMany
        Add-Echo @{ StatusCode = 400; Body = $json; Match = 'DELETE*' }
        Invoke-Canary Remove-NamedToken Bad { Remove-NamedToken 'canary 1' -Connection $zone -Confirm:$false } -OneOfMany
        Add-Echo @{ StatusCode = 400; Body = $json; Match = 'PATCH*' }
        Invoke-Canary Set-NamedToken Bad { Set-NamedToken 'canary 1' -Revoke -Connection $zone } -OneOfMany
    }
}
# A zone that repeats the access token in the fields of its responses.
$sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ StatusCode = 200; Body = (ConvertTo-Json @{ userId = 'u1'; fullName = "name $userToken"; username = $userToken; emails = @("a$userToken") }); Match = 'GET*user' })
Invoke-Canary Get-OnezoneUser Good { Get-OnezoneUser -Connection $zone }
$sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ StatusCode = 200; Body = (ConvertTo-Json -Depth 9 @{ name = "name $userToken"; token = $inviteText; revoked = $false; metadata = @{ custom = @{ "key $userToken" = @("in $userToken") }; privileges = @($userToken) } }); Match = 'GET*named/name/*' })
Invoke-Canary Get-NamedToken Good { Get-NamedToken 'canary 1' -Connection $zone }
Invoke-Canary Use-InviteToken Good { $invite | Use-InviteToken -Connection $guest }
Invoke-Canary Use-InviteToken Bad { $inviteText, $number, $userToken | Use-InviteToken -Connection $guest }
Invoke-Canary Remove-NamedToken Good { Remove-NamedToken 'canary*' -Connection $zone -Confirm:$false }
Invoke-Canary Remove-NamedToken Bad { Remove-NamedToken $inviteText -Connection $zone -Confirm:$false } -Logged 'a token as a name'
$password1 = [pscredential]::new($sandbox.OnezoneUserName, (ConvertTo-Secret $onezonePassword))
Invoke-Canary Connect-Onezone Good { Connect-Onezone $sandbox.Uri -Credential $password1 -PassThru }
Invoke-Canary Connect-Onezone Bad { Connect-Onezone $sandbox.Uri -Credential ([pscredential]::new("a:$onezonePassword", (ConvertTo-Secret $onezonePassword))) }
foreach ($text in $onezonePassword, [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("$($sandbox.OnezoneUserName):$onezonePassword"))) {
    Add-Echo @{ StatusCode = 401; Body = (ConvertTo-Json -Depth 9 @{ error = @{ id = 'unauthorized'; description = "ECHO $text"; details = @{ authError = @{ id = 'badBasicCredentials'; description = $text } } } }); Match = 'GET*user' }
    Invoke-Canary Get-OnezoneUser Bad { Get-OnezoneUser }
}
Connect-Onezone $sandbox.Uri $userToken -MaximumRetryCount 1
Invoke-Canary Revoke-TemporaryToken Good { Revoke-TemporaryToken -Confirm:$false }
Add-Echo @{ StatusCode = 403; Body = (ConvertTo-Json @{ error = @{ id = 'forbidden'; description = "ECHO $userToken" } }); Match = 'DELETE*' }
Invoke-Canary Revoke-TemporaryToken Bad { Revoke-TemporaryToken -Confirm:$false }

# GoodData's organization
$host1 = @{ Uri = $sandbox.Uri; HostHeader = $sandbox.GoodDataHostName }
$right = New-BootstrapToken -UserName $sandbox.GoodDataUserName -Password (Add-Secret 'organization password' $sandbox.GoodDataPassword)
Invoke-Canary Test-BootstrapToken Good { $right | Test-BootstrapToken @host1 -Detailed }
Invoke-Canary Test-BootstrapToken Good { $bootstrap | Test-BootstrapToken @host1 }
foreach ($text in $plain, $adminPassword, "Bearer $plain") {
    Add-Echo @{ StatusCode = 500; Body = (ConvertTo-Json @{ detail = "ECHO got $text here" }); Headers = @{ 'X-GDC-TRACE-ID' = "ECHO $plain" } }
    Invoke-Canary Test-BootstrapToken Good { $bootstrap | Test-BootstrapToken @host1 -Detailed }
}
# A slash would make the word a part of the base64 text, and so of the mask.
Add-Echo @{ StatusCode = 302; RedirectTo = "http://localhost/ECHO.$plain" }
Invoke-Canary Test-BootstrapToken Good { $bootstrap | Test-BootstrapToken @host1 -Detailed }
Invoke-Canary Test-BootstrapToken Bad { "*$plain" | Test-BootstrapToken @host1 }

# GoodData after the bootstrap token
$gooddata = @{ Uri = $sandbox.Uri; MaximumRetryCount = 1; NoProxy = $true }
Invoke-Canary Connect-GoodData Good { $right | Connect-GoodData @gooddata -PassThru }
Invoke-Canary Connect-GoodData Bad { $damaged = "*$plain"; Connect-GoodData @gooddata -Token $damaged }
Invoke-Canary Connect-GoodData Bad { $address = "https://me:$adminPassword@analytics.example.com"; Connect-GoodData $address $plain } -Misplaced
Invoke-Canary Connect-GoodData Bad { Connect-GoodData $sandbox.Uri $number }
Invoke-Canary Test-GoodDataConnection Good { Test-GoodDataConnection -Detailed }
Invoke-Canary Test-GoodDataConnection Bad { Test-GoodDataConnection -RetryIntervalSec 5 }
Invoke-Canary New-GoodDataUser Good { $made = New-GoodDataUser ada@example.com -Dex -Manage; $null = Add-Secret 'Dex password' ([pscredential]::new('x', $made.Password).GetNetworkCredential().Password); $made }
$dexPassword = Add-Secret 'specified Dex password' (New-Core)
Invoke-Canary New-GoodDataUser Good { New-GoodDataUser ada@example.com -Dex -Password $dexPassword }
Invoke-Canary New-GoodDataUser Bad { New-GoodDataUser -Id "$dexPassword!" } -Logged 'a secret as an id'
foreach ($text in $dexPassword, $sandbox.GoodDataPassword, (ConvertTo-Base64 "admin:bootstrap:$($sandbox.GoodDataPassword)")) {
    Add-Echo @{ StatusCode = 400; Body = (ConvertTo-Json @{ detail = "ECHO got $text here"; status = 400; title = 'Bad Request'; traceId = "ECHO $text" }); Headers = @{ 'X-GDC-TRACE-ID' = "ECHO $text" }; Match = 'PUT' }
    Invoke-Canary New-GoodDataUser Bad { New-GoodDataUser ada@example.com -Dex -Password $dexPassword } -OneOfMany
}
Invoke-Canary Get-GoodDataUser Good { Get-GoodDataUser }
Invoke-Canary Get-GoodDataUser Bad { Get-GoodDataUser "$dexPassword!" } -Logged 'a secret as an id'
Invoke-Canary New-GoodDataApiToken Good { $made = New-GoodDataApiToken canary; $null = Add-Secret 'API token of GoodData' ([pscredential]::new('x', $made.Token).GetNetworkCredential().Password); $made }
Invoke-Canary New-GoodDataApiToken Good { $made = New-GoodDataApiToken canary2 -AsPlainText; $null = Add-Secret 'plain API token of GoodData' $made.Token; $made } -DefaultViewsOnly
Invoke-Canary New-GoodDataApiToken Bad { New-GoodDataApiToken canary }
Invoke-Canary New-GoodDataApiToken Bad { $sandbox.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ Truncate = $true; Match = 'POST' }); New-GoodDataApiToken canary3 }
Invoke-Canary Get-GoodDataApiToken Good { Get-GoodDataApiToken }
Invoke-Canary Get-GoodDataApiToken Bad { Get-GoodDataApiToken "$dexPassword!" } -Logged 'a secret as an id'
Invoke-Canary Remove-GoodDataApiToken Good { Remove-GoodDataApiToken canary -Confirm:$false }
Invoke-Canary Remove-GoodDataApiToken Bad { Remove-GoodDataApiToken canary -Confirm:$false }
Invoke-Canary New-GoodDataSigningKey Good { $made = New-GoodDataSigningKey; $null = Add-Secret 'private key' (([pscredential]::new('x', $made.PrivateKey).GetNetworkCredential().Password -split "`n")[5]); $made }
Invoke-Canary New-GoodDataSigningKey Bad { New-GoodDataSigningKey -PrivateKey $dexPassword }
$signingKey = New-GoodDataSigningKey
Invoke-Canary New-GoodDataJwt Good { $made = $signingKey | New-GoodDataJwt admin; $null = Add-Secret 'JSON Web Token' ([pscredential]::new('x', $made.Token).GetNetworkCredential().Password); $made }
Invoke-Canary New-GoodDataJwt Bad { New-GoodDataJwt admin $dexPassword }
Invoke-Canary ConvertTo-RestParameter Bad { Get-GoodDataApiToken | ConvertTo-RestParameter }
Invoke-Canary Export-Token Good { $bootstrap, $temporary, $mine | Export-Token -Path { "$Folder/token-$([guid]::NewGuid())" } -As EnvironmentFile; $bootstrap | Export-Token "$Folder/token.json" -As Json -IncludePassword }
Invoke-Canary Export-Token Bad { Get-GoodDataApiToken | Export-Token "$Folder/none" }
Invoke-Canary Export-Token Bad { $damaged, $number, $mine | Export-Token "$Folder/token.json" -Force; $mine | Export-Token $dexPassword -As $dexPassword } -Misplaced
Invoke-Canary ConvertTo-KubernetesSecret Good { $bootstrap, $temporary, $mine | ConvertTo-KubernetesSecret -SecretName { "s$([guid]::NewGuid())" } } -Hide
Invoke-Canary ConvertTo-KubernetesSecret Bad { $damaged, $number | ConvertTo-KubernetesSecret a; $mine | ConvertTo-KubernetesSecret $dexPassword -Label @{ $dexPassword = 'x y' } } -Misplaced
$seeded = Add-Secret 'seeded leak' (New-Core)
$leakText = "planted $seeded"
Invoke-Canary Find-SecretLeak Good { Find-SecretLeak { Write-Verbose $leakText; Write-Warning $leakText; $leakText; throw $leakText } -Secret $seeded -Path $Folder }
Invoke-Canary Find-SecretLeak Good { Find-SecretLeak { $env:LEAK = $leakText; Set-Content -LiteralPath "$Folder/leak-$seeded.txt" -Value x; Remove-Item "$Folder/leak-$seeded.txt" } -Secret $seeded -Path $Folder -Verbose }
Invoke-Canary Find-SecretLeak Bad { Find-SecretLeak { 'nothing' } -Secret $dexPassword -Path $Folder }
Invoke-Canary Register-SecretLeakOperator Good { Register-SecretLeakOperator }
Invoke-Canary Register-SecretLeakOperator Bad { Register-SecretLeakOperator -Nothing $dexPassword } -Misplaced
Invoke-Canary Disconnect-GoodData Good { Disconnect-GoodData }
Invoke-Canary Disconnect-GoodData Bad { Disconnect-GoodData -Connection 5 }

# Commands and builds
$command = if ($PSVersionTable.PSVersion.Major -ge 6 -and -not $IsWindows) { 'sh' } else { 'whoami' }
Invoke-Canary Invoke-TokenCommand Good { if ($command -eq 'sh') { Invoke-TokenCommand sh '-c', 'echo "$A $B"; cat "$F"; echo "$A" | base64 >&2' -Environment @{ A = $apiToken; B = (ConvertTo-Secret $password) } -File @{ F = $userToken } } else { Invoke-TokenCommand whoami -Environment @{ A = $apiToken } } }
Invoke-Canary Invoke-TokenCommand Bad { Invoke-TokenCommand $command "--token=$apiToken" -Secret $apiToken } -Logged 'a secret in an argument of a program, which is rejected'
Invoke-Canary Register-TokenMask Good { Register-TokenMask $apiToken -Verbose }
Invoke-Canary Register-TokenMask Bad { Register-TokenMask $number }

# The sandbox's own cmdlets
Invoke-Canary Get-TokenSandboxRequest Good { Get-TokenSandboxRequest -Last 20 -Sandbox $sandbox }
Invoke-Canary Get-TokenSandboxRequest Good { Get-TokenSandboxRequest -Last 3 -AsPlainText -Sandbox $sandbox } -Hide
Invoke-Canary Get-TokenSandboxRequest Bad { Get-TokenSandboxRequest -Last 0 -Sandbox $sandbox }
Invoke-Canary Add-TokenSandboxFault Good { Add-TokenSandboxFault 503 -Body "password=$adminPassword" -Match nothing -Sandbox $sandbox } -Logged 'the body of a response, which is not a secret of the module'
Invoke-Canary Add-TokenSandboxFault Bad { Add-TokenSandboxFault 42 -Sandbox $sandbox }

# A vault of SecretManagement, whose commands the module does not export
$module = Get-Module TokenTools
$apiTokenFile = "$Folder/boomi.token"
[IO.File]::WriteAllText($apiTokenFile, $apiToken)
if ($PSVersionTable.PSVersion.Major -ge 7 -and -not $IsWindows) { chmod 600 $apiTokenFile }
$vault = @{ Secrets = @{ 'boomi/atom' = @{ InstallType = 'ATOM' } }; Boomi = @{ AccountId = $account; UserName = $me; ApiTokenFile = $apiTokenFile; BaseUri = "$($sandbox.Uri)" } }
$noVault = @{ Secrets = @{ 'boomi/atom' = @{ InstallType = 'ATOM'; ApiToken = $apiToken } } }
Invoke-Canary Get-Secret Good { & $module 'TokenTools.Extension\Get-Secret' -Name boomi/atom -VaultName tokens -AdditionalParameters $vault } -DefaultViewsOnly
Invoke-Canary Get-Secret Bad { & $module 'TokenTools.Extension\Get-Secret' -Name boomi/atom -VaultName tokens -AdditionalParameters $noVault } -Misplaced
Invoke-Canary Test-SecretVault Good { & $module 'TokenTools.Extension\Test-SecretVault' -VaultName tokens -AdditionalParameters $vault }
Invoke-Canary Test-SecretVault Bad { & $module 'TokenTools.Extension\Test-SecretVault' -VaultName tokens -AdditionalParameters $noVault } -Misplaced
Invoke-Canary Set-Secret Bad { & $module 'TokenTools.Extension\Set-Secret' -Name boomi/atom -Secret $apiToken -VaultName tokens -AdditionalParameters $vault } -Misplaced
Invoke-Canary Remove-Secret Bad { & $module 'TokenTools.Extension\Remove-Secret' -Name $apiToken -VaultName tokens -AdditionalParameters $vault } -Misplaced

# *> does not redirect the progress stream.
$shell = [powershell]::Create()
$null = $shell.AddScript({
    param($module, $c, $s)
    Import-Module $module
    $s.Faults.Enqueue([TokenTools.Sandbox.SandboxFault] @{ Delay = [timespan]::FromSeconds(1.5); Count = 2 })
    'ATOM', 'ATOM', 'ATOM' | New-InstallerToken -Connection $c
}).AddArgument($ModulePath).AddArgument((Get-TokenConnection -Default)[0]).AddArgument($sandbox).Invoke()
foreach ($record in @($shell.Streams.Progress) + @($shell.Streams.Error)) { Show $record }
$shell.Dispose()

Invoke-Canary Disconnect-Boomi Good { Get-TokenConnection Boomi | Disconnect-Boomi }
Invoke-Canary Disconnect-Boomi Bad { Disconnect-Boomi -Connection 5 }
Invoke-Canary Disconnect-Onezone Good { Disconnect-Onezone }
Invoke-Canary Disconnect-Onezone Bad { Disconnect-Onezone -Connection 5 }
foreach ($token in $sandbox.MintedTokens) { $null = Add-Secret "minted $($token.Token)" $token.Token }
Invoke-Canary Get-TokenSandboxRequest Good { Get-TokenSandboxRequest -Sandbox $sandbox }
Invoke-Canary Get-TokenSandboxRequest Bad { Get-TokenSandboxRequest -Sandbox 5 }
Invoke-Canary Add-TokenSandboxFault Good { Add-TokenSandboxFault -Sandbox $sandbox -StatusCode 500 -Match nothing-at-all }
Invoke-Canary Add-TokenSandboxFault Bad { Add-TokenSandboxFault -Sandbox $sandbox }
Invoke-Canary Stop-TokenSandbox Good { Stop-TokenSandbox }
Invoke-Canary Stop-TokenSandbox Bad { Stop-TokenSandbox -Sandbox 5 }
$hold.Stop()
