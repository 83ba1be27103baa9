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

    # A token from the service with a given expiration.
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

    It 'returns the documented arguments for <_>, without account and cloud' -ForEach $types {
        $more = if ($_ -eq 'CLOUD') { @{ CloudId = $sandbox.BoomiCloudId } } else { @{} }
        $arguments = New-InstallerToken $_ @more | ConvertTo-InstallerArgument -RuntimeName my_runtime -InstallDirectory /opt/boomi
        $arguments.GetType() | Should -Be ([string[]])
        $arguments | Should -BeExactly '-q', '-console', "-VinstallToken=$($sandbox.MintedTokens[-1].Token)", '-VatomName=my_runtime', '-dir', '/opt/boomi'
        "$arguments" | Should -Not -Match "accountId|cloudId|$($sandbox.BoomiAccountId)|$($sandbox.BoomiCloudId)"
    }

    It 'accepts a token as plain text' {
        $arguments = New-InstallerToken ATOM -AsPlainText | ConvertTo-InstallerArgument a
        $arguments | Should -BeExactly '-q', '-console', "-VinstallToken=$($sandbox.MintedTokens[-1].Token)", '-VatomName=a'
    }

    It 'returns every documented option' {
        $proxy = [pscredential]::new('me', (ConvertTo-TestSecret 'pass'))
        $arguments = New-InstallerToken CLOUD -CloudId c | ConvertTo-InstallerArgument -RuntimeName a -InstallDirectory /d -LocalPath /l -LocalTempPath /t -EnvironmentId e -JdkPath /j `
            -SymlinksDirectory /s -ProxyHost p -ProxyPort 8080 -ProxyCredential $proxy
        $arguments | Select-Object -Skip 3 | Should -BeExactly '-VatomName=a', '-VenvironmentId=e', '-VjdkPath=/j', '-VlocalPath=/l', '-VlocalTempPath=/t', '-Vsys.symlinksDir=/s',
            '-VproxyHost=p', '-VproxyPort=8080', '-VproxyUser=me', '-VproxyPassword=pass', '-dir', '/d'
    }

    It 'returns one array for each token, with the name from its row' {
        $all = @("InstallType,DurationMinutes,Name,Folder`nATOM,30,one,/opt/1`nBROKER,60,two,/opt/2`nATOM,90,three," | ConvertFrom-Csv |
            New-InstallerToken -ThrottleLimit 8 |
            ConvertTo-InstallerArgument -RuntimeName { $_.Input.Name } -InstallDirectory { $_.Input.Folder })
        $all.Count | Should -Be 3
        $all[0] | Should -BeExactly '-q', '-console', "-VinstallToken=$(($sandbox.MintedTokens | Where-Object DurationMinutes -eq 30).Token)", '-VatomName=one', '-dir', '/opt/1'
        $all[1][3..5] | Should -BeExactly '-VatomName=two', '-dir', '/opt/2'
        $all[2] | Should -HaveCount 4
    }

    It 'reads the row of a token from its Input, which Get-Member shows and no view' {
        $made = [pscustomobject] @{ InstallType = 'ATOM'; Name = 'one' } | New-InstallerToken
        $made.Input.Name | Should -BeExactly 'one'
        ($made | Get-Member Input).MemberType | Should -Be 'CodeProperty'
        ($made | Format-Table | Out-String), ($made | Format-List | Out-String), "$made" | Should -Not -Match 'Input|one'
        (New-InstallerToken ATOM).Input | Should -BeNullOrEmpty
        ('ATOM' | New-InstallerToken).Input | Should -BeNullOrEmpty
    }

    It 'takes settings from the columns of the row' {
        $rows = @'
InstallType,atomName,dir,BOOMI_ENVIRONMENTID,LocalPath,proxyHost,proxyPort,Path,Note
MOLECULE,one,/opt/1,e-1,/l,proxy,8080,one.properties,x
ATOM,two,,,,,,two.properties,
'@ | ConvertFrom-Csv
        Push-Location TestDrive:/
        try { $all = @($rows | New-InstallerToken -ThrottleLimit 4 | ConvertTo-InstallerArgument -As ResponseFile) } finally { Pop-Location }
        $all[0] | Should -BeExactly '-q', '-console', '-varfile', (Get-Item TestDrive:/one.properties).FullName, '-dir', '/opt/1'
        $all[1] | Should -BeExactly '-q', '-console', '-varfile', (Get-Item TestDrive:/two.properties).FullName
        Get-Content TestDrive:/one.properties | Select-Object -Skip 1 |
            Should -BeExactly 'atomName=one', 'environmentId=e-1', 'localPath=/l', 'proxyHost=proxy', 'proxyPort=8080'
        # Nothing of the row before.
        Get-Content TestDrive:/two.properties | Select-Object -Skip 1 | Should -BeExactly 'atomName=two'
    }

    It 'prefers a parameter to a column' {
        $made = [pscustomobject] @{ InstallType = 'ATOM'; RuntimeName = 'row'; InstallDirectory = '/row' } | New-InstallerToken
        ($made | ConvertTo-InstallerArgument -RuntimeName mine)[3..5] | Should -BeExactly '-VatomName=mine', '-dir', '/row'
        ($made | ConvertTo-InstallerArgument -RuntimeName { "$($_.Input.RuntimeName)2" })[3] | Should -BeExactly '-VatomName=row2'
    }

    It 'accepts <name>' -ForEach @(
        @{ name = 'text'; given = { $plain }; more = @{ InstallType = 'MOLECULE' } }
        @{ name = 'text with a line end'; given = { "$plain`r`n" }; more = @{ InstallType = 'molecule' } }
        @{ name = 'a SecureString, as from a vault'; given = { ConvertTo-TestSecret $plain }; more = @{ InstallType = 'MOLECULE' } }
        @{ name = 'a credential'; given = { [pscredential]::new('token', (ConvertTo-TestSecret $plain)) }; more = @{ InstallType = 'MOLECULE' } }
        @{ name = 'the document as text'; given = { $document }; more = @{} }
        @{ name = 'the document in a vault'; given = { ConvertTo-TestSecret $document }; more = @{} }
        @{ name = 'the document as an object'; given = { $document | ConvertFrom-Json }; more = @{} }
        @{ name = 'the document in XML'; given = { [xml] "<bns:InstallerToken xmlns:bns='http://api.platform.boomi.com/' installType='MOLECULE' token='$plain'/>" }; more = @{} }
        @{ name = 'a hashtable'; given = { @{ installType = 'MOLECULE'; token = $plain } }; more = @{} }
        @{ name = 'an object from a file'; given = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((New-InstallerToken MOLECULE -AsPlainText))) }; more = @{} }
    ) {
        $document = "$(New-InstallerToken MOLECULE -AsPlainText)"
        $plain = $sandbox.MintedTokens[-1].Token
        $what = & $given
        $attempt = Invoke-Attempt { ConvertTo-InstallerArgument -InputObject $what -RuntimeName a @more }
        $attempt.Errors | Should -BeNullOrEmpty
        $attempt.Output[0] | Should -BeExactly '-q', '-console', "-VinstallToken=$($sandbox.MintedTokens[-1].Token)", '-VatomName=a'
        (, $what | ConvertTo-InstallerArgument -RuntimeName a @more) | Should -Contain '-VatomName=a'
        $attempt.Warnings | Should -BeNullOrEmpty
    }

    It 'accepts the token of a job together with its row' {
        $made = [pscustomobject] @{ InstallType = 'ATOM'; RuntimeName = 'one' } | New-InstallerToken -AsPlainText
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($made, 3))
        $arguments = $copy | ConvertTo-InstallerArgument
        $arguments | Should -BeExactly '-q', '-console', "-VinstallToken=$($made.Token)", '-VatomName=one'
    }

    It 'rejects <name>, and does not show it' -ForEach @(
        @{ name = 'text without -InstallType'; given = { $plain }; more = @{}; id = 'InstallerInputTypeMissing' }
        @{ name = 'a platform API token'; given = { '123aab45-67b8-9012-3a45-67c8e9e01e23' }; more = @{ InstallType = 'ATOM' }; id = 'InstallerInputApiToken' }
        @{ name = 'a bootstrap token'; given = { New-BootstrapToken -UserName admin -Password $plain }; more = @{}; id = 'TokenOfOtherKind' }
        @{ name = 'the text that Export-Csv writes for a SecureString'; given = { [pscustomobject] @{ InstallType = 'ATOM'; Token = 'System.Security.SecureString' } }; more = @{}; id = 'InstallerInputTypeName' }
        @{ name = 'a document without a token'; given = { '{"installType":"ATOM"}' }; more = @{}; id = 'InstallerInputNoToken' }
        @{ name = 'another type than the document''s'; given = { "{`"installType`":`"ATOM`",`"token`":`"$plain`"}" }; more = @{ InstallType = 'MOLECULE' }; id = 'InstallerInputTypeDiffers' }
        @{ name = 'a process'; given = { Get-Process -Id $PID }; more = @{ InstallType = 'ATOM' }; id = 'InstallerInputNoToken' }
        @{ name = 'an object with a column that looks like a setting'; given = { [pscustomobject] @{ InstallType = 'ATOM'; Token = $plain; runtime_name = 'a' } }; more = @{}; id = 'RowColumnSimilar' }
    ) {
        $what = & $given
        $attempt = Invoke-Attempt { ConvertTo-InstallerArgument -InputObject $what -RuntimeName a @more }
        Get-ErrorId $attempt.Problem | Should -BeExactly $id
        $attempt.Output | Should -BeNullOrEmpty
        $attempt.Problem | Format-List * -Force | Out-String | Should -Not -Match "$plain|123aab45"
    }

    It 'warns of text that is probably another secret' {
        $attempt = Invoke-Attempt { 'hunter2hunter2' | ConvertTo-InstallerArgument a -InstallType ATOM }
        $attempt.Warnings | Should -BeLike '*usual form of an installer token for ATOM*'
        "$($attempt.Warnings)" | Should -Not -Match 'hunter2'
    }

    It 'binds names and paths by property name' {
        $named = $token | Select-Object *, @{ n = 'RuntimeName'; e = { 'x' } }
        ($named | ConvertTo-InstallerArgument)[3] | Should -BeExactly '-VatomName=x'
        $arguments = New-InstallerToken ATOM | Add-Member RuntimeName x -PassThru | ConvertTo-InstallerArgument
        $arguments | Should -Contain '-VatomName=x'
    }

    It 'rejects a name that contains <_>' -ForEach $reserved {
        $attempt = Invoke-Attempt { $token | ConvertTo-InstallerArgument -RuntimeName "my$($_)runtime" }
        $attempt.Output | Should -BeNullOrEmpty
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerNameReserved'
        $attempt.Problem.CategoryInfo.Category | Should -Be 'InvalidArgument'
        # Before a token is created.
        $attempt.Problem.TargetObject | Should -BeExactly 'RuntimeName'
    }

    It 'warns of a dash in the name' {
        $attempt = Invoke-Attempt { $token | ConvertTo-InstallerArgument -RuntimeName my-runtime }
        $attempt.Warnings | Should -BeLike "*'my-runtime'*my_runtime.*"
        $attempt.Output[0] | Should -Contain '-VatomName=my-runtime'
    }

    It 'requires a name for an installer' {
        Get-ErrorId (Invoke-Attempt { $token | ConvertTo-InstallerArgument }).Problem | Should -BeExactly 'InstallerNameMissing'
    }

    It 'rejects an expired token and continues with the next' {
        $attempt = Invoke-Attempt { (New-TokenUntil ([datetimeoffset]::UtcNow.AddSeconds(-5))), $token | ConvertTo-InstallerArgument -RuntimeName a }
        $attempt.Errors.Count | Should -Be 1
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerTokenExpired'
        $attempt.Output[0] | Should -Contain "-VinstallToken=$plain"
    }

    It 'warns of a token that expires in less than five minutes' {
        $attempt = Invoke-Attempt { New-TokenUntil ([datetimeoffset]::UtcNow.AddMinutes(4)) | ConvertTo-InstallerArgument -RuntimeName a }
        $attempt.Warnings | Should -BeLike '*expires at * UTC, in less than five minutes*'
        $attempt.Output[0] | Should -Contain '-VatomName=a'
    }

    It 'warns of an option that is not documented for the install type' {
        (Invoke-Attempt { New-InstallerToken ATOM | ConvertTo-InstallerArgument a -LocalPath /l }).Warnings | Should -BeLike '-LocalPath is documented for MOLECULE*not for ATOM*'
    }

    It 'is recommended by ConvertTo-RestParameter' {
        (Invoke-Attempt { $token | ConvertTo-RestParameter }).Problem.ToString() | Should -BeLike '*ConvertTo-InstallerArgument*'
    }
}

Describe 'The arguments on a command line' {
    BeforeDiscovery { $programs = '&', 'Start-Process' }
    BeforeAll {
        # A program that writes its arguments, one per line, in brackets: on Windows an .exe, which splits its command line itself.
        $echo = if ($env:TOKENTOOLS_ARGUMENT_ECHO) { $env:TOKENTOOLS_ARGUMENT_ECHO } else {
            (Resolve-Path "$PSScriptRoot/../../TokenTools.ArgumentEcho/bin/*/net10.0/ArgumentEcho$(if ($IsWindows) { '.exe' })")[0].ProviderPath
        }
        $env:TOKENTOOLS_ECHO_FILE = Join-Path $TestDrive seen
    }
    AfterAll { Remove-Item -LiteralPath env:TOKENTOOLS_ECHO_FILE }
    BeforeEach { Remove-Item -LiteralPath $env:TOKENTOOLS_ECHO_FILE -ErrorAction Ignore }

    It 'reach the installer unchanged with <_>' -ForEach $programs {
        $name = 'my (new) runtime & co; #1'
        $how = if ($_ -eq '&') { @{} } else { @{ ForStartProcess = $true } }
        $arguments = $token | ConvertTo-InstallerArgument -RuntimeName $name -InstallDirectory 'C:\a  b\' -LocalPath 'say "hi"\' @how -WarningAction SilentlyContinue
        if ($_ -eq '&') { & $echo $arguments } else { Start-Process $echo -ArgumentList $arguments -Wait -NoNewWindow }
        Get-Content -LiteralPath $env:TOKENTOOLS_ECHO_FILE |
            Should -BeExactly '[-q]', '[-console]', "[-VinstallToken=$plain]", "[-VatomName=$name]", '[-VlocalPath=say "hi"\]', '[-dir]', '[C:\a  b\]'
    }

    It 'are warned of if Start-Process would split them' {
        (Invoke-Attempt { $token | ConvertTo-InstallerArgument 'my runtime' }).Warnings | Should -BeLike '*-ForStartProcess*'
        (Invoke-Attempt { $token | ConvertTo-InstallerArgument 'my runtime' -ForStartProcess }).Warnings | Should -BeNullOrEmpty
        (Invoke-Attempt { $token | ConvertTo-InstallerArgument 'my_runtime' }).Warnings | Should -BeNullOrEmpty
    }
}

Describe 'The files of ConvertTo-InstallerArgument' {
    BeforeDiscovery {
        $forms = @(
            @{ form = 'ResponseFile'; line = 'installToken=' }, @{ form = 'EnvironmentFile'; line = 'INSTALL_TOKEN=' }
            @{ form = 'KubernetesSecret'; line = '  "INSTALL_TOKEN": "' }
        )
    }
    BeforeEach { $file = Join-Path $TestDrive (New-Guid) }

    It 'checks the settings, and that the file can be created, before the pipeline creates a token' {
        Set-Content -LiteralPath $file -Value x
        $before = $sandbox.Requests.Count
        $attempt = Invoke-Attempt { New-InstallerToken ATOM | ConvertTo-InstallerArgument -As ResponseFile -RuntimeName a -Path $file }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerFileExists'
        $sandbox.Requests.Count | Should -Be $before
        $attempt = Invoke-Attempt { New-InstallerToken ATOM | ConvertTo-InstallerArgument -RuntimeName 'a*' }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerNameReserved'
        $sandbox.Requests.Count | Should -Be $before
    }

    It 'hold the token as <form>, readable by the owner only, and the arguments only name them' -ForEach $forms {
        $arguments = $token | ConvertTo-InstallerArgument -As $form -Path $file -RuntimeName a
        $written = if ($form -eq 'KubernetesSecret') { "$([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($plain)))`"" } else { $plain }
        Get-Content -LiteralPath $file | Should -Contain "$line$written"
        $arguments | Should -Contain $file
        "$arguments" | Should -Not -Match $plain
        if ($IsLinux -or $IsMacOS) { Get-Mode $file | Should -BeExactly '-rw-------' }
    }

    It 'are replaced with -Force only, as <form>' -ForEach $forms {
        Set-Content -LiteralPath $file -Value mine
        $attempt = Invoke-Attempt { $token | ConvertTo-InstallerArgument -As $form -Path $file -RuntimeName a }
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerFileExists'
        Get-Content -LiteralPath $file | Should -BeExactly 'mine'
        $null = $token | ConvertTo-InstallerArgument -As $form -Path $file -RuntimeName a -Force
        Get-Content -LiteralPath $file -Raw | Should -Match $(if ($form -eq 'KubernetesSecret') { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($plain)) } else { $plain })
        if ($IsLinux -or $IsMacOS) { Get-Mode $file | Should -BeExactly '-rw-------' }
    }

    It 'are not written with -WhatIf, as <form>' -ForEach $forms {
        $token | ConvertTo-InstallerArgument -As $form -Path $file -RuntimeName a -WhatIf | Should -BeNullOrEmpty
        Test-Path -LiteralPath $file | Should -BeFalse
    }

    It 'are written to the path of each token' {
        $arguments = @(1..3 | ForEach-Object { [pscustomobject] @{ InstallType = 'ATOM'; Name = "n$_" } } | New-InstallerToken |
            ConvertTo-InstallerArgument -As ResponseFile -RuntimeName { $_.Input.Name } -Path { "TestDrive:/$($_.Input.Name).properties" })
        $arguments.Count | Should -Be 3
        # Full paths of the file system, whatever drive they were given with.
        $arguments[1][3] | Should -BeExactly (Get-Item TestDrive:/n2.properties).FullName
        Get-Content TestDrive:/n3.properties | Should -Contain 'atomName=n3'
    }

    It 'hold one token each' {
        $attempt = Invoke-Attempt { 'ATOM', 'ATOM' | New-InstallerToken | ConvertTo-InstallerArgument -As EnvironmentFile -Path $file -Force }
        $attempt.Output[0] | Should -BeExactly '--env-file', $file
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerFileTwice'
        Get-Content -LiteralPath $file | Should -Contain "INSTALL_TOKEN=$($sandbox.MintedTokens[0 - 2].Token)"
    }

    It 'are an error of their own token alone: <name>' -ForEach @(
        @{ name = 'a name of 280 characters'; path = "TestDrive:/$('x' * 280)"; id = 'InstallerFileFailed' }
        @{ name = 'a NUL'; path = "TestDrive:/a`0b"; id = 'InstallerFileFailed' }
        @{ name = 'a lone surrogate'; path = "TestDrive:/a$([char] 0xD800)b"; id = 'InstallerFileFailed' }
        @{ name = 'an unknown drive'; path = 'nodrive:/a'; id = 'PathInvalid' }
        @{ name = 'an unknown provider'; path = 'NoProvider::/a'; id = 'PathInvalid' }
        @{ name = 'another provider'; path = 'env:x'; id = 'InstallerPathFileSystem' }
        @{ name = 'no folder'; path = 'TestDrive:/no/x'; id = 'InstallerFileNoFolder' }
        if (-not $posix) {
            foreach ($character in '|', '?', '*', '"', '<', "`t") { @{ name = $character; path = "TestDrive:/a${character}b"; id = 'InstallerFileFailed', 'PathInvalid' } }
            foreach ($device in 'CON', 'NUL.txt', 'com1') { @{ name = $device; path = "TestDrive:/$device"; id = 'InstallerFileFailed' } }
        }
    ) {
        foreach ($force in $false, $true) {
            Get-ChildItem -LiteralPath $TestDrive -Filter 'row*' | Remove-Item
            $attempt = Invoke-Attempt {
                'TestDrive:/row1', $path, 'TestDrive:/row3' | ForEach-Object { [pscustomobject] @{ InstallType = 'ATOM'; Path = $_ } } | New-InstallerToken |
                    ConvertTo-InstallerArgument -As EnvironmentFile -RuntimeName a -Path { $_.Input.Path } -Force:$force
            }
            $attempt.Terminated | Should -BeFalse
            $attempt.Output.Count | Should -Be 2
            $attempt.Errors.Count | Should -Be 1
            $id | Should -Contain (Get-ErrorId $attempt.Problem)
            $attempt.Problem.TargetObject.Input.Path | Should -BeExactly $path
            $attempt.Problem.ToString() | Should -BeLike 'Input 2: *The token exists: it is the TargetObject of this error.'
            $secret = ConvertFrom-TestSecret $attempt.Problem.TargetObject.Token
            Get-ErrorText $attempt.Problem | Should -Not -BeLike "*$secret*"
            (Get-ChildItem -LiteralPath $TestDrive -Filter 'row*').Name | Should -BeExactly 'row1', 'row3'
        }
    }

    It 'are rejected as <id>' -ForEach @(
        @{ id = 'InstallerOptionKubernetesOnly'; more = @{ Name = 'x' } }, @{ id = 'InstallerOptionKubernetesOnly'; more = @{ As = 'EnvironmentFile'; Path = 'TestDrive:/x'; Namespace = 'x' } }
        @{ id = 'SettingOutOfRange'; more = @{ ProxyPort = 65536 } }
        @{ id = 'InstallerProxyHost'; more = @{ ProxyHost = 'http://proxy:8080' } }, @{ id = 'InstallerFolderTilde'; more = @{ LocalPath = '~/x' } }
        @{ id = 'InstallerPathMissing'; more = @{ As = 'ResponseFile' } }, @{ id = 'InstallerPathNotAllowed'; more = @{ Path = 'x' } }
        @{ id = 'InstallerPathFileSystem'; more = @{ As = 'ResponseFile'; Path = 'env:x' } }, @{ id = 'InstallerFileNoFolder'; more = @{ As = 'ResponseFile'; Path = 'TestDrive:/no/x' } }
        @{ id = 'InstallerFileIsFolder'; more = @{ As = 'ResponseFile'; Path = 'TestDrive:/' } }
    ) {
        Get-ErrorId (Invoke-Attempt { $token | ConvertTo-InstallerArgument a @more }).Problem | Should -BeExactly $id
    }

    It 'are not needed for a Secret: the manifests are written to the pipeline' {
        $manifests = @('a', 'b' | ForEach-Object { [pscustomobject] @{ InstallType = 'ATOM'; RuntimeName = $_ } } | New-InstallerToken |
            ConvertTo-InstallerArgument -As KubernetesSecret -Namespace prod)
        $manifests.Count | Should -Be 2
        $encoded = $sandbox.MintedTokens[-2..-1].Token | ForEach-Object { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($_)) }
        $manifests[0] | Should -BeLike "---`napiVersion: v1`nkind: Secret`nmetadata:`n  name: `"boomi-secret-a`"`n  namespace: `"prod`"`ntype: `"Opaque`"`ndata:`n  `"INSTALL_TOKEN`": `"$($encoded[0])`"`n*"
        $manifests[1] | Should -BeLike "*name: `"boomi-secret-b`"*$($encoded[1])*"
    }

    It 'have the keys of a quickstart' {
        $manifest = $token | ConvertTo-InstallerArgument -As KubernetesSecret -SecretName boomi-secret -SecretKey token -AccountKey account
        $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($sandbox.BoomiAccountId))
        $manifest | Should -BeLike "*`n  `"token`": *`n  `"account`": `"$encoded`"`n*"
        (ConvertTo-InstallerArgument -InputObject $token -As KubernetesSecret -Name mine) | Should -BeLike '*name: "mine"*'
    }

    It 'hold a Secret for one token each' {
        $attempt = Invoke-Attempt { $token, $token | ConvertTo-InstallerArgument -As KubernetesSecret -RuntimeName a }
        $attempt.Output.Count | Should -Be 1
        Get-ErrorId $attempt.Problem | Should -BeExactly 'InstallerSecretTwice'
        $attempt.Problem.ToString() | Should -BeLike '*boomi-secret-a*-SecretName*'
    }

    It 'hold the variables of a container' {
        $file = "$TestDrive/$(New-Guid)"
        $null = $token | ConvertTo-InstallerArgument -As EnvironmentFile -Path $file -VmOptions '-Xmx2048m', '-Xms1024m' -ContainerProperties 'a=b' `
            -ValidateMountAccess -UpdateMountPermissions:$false -IncludeAccount -WarningAction SilentlyContinue
        Get-Content -LiteralPath $file | Should -BeExactly "INSTALL_TOKEN=$plain", "BOOMI_ACCOUNTID=$($sandbox.BoomiAccountId)",
            'ATOM_VMOPTIONS_OVERRIDES=-Xmx2048m|-Xms1024m', 'CONTAINER_PROPERTIES_OVERRIDES=a=b', 'VALIDATE_MOUNT_ACCESS=true', 'UPDATE_MOUNT_PERMISSIONS=false'
    }
}

Describe 'The secrets of ConvertTo-InstallerArgument' {
    BeforeAll {
        # In place of an installer: records its command line and environment as other processes see them.
        $installer = "$TestDrive/atom_install64.sh"
        Set-Content -LiteralPath $installer -Value @'
#!/bin/sh
cat /proc/$$/cmdline /proc/$$/environ /proc/$PPID/cmdline /proc/$PPID/environ | tr '\0' '\n' > "$(dirname "$0")/outside"
ps -ef >> "$(dirname "$0")/outside"
'@
        if ($IsLinux) { chmod +x $installer }
    }

    It 'are in no command line or environment with a response file' -Skip:(-not (Test-Path /proc/self/cmdline)) {
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

    It 'are in no stream, view, error or history of <form>' -ForEach @(
        @{ form = 'ArgumentList' }, @{ form = 'ResponseFile' }, @{ form = 'EnvironmentFile' }, @{ form = 'KubernetesSecret' }
    ) {
        $secrets = $sandbox.BoomiApiToken, 'proxy-canary-9d1f'
        $proxy = [pscredential]::new('me', (ConvertTo-TestSecret 'proxy-canary-9d1f'))
        $text = [Text.StringBuilder]::new()
        $problems = @()
        foreach ($asPlainText in $false, $true) {
            $made = 'ATOM', 'MOLECULE' | New-InstallerToken -AsPlainText:$asPlainText
            $secrets += $sandbox.MintedTokens.Token
            $more = if ($form -eq 'ArgumentList') { @{} } else { @{ Path = { "$TestDrive/$(New-Guid)" } } }
            # With success, warnings and errors.
            $attempts = @(
                Invoke-Attempt { $made | ConvertTo-InstallerArgument -As $form -RuntimeName 'a-b c' -ProxyHost p -ProxyCredential $proxy @more -Verbose }
                Invoke-Attempt { $made | ConvertTo-InstallerArgument -As $form -RuntimeName { 'a*' } -ProxyCredential $proxy @more -Verbose }
                Invoke-Attempt { $made | ConvertTo-InstallerArgument -As $form -RuntimeName a -LocalPath { "x`ny" } @more -Verbose }
                Invoke-Attempt { $made | ConvertTo-InstallerArgument -As $form -RuntimeName a -Path 'TestDrive:/' -Force -Verbose }
                Invoke-Attempt { $made | ConvertTo-InstallerArgument -As $form -RuntimeName a @more -Confirm:$false -ErrorAction Stop -LocalHostId h -JdkPath j }
            )
            $attempts.Errors.Count | Should -BeGreaterThan 4
            $problems += @($attempts.Errors)
            foreach ($attempt in $attempts) {
                $null = $text.AppendLine($attempt.Warnings -join "`n").AppendLine($attempt.Verbose -join "`n").AppendLine($attempt.Debug -join "`n")
                if ($form -in 'ResponseFile', 'EnvironmentFile') { $null = $text.AppendLine(($attempt.Output | ForEach-Object { $_ }) -join "`n") }
            }
        }
        # All in one pipeline: each pipeline compiles the views of errors again.
        $null = $text.AppendLine(($problems | Out-String)).AppendLine(($problems | Format-List * -Force | Out-String)).AppendLine((Get-ErrorText $problems)).
            AppendLine(($problems.Exception | Format-List * -Force | Out-String))
        foreach ($problem in $problems) {
            $null = $text.AppendLine("$problem $($problem.CategoryInfo) $($problem.TargetObject)").AppendLine($problem.Exception.ToString())
        }
        $text.Length | Should -BeGreaterThan 1000
        foreach ($secret in $secrets) {
            $text.ToString().Contains($secret) | Should -BeFalse
            $text.ToString().Contains([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($secret))) | Should -BeFalse
        }
    }
}

Describe 'The completion of ConvertTo-InstallerArgument' {
    BeforeAll {
        function Get-Completion([string] $Typed) { @((TabExpansion2 $Typed $Typed.Length).CompletionMatches) }
    }

    It 'completes -As to the forms' {
        (Get-Completion 'ConvertTo-InstallerArgument -As ').CompletionText | Should -Be 'ArgumentList', 'EnvironmentFile', 'KubernetesSecret', 'ResponseFile'
    }
}
