BeforeDiscovery {
    # Responses of the service, and the resulting errors.
    $refusals = @(
        @{ status = 400; id = 'BadRequest'; category = 'InvalidArgument'; advice = '*privilege*' }
        @{ status = 401; id = 'Unauthorized'; category = 'AuthenticationError'; advice = '*API token*'; terminates = $true }
        @{ status = 403; id = 'Forbidden'; category = 'PermissionDenied'; advice = '*privileges*' }
        @{ status = 404; id = 'NotFound'; category = 'ObjectNotFound'; advice = '*base address*' }
        @{ status = 409; id = 'Conflict'; category = 'ResourceExists' }
        @{ status = 410; id = 'Gone'; category = 'ObjectNotFound'; advice = '*retired*' }
        @{ status = 418; id = 'TokenOutcomeUnknown'; category = 'ProtocolError'; unknown = $true }
        @{ status = 499; id = 'TokenOutcomeUnknown'; category = 'ProtocolError'; unknown = $true }
        @{ status = 422; id = 'UnexpectedStatus'; category = 'ProtocolError' }
        @{ status = 429; id = 'ServiceBusy'; category = 'LimitsExceeded'; advice = '*RequestsPerSecond*' }
        @{ status = 408; id = 'TokenOutcomeUnknown'; category = 'OperationTimeout'; unknown = $true }
        @{ status = 500; id = 'TokenOutcomeUnknown'; category = 'ProtocolError'; unknown = $true }
        @{ status = 501; id = 'ServiceFailed'; category = 'ProtocolError' }
        @{ status = 524; id = 'TokenOutcomeUnknown'; category = 'ProtocolError'; unknown = $true }
        @{ status = 502; id = 'TokenOutcomeUnknown'; category = 'ResourceUnavailable'; unknown = $true }
        @{ status = 503; id = 'ServiceBusy'; category = 'ResourceUnavailable'; advice = '*RequestsPerSecond*' }
        @{ status = 504; id = 'TokenOutcomeUnknown'; category = 'ResourceUnavailable'; unknown = $true }
    )
    $bodies = @(
        @{ shape = 'a message'; body = '{"message":"Not here, not now."}' }
        @{ shape = 'a nested message'; body = '{"error":{"message":"Not here, not now."}}' }
        @{ shape = 'a typed error'; body = '{"@type":"Error","message":"Not here, not now."}' }
        @{ shape = 'XML'; body = '<error><message>Not here, not now.</message></error>'; type = 'application/xml' }
        @{ shape = 'XML under a JSON header'; body = '<?xml version="1.0"?><UserMessage id="error.x" type="error"><Data>Not here, not now.</Data></UserMessage>' }
        @{ shape = 'an HTML page'; body = '<!DOCTYPE html><html><head><title>Not here, not now.</title></head><body><h1>nginx</h1></body></html>'; type = 'text/html' }
        @{ shape = 'plain text'; body = 'Not here, not now.'; type = 'text/plain' }
    )
    $good = '{"@type":"InstallerToken","installType":"ATOM","token":"atom-1","expiration":"2035-02-07T23:02:51Z","created":"2035-02-07T22:02:51Z","accountId":"acme","durationMinutes":60}'
    $unusable = @(
        @{ name = 'an HTML page'; body = '<html><body>Log in, please</body></html>'; id = 'ResponseUnreadable' }
        @{ name = 'nothing'; body = ''; id = 'ResponseUnreadable' }
        @{ name = 'JSON that ends in the middle'; body = $good.Substring(0, 80); id = 'ResponseUnreadable' }
        @{ name = 'a JSON list'; body = "[$good]"; id = 'ResponseUnreadable' }
        @{ name = 'another XML document'; body = '<Atom id="x" token="atom-1"/>'; id = 'ResponseUnreadable' }
        @{ name = '1 MB of invalid text'; body = ('#x%' * 350000); id = 'ResponseUnreadable' }
        @{ name = '3 MB of invalid text'; body = ('#x%' * 1050000); id = 'ResponseTooLarge' }
        @{ name = 'an object without a token'; body = '{"message":"ok"}'; id = 'ResponseIncomplete' }
        @{ name = 'a number for a token'; body = $good.Replace('"atom-1"', '5'); id = 'ResponseIncomplete' }
        @{ name = 'null for a token'; body = $good.Replace('"atom-1"', 'null'); id = 'ResponseIncomplete' }
        @{ name = 'an object for a token'; body = $good.Replace('"atom-1"', '{"a":1}'); id = 'ResponseIncomplete' }
        @{ name = 'an empty token'; body = $good.Replace('"atom-1"', '""'); id = 'ResponseIncomplete' }
        @{ name = 'an invalid date'; body = $good.Replace('2035-02-07T23:02:51Z', 'tomorrow'); id = 'ResponseIncomplete' }
        @{ name = 'a fraction of minutes'; body = $good.Replace('60}', '60.5}'); id = 'ResponseIncomplete' }
    )
    $harmless = @(
        @{ name = 'an unknown field'; body = $good.Replace('{"@type"', '{"color":{"r":[1,2]},"@type"') }
        @{ name = 'an unknown type'; body = $good.Replace('"ATOM"', '"PLANET"'); installType = 'PLANET' }
        @{ name = 'minutes as text'; body = $good.Replace('60}', '"60"}') }
        @{ name = 'minutes as Boomi''s ["Long", 60]'; body = $good.Replace('60}', '["Long",60]}') }
        @{ name = 'dates with an offset'; body = $good.Replace('23:02:51Z', '18:02:51-0500') }
        @{ name = 'an empty cloud'; body = $good.Replace('60}', '60,"cloudId":null}') }
        @{ name = 'XML'; body = '<bns:InstallerToken xmlns:bns="http://api.platform.boomi.com/" accountId="acme" created="2035-02-07T22:02:51Z" expiration="2035-02-07T23:02:51Z" token="atom-1" installType="ATOM" durationMinutes="60"/>' }
        @{ name = 'a byte order mark'; body = [char] 0xFEFF + $good }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    function Connect-Sandbox { Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri -RequestsPerSecond 1000 @args }
    $mayExist = "*may have been created in account*cannot be revoked*UTC*audit log*"
}

AfterAll { Stop-TokenSandbox }

Describe 'New-InstallerToken and the response' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Connect-Sandbox -MaximumRetryCount 0
    }

    It 'writes <id>, <category>, for HTTP <status>' -ForEach $refusals {
        Add-Fault $sandbox @{ StatusCode = $status; Body = '{"message":"Not here, not now."}'; ContentType = 'application/json' }
        $ends = $_.ContainsKey('terminates')
        $attempt = Invoke-Attempt { 'ATOM', 'BROKER' | New-InstallerToken }

        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Boomi.NewInstallerTokenCommand"
        $attempt.Problem.CategoryInfo.Category | Should -Be $category
        $attempt.Problem.TargetObject | Should -BeExactly 'ATOM'
        $attempt.Problem.ToString() | Should -BeLike "*Boomi*HTTP $status*Not here, not now.*"
        # If a token may exist, that is the error, and the response is its cause.
        $refusal = if ($_.ContainsKey('unknown')) { $attempt.Problem.Exception.InnerException } else { $attempt.Problem.Exception }
        $refusal | Should -BeOfType ([TokenTools.TokenApiException])
        $refusal.StatusCode | Should -Be $status
        $refusal.ServiceError.Message | Should -BeExactly 'Not here, not now.'
        if ($_.ContainsKey('advice')) {
            $attempt.Problem.ErrorDetails.RecommendedAction | Should -BeLike $advice
            $attempt.Problem.Exception.RecommendedAction | Should -BeLike $advice
        }

        $attempt.Problem.Exception.NeverApplied | Should -Be (-not $_.ContainsKey('unknown'))
        if ($_.ContainsKey('unknown')) { $attempt.Problem.ToString() | Should -BeLike $mayExist } else { $attempt.Problem.ToString() | Should -Not -BeLike $mayExist }

        $attempt.Terminated | Should -Be $ends
        @($attempt.Output).Count | Should -Be ([int] (-not $ends))
        $sandbox.Requests.Count | Should -Be (2 - [int] $ends)
    }

    It 'shows the message in <shape>' -ForEach $bodies {
        Add-Fault $sandbox @{ StatusCode = 400; Body = $body; ContentType = $(if ($_.ContainsKey('type')) { $type } else { 'application/json' }) }
        (Invoke-Attempt { New-InstallerToken ATOM }).Problem.ToString() | Should -BeLike 'Boomi*(HTTP 400): Not here, not now.'
    }

    It 'says that the service gave no reason for an empty or unreadable body' -ForEach '', '{}', '{"message":null}', '<html></html>', ('x' * 1000000) {
        Add-Fault $sandbox @{ StatusCode = 501; Body = $_ }
        (Invoke-Attempt { New-InstallerToken ATOM }).Problem.ToString().Length | Should -BeLessThan 200
    }

    It 'shows a message with line breaks and control characters on one line, shortened' {
        Add-Fault $sandbox @{ StatusCode = 400; Body = "first`r`nsecond$([char] 27)[31m$([char] 7)" + (' word' * 500) }
        $text = (Invoke-Attempt { New-InstallerToken ATOM }).Problem.ToString()
        $text | Should -Match '\ABoomi[^\p{Cc}]*\(HTTP 400\): first second \[31m word[^\p{Cc}]*…\z'
        $text.Length | Should -BeLessThan 400
    }

    It 'shows the target of a redirect and does not follow it' -ForEach 301, 302, 303, 307, 308 {
        $elsewhere = Start-TokenSandbox
        Add-Fault $sandbox @{ StatusCode = $_; RedirectTo = "$($elsewhere.Uri)login?from=here" }
        $attempt = Invoke-Attempt { New-InstallerToken ATOM }
        $attempt.Problem.ToString() | Should -BeLike "*HTTP $_*$($elsewhere.Uri)login*"
        # 302 and 303 are also the response to a POST that was applied.
        Get-ErrorId $attempt.Problem | Should -BeExactly $(if ($_ -in 302, 303) { 'TokenOutcomeUnknown' } else { 'Redirected' })
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidResult'
        $elsewhere.Requests | Should -BeNullOrEmpty
        $sandbox.Requests.Count | Should -Be 1
        Stop-TokenSandbox $elsewhere
    }

    It 'returns no token for <name>, says that one may exist, and sends nothing again' -ForEach $unusable {
        Add-Fault $sandbox @{ StatusCode = 200; Body = $body; ContentType = 'application/json' }
        $attempt = Invoke-Attempt { New-InstallerToken ATOM }
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Terminated | Should -BeFalse
        Get-ErrorId $attempt.Problem | Should -BeExactly 'TokenOutcomeUnknown'
        $attempt.Problem.Exception.InnerException.ErrorId | Should -BeExactly $id
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidResult'
        $attempt.Problem.TargetObject | Should -BeExactly 'ATOM'
        $attempt.Problem.Exception.NeverApplied | Should -BeFalse
        $attempt.Problem.ToString() | Should -BeLike $mayExist
        $attempt.Problem.ToString().Length | Should -BeLessThan 500
        $sandbox.Requests.Count | Should -Be 1
    }

    It 'accepts <name>' -ForEach $harmless {
        Add-Fault $sandbox @{ StatusCode = 200; Body = $body; ContentType = 'application/json' }
        $token = New-InstallerToken ATOM -AccountId acme -AsPlainText
        $token.Token | Should -BeExactly 'atom-1'
        $token.InstallType | Should -BeExactly $(if ($_.ContainsKey('installType')) { $installType } else { 'ATOM' })
        $token.DurationMinutes | Should -Be 60
        $token.CloudId | Should -BeNullOrEmpty
        $token.Expiration | Should -Be ([datetimeoffset]::new(2035, 2, 7, 23, 2, 51, [timespan]::Zero))
    }

    It 'reads JSON with any content type' {
        Add-Fault $sandbox @{ ContentType = 'text/plain' }
        (New-InstallerToken ATOM).InstallType | Should -BeExactly 'ATOM'
    }
}
