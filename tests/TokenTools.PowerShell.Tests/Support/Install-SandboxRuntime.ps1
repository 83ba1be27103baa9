# A stand-in for an installer: installs a runtime in the sandbox at BOOMI_API_URL, as examples/rollout.ps1 calls it.
param($Row, [securestring] $Token)

$text = [pscredential]::new('x', $Token).GetNetworkCredential().Password
$body = ConvertTo-Json @{ installToken = $text; atomName = $Row.name }
$null = Invoke-RestMethod -Method Post -Uri "$($env:BOOMI_API_URL)installer" -ContentType application/json -Body $body
