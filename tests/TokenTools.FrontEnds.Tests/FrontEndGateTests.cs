using System;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>The same input to a cmdlet and to the corresponding command results in the same request or the same error.</summary>
[Collection("FrontEnds")]
public sealed class FrontEndGateTests : IClassFixture<FrontEndGateTests.Fixture>
{
    private static readonly string AccessToken = Token("2/nmd/usr-u1/act/id1");
    private static readonly string RegistrationToken = Token("2/nmd/usr-u1/rop:u1:/id1");

    private const string InstallerToken = "atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5";

    private readonly Fixture _fixture;

    public FrontEndGateTests(Fixture fixture) => _fixture = fixture;

    /// <summary>Cmdlet, command line, and the expected error id; null where both send the same request.</summary>
    public static TheoryData<string, string, string?> Rows { get; } = new()
    {
        // Dates: one grammar.
        { "New-TemporaryToken -ValidUntil 03/04/2030", "temporary-token --valid-until 03/04/2030", "PointInTimeInvalid" },
        { "New-TemporaryToken -ValidUntil '2.3'", "temporary-token --valid-until 2.3", "PointInTimeInvalid" },
        { "New-TemporaryToken -ValidUntil 2031-01-31T12:00:00Z", "temporary-token --valid-until 2031-01-31T12:00:00Z", null },
        { "New-TemporaryToken -ValidUntil 2031-01-31", "temporary-token --valid-until 2031-01-31", null },
        { "New-TemporaryToken -ValidFor 10m -ValidUntil 2031-01-31", "temporary-token --valid-for 10m --valid-until 2031-01-31", "SettingsExclusive" },
        { "New-TemporaryToken -ValidUntil 2001-01-31", "temporary-token --valid-until 2001-01-31", "OnedataTimeHasPassed" },

        // Durations: one grammar.
        { "New-TemporaryToken -ValidFor 10", "temporary-token --valid-for 10", "DurationWithoutUnit" },
        { "New-TemporaryToken -ValidFor '-5m'", "temporary-token --valid-for=-5m", "DurationInvalid" },
        { "New-InstallerToken ATOM -ValidFor 90s", "installer-token ATOM --valid-for 90s", "InstallerValidForOutOfRange" },
        { "New-InstallerToken ATOM -ValidFor 25h", "installer-token ATOM --valid-for 25h", "InstallerValidForOutOfRange" },
        { "New-InstallerToken ATOM -ValidFor 2h", "installer-token ATOM --valid-for 2h", null },
        { "New-InstallerToken ATOM -ValidFor (New-TimeSpan -Hours 2)", "installer-token ATOM --valid-for 02:00:00", null },
        { "New-InstallerToken ATOM -ValidFor 02:00:00", "installer-token ATOM --valid-for 2:00:00", null },
        { "New-InstallerToken ATOM -ValidFor 2:00", "installer-token ATOM --valid-for 2:00", "DurationInvalid" },
        { "New-InstallerToken ATOM -DurationMinutes 29", "installer-token ATOM --duration-minutes 29", "SettingOutOfRange" },
        { "New-InstallerToken atom -DurationMinutes 45", "installer-token atom --duration-minutes 45", null },
        { "New-InstallerToken ATOM -DurationMinutes many", "installer-token ATOM --duration-minutes many", "InstallerDurationNotANumber" },
        { "New-InstallerToken ATOM -DurationMinutes 30.5", "installer-token ATOM --duration-minutes 30.5", "InstallerDurationNotANumber" },

        { "New-InstallerToken ATOM -ValidFor soon", "installer-token ATOM --valid-for soon", "DurationInvalid" },
        { "New-InstallerToken ATOM -ValidFor 90", "installer-token ATOM --valid-for 90", "DurationWithoutUnit" },
        { "New-InstallerToken ATOM -ValidFor 0m", "installer-token ATOM --valid-for 0m", "DurationZero" },
        { "New-InstallerToken ATOM -ValidFor 99999999d", "installer-token ATOM --valid-for 99999999d", "DurationTooLong" },
        { "[pscustomobject] @{ InstallType = 'ATOM'; ValidFor = 'soon' } | New-InstallerToken", "installer-token ATOM --valid-for soon", "DurationInvalid" },
        { "[pscustomobject] @{ InstallType = 'ATOM'; ValidFor = '2h' } | New-InstallerToken", "installer-token ATOM --valid-for 2h", null },

        // Words: one rule for case and for unknown ones.
        { "New-InstallerToken NOPE", "installer-token NOPE", "InstallTypeUnknown" },
        { "New-InstallerToken CLOUD", "installer-token CLOUD", "CloudIdMissing" },
        { "New-InstallerToken ATOM -CloudId x", "installer-token ATOM --cloud-id x", "CloudIdNotAllowed" },
        { "New-TemporaryToken -Interface REST -ValidUntil 2031-01-31", "temporary-token --interface REST --valid-until 2031-01-31", null },
        { "New-TemporaryToken -Interface soap", "temporary-token --interface soap", "CaveatInterfaceUnknown" },
        { "New-TemporaryToken -Country pl -ValidUntil 2031-01-31", "temporary-token --country pl --valid-until 2031-01-31", null },
        { "New-TemporaryToken -Country XX", "temporary-token --country XX", "CaveatCountryUnknown" },
        { "New-TemporaryToken -Region europe -ValidUntil 2031-01-31", "temporary-token --region europe --valid-until 2031-01-31", null },
        { "New-TemporaryToken -IpAddress 10.0.0.0/8,1.2.3.4 -ValidUntil 2031-01-31", "temporary-token --ip-address 10.0.0.0/8 1.2.3.4 --valid-until 2031-01-31", null },
        { "New-TemporaryToken -IpAddress 010.0.0.1", "temporary-token --ip-address 010.0.0.1", "CaveatIpLeadingZero" },
        { "New-TemporaryToken -Asn 64,1671 -ReadOnlyData -ValidUntil 2031-01-31", "temporary-token --asn 64 1671 --read-only-data --valid-until 2031-01-31", null },
        { "New-TemporaryToken -DataPath /name/dir", "temporary-token --data-path /name/dir", "CaveatPathSpaceName" },
        { "New-TemporaryToken -Caveat '{\"type\":\"ip\"}'", "temporary-token --caveat {\"type\":\"ip\"}", "CaveatListMissing" },

        // Invite tokens: never an access token by accident.
        { "New-TemporaryToken -TargetId x1", "temporary-token --target-id x1", "InviteWithoutTarget" },
        { "New-TemporaryToken Invite", "temporary-token invite", "InviteWithoutTarget" },
        { "New-TemporaryToken -InviteType userJoinCluster", "temporary-token --invite-type userJoinCluster", "InviteWithoutTarget" },
        { "New-TemporaryToken -InviteType nope -TargetId x1", "temporary-token --invite-type nope --target-id x1", "InviteTypeUnknown" },
        { "New-TemporaryToken Identity -InviteType userJoinGroup -TargetId x1", "temporary-token identity --invite-type userJoinGroup --target-id x1", "InviteTypeWithoutInvite" },
        { "New-TemporaryToken -For nope", "temporary-token --for nope", "OnedataForInvalid" },
        { "New-TemporaryToken -Country XK -ValidUntil 2031-01-31", "temporary-token --country XK --valid-until 2031-01-31", null },
        { "New-TemporaryToken -Api all/get/oz_worker.*.*:* -ValidUntil 2031-01-31", "temporary-token --api all/get/oz_worker.*.*:* --valid-until 2031-01-31", null },
        { "New-TemporaryToken -Api all/get/op_file.*.*:*", "temporary-token --api all/get/op_file.*.*:*", "CaveatApiEntityType" },
        { "New-TemporaryToken -Purpose ONECLIENT -ValidUntil 2031-01-31", "temporary-token --purpose ONECLIENT --valid-until 2031-01-31", null },
        { "New-TemporaryToken -Purpose identity -ValidUntil 2031-01-31", "temporary-token --purpose identity --valid-until 2031-01-31", null },
        { "New-TemporaryToken -Purpose nope", "temporary-token --purpose nope", "ChoiceInvalid" },
        { "New-TemporaryToken -Purpose onepanelRest", "temporary-token --purpose onepanelRest", "PurposeSettingMissing" },
        { "New-TemporaryToken -Purpose onepanel", "temporary-token --purpose onepanel", "PurposeSettingMissing" },
        { "New-TemporaryToken -Purpose one", "temporary-token --purpose one", "ChoiceInvalid" },
        { "New-TemporaryToken -Purpose onezoneRest -Service opw-p1", "temporary-token --purpose onezoneRest --service opw-p1", "PurposeSettingConflict" },
        { "New-TemporaryToken Access -Purpose identity", "temporary-token access --purpose identity", "PurposeTokenType" },
        { "New-TemporaryToken -InviteType userJoinSpace -TargetId s1 -Purpose oneclient", "temporary-token --invite-type userJoinSpace --target-id s1 --purpose oneclient", "PurposeWithInvite" },

        // Named tokens: the zone ignores what it does not support, so that it is an error here.
        { "New-NamedToken gate1 -ValidUntil 2031-01-31 -Metadata '{\"a\":[1]}'", "named-token gate1 --valid-until 2031-01-31 --metadata {\"a\":[1]}", null },
        { "New-NamedToken gate2 -InviteType userJoinSpace -TargetId s1 -UsageLimit 4 -Privileges space_view,space_read_data", "named-token gate2 --invite-type userJoinSpace --target-id s1 --usage-limit 4 --privileges space_view space_read_data", null },
        { "New-NamedToken gate3 -Purpose onezoneRest -ValidUntil 2031-01-31", "named-token gate3 --purpose onezoneRest --valid-until 2031-01-31", null },
        { "New-NamedToken gate4 -Purpose Identity", "named-token gate4 --purpose Identity", null },
        { "New-NamedToken ci -Purpose Identity -InviteType userJoinSpace -TargetId s1", "named-token ci --purpose Identity --invite-type userJoinSpace --target-id s1", "PurposeWithInvite" },
        { "New-NamedToken x", "named-token x", "NamedTokenNameInvalid" },
        { "New-NamedToken ci -UsageLimit 4", "named-token ci --usage-limit 4", "NamedTokenInviteOnly" },
        { "New-NamedToken ci -UsageLimit many", "named-token ci --usage-limit many", "NumberInvalid" },
        { "New-NamedToken ci -UsageLimit 0 -InviteType userJoinSpace -TargetId s1", "named-token ci --usage-limit 0 --invite-type userJoinSpace --target-id s1", "SettingOutOfRange" },
        { "New-NamedToken ci -Privileges space_view", "named-token ci --privileges space_view", "NamedTokenInviteOnly" },
        { "New-NamedToken ci -Privileges group_view -InviteType userJoinSpace -TargetId s1", "named-token ci --privileges group_view --invite-type userJoinSpace --target-id s1", "NamedTokenPrivilegeUnknown" },
        { "New-NamedToken ci -Metadata x", "named-token ci --metadata x", "NamedTokenMetadataInvalid" },
        { "New-NamedToken ci -TargetId x1", "named-token ci --target-id x1", "InviteWithoutTarget" },
        { "New-NamedToken ci -ValidUntil 2001-01-31", "named-token ci --valid-until 2001-01-31", "OnedataTimeHasPassed" },
        { "New-NamedToken ci -For nope", "named-token ci --for nope", "OnedataForInvalid" },
        { "Set-NamedToken missing -Revoke", "revoke named --name missing", "NamedTokenNameUnknown" },
        { "Set-NamedToken -Id missing -Revoke", "revoke named --id missing", "NamedTokenIdUnknown" },
        { "Set-NamedToken -Id a/b -Revoke", "revoke named --id a/b", "OnedataIdInvalid" },
        { "Revoke-TemporaryToken -For nope -Confirm:$false", "revoke temporary --for nope", "OnedataForInvalid" },
        { "Use-InviteToken $sandbox.OnezoneUserToken", "join", "InviteTokenNotInvite" },

        // Connections: one rule for addresses, proxies and numbers.
        { "Connect-Boomi acme-A1B2C3 a@b.example x -BaseUri ftp://x.example", "installer-token ATOM --base-uri ftp://x.example", "AddressInvalid" },
        { "Connect-Boomi acme-A1B2C3 a@b.example x -BaseUri http://x.example", "installer-token ATOM --base-uri http://x.example", "AddressUnencrypted" },
        { "Connect-Boomi acme-A1B2C3 a@b.example x -Proxy proxy.corp:8080", "installer-token ATOM --proxy proxy.corp:8080", "ProxyInvalid" },
        { "Connect-Boomi acme-A1B2C3 a@b.example x -Proxy http://u:p@proxy.example", "installer-token ATOM --proxy http://u:p@proxy.example", "AddressHoldsCredentials" },
        { "Connect-Boomi acme-A1B2C3 a@b.example x -Proxy http://p.example -NoProxy", "installer-token ATOM --proxy http://p.example --no-proxy", "SettingsExclusive" },
        { "Connect-Boomi -Sandbox $sandbox -Proxy http://p.example", "installer-token ATOM --sandbox --proxy http://p.example", "SettingsExclusive" },
        { "Connect-Boomi acme-A1B2C3 a@b.example x -Proxy 'http://['", "installer-token ATOM --proxy http://[", "ProxyInvalid" },
        { "Connect-Onezone -Sandbox $sandbox -Proxy http://p.example", "temporary-token --sandbox --proxy http://p.example", "SettingsExclusive" },
        { "Connect-Onezone -Sandbox $sandbox -Proxy http://p.example", "verify --sandbox --proxy http://p.example", "SettingsExclusive" },
        { "Connect-Onezone -Sandbox $sandbox -ProxyUseDefaultCredentials", "verify --sandbox --proxy-use-default-credentials", "SettingsExclusive" },
        { "Connect-Onezone z.example MDAx -RetryIntervalSec 3601", "temporary-token --uri z.example --retry-interval-sec 3601", "SettingOutOfRange" },
        { "Connect-Onezone z.example MDAx -Proxy /proxy", "temporary-token --uri z.example --proxy /proxy", "ProxyInvalid" },
        { "Connect-Boomi acme-A1B2C3 a@b.example x -TimeoutSec 0", "installer-token ATOM --timeout-sec 0", "SettingOutOfRange" },
        { "Connect-Boomi acme-A1B2C3 a@b.example x -MaximumRetryCount 101", "installer-token ATOM --maximum-retry-count 101", "SettingOutOfRange" },
        { "Connect-Boomi a@b.example acme-A1B2C3 x", "installer-token ATOM --account-id a@b.example --user-name acme-A1B2C3", "BoomiAccountIsUser" },

        // Rows: one registry of columns.
        { "[pscustomobject] @{ InstallType = 'ATOM'; ValidFor = '2h' } | New-InstallerToken", "installer-token --csv {csv:InstallType,ValidFor;ATOM,2h}", null },
        { "[pscustomobject] @{ installType = 'ATOM'; durationMinutes = '45'; atomName = 'a' } | New-InstallerToken", "installer-token --csv {csv:installType,durationMinutes,atomName;ATOM,45,a}", null },
        { "[pscustomobject] @{ durationMinutes = '45' } | New-InstallerToken ATOM", "installer-token ATOM --csv {csv:durationMinutes;45}", null },
        { "[pscustomobject] @{ InstallType = 'ATOM'; DurationMinutes = '45' } | New-InstallerToken -ValidFor 2h", "installer-token --valid-for 2h --csv {csv:InstallType,DurationMinutes;ATOM,45}", null },
        { "[pscustomobject] @{ InstallType = 'ATOM'; override_account = 'x' } | New-InstallerToken", "installer-token --csv {csv:InstallType,override_account;ATOM,x}", "RowColumnSimilar" },
        { "[pscustomobject] @{ InstallType = 'ATOM'; RuntimName = 'x' } | New-InstallerToken", "installer-token --csv {csv:InstallType,RuntimName;ATOM,x}", "RowColumnSimilar" },
        { "'ATOM' | New-InstallerToken -ThrottleLimit 0", "installer-token --throttle-limit 0 --csv {csv:InstallType;ATOM}", "SettingOutOfRange" },

        // Codes of a second factor.
        { "Test-BoomiConnection -OneTimePassword abc", "boomi-connection --one-time-password-file {text:abc}", "BoomiOneTimePasswordInvalid" },
        { "Test-BoomiConnection -OneTimePassword 123456", "boomi-connection --one-time-password-file {text:123456}", "BoomiOneTimePasswordUnused" },
        { "New-InstallerToken ATOM -OneTimePassword 123456", "installer-token ATOM --one-time-password-file {text:123456}", "BoomiOneTimePasswordUnused" },

        // Installers: one rule for tokens and settings.
        { "ConvertTo-InstallerArgument -InputObject $installerToken a/b", "installer-argument --token-file {text:DOCUMENT} --runtime-name a/b", "InstallerNameReserved" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken", "installer-argument --token-file {text:DOCUMENT}", "InstallerNameMissing" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -ProxyHost http://p", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --proxy-host http://p", "InstallerProxyHost" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -Force", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --force", "ForceRequiresPath" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -ProxyPort 0", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --proxy-port 0", "SettingOutOfRange" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -ProxyPort x", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --proxy-port x", "NumberInvalid" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -LocalPath '~/x'", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --local-path ~/x", "InstallerFolderTilde" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -VmOptions -Xmx1g", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --vm-options=-Xmx1g", "InstallerOptionContainersOnly" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -IncludeAccount", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --include-account", "InstallerOptionContainersOnly" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -As Nope", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --as Nope", "ChoiceInvalid" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -As ResponseFile", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --as ResponseFile", "InstallerPathMissing" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -As KubernetesSecret -SecretKey a/b", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --as KubernetesSecret --secret-key a/b", "KubernetesKeyInvalid" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -As KubernetesSecret -SecretName A_B", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --as KubernetesSecret --secret-name A_B", "KubernetesNameInvalid" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -As KubernetesSecret -AccountKey account", "installer-argument --token-file {text:DOCUMENT} --runtime-name a --as KubernetesSecret --account-key account", "InstallerAccountUnknown" },
        { "ConvertTo-InstallerArgument -InputObject $installerToken a -InstallType MOLECULE", "installer-argument MOLECULE --token-file {text:DOCUMENT} --runtime-name a", "InstallerInputTypeDiffers" },
        { "ConvertTo-InstallerArgument -InputObject atom-1 a", "installer-argument --token-file {text:atom-1} --runtime-name a", "InstallerInputTypeMissing" },
        { "ConvertTo-InstallerArgument -InputObject atom-1 a -InstallType TOASTER", "installer-argument TOASTER --token-file {text:atom-1} --runtime-name a", "InstallTypeUnknown" },
        { "ConvertTo-InstallerArgument -InputObject 123aab45-67b8-9012-3a45-67c8e9e01e23 a -InstallType ATOM", "installer-argument ATOM --token-file {text:123aab45-67b8-9012-3a45-67c8e9e01e23} --runtime-name a", "InstallerInputApiToken" },
        { "ConvertTo-InstallerArgument -InputObject YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ= a -InstallType ATOM", "installer-argument ATOM --token-file {text:YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ=} --runtime-name a", "TokenOfOtherKind" },

        // A token of another kind: one error for every cmdlet and command.
        { "Connect-Boomi acme-A1B2C3 a@b.example " + AccessToken, "installer-token ATOM --api-token-file {text:" + AccessToken + "}", "TokenOfOtherKind" },
        { "Connect-GoodData a.example " + AccessToken, "gooddata-api-token --id x --uri a.example --token-file {text:" + AccessToken + "}", "TokenOfOtherKind" },
        { "ConvertTo-OrganizationManifest a a.example -Token " + AccessToken, "organization-manifest a a.example --token-file {text:" + AccessToken + "}", "TokenOfOtherKind" },
        { "Test-BootstrapToken a.example -Token " + InstallerToken, "verify --uri a.example --token-file {text:" + InstallerToken + "}", "TokenOfOtherKind" },
        { "Connect-Onezone z.example " + InstallerToken, "temporary-token --uri z.example --token-file {text:" + InstallerToken + "}", "TokenOfOtherKind" },
        { "Add-TokenCaveat " + InstallerToken + " -Interface rest", "confine --interface rest --token-file {text:" + InstallerToken + "}", "TokenOfOtherKind" },
        { "ConvertTo-OneclientEnvironment -Token $bootstrapToken", "oneclient-environment", "TokenOfOtherKind" },
        { "Get-TokenScope $bootstrapToken", "scope", "TokenOfOtherKind" },
        { "Use-InviteToken $bootstrapToken", "join --invite-token-file {text:YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=}", "TokenOfOtherKind" },

        // Exports: one rule for forms, names and tokens.
        { "Export-Token -InputObject $installerToken -Path a -As Nope", "export-token --token-file {text:DOCUMENT} --path a --as Nope", "ChoiceInvalid" },
        { "Export-Token -InputObject $installerToken -Path a -VariableName B", "export-token --token-file {text:DOCUMENT} --path a --variable-name B", "ExportWithoutNames" },
        { "Export-Token -InputObject $installerToken -Path a -As Env -VariableName 1B", "export-token --token-file {text:DOCUMENT} --path a --as Env --variable-name 1B", "ExportVariableInvalid" },
        { "Export-Token -InputObject $installerToken -Path a -IncludePassword", "export-token --token-file {text:DOCUMENT} --path a --include-password", "ExportOneValue" },
        { "Export-Token -InputObject $installerToken -Path a -As Json -IncludePassword", "export-token --token-file {text:DOCUMENT} --path a --as Json --include-password", "ExportNoPassword" },
        { "Export-Token -InputObject $bootstrapToken -Path a -As Env -PasswordVariableName B", "export-token --path a --as Env --password-variable-name B", "SettingRequires" },
        { "Export-Token -InputObject $bootstrapToken -Path a -As Env -IncludePassword -VariableName B -PasswordVariableName B", "export-token --path a --as Env --include-password --variable-name B --password-variable-name B", "ExportVariableTwice" },
        { "Export-Token -InputObject anything -Path a -As Env", "export-token --token-file {text:anything} --path a --as Env", "ExportVariableMissing" },
        { "Export-Token -InputObject $bootstrapToken -Path ' '", "export-token --path \u00a0", "ExportPathMissing" },
        { "Export-Token -InputObject $bootstrapToken -Path missing/a", "export-token --path missing/a", "InstallerFileNoFolder" },
        { "Export-Token -InputObject ' ' -Path a", "export-token --path a --token-file {text:\u00a0}", "ExportInputEmpty" },
        { "Export-Token -InputObject '<a/>' -Path a", "export-token --token-file {text:<a/>} --path a", "ExportInputNoToken" },
        { "Export-Token -InputObject MDAxNm -Path a", "export-token --token-file {text:MDAxNm} --path a", "MacaroonCutOff" },
        { "ConvertTo-KubernetesSecret -InputObject $bootstrapToken A_B", "kubernetes-secret --secret-name A_B", "KubernetesNameInvalid" },
        { "ConvertTo-KubernetesSecret -InputObject $bootstrapToken a -SecretKey a/b", "kubernetes-secret --secret-name a --secret-key a/b", "KubernetesKeyInvalid" },
        { "ConvertTo-KubernetesSecret -InputObject $bootstrapToken a -Namespace a.b", "kubernetes-secret --secret-name a --namespace a.b", "KubernetesNamespaceInvalid" },
        { "ConvertTo-KubernetesSecret -InputObject $bootstrapToken a -Label @{ a = 'b c' }", "kubernetes-secret --secret-name a --label a=b\u00a0c", "KubernetesLabelInvalid" },
        { "ConvertTo-KubernetesSecret -InputObject $bootstrapToken a -PasswordKey a", "kubernetes-secret --secret-name a --password-key a", "SettingRequires" },
        { "ConvertTo-KubernetesSecret -InputObject $bootstrapToken a -IncludePassword -SecretKey a -PasswordKey a", "kubernetes-secret --secret-name a --include-password --secret-key a --password-key a", "KubernetesKeyTwice" },
        { "ConvertTo-KubernetesSecret -InputObject $installerToken a -IncludePassword", "kubernetes-secret --token-file {text:DOCUMENT} --secret-name a --include-password", "ExportNoPassword" },

        // Runtimes and environments.
        { "Wait-BoomiRuntime ONLINE -TimeoutSec 20", "wait-runtime ONLINE --timeout-sec 20", null },
        { "Wait-BoomiRuntime online -TimeoutSec 0", "wait-runtime online --timeout-sec 0", "SettingOutOfRange" },
        { "Wait-BoomiRuntime online -IntervalSec 3601", "wait-runtime online --interval-sec 3601", "SettingOutOfRange" },
        { "Wait-BoomiRuntime online -IntervalSec many", "wait-runtime online --interval-sec many", "NumberInvalid" },
        { "New-BoomiEnvironment Production", "boomi-environment Production", null },
        { "New-BoomiEnvironment Production PROD", "boomi-environment Production --classification prod", null },
        { "New-BoomiEnvironment Production DEV", "boomi-environment Production --classification DEV", "ChoiceInvalid" },
        { "New-BoomiEnvironmentAttachment x ''", "boomi-attachment --atom-id x", "BoomiNameInvalid" },

        // GoodData.
        { "New-BootstrapToken -UserName a@b.example -GeneratePassword", "bootstrap-token --user-name a@b.example --generate-password", "BootstrapUserInvalid" },
        { "New-BootstrapToken admin -GeneratePassword -PasswordLength 5", "bootstrap-token --user-name admin --generate-password --password-length 5", "SettingOutOfRange" },
        { "New-BootstrapToken admin -GeneratePassword -PasswordLength 0", "bootstrap-token --user-name admin --generate-password --password-length 0", "SettingOutOfRange" },
        { "New-BootstrapToken admin -GeneratePassword:$false -PasswordLength 20", "bootstrap-token --user-name admin --password-length 20", "BootstrapPasswordLengthUnused" },
        { "ConvertTo-PasswordHash x -Algorithm md5", "password-hash --algorithm md5", "ChoiceInvalid" },
        { "ConvertTo-PasswordHash x -Rounds 999", "password-hash --rounds 999", "ShaCryptRoundsOutOfRange" },
        { "ConvertTo-PasswordHash x -Salt 'a:b'", "password-hash --salt a:b", "ShaCryptSaltInvalid" },
        { "ConvertTo-OrganizationManifest A a.example -Token $bootstrapToken", "organization-manifest A a.example", "OrganizationIdInvalid" },
        { "ConvertTo-OrganizationManifest a A.example -Token $bootstrapToken", "organization-manifest a A.example", "OrganizationHostInvalid" },
        { "ConvertTo-OrganizationManifest a a.example -Token $bootstrapToken -SecretKey x", "organization-manifest a a.example --secret-key x", "OrganizationSecretKeyAlone" },
        { "ConvertTo-OrganizationManifest a a.example -Token $bootstrapToken -TlsIssuerName x", "organization-manifest a a.example --tls-issuer-name x", "OrganizationTlsIncomplete" },
        { "ConvertTo-OrganizationManifest a a.example -Token $bootstrapToken -TlsIssuerType x", "organization-manifest a a.example --tls-issuer-type x", "ChoiceInvalid" },
        { "Test-BootstrapToken ftp://a.example -Token $bootstrapToken", "verify --uri ftp://a.example", "AddressInvalid" },
        { "Test-BootstrapToken https://a.example/api/v1 -Token $bootstrapToken", "verify --uri https://a.example/api/v1", "OrganizationUriHasApiPath" },
        { "Test-BootstrapToken a.example -Token $bootstrapToken -HostHeader a/b", "verify --uri a.example --host-header a/b", "HostHeaderInvalid" },
        { "Test-BootstrapToken a.example -Token $bootstrapToken -TimeoutSec 0", "verify --uri a.example --timeout-sec 0", "SettingOutOfRange" },
        { "Test-BootstrapToken a.example -Token $bootstrapToken -RetryIntervalSec 5", "verify --uri a.example --retry-interval-sec 5", "RetryIntervalWithoutWait" },
        { "Test-BootstrapToken a.example -Token $bootstrapToken -Proxy http://p.example -NoProxy", "verify --uri a.example --proxy http://p.example --no-proxy", "SettingsExclusive" },

        { "ConvertTo-OrganizationManifest a a.example -Token $bootstrapToken -AdminSecretName A", "organization-manifest a a.example --admin-secret-name A", "OrganizationObjectNameInvalid" },
        { "ConvertTo-OrganizationManifest a a.example -Token $bootstrapToken -Salt 'a:b'", "organization-manifest a a.example --salt a:b", "ShaCryptSaltInvalid" },
        { "Connect-GoodData a.example $bootstrapToken -CertificateAuthority none.pem", "gooddata-api-token --id x --uri a.example --certificate-authority none.pem", "CertificateAuthorityUnreadable" },
        { "Connect-GoodData ftp://a.example $bootstrapToken", "gooddata-api-token --id x --uri ftp://a.example", "AddressInvalid" },
        { "Connect-GoodData https://a.example/api/v1 $bootstrapToken", "gooddata-api-token --id x --uri https://a.example/api/v1", "OrganizationUriHasApiPath" },
        { "Connect-GoodData a.example $bootstrapToken -HostHeader a/b", "gooddata-api-token --id x --uri a.example --host-header a/b", "HostHeaderInvalid" },
        { "Connect-GoodData -Sandbox $sandbox -Proxy http://p.example", "gooddata-api-token --id x --sandbox --proxy http://p.example", "SettingsExclusive" },
        { "New-GoodDataUser ada", "gooddata-user ada", "GoodDataEmailInvalid" },
        { "New-GoodDataUser", "gooddata-user", "GoodDataUserUnnamed" },
        { "New-GoodDataUser -Id a@b", "gooddata-user --id a@b", "BootstrapUserInvalid" },
        { "New-GoodDataUser ada@example.com -UserGroup .x", "gooddata-user ada@example.com --user-group .x", "OrganizationGroupInvalid" },
        { "New-GoodDataUser -Id ada -Dex", "gooddata-user --id ada --dex", "GoodDataDexWithoutEmail" },
        { "New-GoodDataUser ada@example.com -Dex -AuthenticationId x", "gooddata-user ada@example.com --dex --authentication-id x", "SettingsExclusive" },
        { "New-GoodDataApiToken .x", "gooddata-api-token --id .x", "ApiTokenIdInvalid" },
        { "New-GoodDataApiToken bootstrap -Force", "gooddata-api-token --id bootstrap --force", "ApiTokenIdReserved" },
        { "New-GoodDataApiToken x -UserId a@b", "gooddata-api-token --id x --user-id a@b", "BootstrapUserInvalid" },
        { "New-GoodDataApiToken gate -Force", "gooddata-api-token --id gate --force", null },

        // Commands with secrets.
        { "Invoke-TokenCommand whoami --token=kQ3vZ8xN1pL6 -Secret kQ3vZ8xN1pL6", "run --environment A={text:kQ3vZ8xN1pL6} -- whoami --token=kQ3vZ8xN1pL6", "ChildSecretInArgument" },
        { "Invoke-TokenCommand whoami -Environment @{A='one-secret'} -File @{A='another'}", "run --environment A={text:one-secret} --file A={text:another} -- whoami", "ChildVariableTwice" },

        // Onedata: tokens for other programs.
        { "ConvertTo-OneclientEnvironment -Token " + AccessToken + " -ProviderHost https://p.example", "oneclient-environment --token-file {text:" + AccessToken + "} --provider-host https://p.example", "OneclientHostInvalid" },
        { "ConvertTo-OneclientEnvironment -Token " + AccessToken + " -Force", "oneclient-environment --token-file {text:" + AccessToken + "} --force", "ForceRequiresPath" },
        { "ConvertTo-OneclientEnvironment -Token " + AccessToken + " -Path /none/such/folder/x", "oneclient-environment --token-file {text:" + AccessToken + "} --path /none/such/folder/x", "InstallerFileNoFolder" },
        { "ConvertTo-OneproviderRegistration x -Token " + AccessToken, "oneprovider-registration --path x --token-file {text:" + AccessToken + "}", "OneproviderNoRegistrationToken" },
        { "ConvertTo-OneproviderRegistration /none/such/folder/x -Token " + RegistrationToken, "oneprovider-registration --path /none/such/folder/x --token-file {text:" + RegistrationToken + "}", "InstallerFileNoFolder" },
        { "Get-TemporaryTokenGeneration x", "temporary-token-generation --for x", "OnedataForInvalid" },

        // The sandbox.
        { "Start-TokenSandbox -Port 70000", "sandbox --port 70000 -- true", "SandboxPortInvalid" },
        { "Start-TokenSandbox -RequestsPerSecond 0", "sandbox --requests-per-second 0 -- true", "SandboxRateInvalid" },
        { "Start-TokenSandbox -ClockSkew 4000d", "sandbox --clock-skew 4000d -- true", "SandboxSkewInvalid" },
        { "Start-TokenSandbox -ClockSkew 5", "sandbox --clock-skew 5 -- true", "DurationWithoutUnit" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task FrontEnds_SameTexts_MakeTheSameRequestOrTheSameError(string cmdlet, string command, string? errorId)
    {
        var byCmdlet = _fixture.FrontEnds.RunCmdlet(cmdlet);
        var byCommand = await _fixture.FrontEnds.RunCommandAsync(Regex.Split(command, " +"));

        Assert.Equal(errorId, byCmdlet.ErrorId);
        Assert.Equal(errorId, byCommand.ErrorId);
        Assert.Equal(byCmdlet.Request, byCommand.Request);
        Assert.Equal(errorId is null, byCmdlet.Request is not null);
    }

    private static string Token(string identifier) =>
        Macaroon.Create("zone.example"u8.ToArray(), Encoding.UTF8.GetBytes(identifier), "secret"u8.ToArray()).Serialize();

    /// <summary>Both front ends and a sandbox, shared by the rows.</summary>
    public sealed class Fixture : IDisposable
    {
        internal FrontEnds FrontEnds { get; } = new();

        public void Dispose() => FrontEnds.Dispose();
    }
}
