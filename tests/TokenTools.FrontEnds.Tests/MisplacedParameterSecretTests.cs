using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TokenTools.PowerShell;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>
/// A secret in the place of any parameter is not repeated by an error, a warning or any other message. The places are the parameters that
/// the cmdlets have: a new one is tested by being there.
/// </summary>
[Collection("FrontEnds")]
public sealed class MisplacedParameterSecretTests : IClassFixture<MisplacedParameterSecretTests.Fixture>
{
    private const string Run = """
        param($Cmdlet, $Usual, $Name, $Value)
        $DebugPreference = 'Continue'
        $VerbosePreference = 'Continue'
        $parameters = . ([scriptblock]::Create($Usual))
        $parameters[$Name] = $Value
        & $Cmdlet @parameters
        if ($Cmdlet -like 'Connect-*') {
            Connect-Boomi -Sandbox $sandbox
            Connect-Onezone -Sandbox $sandbox
            Connect-GoodData -Sandbox $sandbox
        }
        """;

    private const string Hash = "@{ Id = 'acme'; HostName = 'acme.example'; AdminUser = 'admin'; PasswordHash = '{noop}x' }";

    private const string Offline = "@{ Token = $onedataToken; Offline = $true }";

    // What a cmdlet needs besides the parameter that is tested.
    private static readonly Dictionary<string, string> Usual = new(StringComparer.Ordinal)
    {
        ["New-InstallerToken"] = "@{ InstallType = 'ATOM' }",
        ["ConvertTo-InstallerArgument"] = "@{ InputObject = $installerToken; RuntimeName = 'r1' }",
        ["New-BoomiEnvironment"] = "@{ Name = 'Test' }",
        ["New-BoomiEnvironmentAttachment"] = "@{ AtomId = 'x'; EnvironmentId = 'y' }",
        ["Wait-BoomiRuntime"] = "@{ Name = 'online'; TimeoutSec = 1; IntervalSec = 1 }",
        ["Wait-BoomiRuntime/Name"] = "@{ TimeoutSec = 1; IntervalSec = 1; Connection = $otherSandboxBoomi }",
        ["Wait-BoomiRuntime/Id"] = "@{ TimeoutSec = 1; IntervalSec = 1 }",
        ["Resolve-InstallerToken"] = "@{ InputObject = [pscustomobject] @{ AccountId = 'acme-A1B2C3'; EarliestCreated = '2030-01-01'; LatestCreated = '2030-01-02' } }",
        ["Connect-Boomi"] = "@{ AccountId = 'acme-A1B2C3'; UserName = 'user@boomi.com'; ApiToken = 'x' }",
        ["Connect-Onezone"] = "@{ Uri = 'zone.example'; Token = $onedataToken }",
        ["New-TemporaryToken"] = "@{ ValidFor = '10m' }",
        ["New-NamedToken"] = "@{ Name = 'ci'; GetExisting = $true }",
        ["Set-NamedToken"] = "@{ Name = 'ci'; Revoke = $true }",
        ["Remove-NamedToken"] = "@{ Name = 'ci'; Confirm = $false }",
        ["Use-InviteToken"] = "@{ Token = $onedataToken }",
        ["Add-TokenCaveat"] = "@{ Token = $onedataToken; ValidFor = '5m' }",
        ["Test-TemporaryToken"] = "@{ Token = $onedataToken; Detailed = $true }",
        ["Revoke-TemporaryToken"] = "@{ Confirm = $false }",
        ["ConvertFrom-OnedataToken"] = "@{ Token = $onedataToken }",
        ["New-BootstrapToken"] = "@{ UserName = 'admin'; GeneratePassword = $true }",
        ["ConvertFrom-BootstrapToken"] = "@{ Token = $bootstrapToken }",
        ["ConvertTo-OrganizationManifest"] = "@{ Id = 'acme'; HostName = 'acme.example'; Token = $bootstrapToken }",
        ["ConvertTo-PasswordHash"] = "@{ Password = 'x' }",
        ["Test-PasswordHash"] = "@{ Password = 'x' }",
        ["Test-BootstrapToken"] = "@{ Uri = 'http://127.0.0.1:1/'; Token = $bootstrapToken; NoProxy = $true }",
        ["Connect-GoodData"] = "@{ Uri = 'http://127.0.0.1:1/'; Token = $bootstrapToken; NoProxy = $true }",
        ["New-GoodDataUser"] = "@{ Id = 'ada'; Email = 'ada@example.com' }",
        ["New-GoodDataApiToken"] = "@{ Id = 'x'; UserId = 'none' }",
        ["Remove-GoodDataApiToken"] = "@{ Id = 'x'; Confirm = $false }",
        ["New-GoodDataJwt"] = "@{ UserId = 'ada'; PrivateKey = $privateKey }",
        ["New-GoodDataJwt/Path"] = "@{ UserId = 'ada' }",
        ["New-GoodDataSigningKey"] = "@{ PrivateKey = $privateKey }",
        ["New-GoodDataSigningKey/Path"] = "@{ WhatIf = $true }",
        ["New-GoodDataSigningKey/KeySize"] = "@{ WhatIf = $true }",
        ["Export-Token"] = "@{ InputObject = $bootstrapToken; Path = 'x'; As = 'EnvironmentFile'; WhatIf = $true }",
        ["ConvertTo-KubernetesSecret"] = "@{ InputObject = $bootstrapToken; SecretName = 'x' }",
        ["Find-SecretLeak"] = "@{ ScriptBlock = { $null = $bootstrapToken }; Secret = $bootstrapToken; Path = $folder }",
        ["Add-TokenSandboxFault"] = "@{ StatusCode = 500; Sandbox = $otherSandbox }",
        ["Get-TokenSandboxRequest"] = "@{ Sandbox = $otherSandbox }",

        // Where the parameter belongs to another parameter set.
        ["Set-NamedToken/Id"] = "@{ Revoke = $true }",
        ["Remove-NamedToken/Id"] = "@{ Confirm = $false }",
        ["Connect-Onezone/Credential"] = "@{ Uri = 'zone.example' }",
        ["Connect-Onezone/RootTokenFile"] = "@{ Uri = 'zone.example' }",
        ["ConvertTo-OrganizationManifest/AdminUser"] = Hash,
        ["ConvertTo-OrganizationManifest/PasswordHash"] = Hash,
        ["Test-TemporaryToken/IpAddress"] = Offline,
        ["Test-TemporaryToken/Service"] = Offline,
        ["Test-TemporaryToken/Consumer"] = Offline,
        ["Test-TemporaryToken/Interface"] = Offline,
        ["Test-TemporaryToken/DataPath"] = Offline,
        ["Test-TemporaryToken/Purpose"] = Offline,
        ["Test-TemporaryToken/At"] = Offline,
    };

    private readonly Fixture _fixture;

    public MisplacedParameterSecretTests(Fixture fixture) => _fixture = fixture;

    public static TheoryData<string, string> Places { get; } = CreatePlaces();

    [Theory]
    [MemberData(nameof(Places))]
    public void Cmdlet_SecretInPlaceOfAnything_IsNotShown(string cmdlet, string parameter)
    {
        foreach (var (kind, secret) in MisplacedSecrets.All)
        {
            var usual = Usual.GetValueOrDefault(cmdlet + "/" + parameter) ?? Usual.GetValueOrDefault(cmdlet, "@{ }");
            var messages = _fixture.FrontEnds.RunForMessages(Run, cmdlet, usual, parameter, secret);

            MisplacedSecrets.AssertHidden(kind, parameter, messages);
            Assert.DoesNotContain("NameNotResolved", messages, StringComparison.Ordinal);
            // Nothing would be tested.
            Assert.DoesNotContain("AmbiguousParameterSet", messages, StringComparison.Ordinal);
        }
    }

    private static TheoryData<string, string> CreatePlaces()
    {
        var places = new TheoryData<string, string>();
        // Vault.Tests.ps1 tests the commands of a vault, which the module does not export.
        foreach (var type in typeof(PowerShellVocabulary).Assembly.GetExportedTypes()
            .Where(static type => type.IsSubclassOf(typeof(PSCmdlet)) && !type.IsAbstract && !type.IsSubclassOf(typeof(VaultCommand))))
        {
            var cmdlet = (CmdletAttribute)type.GetCustomAttributes(typeof(CmdletAttribute), inherit: false).Single();
            foreach (var property in type.GetProperties().Where(static property => property.IsDefined(typeof(ParameterAttribute), inherit: true)))
            {
                // Where a secret belongs, or a credential, for which the engine asks with the text as the user's name.
                if (property.PropertyType != typeof(SecretArgument) && property.PropertyType != typeof(PSCredential) && property.Name != "Token")
                {
                    places.Add(cmdlet.VerbName + "-" + cmdlet.NounName, property.Name);
                }
            }
        }

        return places;
    }

    /// <summary>Connections that the tests of Connect cmdlets may replace.</summary>
    public sealed class Fixture : IDisposable
    {
        public Fixture()
        {
            FrontEnds.RunForMessages("""
                $global:onedataToken = (New-TemporaryToken -ValidFor 30m -AsPlainText).Token
                $global:installerToken = New-InstallerToken ATOM
                $global:otherSandbox = Start-TokenSandbox
                $global:folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "tokentools-$([guid]::NewGuid())")).FullName
                $global:privateKey = (New-GoodDataSigningKey).PrivateKey
                """);
            // So that their names are not waited for.
            FrontEnds.RunForMessages(MisplacedSecrets.DeletedRuntimes, "otherSandbox", MisplacedSecrets.All.Values.ToArray());
        }

        internal FrontEnds FrontEnds { get; } = new();

        public void Dispose()
        {
            FrontEnds.RunForMessages("Stop-TokenSandbox -Sandbox $otherSandbox; Remove-Item -Recurse -LiteralPath $folder");
            FrontEnds.Dispose();
        }
    }
}
