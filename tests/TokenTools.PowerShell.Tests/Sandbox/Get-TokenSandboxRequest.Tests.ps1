BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"

    function Invoke-Sandbox([string] $Path, [hashtable] $Splat = @{}) {
        Invoke-RestMethod -Uri "$($sandbox.Uri)$Path" @Splat -TimeoutSec 300
    }
}

AfterAll {
    Stop-TokenSandbox
}

Describe 'Get-TokenSandboxRequest' {
    BeforeAll {
        $sandbox = Start-TokenSandbox
        Connect-Boomi -Sandbox $sandbox
        Connect-Onezone -Sandbox $sandbox
        $null = New-InstallerToken ATOM
        $middle = [DateTimeOffset]::UtcNow
        $null = New-TemporaryToken
        $document = @{ token = 'planted-in-the-body'; name = 'visible' } | ConvertTo-Json -Compress
        $null = Invoke-Sandbox cmdb?access_token=planted-in-the-query @{ Method = 'Post'; Body = $document; ContentType = 'application/json' }
    }

    AfterAll {
        Disconnect-Boomi
        Disconnect-Onezone
        Stop-TokenSandbox $sandbox
    }

    It 'gets method, path, headers, body, status and time, the oldest first' {
        $requests = Get-TokenSandboxRequest
        $requests.Count | Should -Be 4
        $requests[0].Method | Should -BeExactly POST
        $requests[0].Service | Should -BeExactly Boomi
        $requests[0].Path | Should -BeExactly "/api/rest/v1/$($sandbox.BoomiAccountId)/InstallerToken"
        $requests[0].Body | Should -BeExactly '{"installType":"ATOM","durationMinutes":60}'
        $requests[0].StatusCode | Should -Be 200
        $requests[0].Headers['content-type'] | Should -BeExactly 'application/json'
        [Math]::Abs(($requests[0].Time - [DateTimeOffset]::UtcNow).TotalMinutes) | Should -BeLessThan 2
        $requests[-1].Path | Should -BeLike '/cmdb*'
    }

    It 'selects by <parameters.Keys>' -ForEach @(
        @{ parameters = @{ Path = '*installertoken' }; count = 1 }
        @{ parameters = @{ Method = 'post' }; count = 3 }
        @{ parameters = @{ Method = 'GET', 'DELETE' }; count = 1 }
        @{ parameters = @{ Service = 'Onezone' }; count = 2 }
        @{ parameters = @{ StatusCode = 201 }; count = 2 }
        @{ parameters = @{ Last = 2 }; count = 2 }
        @{ parameters = @{ Method = 'POST'; Service = 'Boomi', 'Onezone'; Last = 1 }; count = 1 }
        @{ parameters = @{ Path = '*nothing*' }; count = 0 }
    ) {
        @(Get-TokenSandboxRequest @parameters).Count | Should -Be $count
    }

    It 'rejects an invalid pattern' {
        Get-TokenSandboxRequest '*[x' -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WildcardInvalid,*'
        $problem[0].CategoryInfo.Category | Should -Be InvalidArgument
        { Get-TokenConnection '*[x' } | Should -Throw -ErrorId 'WildcardInvalid,*'
        { Get-TokenConnection '[molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5' } | Should -Throw "*molecule-*`**is not a valid wildcard pattern*"
    }

    It 'masks a token in an invalid pattern' {
        $given = '[molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5'
        Get-TokenSandboxRequest $given -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WildcardInvalid,*'
        "$($problem[0])" | Should -BeLike "'``[molecule-``*``*``*``*``*``*``*``*' is not a valid wildcard pattern*"
    }

    It 'selects by time' {
        (Get-TokenSandboxRequest -Since $middle).Count | Should -Be 3
    }

    It 'accepts the sandbox from the pipeline' {
        ($sandbox | Get-TokenSandboxRequest).Count | Should -Be 4
    }

    It 'masks secrets in every view and format' {
        $requests = Get-TokenSandboxRequest
        $secrets = $sandbox.BoomiApiToken, $sandbox.OnezoneUserToken, 'planted-in', [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("BOOMI_TOKEN.$($sandbox.BoomiUserName):$($sandbox.BoomiApiToken)"))
        $shown = ($requests | Format-Table | Out-String -Width 500), ($requests | Format-List | Out-String -Width 500), ($requests | Format-List * | Out-String -Width 500),
            ($requests | ConvertTo-Json -Depth 5), ($requests | ConvertTo-Csv | Out-String), ($requests.Headers | Out-String -Width 500), "$requests", ($sandbox | Format-Table | Out-String)
        foreach ($secret in $secrets) {
            $shown | Where-Object { $_.Contains($secret) } | Should -BeNullOrEmpty
        }
        $requests[0].Headers['Authorization'] | Should -BeExactly 'Basic ********'
        $requests[-1].Body | Should -BeLike '*visible*'
    }

    It 'masks nothing with -AsPlainText' {
        $plain = Get-TokenSandboxRequest -AsPlainText
        $plain[0].Headers['Authorization'] | Should -BeLike 'Basic Qk9PTUlfVE9LRU4u*'
        $plain[2].Headers['x-auth-token'] | Should -BeExactly $sandbox.OnezoneUserToken
        $plain[-1].Path | Should -BeExactly '/cmdb?access_token=planted-in-the-query'
        ($plain[-1].Body | ConvertFrom-Json).token | Should -BeExactly 'planted-in-the-body'
    }

    It 'rejects -Last <_>' -ForEach 0, -1 {
        Get-TokenSandboxRequest -Last $_ -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'SandboxLastInvalid,*'
        "$($problem[0])" | Should -BeExactly "-Last $_ is out of range. Specify 1 or more."
    }

    It 'reports that no sandbox or more than one is running' {
        $second = Start-TokenSandbox
        Get-TokenSandboxRequest -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'SandboxAmbiguous,*'
        Stop-TokenSandbox $second
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$ModulePath'; Get-TokenSandboxRequest").Invoke()
            $shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'SandboxNotRunning,*'
            $shell.Streams.Error[0].CategoryInfo.Category | Should -Be ResourceUnavailable
        }
        finally {
            $shell.Dispose()
        }
    }
}
