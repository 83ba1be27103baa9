# Not run in Wine: it has no /proc.
BeforeDiscovery {
    $encodings = 'plain', 'base64 at 0', 'base64 at 1', 'base64 at 2', 'base64url', 'percent', 'JSON escapes', 'wrapped base64', 'hexadecimal', 'UTF-16'
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    # Seeded, with the characters that encodings change.
    $random = [Random]::new(20261128)
    $letters = [char[]] 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
    $secret = (-join (1..14 | ForEach-Object { $letters[$random.Next($letters.Count)] })) + '"?>+&~' + (-join (1..14 | ForEach-Object { $letters[$random.Next($letters.Count)] }))

    function ConvertTo-Encoded([string] $Encoding) {
        $bytes = [Text.Encoding]::UTF8.GetBytes($secret)
        switch ($Encoding) {
            'plain' { $secret }
            'base64 at 0' { [Convert]::ToBase64String($bytes) }
            'base64 at 1' { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("x$secret")) }
            'base64 at 2' { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("xx$secret")) }
            'base64url' { [Convert]::ToBase64String($bytes).Replace('+', '-').Replace('/', '_').TrimEnd('=') }
            'percent' { -join ($bytes | ForEach-Object { '%{0:X2}' -f $_ }) }
            'JSON escapes' { -join ([char[]] $secret | ForEach-Object { '\u{0:x4}' -f [int] $_ }) }
            'wrapped base64' { [Convert]::ToBase64String($bytes) -replace '(.{9})', "`$1`n" }
            'hexadecimal' { [BitConverter]::ToString($bytes) }
            'UTF-16' { -join ([char[]] $secret | ForEach-Object { "$_`0" }) }
        }
    }

    # Each line is a leak, and the place at which it is to be found. $t is the encoded secret, $d a folder.
    $leaks = @(
        @{ Place = 'Output, item*'; Script = { $t } }
        @{ Place = 'Output, item*'; Script = { [pscustomobject] @{ Value = $t } } }
        @{ Place = 'Output, item*'; Script = { , "array $t" } }
        @{ Place = 'Error stream, item*'; Script = { Write-Error "e $t" } }
        @{ Place = 'Error stream, item*'; Script = { Write-Error x -TargetObject $t } }
        @{ Place = 'Error stream, item*'; Script = { Write-Error x -RecommendedAction $t } }
        @{ Place = 'Error stream, item*'; Script = { Write-Error x -CategoryReason $t } }
        @{ Place = 'Error stream, item*'; Script = { Write-Error x -CategoryTargetName $t -TargetObject y } }
        @{ Place = 'Error stream, item*'; Script = { Write-Error x -ErrorId $t } }
        @{ Place = 'Error stream, item*'; Script = { Write-Error -Exception ([Exception]::new('x', [Exception]::new($t))) } }
        @{ Place = 'Error stream, item*'; Script = { $e = [Exception]::new('x'); $e.Data['k'] = $t; Write-Error -Exception $e } }
        @{ Place = 'Warning stream, item*'; Script = { Write-Warning $t } }
        @{ Place = 'Warning stream, item*'; Script = { $PSCmdlet = $null; & { [CmdletBinding()] param() $PSCmdlet.WriteWarning("w $t") } } }
        @{ Place = 'Verbose stream, item*'; Script = { Write-Verbose $t } }
        @{ Place = 'Debug stream, item*'; Script = { Write-Debug $t } }
        @{ Place = 'Information stream, item*'; Script = { Write-Information $t } }
        @{ Place = 'Information stream, item*'; Script = { Write-Host $t } }
        @{ Place = 'Progress stream, item*'; Script = { Write-Progress -Id 1 -Activity $t } }
        @{ Place = 'Progress stream, item*'; Script = { Write-Progress -Id 2 -Activity x -Status $t } }
        @{ Place = 'Progress stream, item*'; Script = { Write-Progress -Id 3 -Activity x -CurrentOperation $t } }
        @{ Place = 'Host'; Script = { $Host.UI.WriteLine($t) } }
        @{ Place = 'Prompt'; Script = { $null = $Host.UI.PromptForChoice('c', $t, [System.Management.Automation.Host.ChoiceDescription[]] @('&Yes', '&No'), 0) } }
        @{ Place = 'Console output'; Script = { [Console]::Out.WriteLine($t) } }
        @{ Place = 'Console errors'; Script = { [Console]::Error.WriteLine($t) } }
        @{ Place = 'Views'; Script = { @{ Key = $t } } }
        @{ Place = 'Transcript'; Script = { $null = $t } }
        @{ Place = 'Environment variable LEAK_SET'; Script = { $env:LEAK_SET = $t }; Null = $false }
        @{ Place = 'Environment variable LEAK_PATH'; Script = { $env:LEAK_PATH = "a:$($t):b" }; Null = $false }
        @{ Place = 'File *text.txt'; Script = { Set-Content -LiteralPath "$d/text.txt" -Value $t } }
        @{ Place = 'File *unicode.txt'; Script = { Set-Content -LiteralPath "$d/unicode.txt" -Value $t -Encoding unicode } }
        @{ Place = 'File *below*deep.txt'; Script = { $null = New-Item -ItemType Directory "$d/below"; [IO.File]::WriteAllText("$d/below/deep.txt", "x $t") } }
        @{ Place = 'File *existing.log'; Script = { Add-Content -LiteralPath "$d/existing.log" -Value $t } }
        @{ Place = 'File *rows.csv'; Script = { [pscustomobject] @{ Value = $t } | Export-Csv -LiteralPath "$d/rows.csv" -NoTypeInformation } }
        @{ Place = 'File *object.xml'; Script = { $t | Export-Clixml -LiteralPath "$d/object.xml" }; Null = $false }
        @{ Place = 'File *object.json'; Script = { @{ value = $t } | ConvertTo-Json | Set-Content -LiteralPath "$d/object.json" } }
        @{ Place = 'File *out.txt'; Script = { "a $t" | Out-File -LiteralPath "$d/out.txt" } }
        @{ Place = 'File *binary.bin'; Script = { [IO.File]::WriteAllBytes("$d/binary.bin", [byte[]] (@(0, 255, 7) + [Text.Encoding]::UTF8.GetBytes($t) + @(0, 1))) } }
        @{ Place = 'File *document.xml'; Script = { $x = [xml] '<a/>'; $x.DocumentElement.InnerText = $t -replace "`0"; $x.Save("$d/document.xml") }; Null = $false }
        @{ Place = 'File *(name)'; Script = { [IO.File]::WriteAllText("$d/name-$($t -replace '[/\s]')", '') }; Null = $false }
        @{ Place = 'Argument * of process *'; Script = { $null = Start-Process sh -ArgumentList '-c', '"sleep 3"', ('"' + $t.Replace('"', '\"') + '"') }; Null = $false }
        @{ Place = 'Environment variable CHILD of process *'; Script = { $env:CHILD = $t; $null = Start-Process sleep -ArgumentList 3; $env:CHILD = $null }; Null = $false }
        @{ Place = 'Argument * of process *(sleep)*'; Script = { $env:GRAND = $t; $null = Start-Process bash -ArgumentList '-c', '"(exec -a \"$GRAND\" sleep 3) & wait"'; $env:GRAND = $null; Start-Sleep 1 }; Null = $false; Skip = $true }
        @{ Place = 'Error stream, item*'; Script = { throw "end $t" } }
    ) | Where-Object { -not $_.ContainsKey('Skip') }
}

Describe 'Find-SecretLeak' -Skip:(-not $IsLinux) {
    BeforeEach {
        $d = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory $d
        Set-Content -LiteralPath "$d/existing.log" -Value 'before'
    }

    It 'finds each leak of the corpus: <_>' -ForEach $encodings {
        $encoding = $_
        $t = ConvertTo-Encoded $encoding
        $these = @($leaks | Where-Object { $encoding -ne 'UTF-16' -or -not $_.ContainsKey('Null') })
        if ($encoding -eq 'plain') { $leaks.Count | Should -BeGreaterOrEqual 40 }
        $script = [scriptblock]::Create(($these.Script | ForEach-Object { "$_" }) -join "`n")
        $found = @(Find-SecretLeak $script -Secret $secret -Path $d -AllowUnused -WarningAction SilentlyContinue)
        foreach ($group in $these | Group-Object { $_.Place }) {
            $at = @($found | Where-Object Place -Like $group.Name | Select-Object -ExpandProperty Place -Unique)
            $at.Count | Should -BeGreaterOrEqual $group.Count -Because "$encoding at $($group.Name), of $(($found | ForEach-Object Place) -join '; ')"
        }
        "$found" | Should -Not -BeLike "*$($secret.Substring(0, 8))*"
        "$found" | Should -Not -BeLike "*$($t.Substring(0, 8))*"
    }

    It 'names the encoding' {
        $t = ConvertTo-Encoded 'base64 at 1'
        (Find-SecretLeak { Write-Verbose $t } -Secret $secret -Path $d | Where-Object Place -Like 'Verbose*').Encoding | Should -BeExactly 'base64'
        $t = ConvertTo-Encoded percent
        (Find-SecretLeak { Write-Verbose $t } -Secret $secret -Path $d | Where-Object Place -Like 'Verbose*').Encoding | Should -BeExactly 'percent'
    }

    It 'finds a secret that is split over writes' {
        $halves = $secret.Substring(0, 17), $secret.Substring(17)
        $found = Find-SecretLeak { [Console]::Out.Write($halves[0]); [Console]::Out.Write($halves[1]); foreach ($half in $halves) { [IO.File]::AppendAllText("$d/split.txt", $half) } } -Secret $secret -Path $d
        $found.Place | Should -Contain 'Console output'
        $found.Place | Should -Contain "File $d/split.txt"
    }

    It 'finds nothing where the secret is used and does not leak' {
        Find-SecretLeak { $null = $secret.Length; Write-Verbose 'fine'; Set-Content -LiteralPath "$d/fine.txt" -Value 'fine'; 'fine' } -Secret $secret -Path $d | Should -BeNullOrEmpty
    }

    It 'fails if the script block had no access to the secret' {
        { Find-SecretLeak { 'nothing' } -Secret $secret -Path $d } | Should -Throw -ErrorId 'LeakSecretUnused,*'
        Find-SecretLeak { 'nothing' } -Secret $secret -Path $d -AllowUnused | Should -BeNullOrEmpty
        { Find-SecretLeak { 'nothing' } -Secret { $null } -Path $d } | Should -Throw -ErrorId 'LeakNoSecret,*'
    }

    It 'accepts <name>' -ForEach @(
        @{ name = 'a token, also its password'; secret = { New-BootstrapToken -UserName admin -Password ('planted' + 'Password77') }; says = { 'plantedPassword77' } }
        @{ name = 'a SecureString'; secret = { ConvertTo-TestSecret 'planted-Secret-9977' }; says = { 'planted-Secret-9977' } }
        @{ name = 'a credential'; secret = { [pscredential]::new('me', (ConvertTo-TestSecret 'planted-Secret-9977')) }; says = { 'planted-Secret-9977' } }
        @{ name = 'several'; secret = { 'first-Secret-11223344', 'planted-Secret-9977' }; says = { 'planted-Secret-9977' } }
    ) {
        $given = & $secret
        $text = & $says
        @(Find-SecretLeak { $null = $given; Write-Verbose $text } -Secret $given -Path $d | Where-Object Place -Like 'Verbose*').Count | Should -Be 1
    }

    It 'finds a secret that is created in the run' {
        $found = Find-SecretLeak { $made = New-BootstrapToken -UserName admin -GeneratePassword -AsPlainText; Write-Verbose $made.Token } -Secret { $made } -Path $d
        $found.Place | Should -Contain 'Verbose stream, item 1'
        Find-SecretLeak { $made = New-BootstrapToken -UserName admin -GeneratePassword; $made } -Secret { $made } -Path $d | Should -BeNullOrEmpty
    }

    It 'has the functions and variables of the caller, also with $using:' {
        function Write-It($Text) { Write-Inner $Text }
        function Write-Inner($Text) { Write-Verbose $Text }
        (Find-SecretLeak { Write-It $using:secret } -Secret $secret -Path $d).Place | Should -Contain 'Verbose stream, item 1'
    }

    It 'leaves the session unchanged' {
        Find-SecretLeak { $env:LEAK_LEFT = $secret; $leftVariable = 1; Set-Location / } -Secret $secret -Path $d | Should -Not -BeNullOrEmpty
        $env:LEAK_LEFT | Should -BeNullOrEmpty
        Test-Path Variable:leftVariable | Should -BeFalse
    }

    It 'leaves no temporary file' {
        $earlier = $env:TMPDIR
        $env:TMPDIR = "$d/temporary"
        $null = New-Item -ItemType Directory $env:TMPDIR
        try {
            $found = Find-SecretLeak { [IO.File]::WriteAllText([IO.Path]::GetTempFileName(), $secret) } -Secret $secret -Path "$d/temporary"
            @(Get-ChildItem -LiteralPath "$d/temporary" -Force) | Should -BeNullOrEmpty
            $found.Place | Where-Object { $_ -like "File $d/temporary/tokentools-folder-*" } | Should -Not -BeNullOrEmpty
        }
        finally { $env:TMPDIR = $earlier }
    }

    Context 'with symbolic links' {
        # Not in TestDrive: Pester follows links when it removes what a test has left there.
        BeforeEach {
            $links = Join-Path ([IO.Path]::GetTempPath()) "tokentools-links-$([guid]::NewGuid())"
            $d = "$links/watched"
            $outside = "$links/outside"
            $null = New-Item -ItemType Directory $d, "$outside/below"
            Set-Content -LiteralPath "$outside/log.txt" -Value 'before'
            Set-Content -LiteralPath "$outside/below/log.txt" -Value 'before'
            Set-Content -LiteralPath "$outside/secret.txt" -Value $secret
        }

        # .NET removes a link itself, not what it leads to.
        AfterEach { [IO.Directory]::Delete($links, $true) }

        It 'finds a leak through <name>' -ForEach @(
            @{ name = 'a link to a file'; with = @{ current = 'log.txt' }; place = 'current'; script = { Add-Content -LiteralPath "$d/current" -Value $secret } }
            @{ name = 'a link to a link'; with = @{ current = 'log.txt'; again = '../*/current' }; place = 'again'; script = { Add-Content -LiteralPath "$d/again" -Value $secret } }
            @{ name = 'a link to a file, by its own name'; with = @{ current = 'log.txt' }; place = 'current'; script = { Add-Content -LiteralPath "$outside/log.txt" -Value $secret } }
            @{ name = 'a link to a folder'; with = @{ folder = 'below' }; place = 'folder/log.txt'; script = { Add-Content -LiteralPath "$d/folder/log.txt" -Value $secret } }
            @{ name = 'a link to a folder, in a new file below'; with = @{ folder = '' }; place = 'folder/below/new.txt'; script = { Set-Content -LiteralPath "$d/folder/below/new.txt" -Value $secret } }
            @{ name = 'a link that then has another target'; with = @{ current = 'log.txt' }; place = 'current'; script = { $null = New-Item -ItemType SymbolicLink -Path "$d/current" -Target "$outside/secret.txt" -Force } }
            @{ name = 'a new link to a file'; with = @{}; place = 'new'; script = { $null = New-Item -ItemType SymbolicLink -Path "$d/new" -Target "$outside/secret.txt" } }
            @{ name = 'a new link to a folder'; with = @{}; place = 'new/secret.txt'; script = { $null = New-Item -ItemType SymbolicLink -Path "$d/new" -Target $outside } }
            @{ name = 'the name of a new link''s target'; with = @{}; place = 'new'; script = { $null = New-Item -ItemType SymbolicLink -Path "$d/new" -Target "/missing/$($secret -replace '\W')" -Force } }
        ) {
            foreach ($link in $with.GetEnumerator() | Sort-Object Key -Descending) {
                $target = if ($link.Value -like '../*') { "$d/current" } else { "$outside/$($link.Value)".TrimEnd('/') }
                ln -s $target "$d/$($link.Key)"
            }
            $found = Find-SecretLeak $script -Secret $secret, ($secret -replace '\W') -Path $d
            $found.Place | Should -Contain "File $d/$place"
        }

        It 'does not follow links in a loop, and finds nothing in files that were not changed' {
            ln -s $d "$d/self"
            ln -s "$d/a" "$d/a"
            ln -s $outside "$d/outside"
            ln -s $d "$outside/back"
            ln -s / "$outside/root"
            ln -s /proc "$d/processes"
            $found = Find-SecretLeak { $null = $secret; Set-Content -LiteralPath "$d/other.txt" -Value x } -Secret $secret -Path $d
            $found | Should -BeNullOrEmpty
            # Links that lead to too much do not hide the others.
            (Find-SecretLeak { Add-Content -LiteralPath "$outside/below/log.txt" -Value $secret } -Secret $secret -Path $d).Place | Should -Contain "File $d/outside/below/log.txt"
        }

        It 'says that not all files behind links are watched' {
            foreach ($i in 1..1001) { [IO.File]::WriteAllText("$outside/$i.txt", '') }
            Find-SecretLeak { $null = $secret } -Secret $secret -Path $d -Verbose 4>&1 | Where-Object { "$_" -like 'Symbolic links lead to a folder with more than*' } | Should -BeNullOrEmpty
            ln -s $outside "$d/outside"
            Find-SecretLeak { $null = $secret } -Secret $secret -Path $d -Verbose 4>&1 | Where-Object { "$_" -like 'Symbolic links lead to a folder with more than*' } | Should -Not -BeNullOrEmpty
        }
    }

    It 'ignores a file that may contain the secret' {
        Find-SecretLeak { Set-Content -LiteralPath "$d/allowed.txt" -Value $secret } -Secret $secret -Path $d -AllowedPath "$d/allow*" | Where-Object Place -Like 'File*' | Should -BeNullOrEmpty
    }

    It 'watches TestDrive, the current folder and the temporary files of the run by default' {
        Push-Location -LiteralPath $d
        try {
            $found = Find-SecretLeak {
                Set-Content -LiteralPath "$d/../drive.txt" -Value $secret
                Set-Content -LiteralPath current.txt -Value $secret
                [IO.File]::WriteAllText([IO.Path]::GetTempFileName(), $secret)
            } -Secret $secret
            foreach ($place in 'File *drive.txt', 'File *current.txt', 'File *temporary*') { $found.Place | Where-Object { $_ -like $place } | Should -Not -BeNullOrEmpty -Because $place }
        }
        finally { Pop-Location }
    }

    It 'has the views of the module' {
        $marker = 'views-of-the-module'
        (Find-SecretLeak { if ((New-BootstrapToken -UserName a -GeneratePassword) -and (Get-FormatData TokenTools.GoodData.BootstrapToken)) { $marker } } -Secret $marker -Path $d).Place |
            Should -Contain 'Output, item 1'
    }

    It 'finds the argument of a program that ends at once' {
        (Find-SecretLeak { /bin/true "x$secret" } -Secret $secret -Path $d).Place | Should -Contain 'Argument of a program'
    }

    It 'shows an error of the script block without the secret' {
        $null = Find-SecretLeak { throw "no $secret" } -Secret $secret -Path $d -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeLike 'The script block ended with an error: no *'
        "$warning" | Should -Not -BeLike "*$($secret.Substring(0, 8))*"
    }

    It 'finds no leak in the module''s own work on three platforms' {
        $sandbox = Start-TokenSandbox
        try {
            $tokens = Find-SecretLeak {
                Connect-Boomi -Sandbox $sandbox
                Connect-Onezone -Sandbox $sandbox
                $installer = New-InstallerToken ATOM
                $temporary = New-TemporaryToken -ValidFor 10m
                $bootstrap = New-BootstrapToken -UserName admin -GeneratePassword
                $installer, $temporary, $bootstrap
                $temporary | Add-TokenCaveat -ReadOnlyData | Test-TemporaryToken -Offline
                $installer, $temporary | Export-Token -Path { "$d/export-$([guid]::NewGuid())" }
                $temporary | ConvertFrom-OnedataToken
                New-InstallerToken TOASTER
            } -Secret { $installer, $temporary, $bootstrap } -Path $d -AllowedPath "$d/export-*"
            $tokens | Should -BeNullOrEmpty
        }
        finally { Stop-TokenSandbox $sandbox }
    }

    It 'fails for a secret that is too short to be found' {
        { Find-SecretLeak { Write-Warning abc } -Secret abc -Path $TestDrive } | Should -Throw -ErrorId 'LeakSecretTooShort,*'
    }

    It 'turns the trace off after output that cannot be converted to text' {
        $null = Find-SecretLeak {
            class Broken { [string] ToString() { throw 'broken' } }
            Write-Warning $secret
            [Broken]::new()
        } -Secret $secret -Path $TestDrive -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        "$((Get-TraceSource ParameterBinding).Options)" | Should -Be None
    }

    It 'does not wait for a pipe, whose name is searched' -Skip:$IsWindows {
        $found = Find-SecretLeak { mkfifo "$TestDrive/$($secret -replace '\W')"; Start-Sleep -Milliseconds 200 } -Secret ($secret -replace '\W') -Path $TestDrive
        @($found | Where-Object Place -Like 'File *') | Should -Not -BeNullOrEmpty
    }
}
