BeforeDiscovery {
    $bad = @(
        @{ id = 'OrganizationIdInvalid'; arguments = @{ Id = 'Canary-31337' }; target = 'Id' }
        @{ id = 'OrganizationIdInvalid'; arguments = @{ Id = '' }; target = 'Id' }
        @{ id = 'OrganizationHostInvalid'; arguments = @{ HostName = 'https://canary-31337' }; target = 'alpha' }
        @{ id = 'OrganizationNameInvalid'; arguments = @{ Name = "canary-31337$([char] 0xD83D)" }; target = 'alpha' }
        @{ id = 'OrganizationGroupInvalid'; arguments = @{ AdminGroup = 'canary 31337' }; target = 'alpha' }
        @{ id = 'OrganizationNamespaceInvalid'; arguments = @{ Namespace = 'Canary-31337' }; target = 'alpha' }
        @{ id = 'OrganizationObjectNameInvalid'; arguments = @{ ResourceName = 'Canary-31337' }; target = 'alpha' }
        @{ id = 'OrganizationObjectNameInvalid'; arguments = @{ SecretName = 'Canary-31337' }; target = 'alpha' }
        @{ id = 'OrganizationSecretKeyAlone'; arguments = @{ SecretKey = 'canary-31337' }; target = 'alpha' }
        @{ id = 'OrganizationSecretKeyInvalid'; arguments = @{ SecretName = 'a'; SecretKey = 'canary 31337' }; target = 'alpha' }
        @{ id = 'OrganizationSecretsClash'; arguments = @{ SecretName = 'canary-31337'; TlsSecretName = 'canary-31337' }; target = 'alpha' }
        @{ id = 'OrganizationTlsIncomplete'; arguments = @{ TlsIssuerName = 'canary-31337' }; target = 'alpha' }
        @{ id = 'OrganizationTlsIncomplete'; arguments = @{ TlsSecretName = 'canary-31337'; TlsIssuerType = 'ClusterIssuer' }; target = 'alpha' }
    )
    $forms = 'token', 'token as plain text', 'SecureString', 'credential', 'text', 'row'
}

BeforeAll {
    . "$PSScriptRoot/../Support/Module.ps1"
    $boot = New-BootstrapToken -UserName admin -Password 'canary-31337'
    $text = 'YWRtaW46Ym9vdHN0cmFwOmNhbmFyeS0zMTMzNw=='
    $given = @{
        'token'               = $boot
        'token as plain text' = New-BootstrapToken -UserName admin -Password 'canary-31337' -AsPlainText
        'SecureString'        = ConvertTo-TestSecret $text
        'credential'          = [pscredential]::new('token', (ConvertTo-TestSecret $text))
        'text'                = $text
        'row'                 = "Token`n$text" | ConvertFrom-Csv
    }
    $alpha = @{ Id = 'alpha'; HostName = 'analytics.alpha.example.com' }
}

Describe 'ConvertTo-OrganizationManifest' {
    It 'creates YAML from a bootstrap token' {
        $yaml = $boot | ConvertTo-OrganizationManifest @alpha -Name 'Alpha "corporation" 😀: # $x'
        $yaml | Should -BeOfType string
        $lines = $yaml -split "`n"
        $lines[0..12] -replace '\$6\$.+', '$6$..."' | Should -BeExactly @(
            '---'
            'apiVersion: controllers.gooddata.com/v1'
            'kind: Organization'
            'metadata:'
            '  name: "alpha-org"'
            '  namespace: "gooddata-cn"'
            'spec:'
            '  id: "alpha"'
            '  name: "Alpha \"corporation\" \U0001F600: # $x"'
            '  hostname: "analytics.alpha.example.com"'
            '  adminGroup: "adminGroup"'
            '  adminUser: "admin"'
            '  adminUserToken: "$6$..."'
        )
        $lines.Count | Should -Be 13
    }

    It 'contains the hash of the password but not the password, from a <_>' -ForEach $forms {
        $json = $given[$_] | ConvertTo-OrganizationManifest @alpha -Format Json
        $json | Should -Not -Match '31337|Y2FuYXJ5|YWRtaW46'
        $spec = ($json | ConvertFrom-Json).spec
        $spec.adminUser | Should -BeExactly admin
        Test-PasswordHash $spec.adminUserToken canary-31337 | Should -BeExactly $true
        ConvertTo-OrganizationManifest @alpha -Token $given[$_] | Should -Match 'adminUser: "admin"'
    }

    It 'hashes with sha256-crypt for older versions' {
        ($boot | ConvertTo-OrganizationManifest @alpha -Algorithm Sha256Crypt -Format Json | ConvertFrom-Json).spec.adminUserToken | Should -BeLike '$5$*'
    }

    It 'omits the namespace for <_>' -ForEach '$null', "''" {
        $given = & ([scriptblock]::Create($_))
        ($boot | ConvertTo-OrganizationManifest @alpha -Namespace $given -Format Json | ConvertFrom-Json).metadata.PSObject.Properties.Name | Should -Be 'name'
    }

    It 'accepts a user and a hash' {
        $hash = ConvertTo-PasswordHash canary-31337
        $spec = (ConvertTo-OrganizationManifest @alpha -AdminUser boss -PasswordHash $hash -AdminGroup bosses -Format Json | ConvertFrom-Json).spec
        $spec.adminUser, $spec.adminGroup, $spec.adminUserToken | Should -BeExactly 'boss', 'bosses', $hash
    }

    It 'accepts rows of a CSV file with <_>' -ForEach 'tokens', 'hashes' {
        $rows = if ($_ -eq 'tokens') {
            "Id,Name,HostName,Token`na,A,a.example.com,$text`nb,,b.example.com,$text"
        } else {
            $hash = ConvertTo-PasswordHash canary-31337
            "Id,Name,HostName,AdminUser,PasswordHash`na,A,a.example.com,admin,$hash`nb,,b.example.com,admin,$hash"
        }
        $made = $rows | ConvertFrom-Csv | ConvertTo-OrganizationManifest -Format Json | ForEach-Object { ($_ | ConvertFrom-Json).spec }
        $made.id | Should -BeExactly 'a', 'b'
        # An empty cell is not a value.
        $made.name | Should -BeExactly 'A', 'b'
        $made.hostname | Should -BeExactly 'a.example.com', 'b.example.com'
        $made.adminUser | Should -BeExactly 'admin', 'admin'
    }

    It 'puts the hash into a Secret' {
        $items = ($boot | ConvertTo-OrganizationManifest @alpha -SecretName alpha-hash -Format Json | ConvertFrom-Json).items
        $items.kind | Should -BeExactly 'Organization', 'Secret'
        $items[0].spec.adminUserTokenSecret.kubernetesSecret.name | Should -BeExactly alpha-hash
        Test-PasswordHash ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($items[1].data.hash))) canary-31337 | Should -BeExactly $true
        $yaml = $boot | ConvertTo-OrganizationManifest @alpha -SecretName alpha-hash
        [regex]::Matches($yaml, '(?m)^---$').Count | Should -Be 2
    }

    It 'has the specified TLS block, namespace and resource name' {
        $made = $boot | ConvertTo-OrganizationManifest @alpha -TlsSecretName alpha-tls -TlsIssuerName le -TlsIssuerType ClusterIssuer -Namespace other -ResourceName org1 -Format Json |
            ConvertFrom-Json
        $made.spec.tls.secretName, $made.spec.tls.issuerName, $made.spec.tls.issuerType | Should -BeExactly 'alpha-tls', 'le', 'ClusterIssuer'
        $made.metadata.namespace, $made.metadata.name | Should -BeExactly 'other', 'org1'
        ($boot | ConvertTo-OrganizationManifest @alpha -Namespace '' -Format Json | ConvertFrom-Json).metadata.PSObject.Properties.Name | Should -Be 'name'
    }

    It 'fails with <id>' -ForEach $bad {
        $all = $alpha.Clone()
        foreach ($name in $arguments.Keys) { $all[$name] = $arguments[$name] }
        $boot | ConvertTo-OrganizationManifest @all -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeExactly "$id,TokenTools.PowerShell.Commands.GoodData.ConvertToOrganizationManifestCommand"
        $problem[0].CategoryInfo.Category | Should -Be InvalidArgument
        $problem[0].TargetObject | Should -BeExactly $target
        "$($problem[0]) $($problem[0].CategoryInfo)" | Should -Not -Match '31337'
    }

    It 'rejects a password in place of a hash without displaying it' {
        ConvertTo-OrganizationManifest @alpha -AdminUser admin -PasswordHash canary-31337 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'PasswordHashIsPlainText,*'
        "$($problem[0]) $($problem[0].CategoryInfo)" | Should -Not -Match '31337'
    }

    It 'rejects pipeline input that is not a token without displaying it: <_>' -ForEach 'canary-31337', 'YWRtaW46bXluZXd0b2tlbjpjYW5hcnktMzEzMzc=', 31337421 {
        $_ | ConvertTo-OrganizationManifest @alpha -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.Count | Should -Be 1
        $problem[0].TargetObject | Should -BeExactly alpha
        "$($problem[0]) $($problem[0].CategoryInfo)" | Should -Not -Match '31337|Y2FuYXJ5'
    }

    It 'warns about the published default as the administrator''s token' {
        $default = New-BootstrapToken -UserName admin -Password admin123
        $default | ConvertTo-OrganizationManifest @alpha -WarningVariable warnings -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        "$warnings" | Should -BeLike '*analytics.alpha.example.com*'
        $default | ConvertTo-OrganizationManifest -Id default -HostName localhost -WarningVariable warnings | Should -Not -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'creates manifests from a CSV file in one pipeline, with every column' {
        # gooddata/gooddata-cn-terraform, var.gdcn_orgs
        $rows = @(
            'id,name,hostname,admin_user,admin_group,tls_secret_name,TlsIssuerName,namespace,owner'
            'alpha,Alpha,a.example.com,boss,bosses,alpha-tls,le,other,someone'
            'beta,,b.example.com,chief,,,,,'
        )
        $made = $rows | ConvertFrom-Csv | New-BootstrapToken -GeneratePassword | ConvertTo-OrganizationManifest -Format Json | ConvertFrom-Json
        $made.spec.id | Should -BeExactly 'alpha', 'beta'
        $made.spec.adminUser | Should -BeExactly 'boss', 'chief'
        $made.spec.adminGroup | Should -BeExactly 'bosses', 'adminGroup'
        $made.spec.name | Should -BeExactly 'Alpha', 'beta'
        $made[0].spec.tls.secretName, $made[0].spec.tls.issuerName | Should -BeExactly 'alpha-tls', 'le'
        $made.metadata.namespace | Should -BeExactly 'other', 'gooddata-cn'
    }

    It 'binds rows without a token by every column' {
        $hash = ConvertTo-PasswordHash canary-31337
        $made = "id,hostname,admin_user,password_hash,AdminGroup,TlsSecretName`na,a.example.com,boss,$hash,bosses,a-tls" | ConvertFrom-Csv |
            ConvertTo-OrganizationManifest -Format Json | ConvertFrom-Json
        $made.spec.adminUser, $made.spec.adminGroup, $made.spec.tls.secretName, $made.spec.adminUserToken | Should -BeExactly 'boss', 'bosses', 'a-tls', $hash
    }

    It 'runs script blocks for each row' {
        $made = "Id,HostName,Token`nalpha,a.example.com,$text`nbeta,b.example.com,$text" | ConvertFrom-Csv |
            ConvertTo-OrganizationManifest -TlsSecretName { "$($_.Id)-tls" } -AdminGroup { "$($_.Id)-admins" } -Format Json | ConvertFrom-Json
        $made.spec.tls.secretName | Should -BeExactly 'alpha-tls', 'beta-tls'
        $made.spec.adminGroup | Should -BeExactly 'alpha-admins', 'beta-admins'
    }

    It 'rejects a column that looks like a setting: <_>' -ForEach 'admin-group', 'TlsSecretNam', 'OrgId' {
        "Id,HostName,Token,$_`nalpha,a.example.com,$text,x" | ConvertFrom-Csv |
            ConvertTo-OrganizationManifest -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'RowColumnSimilar,*'
    }

    It 'rejects a token of another user than the row''s' {
        "Id,HostName,Token,admin_user`nalpha,a.example.com,$text,other" | ConvertFrom-Csv |
            ConvertTo-OrganizationManifest -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OrganizationUserDiffers,*'
    }

    It 'is the same for the same input, and describes the origin of the salt' {
        $first = $boot | ConvertTo-OrganizationManifest @alpha -Verbose 4>&1
        "$($first[0])" | Should -Match 'salt'
        $first[1] | Should -BeExactly ($boot | ConvertTo-OrganizationManifest @alpha)
        $boot | ConvertTo-OrganizationManifest @alpha -Salt abcdefgh | Should -Match '\$6\$abcdefgh\$'
    }

    It 'adds the Secret that the vendor''s scripts read with -AdminSecretName' {
        $items = ($boot | ConvertTo-OrganizationManifest @alpha -AdminSecretName gdcn-org-admin-alpha -Format Json | ConvertFrom-Json).items
        $items[1].metadata.name | Should -BeExactly 'gdcn-org-admin-alpha'
        $items[1].data.adminUser, $items[1].data.adminPassword | Should -BeExactly @('admin', 'canary-31337' | ForEach-Object { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($_)) })
    }
}
