BeforeDiscovery {
    $types = 'ATOM', 'MOLECULE', 'CLOUD', 'GATEWAY', 'BROKER'
    $reserved = '*', '\', '^', ':', '$', '>', '<', '%', '|', '?', '"', '/', [string] [char] 0xA5
    $posix = [Environment]::OSVersion.Platform -eq 'Unix'
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Boomi $sandbox.BoomiAccountId $sandbox.BoomiUserName $sandbox.BoomiApiToken -BaseUri $sandbox.Uri -RequestsPerSecond 1000
    $token = New-InstallerToken MOLECULE
    $plain = $sandbox.MintedTokens[-1].Token

    # A token as the service makes it, which ends when the test says.
    function New-TokenUntil([datetimeoffset] $Expiration) {
        $now = [datetimeoffset]::UtcNow
        $body = @{
            installType = 'ATOM'; token = "atom-$(New-Guid)"; accountId = $sandbox.BoomiAccountId; durationMinutes = 60
            created = $now.ToString('yyyy-MM-ddTHH:mm:ss.fffZ'); expiration = $Expiration.UtcDateTime.ToString('yyyy-MM-ddTHH:mm:ss.fffZ')
        } | ConvertTo-Json
        Add-Fault $sandbox @{ StatusCode = 200; Body = $body; ContentType = 'application/json' }
        New-InstallerToken ATOM
    }
    function Get-Mode([string] $Path) { (Get-Item -LiteralPath $Path -Force).UnixMode }
}

AfterAll { Stop-TokenSandbox }

Describe 'ConvertTo-InstallerArgument' {
    BeforeEach { Reset-Sandbox $sandbox }

    It 'gives the arguments of the documentation for <_>, never account or cloud beside the token' -ForEach $types {
        $more = if ($_ -eq 'CLOUD') { @{ CloudId = $sandbox.BoomiCloudId } } else { @{} }
        $arguments = New-InstallerToken $_ @more | ConvertTo-InstallerArgument -RuntimeName my_runtime -InstallDirectory /opt/boomi
        $arguments.GetType() | Should -Be ([string[]])
        $arguments | Should -BeExactly '-q', '-console', "-VinstallToken=$($sandbox.MintedTokens[-1].Token)", '-VatomName=my_runtime', '-dir', '/opt/boomi'
        "$arguments" | Should -Not -Match "accountId|cloudId|$($sandbox.BoomiAccountId)|$($sandbox.BoomiCloudId)"
    }

    It 'takes a token in plain text alike' {
        $arguments = New-InstallerToken ATOM -AsPlainText | ConvertTo-InstallerArgument a
        $arguments | Should -BeExactly '-q', '-console', "-VinstallToken=$($sandbox.MintedTokens[-1].Token)", '-VatomName=a'
    }

    It 'names every documented option' {
        $proxy = [pscredential]::new('me', (ConvertTo-TestSecret 'pass'))
        $arguments = New-InstallerToken CLOUD -CloudId c | ConvertTo-InstallerArgument -RuntimeName a -InstallDirectory /d -LocalPath /l -LocalTempPath /t -EnvironmentId e -JdkPath /j `
            -SymlinksDirectory /s -ProxyHost p -ProxyPort 8080 -ProxyCredential $proxy
        $arguments | Select-Object -Skip 3 | Should -BeExactly '-VatomName=a', '-VenvironmentId=e', '-VjdkPath=/j', '-VlocalPath=/l', '-VlocalTempPath=/t', '-Vsys.symlinksDir=/s',
            '-VproxyHost=p', '-VproxyPort=8080', '-VproxyUser=me', '-VproxyPassword=pass', '-dir', '/d'
    }

    It 'gives one array for each token of a CSV, named by its row' {
        $all = @("InstallType,DurationMinutes,Name,Folder`nATOM,30,one,/opt/1`nBROKER,60,two,/opt/2`nATOM,90,three," | ConvertFrom-Csv |
            New-InstallerToken -ThrottleLimit 8 |
            ConvertTo-InstallerArgument -RuntimeName { $_.Input.Name } -InstallDirectory { $_.Input.Folder })
        $all.Count | Should -Be 3
        $all[0] | Should -BeExactly '-q', '-console', "-VinstallToken=$(($sandbox.MintedTokens | Where-Object DurationMinutes -eq 30).Token)", '-VatomName=one', '-dir', '/opt/1'
        $all[1][3..5] | Should -BeExactly '-VatomName=two', '-dir', '/opt/2'
        $all[2] | Should -HaveCount 4
    }

    It 'lets the row of a token be seen by who asks for it, and nobody else' {
        $made = [pscustomobject] @{ InstallType = 'ATOM'; Name = 'one' } | New-InstallerToken
        $made.Input.Name | Should -BeExactly 'one'
        ($made | Format-List * | Out-String), ($made | ConvertTo-Csv | Out-String), ($made | ConvertTo-Json), "$made" | Should -Not -Match 'Input|one'
        (New-InstallerToken ATOM).Input | Should -BeNullOrEmpty
        ('ATOM' | New-InstallerToken).Input | Should -BeNullOrEmpty
    }

    It 'takes names and paths by property name' {
        $named = $token | Select-Object *, @{ n = 'RuntimeName'; e = { 'x' } }
        # No more a token, but a copy of what it shows.
        Get-ErrorId (Invoke-Attempt { $named | ConvertTo-InstallerArgument }).Problem | Should -BeExactly 'InstallerInputNoToken'
        $arguments = New-InstallerToken ATOM | Add-Member RuntimeName x -PassThru | ConvertTo-InstallerArgument
        $arguments | Should -Contain '-VatomName=x'
    }

    It 'refuses a name with <_> in it' -ForEach $reserved {
        $attempt = Invoke-Attempt { $token | ConvertTo-InstallerArgument -RuntimeName "my$($_)runtime" }
        $attempt.Output | Should -BeNullOrEmpty
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerNameReserved'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $attempt.Problem.TargetObject | Should -Be $token
    }

    It 'warns of a dash in the name, which becomes an underscore in the folder' {
        $attempt = Invoke-Attempt { $token | ConvertTo-InstallerArgument -RuntimeName my-runtime }
        $attempt.Warnings | Should -BeLike "*'my-runtime'*my_runtime.*"
        $attempt.Output[0] | Should -Contain '-VatomName=my-runtime'
    }

    It 'wants a name for an installer' {
        Get-ErrorId (Invoke-Attempt { $token | ConvertTo-InstallerArgument }).Problem | Should -BeExactly 'InstallerNameMissing'
    }

    It 'refuses an expired token, and goes on with the next' {
        $attempt = Invoke-Attempt { (New-TokenUntil ([datetimeoffset]::UtcNow.AddSeconds(-5))), $token | ConvertTo-InstallerArgument -RuntimeName a }
        $attempt.Errors.Count | Should -Be 1
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerTokenExpired'
        $attempt.Output[0] | Should -Contain "-VinstallToken=$plain"
    }

    It 'warns of a token with under five minutes left' {
        $attempt = Invoke-Attempt { New-TokenUntil ([datetimeoffset]::UtcNow.AddMinutes(4)) | ConvertTo-InstallerArgument -RuntimeName a }
        $attempt.Warnings | Should -BeLike '*expires at * UTC, in less than five minutes*'
        $attempt.Output[0] | Should -Contain '-VatomName=a'
    }

    It 'warns of an option that is not documented for the type' {
        (Invoke-Attempt { New-InstallerToken ATOM | ConvertTo-InstallerArgument a -LocalPath /l }).Warnings | Should -BeLike '-LocalPath is documented for MOLECULE*not for ATOM*'
    }

    It 'takes <_> for no installer token, and never shows it' -ForEach 'atom-5726ec66-1744-4f5c-8b8b-8bff84343cb5', '123aab45-67b8-9012-3a45-67c8e9e01e23', 'hunter2hunter2' {
        $given = $_
        $attempts = (Invoke-Attempt { $given | ConvertTo-InstallerArgument a }), (Invoke-Attempt { ConvertTo-InstallerArgument -InputObject (ConvertTo-TestSecret $given) -RuntimeName a })
        foreach ($attempt in $attempts) {
            Get-ErrorId $attempt.Problem | Should -BeExactly $(if ($given -like '123*') { 'InstallerInputApiToken' } else { 'InstallerInputNoToken' })
            $attempt.Problem.TargetObject | Should -BeIn 'String', 'SecureString'
            $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match $given
        }
    }

    It 'is refused by ConvertTo-RestParameter, which names the right way' {
        (Invoke-Attempt { $token | ConvertTo-RestParameter }).Problem.ToString() | Should -BeLike '*ConvertTo-InstallerArgument*'
    }
}

Describe 'Arguments on a command line' {
    BeforeDiscovery { $programs = '&', 'Start-Process' }
    BeforeAll {
        # A program that prints its arguments, one a line, between brackets.
        $echo = "$TestDrive/echo.sh"
        Set-Content -LiteralPath $echo -Value "#!/bin/sh`nfor a in `"`$@`"; do printf '[%s]\n' `"`$a`"; done > `"`$(dirname `"`$0`")/seen`""
        if ($IsLinux -or $IsMacOS) { chmod +x $echo }
    }

    It 'reach the installer as they are, by <_>' -ForEach $programs -Skip:(-not $posix) {
        $name = 'my (new) runtime & co; #1'
        $how = if ($_ -eq '&') { @{} } else { @{ ForStartProcess = $true } }
        $arguments = $token | ConvertTo-InstallerArgument -RuntimeName $name -InstallDirectory '/opt/a  b\' @how -WarningAction SilentlyContinue
        if ($_ -eq '&') { & $echo $arguments } else { Start-Process $echo -ArgumentList $arguments -Wait }
        Get-Content "$TestDrive/seen" | Should -BeExactly '[-q]', '[-console]', "[-VinstallToken=$plain]", "[-VatomName=$name]", '[-dir]', '[/opt/a  b\]'
    }

    It 'are warned of where Start-Process would take them apart' {
        (Invoke-Attempt { $token | ConvertTo-InstallerArgument 'my runtime' }).Warnings | Should -BeLike '*-ForStartProcess*'
        (Invoke-Attempt { $token | ConvertTo-InstallerArgument 'my runtime' -ForStartProcess }).Warnings | Should -BeNullOrEmpty
        (Invoke-Attempt { $token | ConvertTo-InstallerArgument 'my_runtime' }).Warnings | Should -BeNullOrEmpty
    }
}

Describe 'Files' {
    BeforeDiscovery {
        $forms = @(
            @{ form = 'ResponseFile'; line = 'installToken=' }, @{ form = 'EnvironmentFile'; line = 'INSTALL_TOKEN=' }
            @{ form = 'KubernetesSecret'; line = '  "INSTALL_TOKEN": "' }
        )
    }
    BeforeEach { $file = "$TestDrive/$(New-Guid)" }

    It 'a <form> holds the token, is readable by its owner alone, and its arguments hold only its name' -ForEach $forms {
        $arguments = $token | ConvertTo-InstallerArgument -As $form -Path $file -RuntimeName a
        Get-Content -LiteralPath $file | Should -Contain "$line$plain$(if ($form -eq 'KubernetesSecret') { '"' })"
        $arguments | Should -Contain $file
        "$arguments" | Should -Not -Match $plain
        if ($IsLinux -or $IsMacOS) { Get-Mode $file | Should -BeExactly '-rw-------' }
    }

    It 'a <form> that is there is left alone, and replaced with -Force' -ForEach $forms {
        Set-Content -LiteralPath $file -Value mine
        $attempt = Invoke-Attempt { $token | ConvertTo-InstallerArgument -As $form -Path $file -RuntimeName a }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerFileExists'
        Get-Content -LiteralPath $file | Should -BeExactly 'mine'
        $null = $token | ConvertTo-InstallerArgument -As $form -Path $file -RuntimeName a -Force
        Get-Content -LiteralPath $file -Raw | Should -Match $plain
        if ($IsLinux -or $IsMacOS) { Get-Mode $file | Should -BeExactly '-rw-------' }
    }

    It 'a <form> is not written with -WhatIf' -ForEach $forms {
        $token | ConvertTo-InstallerArgument -As $form -Path $file -RuntimeName a -WhatIf | Should -BeNullOrEmpty
        Test-Path -LiteralPath $file | Should -BeFalse
    }

    It 'go where each token''s own path says' {
        $arguments = @(1..3 | ForEach-Object { [pscustomobject] @{ InstallType = 'ATOM'; Name = "n$_" } } | New-InstallerToken |
            ConvertTo-InstallerArgument -As ResponseFile -RuntimeName { $_.Input.Name } -Path { "TestDrive:/$($_.Input.Name).properties" })
        $arguments.Count | Should -Be 3
        # Whole paths of the file system, whatever drive they were given by.
        $arguments[1][3] | Should -BeExactly (Get-Item TestDrive:/n2.properties).FullName
        Get-Content TestDrive:/n3.properties | Should -Contain 'atomName=n3'
    }

    It 'don''t swallow one token after another' {
        $attempt = Invoke-Attempt { 'ATOM', 'ATOM' | New-InstallerToken | ConvertTo-InstallerArgument -As EnvironmentFile -Path $file -Force }
        $attempt.Output[0] | Should -BeExactly '--env-file', $file
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerFileTwice'
        Get-Content -LiteralPath $file | Should -Contain "INSTALL_TOKEN=$($sandbox.MintedTokens[0 - 2].Token)"
    }

    It 'need a place: <id>' -ForEach @(
        @{ id = 'InstallerPathMissing'; more = @{ As = 'ResponseFile' } }, @{ id = 'InstallerPathNotHere'; more = @{ Path = 'x' } }
        @{ id = 'InstallerPathFileSystem'; more = @{ As = 'ResponseFile'; Path = 'env:x' } }, @{ id = 'InstallerFileNoFolder'; more = @{ As = 'ResponseFile'; Path = 'TestDrive:/no/x' } }
        @{ id = 'InstallerFileIsFolder'; more = @{ As = 'ResponseFile'; Path = 'TestDrive:/' } }
    ) {
        Get-ErrorId (Invoke-Attempt { $token | ConvertTo-InstallerArgument a @more }).Problem | Should -BeExactly $id
    }

    It 'a Secret''s manifest goes to kubectl by the pipeline, several after one another' {
        $manifests = @($token, $token | ConvertTo-InstallerArgument -As KubernetesSecret -RuntimeName a -Namespace prod)
        $manifests.Count | Should -Be 2
        $manifests[0] | Should -BeExactly "---`napiVersion: v1`nkind: Secret`nmetadata:`n  name: `"boomi-secret`"`n  namespace: `"prod`"`ntype: `"Opaque`"`nstringData:`n  `"INSTALL_TOKEN`": `"$plain`"`n  `"BOOMI_ATOMNAME`": `"a`"`n"
    }
}

Describe 'A token is spilt nowhere' {
    BeforeAll {
        # Stands in for an installer: notes down what its command line and environment look like from outside, and takes its time.
        $installer = "$TestDrive/atom_install64.sh"
        Set-Content -LiteralPath $installer -Value @'
#!/bin/sh
cat /proc/$$/cmdline /proc/$$/environ /proc/$PPID/cmdline /proc/$PPID/environ | tr '\0' '\n' > "$(dirname "$0")/outside"
ps -ef >> "$(dirname "$0")/outside"
'@
        if ($IsLinux) { chmod +x $installer }
    }

    It 'neither in a process''s command line or environment, where a response file is used' -Skip:(-not (Test-Path /proc/self/cmdline)) {
        $file = "$TestDrive/rollout.properties"
        $proxy = [pscredential]::new('me', (ConvertTo-TestSecret 'proxy-canary-9d1f'))
        $arguments = $token | ConvertTo-InstallerArgument -As ResponseFile -Path $file -RuntimeName a -InstallDirectory /opt/boomi -ProxyHost p -ProxyCredential $proxy
        & $installer $arguments
        $outside = Get-Content "$TestDrive/outside" -Raw
        $outside | Should -Match ([regex]::Escape($file))
        $outside | Should -Not -Match "$plain|proxy-canary-9d1f|$($sandbox.BoomiApiToken)"
        Start-Process $installer -ArgumentList $arguments -Wait
        Get-Content "$TestDrive/outside" -Raw | Should -Not -Match "$plain|proxy-canary-9d1f|$($sandbox.BoomiApiToken)"
    }

    It 'nor in any stream, view, error or history of <form>' -ForEach @(
        @{ form = 'ArgumentList' }, @{ form = 'ResponseFile' }, @{ form = 'EnvironmentFile' }, @{ form = 'KubernetesSecret' }
    ) {
        $secrets = $sandbox.BoomiApiToken, 'proxy-canary-9d1f'
        $proxy = [pscredential]::new('me', (ConvertTo-TestSecret 'proxy-canary-9d1f'))
        $text = [Text.StringBuilder]::new()
        foreach ($asPlainText in $false, $true) {
            $made = 'ATOM', 'MOLECULE' | New-InstallerToken -AsPlainText:$asPlainText
            $secrets += $sandbox.MintedTokens.Token
            $more = if ($form -eq 'ArgumentList') { @{} } else { @{ Path = { "$TestDrive/$(New-Guid)" } } }
            # What goes well, what is warned of, what is refused.
            $attempts = @(
                Invoke-Attempt { $made | ConvertTo-InstallerArgument -As $form -RuntimeName 'a-b c' -ProxyHost p -ProxyCredential $proxy @more -Verbose }
                Invoke-Attempt { $made | ConvertTo-InstallerArgument -As $form -RuntimeName 'a*' -ProxyCredential $proxy @more -Verbose }
                Invoke-Attempt { $made | ConvertTo-InstallerArgument -As $form -RuntimeName a -LocalPath "x`ny" @more -Verbose }
                Invoke-Attempt { $made | ConvertTo-InstallerArgument -As $form -RuntimeName a -Path 'TestDrive:/' -Force -Verbose }
                Invoke-Attempt { $made | ConvertTo-InstallerArgument -As $form -RuntimeName a @more -Confirm:$false -ErrorAction Stop -LocalHostId h -JdkPath j }
            )
            $attempts.Errors.Count | Should -BeGreaterThan 4
            foreach ($attempt in $attempts) {
                foreach ($problem in $attempt.Errors) {
                    $null = $text.AppendLine(($problem | Out-String)).AppendLine(($problem | Format-List * -Force | Out-String)).AppendLine("$problem $($problem.CategoryInfo) $($problem.TargetObject)").
                        AppendLine(($problem.Exception | Format-List * -Force | Out-String)).AppendLine($problem.Exception.ToString()).AppendLine((Get-ErrorText $problem))
                }
                $null = $text.AppendLine($attempt.Warnings -join "`n").AppendLine($attempt.Verbose -join "`n").AppendLine($attempt.Debug -join "`n")
                if ($form -in 'ResponseFile', 'EnvironmentFile') { $null = $text.AppendLine(($attempt.Output | ForEach-Object { $_ }) -join "`n") }
            }
        }
        $text.Length | Should -BeGreaterThan 1000
        foreach ($secret in $secrets) {
            $text.ToString().Contains($secret) | Should -BeFalse
            $text.ToString().Contains([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($secret))) | Should -BeFalse
        }
    }
}

Describe 'Tab completes -As of ConvertTo-InstallerArgument' {
    BeforeAll {
        function Get-Completion([string] $Typed) { @((TabExpansion2 $Typed $Typed.Length).CompletionMatches) }
    }

    It 'to the forms of an installer''s arguments' {
        (Get-Completion 'ConvertTo-InstallerArgument -As ').CompletionText | Should -Be 'ArgumentList', 'EnvironmentFile', 'KubernetesSecret', 'ResponseFile'
    }
}
