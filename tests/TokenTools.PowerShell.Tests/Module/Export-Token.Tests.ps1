BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    . "$PSScriptRoot/../Support/Sandbox.ps1"
    $sandbox = Start-TokenSandbox
    Connect-Onezone -Sandbox $sandbox
    Connect-Boomi -Sandbox $sandbox
    Connect-GoodData -Sandbox $sandbox
    $path = Join-Path $TestDrive 'token'
    $make = @{
        installer = { New-InstallerToken ATOM }
        plain     = { New-InstallerToken ATOM -AsPlainText }
        bootstrap = { New-BootstrapToken -UserName admin -Password MySecretPassword }
        temporary = { New-TemporaryToken }
        oneclient = { New-TemporaryToken -Interface oneclient }
        invite    = { New-TemporaryToken -InviteType userJoinSpace -TargetId $sandbox.OnezoneSpaceId }
        named     = { New-NamedToken export -GetExisting }
        api       = { New-GoodDataApiToken export -Force }
        jwt       = { New-GoodDataSigningKey (Join-Path $TestDrive 'key.pem') | New-GoodDataJwt ada -ValidFor 5m }
    }
    function Get-PlainText($Token) { if ($Token.Token -is [string]) { $Token.Token } else { ConvertFrom-TestSecret $Token.Token } }
}

AfterAll { Stop-TokenSandbox }

Describe 'Export-Token' {
    BeforeEach {
        Reset-Sandbox $sandbox
        Get-ChildItem -LiteralPath $TestDrive -Filter 'token*' | Remove-Item
    }

    It 'writes the token alone by default: <kind>' -ForEach @(
        @{ kind = 'installer'; variable = 'INSTALL_TOKEN' }, @{ kind = 'plain'; variable = 'INSTALL_TOKEN' }, @{ kind = 'bootstrap'; variable = 'GOODDATA_TOKEN' }
        @{ kind = 'temporary'; variable = 'ONEZONE_API_KEY' }, @{ kind = 'oneclient'; variable = 'ONECLIENT_ACCESS_TOKEN' }
        @{ kind = 'invite'; variable = 'TOKENTOOLS_INVITE_TOKEN' }, @{ kind = 'named'; variable = 'ONEZONE_API_KEY' }
        @{ kind = 'api'; variable = 'GOODDATA_TOKEN' }, @{ kind = 'jwt'; variable = 'GOODDATA_TOKEN' }
    ) {
        $token = & $make[$kind]
        $text = Get-PlainText $token
        $token | Export-Token $path | Should -BeNullOrEmpty
        [IO.File]::ReadAllText($path) | Should -BeExactly $text
        $token | Export-Token $path -As EnvironmentFile -Force
        [IO.File]::ReadAllText($path) | Should -BeExactly "$variable=$text`n"
        $token | Export-Token $path -As Json -Force
        $json = Get-Content -Raw -LiteralPath $path | ConvertFrom-Json
        if ($json.PSObject.Properties['attributes']) { $json = $json.attributes }
        $(if ($json.PSObject.Properties['token']) { $json.token } else { $json.bearerToken }) | Should -BeExactly $text
        # In the same way, from the text alone.
        $text | Export-Token "$path.text" -As EnvironmentFile
        [IO.File]::ReadAllText("$path.text") | Should -BeExactly "$variable=$text`n"
    }

    It 'writes a file that only its owner can read' -Skip:$IsWindows {
        New-InstallerToken ATOM | Export-Token $path
        [string] (stat -c '%a' $path) | Should -BeExactly '600'
    }

    It 'writes the password beside a bootstrap token with -IncludePassword' {
        $bootstrap = New-BootstrapToken -UserName admin -GeneratePassword
        $bootstrap | Export-Token $path -As EnvironmentFile -IncludePassword -VariableName MINE -PasswordVariableName PW
        $password = ConvertFrom-TestSecret $bootstrap.Password
        [IO.File]::ReadAllText($path) | Should -BeExactly "MINE=$(Get-PlainText $bootstrap)`nPW=$password`n"
        $bootstrap | Export-Token $path -As Json -IncludePassword -Force
        (Get-Content -Raw -LiteralPath $path | ConvertFrom-Json).password | Should -BeExactly $password
    }

    It 'accepts a token from a job or a file: <kind>' -ForEach @(@{ kind = 'installer' }, @{ kind = 'temporary' }, @{ kind = 'api' }, @{ kind = 'named' }) {
        $token = & $make[$kind]
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($token))
        $copy | Export-Token $path
        [IO.File]::ReadAllText($path) | Should -BeExactly (Get-PlainText $token)
    }

    It 'requests no token if the file cannot be written: <name>' -ForEach @(
        @{ name = 'it exists'; where = { Set-Content -LiteralPath $path -Value x; $path }; with = @{}; id = 'InstallerFileExists' }
        @{ name = 'its folder does not exist'; where = { "$path/x" }; with = @{}; id = 'InstallerFileNoFolder' }
        @{ name = 'the form does not exist'; where = { $path }; with = @{ As = 'Nope' }; id = 'ChoiceInvalid' }
        @{ name = 'the form has no names'; where = { $path }; with = @{ VariableName = 'A' }; id = 'ExportWithoutNames' }
    ) {
        $target = & $where
        $attempt = Invoke-Attempt { New-InstallerToken ATOM | Export-Token $target @with }
        $attempt.Terminated | Should -BeTrue
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.Common.ExportTokenCommand"
        @($sandbox.Requests | Where-Object Method -EQ POST).Count | Should -Be 0
    }

    It 'requests no token if there is no file: <name>' -ForEach @(
        @{ name = 'none is specified'; do = { New-InstallerToken ATOM | Export-Token } }
        @{ name = 'only a form is'; do = { New-InstallerToken ATOM | Export-Token -As Json -Force } }
        @{ name = 'a property of the token would have it'; do = { New-InstallerToken ATOM | Add-Member -PassThru Path $path | Export-Token } }
    ) {
        $attempt = Invoke-Attempt $do
        $attempt.Terminated | Should -BeTrue
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly 'ExportPathMissing,TokenTools.PowerShell.Commands.Common.ExportTokenCommand'
        @($sandbox.Requests | Where-Object Method -EQ POST).Count | Should -Be 0
    }

    It 'evaluates a script block for each token, also from a function, and has a default' {
        $tokens = (New-InstallerToken ATOM), (New-InstallerToken BROKER)
        $tokens | Export-Token -Path { "$path.a.$($_.InstallType)" }
        function Export-Each { [CmdletBinding()] param([Parameter(ValueFromPipeline)] $Token, [Parameter(ValueFromPipelineByPropertyName)] [string] $Path) process { $Token | Export-Token -Path $Path } }
        $tokens | Export-Each -Path { "$TestDrive/token.b.$($_.InstallType)" }
        $PSDefaultParameterValues = @{ 'Export-Token:Path' = "$path.c.BROKER" }
        $tokens[1] | Export-Token
        foreach ($name in 'a', 'b', 'c') { [IO.File]::ReadAllText("$path.$name.BROKER") | Should -BeExactly (Get-PlainText $tokens[1]) -Because $name }
    }

    It 'evaluates a script block that a proxy function passes on' {
        $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command Export-Token))
        Set-Item Function:Export-Proxied ([System.Management.Automation.ProxyCommand]::Create($metadata))
        $token = New-InstallerToken ATOM
        $token | Export-Proxied -Path { "$path.$($_.InstallType)" }
        [IO.File]::ReadAllText("$path.ATOM") | Should -BeExactly (Get-PlainText $token)
    }

    It 'requests no token if the folder cannot be written to' -Skip:(-not $IsLinux) {
        # A folder in which even root cannot create a file.
        $attempt = Invoke-Attempt { New-InstallerToken ATOM | Export-Token /proc/token.txt }
        $attempt.Terminated | Should -BeTrue
        $attempt.Problem.FullyQualifiedErrorId | Should -BeExactly 'InstallerFileFailed,TokenTools.PowerShell.Commands.Common.ExportTokenCommand'
        @($sandbox.Requests | Where-Object Method -EQ POST).Count | Should -Be 0
    }

    It 'writes no second token to the same file, and the error has the token' {
        $tokens = (New-InstallerToken ATOM), (New-InstallerToken BROKER)
        $attempt = Invoke-Attempt { $tokens | Export-Token $path -Force }
        $attempt.Problem.FullyQualifiedErrorId | Should -BeLike 'InstallerFileTwice,*'
        $attempt.Problem.TargetObject.InstallType | Should -BeExactly 'BROKER'
        $attempt.Problem.ToString() | Should -BeLike 'Input 2: *The token exists: it is the TargetObject of this error.'
        [IO.File]::ReadAllText($path) | Should -BeExactly (Get-PlainText $tokens[0])
        $tokens | Export-Token -Path { "$path.$($_.InstallType)" }
        [IO.File]::ReadAllText("$path.BROKER") | Should -BeExactly (Get-PlainText $tokens[1])
    }

    It 'writes nothing with -WhatIf' {
        New-BootstrapToken -UserName admin -GeneratePassword | Export-Token $path -WhatIf
        Test-Path -LiteralPath $path | Should -BeFalse
    }

    It 'rejects <name>' -ForEach @(
        @{ name = 'nothing'; make = { , $null }; id = 'ExportNoToken' }
        @{ name = 'a number'; make = { 5 }; id = 'ExportNoToken' }
        @{ name = 'an API token without its secret'; make = { $null = New-GoodDataApiToken listed -Force; Get-GoodDataApiToken listed }; id = 'ExportWithoutSecret' }
        @{ name = 'an expired token'; make = { '{"@type":"InstallerToken","installType":"ATOM","token":"atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5","expiration":"2020-01-01T00:00:00.000Z","created":"2019-01-01T00:00:00.000Z","accountId":"a","durationMinutes":60}' }; id = 'ExportTokenExpired' }
    ) {
        $given = & $make
        $attempt = Invoke-Attempt { $given | Export-Token $path }
        $attempt.Problem.FullyQualifiedErrorId | Should -BeLike "$id,*"
        Get-ErrorText $attempt.Problem | Should -Not -Match 'atom-9'
        Test-Path -LiteralPath $path | Should -BeFalse
    }
}
