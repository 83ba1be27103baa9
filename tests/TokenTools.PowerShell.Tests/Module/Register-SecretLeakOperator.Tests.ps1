# Not run in Wine: Find-SecretLeak needs /proc.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    Register-SecretLeakOperator
    $secret = 'Planted-Secret-8844'
}

Describe 'Register-SecretLeakOperator' -Skip:(-not $IsLinux) {
    # The current folder is watched: not that of the checkout, where other tests write.
    BeforeEach { Push-Location -LiteralPath (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))) }
    AfterEach { Pop-Location }

    It 'adds an operator that passes if no secret leaks' {
        { $null = $secret } | Should -Not -LeakSecret $secret
        { Write-Verbose $secret } | Should -LeakSecret $secret
    }

    It 'fails with the places, without the secret' {
        $problem = { { Write-Verbose $secret } | Should -Not -LeakSecret $secret -Because 'it is one' } | Should -Throw -PassThru
        "$problem" | Should -BeLike 'Expected no secret to leak because it is one, but found *Verbose stream, item 1*'
        "$problem" | Should -Not -BeLike "*$secret*"
        { { $null = $secret } | Should -LeakSecret $secret } | Should -Throw 'Expected a secret to leak*'
    }

    It 'fails if the secret was not used' {
        { { 'nothing' } | Should -Not -LeakSecret $secret } | Should -Throw '*had no access to the secret*'
    }

    It 'can be repeated' {
        { Register-SecretLeakOperator } | Should -Not -Throw
    }
}
