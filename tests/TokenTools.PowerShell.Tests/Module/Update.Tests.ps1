# An update of the module in a session that has loaded an older version.
BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"

    # A copy of the module with another version, in its manifest and in the identity of its assembly.
    function New-Version([string] $Version) {
        $folder = Join-Path $TestDrive "TokenTools/$Version"
        $null = New-Item -ItemType Directory -Force -Path $folder
        $source = Split-Path -Path $ModulePath
        foreach ($name in 'TokenTools.psd1', 'TokenTools.format.ps1xml', 'TokenTools.types.ps1xml', 'bin', 'TokenTools.Extension') { Copy-Item -LiteralPath "$source/$name" -Destination $folder -Recurse }
        $manifest = "$folder/TokenTools.psd1"
        (Get-Content -Raw -LiteralPath $manifest) -replace "(?<=ModuleVersion\s*=\s*')[0-9.]+", $Version | Set-Content -LiteralPath $manifest
        $assembly = "$folder/bin/TokenTools.PowerShell.dll"
        $bytes = [IO.File]::ReadAllBytes($assembly)
        $reader = [System.Reflection.PortableExecutable.PEReader]::new([IO.MemoryStream]::new($bytes))
        try {
            $metadata = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($reader)
            $table = [System.Reflection.Metadata.Ecma335.MetadataReaderExtensions]::GetTableMetadataOffset($metadata, [System.Reflection.Metadata.Ecma335.TableIndex]::Assembly)
            # ECMA-335 II.22.2: a hash algorithm of four bytes, and then the major version.
            $major = $reader.PEHeaders.MetadataStartOffset + $table + 4
            # The runtime takes two assemblies with the same module version id, the first of the GUIDs, for one.
            $id = $reader.PEHeaders.MetadataStartOffset + [System.Reflection.Metadata.Ecma335.MetadataReaderExtensions]::GetHeapMetadataOffset($metadata, [System.Reflection.Metadata.Ecma335.HeapIndex]::Guid)
        }
        finally { $reader.Dispose() }
        [BitConverter]::GetBytes([uint16] ([version] $Version).Major).CopyTo($bytes, $major)
        [guid]::NewGuid().ToByteArray().CopyTo($bytes, $id)
        [IO.File]::WriteAllBytes($assembly, $bytes)
        $manifest
    }
}

Describe 'An import of another version in a session' -Skip:($PSVersionTable.PSEdition -eq 'Desktop') {
    BeforeAll {
        $new = New-Version '99.0.0'
        [Reflection.AssemblyName]::GetAssemblyName("$(Split-Path $new)/bin/TokenTools.PowerShell.dll").Version.Major | Should -Be 99
        $shown = & $Engine -NoProfile -NonInteractive -Command "
            Import-Module '$ModulePath'
            `$problems = @(try { Import-Module '$new' 2>&1 } catch { `$_ })
            @{
                problems = @(`$problems | ForEach-Object { `$_.ToString() })
                version  = @(Get-Module TokenTools | ForEach-Object { `$_.Version.ToString() })
                token    = (New-BootstrapToken admin -GeneratePassword | Out-String)
            } | ConvertTo-Json"
        $result = $shown | Out-String | ConvertFrom-Json
    }

    It 'is one error about the assembly, which is loaded until PowerShell is restarted, and none about types' {
        @($result.problems).Count | Should -Be 1
        $result.problems | Should -BeLike '*Assembly with same name is already loaded*'
        $result.problems | Should -Not -Match 'TypeData|already present'
        ($result.problems -split "`n").Count | Should -Be 1
    }

    It 'leaves the loaded version as it is' {
        $result.version | Should -Not -Contain '99.0.0'
        $result.token | Should -Match 'admin +bootstrap'
    }

    It 'works in a new session' {
        & $Engine -NoProfile -NonInteractive -Command "Import-Module '$new'; (Get-Module TokenTools).Version.Major; (New-BootstrapToken admin -GeneratePassword).UserName" |
            Should -Be '99', 'admin'
    }
}
