# What the engine discards when a pipeline whose output is assigned ends with an error, and what the module says about it: PowerShell#24658.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Boomi -Sandbox $sandbox
    Connect-Onezone -Sandbox $sandbox
    Connect-GoodData -Sandbox $sandbox
    $invite = [pscustomobject] @{ InviteType = 'userJoinCluster'; TargetId = $sandbox.OnezoneClusterId }
    $invalid = [pscustomobject] @{ InviteType = 'joinNothing'; TargetId = 'x' }

    # The latest expiration of the tokens that the sandbox has issued since it was reset, as messages show it.
    function Get-LatestExpiration($Before) {
        $latest = ($sandbox.MintedTokens | Select-Object -Skip $Before | ForEach-Object { $_.Expiration } | Measure-Object -Maximum).Maximum
        [datetimeoffset]::new([Math]::Ceiling($latest.UtcTicks / 600000000) * 600000000, [timespan]::Zero).ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture) + ' UTC'
    }
}

AfterAll { Stop-TokenSandbox }

Describe 'An error that stops New-InstallerToken, <_>' -ForEach 'by -ErrorAction', 'by $ErrorActionPreference', 'with -OutBuffer', 'several at a time' {
    BeforeAll {
        Reset-Sandbox $sandbox
        $before = $sandbox.MintedTokens.Count
        $case = $_
        $tokens = 'unassigned'
        $attempt = Invoke-Attempt {
            switch ($case) {
                'by -ErrorAction' { $tokens = 'ATOM', 'MOLECULE', 'NOPE' | New-InstallerToken -ValidFor 2h -ErrorAction Stop }
                'by $ErrorActionPreference' { $ErrorActionPreference = 'Stop'; $tokens = 'ATOM', 'MOLECULE', 'NOPE' | New-InstallerToken -ValidFor 2h }
                'with -OutBuffer' { $tokens = 'ATOM', 'MOLECULE', 'NOPE' | New-InstallerToken -ValidFor 2h -OutBuffer 10 -ErrorAction Stop }
                default { $tokens = 'ATOM', 'MOLECULE', 'NOPE' | New-InstallerToken -ValidFor 2h -ThrottleLimit 4 -ErrorAction Stop }
            }
        }
    }

    It 'says how many tokens were returned, which, and until when they are valid' {
        $attempt.Terminated | Should -BeTrue
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallTypeUnknown'
        $attempt.Problem.ToString() | Should -BeLike "*'NOPE' is not an install type*2 tokens were returned*: ATOM (input 1), MOLECULE (input 2).*valid until $(Get-LatestExpiration $before)*"
        $tokens | Should -BeExactly 'unassigned'
    }

    It 'contains the tokens, where it says that they are' {
        $attempt.Problem.ToString().Contains('$_.Exception.Data[''WrittenTokens''] in a catch block') | Should -BeTrue
        $kept = $attempt.Problem.Exception.Data['WrittenTokens']
        $kept.InstallType | Should -Be 'ATOM', 'MOLECULE'
        # Several at a time are issued in any order.
        $kept | ForEach-Object { ConvertFrom-TestSecret $_.Token } | Sort-Object |
            Should -Be @($sandbox.MintedTokens | Select-Object -Skip $before | ForEach-Object Token | Sort-Object)
    }

    It 'shows none of them' {
        foreach ($token in $sandbox.MintedTokens.Token) { (Get-ErrorText $attempt.Problem).Contains($token) | Should -BeFalse }
    }
}

Describe 'An early end of New-InstallerToken' {
    BeforeEach {
        Reset-Sandbox $sandbox
        $before = $sandbox.MintedTokens.Count
    }

    It 'is followed by a warning about what was returned: <name>' -ForEach @(
        @{ name = 'throw in a later command'; run = { 'ATOM', 'MOLECULE', 'BROKER' | New-InstallerToken | ForEach-Object { if ($_.InstallType -eq 'MOLECULE') { throw 'no more' } } } }
        @{ name = 'an error of a later script'; run = { 'ATOM', 'MOLECULE', 'BROKER' | New-InstallerToken | ForEach-Object { if ($_.InstallType -eq 'MOLECULE') { Write-Error 'no more' -ErrorAction Stop } } } }
        @{ name = 'an error of a later cmdlet'; run = { 'ATOM', 'MOLECULE', 'BROKER' | New-InstallerToken | ForEach-Object { if ($_.InstallType -eq 'MOLECULE') { '/nowhere' } else { $TestDrive } } | Get-Item -ErrorAction Stop } }
    ) {
        $attempt = Invoke-Attempt $run
        $attempt.Terminated | Should -BeTrue
        $attempt.Warnings.Count | Should -Be 1
        $attempt.Warnings[0] | Should -BeLike "2 tokens were returned*: ATOM (input 1), MOLECULE (input 2).*valid until $(Get-LatestExpiration $before)*-OutVariable keeps*"
    }

    It 'is followed by no warning if the output is assigned nevertheless: <name>' -ForEach @(
        @{ name = 'Select-Object -First'; run = { 'ATOM', 'MOLECULE', 'BROKER' | New-InstallerToken | Select-Object -First 2 } }
        @{ name = 'Select-Object -First in another line'; run = {
                'ATOM', 'MOLECULE', 'BROKER' |
                    New-InstallerToken |
                    Select-Object -First 2 }
        }
        @{ name = 'Select-Object -First outside of a function'; run = { function Get-Three { 'ATOM', 'MOLECULE', 'BROKER' | New-InstallerToken }; Get-Three | Select-Object -First 2 } }
        @{ name = 'break'; run = { foreach ($once in 1) { 'ATOM', 'MOLECULE', 'BROKER' | New-InstallerToken | ForEach-Object { $_; if ($_.InstallType -eq 'MOLECULE') { break } } } } }
        @{ name = 'all of the input'; run = { 'ATOM', 'NOPE', 'BROKER' | New-InstallerToken } }
    ) {
        $attempt = Invoke-Attempt $run
        $attempt.Output.Count | Should -Be 2
        $attempt.Warnings | Should -BeNullOrEmpty
    }

    It 'is followed by a warning about what -OutBuffer has not passed on' {
        $attempt = Invoke-Attempt { 'ATOM', 'MOLECULE', 'BROKER', 'GATEWAY' | New-InstallerToken -OutBuffer 2 | Select-Object -First 1 }
        $attempt.Output.Count | Should -Be 1
        $attempt.Warnings.Count | Should -Be 1
        $attempt.Warnings[0] | Should -BeLike '3 tokens were returned*: ATOM (input 1), MOLECULE (input 2), BROKER (input 3).*because of -OutBuffer*'
    }

    It 'counts the token in the buffer and the one that fills it' {
        $attempt = Invoke-Attempt { 'ATOM', 'MOLECULE', 'BROKER' | New-InstallerToken -OutBuffer 1 | ForEach-Object { throw 'no more' } }
        $attempt.Warnings[0] | Should -BeLike '2 tokens were returned*: ATOM (input 1), MOLECULE (input 2).*'
    }

    It 'names the variable of -OutVariable, which contains what was returned' {
        $attempt = Invoke-Attempt { 'ATOM', 'MOLECULE' | New-InstallerToken -OutVariable kept | ForEach-Object { throw 'no more' } }
        $attempt.Warnings[0] | Should -BeLike 'One token was returned*: ATOM (input 1). It is valid until *$kept (-OutVariable) contains*'
    }

    It 'summarizes many inputs as ranges' {
        $seen = 0
        $attempt = Invoke-Attempt { 1..20 | ForEach-Object { if ($_ -eq 7) { 'MOLECULE' } else { 'ATOM' } } | New-InstallerToken | ForEach-Object { if (++$seen -eq 15) { throw 'no more' } } }
        $attempt.Warnings[0] | Should -BeLike '15 tokens were returned*: ATOM (inputs 1 to 6, 8 to 15), MOLECULE (input 7).*'
    }

    It 'keeps the tokens in the documented way' {
        $idiom = '-ErrorAction Stop -OutVariable tokens | Out-Null'
        foreach ($page in 'docs/automation.md', 'docs/en-US/New-InstallerToken.md', 'docs/en-US/about_TokenTools_Boomi.md') {
            (Get-Content -Raw "$PSScriptRoot/../../../$page").Contains($idiom) | Should -BeTrue -Because $page
        }
        $problem = try { 'ATOM', 'MOLECULE', 'NOPE' | New-InstallerToken -ErrorAction Stop -OutVariable tokens | Out-Null } catch { $_ }
        Get-ErrorId $problem | Should -BeExactly 'InstallTypeUnknown'
        $tokens.InstallType | Should -Be 'ATOM', 'MOLECULE'
        ConvertFrom-TestSecret $tokens[0].Token | Should -BeExactly $sandbox.MintedTokens[$before].Token
    }
}

Describe 'New-TemporaryToken' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'contains the returned tokens in an error that stops it' {
        $attempt = Invoke-Attempt { $tokens = $invite, $invalid | New-TemporaryToken -ValidFor 10m -ErrorAction Stop }
        $attempt.Problem.ToString() | Should -BeLike "*One token was returned*: userJoinCluster (input 1). It is valid until * UTC.*WrittenTokens*"
        $attempt.Problem.Exception.Data['WrittenTokens'].TargetId | Should -Be $sandbox.OnezoneClusterId
        $attempt.Warnings | Should -BeNullOrEmpty
    }

    It 'contains the returned tokens in an error that ends it with any preference' {
        $attempt = Invoke-Attempt {
            $tokens = $invite, $invite | ForEach-Object { $_; Add-Fault $sandbox @{ StatusCode = 401 } } | New-TemporaryToken -ValidFor 10m
        }
        $attempt.Terminated | Should -BeTrue
        Get-ErrorId $attempt.Problem | Should -BeExactly 'Unauthorized'
        $attempt.Problem.Exception.Data['WrittenTokens'].Count | Should -Be 1
        Reset-Sandbox $sandbox
    }

    It 'warns of the returned tokens if a later command throws, and not if it selects' {
        (Invoke-Attempt { $invite, $invite | New-TemporaryToken -ValidFor 10m | ForEach-Object { throw 'no more' } }).Warnings[0] | Should -BeLike 'One token was returned*: userJoinCluster (input 1).*'
        (Invoke-Attempt { $invite, $invite | New-TemporaryToken -ValidFor 10m | Select-Object -First 1 }).Warnings | Should -BeNullOrEmpty
        (Invoke-Attempt { $invite, $invite | New-TemporaryToken -ValidFor 10m }).Warnings | Should -BeNullOrEmpty
    }

    It 'contains the last 1000 of more, of which the error says so' {
        $rows = @($invite) * 1002 + $invalid
        $problem = try { $null = $rows | New-TemporaryToken -ValidFor 10m -ErrorAction Stop -OutVariable all } catch { $_ }
        $problem.ToString() | Should -BeLike '*1002 tokens were returned*: userJoinCluster (inputs 1 to 1002).*the last 1000*-OutVariable keeps all.*'
        $kept = $problem.Exception.Data['WrittenTokens']
        $kept.Count | Should -Be 1000
        $all.Count | Should -Be 1002
        $kept[0].Id | Should -BeExactly $all[2].Id
        $kept[-1].Id | Should -BeExactly $all[-1].Id
    }

    It 'warns of a token that its own warning discards' {
        $token = 'unassigned'
        $problem = try { $token = New-TemporaryToken -ValidFor 10m -Country PL -ExcludeCountry PL -WarningAction Stop -WarningVariable seen } catch { $_ }
        $problem.ToString() | Should -BeLike '*contradicts caveat 2*'
        $token | Should -BeExactly 'unassigned'
        "$seen" | Should -BeLike '*One token was returned*: accessToken. It is valid until * UTC.*-OutVariable keeps*'
    }
}

Describe 'New-GoodDataApiToken' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Connect-GoodData -Sandbox $sandbox
        Get-GoodDataApiToken | Remove-GoodDataApiToken -Confirm:$false
        $rows = [pscustomobject] @{ UserId = 'admin' }, [pscustomobject] @{ UserId = 'not valid' }
    }

    It 'contains the returned token in an error that stops it' {
        $token = 'unassigned'
        $attempt = Invoke-Attempt { $token = $rows | New-GoodDataApiToken ci -AsPlainText -ErrorAction Stop }
        $token | Should -BeExactly 'unassigned'
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BootstrapUserInvalid'
        $attempt.Problem.ToString() | Should -BeLike '*One token was returned*: ci (input 1). It does not expire.*WrittenTokens*'
        $kept = $attempt.Problem.Exception.Data['WrittenTokens']
        $kept.Token | Should -BeOfType securestring
        $secret = ConvertFrom-TestSecret $kept.Token
        (Get-ErrorText $attempt.Problem).Contains($secret) | Should -BeFalse
        $kept | Connect-GoodData $sandbox.Uri -PassThru | Test-GoodDataConnection | Should -BeTrue
        $attempt.Warnings | Should -BeNullOrEmpty
    }

    It 'warns of the returned token if a later command throws, and not if its output is assigned' {
        (Invoke-Attempt { New-GoodDataApiToken one | ForEach-Object { throw 'no more' } }).Warnings | Should -BeLike 'One token was returned*: one. It does not expire.*-OutVariable keeps*'
        (Invoke-Attempt { New-GoodDataApiToken two | Select-Object -First 1 }).Warnings | Should -BeNullOrEmpty
        (Invoke-Attempt { $rows | New-GoodDataApiToken three }).Warnings | Should -BeNullOrEmpty
    }
}

Describe 'New-BootstrapToken' {
    It 'has nothing to say: its tokens exist nowhere until a manifest contains them' {
        $attempt = Invoke-Attempt { $tokens = [pscustomobject] @{ UserName = 'admin' }, [pscustomobject] @{ UserName = 'not valid' } | New-BootstrapToken -GeneratePassword -ErrorAction Stop }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'BootstrapUserInvalid'
        $attempt.Warnings | Should -BeNullOrEmpty
        $attempt.Problem.Exception.Data.Count | Should -Be 0
    }
}
