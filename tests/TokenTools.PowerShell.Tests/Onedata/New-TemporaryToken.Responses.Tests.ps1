BeforeDiscovery {
    $nested = '{"error":{"id":"unauthorized","description":"The request could not be authorized.","details":{"authError":{"id":"tokenCaveatUnverified","description":"unverified caveat","details":{"caveat":{"type":"ip","whitelist":["10.0.0.0/8"]}}}}}}'
    $refusals = @(
        @{ status = 400; service = 'badValueCaveat'; id = 'BadRequest'; category = 'InvalidArgument'; body = '{"error":{"id":"badValueCaveat","details":{"caveat":{"type":"x"}},"description":"Provided caveat is invalid."}}' }
        @{ status = 401; service = 'unauthorized'; id = 'Unauthorized'; category = 'AuthenticationError'; body = $nested; terminates = $true; advice = '*access token belongs to this zone*' }
        @{ status = 403; service = 'forbidden'; id = 'Forbidden'; category = 'PermissionDenied'; body = '{"error":{"id":"forbidden","description":"You are not authorized."}}'; advice = '*-For User*-For Provider*' }
        @{ status = 404; service = $null; id = 'NotFound'; category = 'ObjectNotFound'; body = ''; advice = '*/api/v3/onezone*' }
        @{ status = 409; service = 'alreadyExists'; id = 'Conflict'; category = 'ResourceExists'; body = '{"error":{"id":"alreadyExists","description":"It exists."}}' }
        @{ status = 431; service = $null; id = 'UnexpectedStatus'; category = 'LimitsExceeded'; body = ''; advice = '*header*' }
        @{ status = 500; service = 'internalServerError'; id = 'ServiceFailed'; category = 'ProtocolError'; body = '{"error":{"id":"internalServerError","details":{"reference":"abc123"},"description":"Internal."}}' }
        @{ status = 503; service = 'temporaryFailure'; id = 'ServiceBusy'; category = 'ResourceUnavailable'; body = '{"error":{"id":"temporaryFailure","description":"Not now."}}'; advice = '*temporary failure*' }
    )
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    # The sandbox's assembly is loaded with the first sandbox.
    Start-TokenSandbox | Stop-TokenSandbox
    $options = [TokenTools.Sandbox.SandboxOptions] @{ MaxTemporaryTokenTtl = 604800 }
    $sandbox = [TokenTools.Sandbox.TokenSandbox]::Start($options)
    function Connect-Sandbox { Connect-Onezone $sandbox.Uri $sandbox.OnezoneUserToken @args }
    function Get-Posts { @($sandbox.Requests | Where-Object { $_.Method -eq 'POST' }) }
    # Faults for the token alone, not for the zone's clock.
    function Add-TokenFault([hashtable] $Fault) { Add-Fault $sandbox ($Fault + @{ Match = '*tokens/temporary' }) }
}

AfterAll { $sandbox.Dispose() }

Describe 'New-TemporaryToken with a response' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Connect-Sandbox -MaximumRetryCount 0
    }

    It 'HTTP <status> (<service>) is <id>, <category>' -ForEach $refusals {
        Add-TokenFault @{ StatusCode = $status; Body = $body; ContentType = 'application/json' }
        $ends = $_.ContainsKey('terminates')
        $rows = 's1', 's2' | ForEach-Object { [pscustomobject] @{ InviteType = 'userJoinSpace'; TargetId = $_ } }
        $attempt = Invoke-Attempt { $rows | New-TemporaryToken }
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Onedata.NewTemporaryTokenCommand"
        $attempt.Problem.CategoryInfo.Category | Should -Be $category
        $attempt.Problem.TargetObject | Should -BeExactly 's1'
        $attempt.Problem.ToString() | Should -BeLike "*Onezone*HTTP $status*"
        $attempt.Problem.Exception.StatusCode | Should -Be $status
        $attempt.Problem.Exception.ServiceErrorId | Should -BeExactly $service
        # The zone stores nothing, so no token can be lost.
        $attempt.Problem.Exception.NeverApplied | Should -BeTrue
        if ($service) { $attempt.Problem.ToString() | Should -BeLike "*$service*" }
        if ($_.ContainsKey('advice')) { $attempt.Problem.ErrorDetails.RecommendedAction | Should -BeLike $advice }
        $attempt.Terminated | Should -Be $ends
        @(Get-Posts).Count | Should -Be (2 - [int] $ends)
    }

    It 'exposes the details of an error and of its inner error' -ForEach @{ nested = $nested } {
        Add-TokenFault @{ StatusCode = 401; Body = $nested }
        $problem = (Invoke-Attempt { New-TemporaryToken }).Problem
        $inner = $problem.Exception.ServiceError.Inner
        $inner.Id | Should -BeExactly 'tokenCaveatUnverified'
        $inner.Details['caveat']['whitelist'] | Should -Be '10.0.0.0/8'
        $problem.ToString() | Should -BeLike '*could not be authorized. unverified caveat `[unauthorized`]'
    }

    It 'recommends the maximum of the zone for a longer time' {
        $problem = (Invoke-Attempt { New-TemporaryToken -ValidFor 30d }).Problem
        $problem.Exception.ServiceErrorId | Should -BeExactly 'tokenTimeCaveatRequired'
        $problem.Exception.ServiceError.Details['maxTtl'] | Should -Be 604800
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*at most 7 days (604800 s)*'
        Get-ErrorId $problem | Should -BeExactly 'BadRequest'
    }

    It 'reports what the zone rejects: <name>' -ForEach @(
        @{ name = 'a provider''s token for a user'; how = @{ For = 'Provider' }; service = 'forbidden' }
        @{ name = 'an invitation to a cluster that isn''t there'; how = @{ InviteType = 'userJoinCluster'; TargetId = 'abc' }; service = 'inviteTokenTargetIdInvalid' }
    ) {
        (Invoke-Attempt { New-TemporaryToken @how }).Problem.Exception.ServiceErrorId | Should -BeExactly $service
    }

    It 'rejects <name> as a response' -ForEach @(
        @{ name = 'an HTML page'; body = '<html><body>Log in</body></html>'; id = 'ResponseUnreadable' }
        @{ name = 'nothing'; body = ''; id = 'ResponseUnreadable' }
        @{ name = 'JSON that ends in the middle'; body = '{"token":"MDAx'; id = 'ResponseUnreadable' }
        @{ name = 'an object without a token'; body = '{"ok":true}'; id = 'ResponseIncomplete' }
        @{ name = 'a number for a token'; body = '{"token":5}'; id = 'ResponseIncomplete' }
        @{ name = 'a token that is none'; body = '{"token":"MDAxplanted"}'; id = 'ResponseIncomplete' }
        @{ name = '1 MB of noise'; body = 'x#%' * 350000; id = 'ResponseUnreadable' }
        @{ name = '3 MB of noise'; body = 'x#%' * 1050000; id = 'ResponseTooLarge' }
    ) {
        Add-TokenFault @{ StatusCode = 201; Body = $body; ContentType = 'application/json' }
        $attempt = Invoke-Attempt { New-TemporaryToken }
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Terminated | Should -BeFalse
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidResult'
        $attempt.Problem.ToString() | Should -Not -Match 'planted'
    }

    It 'rejects an invalid time of the zone: <_>' -ForEach '{"timeMillis":1571147494}', '{"timeMillis":"soon"}', '{}', 'noon', '' {
        Add-Fault $sandbox @{ StatusCode = 200; Body = $_; Match = '*get_current_time' }
        $problem = (Invoke-Attempt { New-TemporaryToken }).Problem
        Get-ErrorId $problem | Should -BeLike 'Response*'
        Get-Posts | Should -BeNullOrEmpty
    }

    It 'accepts the bare number that the API documents' {
        Add-Fault $sandbox @{ StatusCode = 200; Body = "$([datetimeoffset]::UtcNow.ToUnixTimeMilliseconds())"; Match = '*get_current_time' }
        (New-TemporaryToken).TimeLeft.TotalMinutes | Should -BeGreaterThan 55
    }

    It 'does not follow a redirect with the token' {
        $elsewhere = Start-TokenSandbox
        Add-TokenFault @{ StatusCode = 307; RedirectTo = "$($elsewhere.Uri)api/v3/onezone/user/tokens/temporary" }
        (Invoke-Attempt { New-TemporaryToken }).Problem.ToString() | Should -BeLike "*redirect to $($elsewhere.Uri)api*"
        $elsewhere.Requests | Should -BeNullOrEmpty
        Stop-TokenSandbox $elsewhere
    }
}

Describe 'New-TemporaryToken with a retryable failure' {
    BeforeEach {
        Reset-Sandbox $sandbox
        # Without Retry-After, the delay is random, from 0 to 1 second.
        Connect-Sandbox
    }

    It 'retries after HTTP <_>, because the zone stores no temporary token' -ForEach 429, 502, 503, 504 {
        Add-TokenFault @{ StatusCode = $_; RetryAfter = '0' }
        $attempt = Invoke-Attempt { New-TemporaryToken }
        @($attempt.Output).Count | Should -Be 1
        $attempt.Errors | Should -BeNullOrEmpty
        $attempt.Verbose | Should -BeExactly "Onezone returned HTTP $_; retrying in 0 s (retry 1 of 5)."
        @(Get-Posts).Count | Should -Be 2
    }

    It 'retries after a connection lost <_>' -ForEach 'BeforeHandling', 'AfterHandling' {
        Add-TokenFault @{ Reset = $_ }
        (New-TemporaryToken).Type | Should -BeExactly 'accessToken'
        @(Get-Posts).Count | Should -Be 2
    }

    It 'retries after a truncated response and after a timeout' {
        Connect-Sandbox -TimeoutSec 5
        Add-TokenFault @{ Truncate = $true }
        Add-TokenFault @{ Delay = [timespan]::FromMinutes(5) }
        (New-TemporaryToken).Type | Should -BeExactly 'accessToken'
        @(Get-Posts).Count | Should -Be 3
    }

    It 'retries the request for the zone''s time' {
        Add-Fault $sandbox @{ StatusCode = 503; RetryAfter = '0'; Match = '*get_current_time' }
        (New-TemporaryToken).Type | Should -BeExactly 'accessToken'
    }

    It 'does not retry after HTTP <_>' -ForEach 400, 401, 403, 404, 500 {
        Add-TokenFault @{ StatusCode = $_; RetryAfter = '0' }
        (Invoke-Attempt { New-TemporaryToken }).Errors.Count | Should -Be 1
        @(Get-Posts).Count | Should -Be 1
    }

    It 'reports the last failure after -MaximumRetryCount retries' {
        Connect-Sandbox -MaximumRetryCount 1
        Add-TokenFault @{ Reset = 'AfterHandling'; Count = 2 }
        $problem = (Invoke-Attempt { New-TemporaryToken }).Problem
        Get-ErrorId $problem | Should -BeExactly 'ConnectionLost'
        $problem.CategoryInfo.Category | Should -Be 'ConnectionError'
        $problem.ToString() | Should -Not -BeLike '*may have been made*'
    }
}

Describe 'The progress of a request' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'shows a request whose response takes more than a second, and is removed' {
        Add-TokenFault @{ Delay = [timespan]::FromMilliseconds(2500) }
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($module, $sandbox) Import-Module $module; Connect-Onezone -Sandbox $sandbox; New-TemporaryToken').
                AddArgument($ModulePath).AddArgument($sandbox).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $progress = @($shell.Streams.Progress | Where-Object Activity -EQ 'Waiting for a response')
        }
        finally { $shell.Dispose() }
        $progress[0].StatusDescription | Should -Match "^POST $([regex]::Escape($sandbox.Uri))\S*tokens/temporary .*\([1-9]\d* s\)$"
        $progress[0].RecordType | Should -Be Processing
        $progress[-1].RecordType | Should -Be Completed
    }
}
