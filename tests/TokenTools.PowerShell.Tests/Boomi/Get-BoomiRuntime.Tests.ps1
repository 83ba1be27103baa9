BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox -RuntimeStartup 1h
    Connect-Boomi -Sandbox $sandbox
    foreach ($pair in @(@('orders', 'ATOM'), @('Orders-2', 'MOLECULE'), @('edge', 'ATOM'), @('a[1]', 'ATOM'))) {
        $null = $sandbox.InstallRuntime((New-InstallerToken $pair[1] -AsPlainText).Token, $pair[0])
    }
    $sandbox.Runtimes[2].SetStatus('ONLINE', 'ONLINE_RUNNING')
}

AfterAll { Stop-TokenSandbox $sandbox }

Describe 'Get-BoomiRuntime' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'returns all runtimes with the platform''s field names' {
        $all = @(Get-BoomiRuntime)
        $all.Name | Should -BeExactly 'orders', 'Orders-2', 'edge', 'a[1]'
        $all[0].Id | Should -BeExactly $sandbox.Runtimes[0].Id
        $all[0].Type | Should -BeExactly 'ATOM'
        $all[0].Status | Should -BeExactly 'OFFLINE'
        $all[0].StatusDetail | Should -BeExactly 'OFFLINE_NOT_INITIALIZED'
        $all[0].IsOnline | Should -BeFalse
        $all[0].DateInstalled | Should -BeOfType DateTimeOffset
        $all[0].CreatedBy | Should -BeExactly $sandbox.BoomiUserName
        $all[1].Type | Should -BeExactly 'MOLECULE'
        $all[2].IsOnline | Should -BeTrue
        $sandbox.Requests.Count | Should -Be 1
    }

    It 'selects by <parameters>' -ForEach @(
        @{ parameters = '-Name orders'; found = @('orders') }
        @{ parameters = '-Name ORDERS'; found = @('orders') }
        @{ parameters = '-Name edge, ORDERS, orders-2 -Type ATOM -ErrorAction Ignore'; found = @('edge', 'orders') }
        @{ parameters = 'orders*'; found = @('orders', 'Orders-2') }
        @{ parameters = 'o?ders, edge'; found = @('orders', 'edge') }
        @{ parameters = '-Type molecule'; found = @('Orders-2') }
        @{ parameters = '-Status ONLINE'; found = @('edge') }
        @{ parameters = '-Type ATOM -Status OFFLINE'; found = @('orders', 'a[1]') }
        @{ parameters = '-Name o* -Type ATOM'; found = @('orders') }
        @{ parameters = '-Name ''a`[1`]'''; found = @('a[1]') }
        @{ parameters = '-Name x*'; found = @() }
    ) {
        @(Invoke-Expression "Get-BoomiRuntime $parameters" | ForEach-Object { $_.Name }) | Should -Be $found
    }

    It 'selects by id' {
        (Get-BoomiRuntime -Id $sandbox.Runtimes[1].Id, $sandbox.Runtimes[2].Id).Name | Should -Be 'Orders-2', 'edge'
    }

    It 'lets the service select by an exact name' {
        $null = Get-BoomiRuntime orders
        $body = $sandbox.Requests[-1].ToPlainText().Body | ConvertFrom-Json
        $body.QueryFilter.expression.operator | Should -BeExactly 'EQUALS'
        $body.QueryFilter.expression.argument | Should -Be @('orders')
    }

    It 'binds the names of a CSV file' {
        $rows = [pscustomobject] @{ Name = 'edge' }, [pscustomobject] @{ atomName = 'orders' }
        ($rows | Get-BoomiRuntime).Name | Should -Be 'edge', 'orders'
    }

    It 'reports an exact name that no runtime has, and returns the others' {
        $attempt = Invoke-Attempt { Get-BoomiRuntime nope, edge, x* }
        $attempt.Output.Name | Should -Be 'edge'
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BoomiObjectNotFound'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $attempt.Problem.TargetObject | Should -BeExactly 'nope'
        $attempt.Errors.Count | Should -Be 1
    }

    It 'rejects <parameters> before it sends a request' -ForEach @(
        @{ parameters = '-Type TOASTER'; id = 'ChoiceInvalid' }
        @{ parameters = '-Status UP'; id = 'ChoiceInvalid' }
        @{ parameters = '-Name '' '''; id = 'BoomiNameInvalid' }
        @{ parameters = '-Id ('''' + ''x'' * 256)'; id = 'BoomiNameInvalid' }
        @{ parameters = '-Name ''[a'''; id = 'WildcardInvalid' }
    ) {
        $attempt = Invoke-Attempt { Invoke-Expression "Get-BoomiRuntime $parameters" }
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $sandbox.Requests | Should -BeNullOrEmpty
    }

    It 'retries a request whose response was lost, because reading is idempotent' {
        Add-Fault $sandbox @{ Reset = 'AfterHandling' }
        @(Get-BoomiRuntime).Count | Should -Be 4
        $sandbox.Requests.Count | Should -Be 2
    }

    It 'reports a rejection' {
        Add-Fault $sandbox @{ StatusCode = 403; Body = '{"message":"Not allowed."}' }
        $problem = (Invoke-Attempt { Get-BoomiRuntime }).Problem
        Get-ErrorId $problem | Should -BeExactly 'Forbidden'
        "$problem" | Should -BeLike '*Not allowed.*'
    }

    It 'uses the connection that is piped or specified' {
        $connection = Connect-Boomi -Sandbox $sandbox -PassThru
        Disconnect-Boomi
        $connection = Connect-Boomi -Sandbox $sandbox -PassThru
        @($connection | Get-BoomiRuntime).Count | Should -Be 4
        @(Get-BoomiRuntime -Connection $connection).Count | Should -Be 4
    }

    It 'completes names and words, and nothing without a response in time' {
        $complete = { param($text) [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches | ForEach-Object { $_.CompletionText } }
        $null = $sandbox.InstallRuntime((New-InstallerToken ATOM), 'orders')
        & $complete 'Get-BoomiRuntime o' | Should -Be 'orders', 'Orders-2'
        & $complete 'Get-BoomiRuntime -Status o' | Should -Be 'ONLINE', 'OFFLINE'
        foreach ($command in 'New-BoomiEnvironmentAttachment ', 'Get-BoomiRuntime -Id ', 'Wait-BoomiRuntime -Id ') { & $complete $command | Should -Contain $sandbox.Runtimes[0].Id -Because $command }
        & $complete 'Get-BoomiRuntime a' | Should -Be "'a[1]'"
        Add-Fault $sandbox @{ StatusCode = 500 }
        & $complete 'Get-BoomiRuntime ord' | Should -Not -Contain 'orders'
        Add-Fault $sandbox @{ Delay = [timespan]::FromMinutes(2) }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        & $complete 'Get-BoomiRuntime ord' | Should -Not -Contain 'orders'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 60
    }
}
