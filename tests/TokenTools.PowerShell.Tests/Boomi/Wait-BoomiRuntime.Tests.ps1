BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox -RuntimeStartup 1h
    Connect-Boomi -Sandbox $sandbox
    $script:number = 0
    function Install-Runtime([string] $Name) { $sandbox.InstallRuntime((New-InstallerToken ATOM -AsPlainText).Token, $Name) }
}

AfterAll { Stop-TokenSandbox $sandbox }

Describe 'Wait-BoomiRuntime' {
    BeforeEach {
        Reset-Sandbox $sandbox
        $name = "runtime$((++$script:number))"
    }

    It 'returns a runtime that is ONLINE' {
        (Install-Runtime $name).SetStatus('ONLINE')
        $sandbox.ClearRequests()
        $runtime = Wait-BoomiRuntime $name -TimeoutSec 20
        $runtime.Name | Should -BeExactly $name
        $runtime.Status | Should -BeExactly 'ONLINE'
        $sandbox.Requests.Count | Should -Be 1
    }

    It 'ignores the case of a name' {
        (Install-Runtime $name).SetStatus('ONLINE')
        (Wait-BoomiRuntime $name.ToUpperInvariant() -TimeoutSec 20).Name | Should -BeExactly $name
    }

    It 'waits until the runtime starts, and reports its status' {
        $null = Install-Runtime $name
        $sandbox.ClearRequests()
        # The second query, which comes after a second, gets a runtime that has started in the meantime.
        $script:advanced = $false
        $attempt = Invoke-Attempt {
            Wait-BoomiRuntime $name -TimeoutSec 20 -IntervalSec 1 -Verbose 4>&1 | ForEach-Object {
                if (-not $script:advanced -and "$_" -match 'OFFLINE_NOT_INITIALIZED') { $script:advanced = $true; $sandbox.ClockSkew = [timespan]::FromHours(2) }
                $_
            }
        }
        $sandbox.ClockSkew = [timespan]::Zero
        ($attempt.Output | Where-Object { $_ -is [TokenTools.Boomi.Objects.BoomiRuntime] }).Status | Should -BeExactly 'ONLINE'
        $sandbox.Requests.Count | Should -BeGreaterThan 1
    }

    It 'waits for several runtimes at the same time, by name and from the pipeline' {
        $names = 1..3 | ForEach-Object { "$name-$_" }
        foreach ($one in $names) { (Install-Runtime $one).SetStatus('ONLINE') }
        $sandbox.ClearRequests()
        (Wait-BoomiRuntime $names -TimeoutSec 20).Name | Sort-Object | Should -Be $names
        $sandbox.Requests.Count | Should -Be 1
        ($names | ForEach-Object { [pscustomobject] @{ RuntimeName = $_ } } | Wait-BoomiRuntime -TimeoutSec 20).Count | Should -Be 3
    }

    It 'finds a runtime by id' {
        $runtime = Install-Runtime $name
        $runtime.SetStatus('ONLINE')
        (Wait-BoomiRuntime -Id $runtime.Id -TimeoutSec 20).Name | Should -BeExactly $name
    }

    It 'ends at the time limit: <id> for <state>' -ForEach @(
        @{ state = 'no runtime'; id = 'BoomiRuntimeNotFound'; category = 'ObjectNotFound'; status = $null; detail = $null }
        @{ state = 'OFFLINE'; id = 'BoomiRuntimeNotOnline'; category = 'OperationTimeout'; status = 'OFFLINE'; detail = 'OFFLINE_WITH_ERROR' }
        @{ state = 'WARNING'; id = 'BoomiRuntimeNotOnline'; category = 'OperationTimeout'; status = 'WARNING'; detail = $null }
    ) {
        if ($status) { (Install-Runtime $name).SetStatus($status, $detail) }
        $attempt = Invoke-Attempt { Wait-BoomiRuntime $name -TimeoutSec 1 -IntervalSec 1 }
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Terminated | Should -BeFalse
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        $attempt.Problem.CategoryInfo.Category | Should -Be $category
        $attempt.Problem.TargetObject | Should -BeExactly $name
        if ($status) {
            "$($attempt.Problem)" | Should -BeLike "*$status*$detail*"
            $attempt.Problem.Exception.Runtime.Status | Should -BeExactly $status
        }
    }

    It 'ends early for a runtime that cannot become ONLINE: <_>' -ForEach 'DELETED', 'OFFBOARDING', 'RESTARTING_DEAD' {
        (Install-Runtime $name).SetStatus('OFFLINE', $_)
        (Install-Runtime "$name-ok").SetStatus('ONLINE')
        $sandbox.ClearRequests()
        $attempt = Invoke-Attempt { Wait-BoomiRuntime $name, "$name-ok" -TimeoutSec 20 }
        $attempt.Output.Name | Should -BeExactly "$name-ok"
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiRuntimeFailed'
        "$($attempt.Problem)" | Should -BeLike "*$_*"
        $sandbox.Requests.Count | Should -Be 1
    }

    It 'ignores a deleted runtime if there is a new one with its name' {
        (Install-Runtime $name).SetStatus('OFFLINE', 'DELETED')
        (Install-Runtime $name).SetStatus('ONLINE')
        (Wait-BoomiRuntime $name -TimeoutSec 20).Status | Should -BeExactly 'ONLINE'
    }

    It 'reports a name that two runtimes have' {
        $ids = 1..2 | ForEach-Object { (Install-Runtime $name).Id }
        $problem = (Invoke-Attempt { Wait-BoomiRuntime $name -TimeoutSec 20 }).Problem
        Get-ErrorId $problem | Should -BeExactly 'BoomiRuntimeAmbiguous'
        foreach ($id in $ids) { "$problem" | Should -BeLike "*$id*" }
    }

    It 'continues after a failure of the service' {
        (Install-Runtime $name).SetStatus('ONLINE')
        Disconnect-Boomi
        Connect-Boomi -Sandbox $sandbox -MaximumRetryCount 0
        Add-Fault $sandbox @{ StatusCode = 502 }
        (Wait-BoomiRuntime $name -TimeoutSec 20 -IntervalSec 1).Status | Should -BeExactly 'ONLINE'
        Connect-Boomi -Sandbox $sandbox
    }

    It 'ends at once if the credentials are rejected' {
        Add-Fault $sandbox @{ StatusCode = 401 }
        $attempt = Invoke-Attempt { Wait-BoomiRuntime $name -TimeoutSec 20 }
        $attempt.Terminated | Should -BeTrue
        Get-ErrorId $attempt.Problem | Should -BeExactly 'Unauthorized'
    }

    It 'rejects <parameters> before it sends a request' -ForEach @(
        @{ parameters = 'x -TimeoutSec 0'; id = 'SettingOutOfRange' }
        @{ parameters = 'x -TimeoutSec 86401'; id = 'SettingOutOfRange' }
        @{ parameters = 'x -IntervalSec 0'; id = 'SettingOutOfRange' }
        @{ parameters = ''''''; id = 'BoomiNameInvalid' }
        @{ parameters = '(1..1001)'; id = 'BoomiRuntimeCountInvalid' }
    ) {
        $attempt = Invoke-Attempt { Invoke-Expression "Wait-BoomiRuntime $parameters" }
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        $sandbox.Requests | Should -BeNullOrEmpty
    }
}
