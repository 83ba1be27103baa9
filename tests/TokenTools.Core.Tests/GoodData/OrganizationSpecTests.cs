using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text.Json.Nodes;
using TokenTools.GoodData;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public class OrganizationSpecTests
{
    private const string Hash = "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1";

    private static Dictionary<string, (Action<OrganizationSpec> Change, string ErrorId)> InvalidSettings { get; } = new()
    {
        ["no id"] = (static s => s.Id = null, nameof(Messages.OrganizationIdInvalid)),
        ["empty id"] = (static s => s.Id = "", nameof(Messages.OrganizationIdInvalid)),
        ["capital id"] = (static s => s.Id = "Alpha", nameof(Messages.OrganizationIdInvalid)),
        ["id with _"] = (static s => s.Id = "al_pha", nameof(Messages.OrganizationIdInvalid)),
        ["id with - at its end"] = (static s => s.Id = "alpha-", nameof(Messages.OrganizationIdInvalid)),
        ["id with two dots"] = (static s => s.Id = "al..pha", nameof(Messages.OrganizationIdInvalid)),
        ["id with line end"] = (static s => s.Id = "alpha\n", nameof(Messages.OrganizationIdInvalid)),
        ["long id"] = (static s => s.Id = new string('a', 37), nameof(Messages.OrganizationIdInvalid)),
        ["high surrogate"] = (static s => s.Name = "x\ud83d", nameof(Messages.OrganizationNameInvalid)),
        ["low surrogate"] = (static s => s.Name = "\ude00x", nameof(Messages.OrganizationNameInvalid)),
        ["surrogates in the wrong order"] = (static s => s.Name = "\ude00\ud83d", nameof(Messages.OrganizationNameInvalid)),
        ["two high surrogates"] = (static s => s.Name = "\ud83d\ud83d\ude00", nameof(Messages.OrganizationNameInvalid)),
        ["NUL"] = (static s => s.Name = "a\0b", nameof(Messages.OrganizationNameInvalid)),
        ["no host"] = (static s => s.HostName = null, nameof(Messages.OrganizationHostInvalid)),
        ["address for host"] = (static s => s.HostName = "https://a.example.com", nameof(Messages.OrganizationHostInvalid)),
        ["host with port"] = (static s => s.HostName = "a.example.com:443", nameof(Messages.OrganizationHostInvalid)),
        ["host with path"] = (static s => s.HostName = "a.example.com/", nameof(Messages.OrganizationHostInvalid)),
        ["capital host"] = (static s => s.HostName = "A.example.com", nameof(Messages.OrganizationHostInvalid)),
        ["host with dot at its end"] = (static s => s.HostName = "a.example.com.", nameof(Messages.OrganizationHostInvalid)),
        ["IP address"] = (static s => s.HostName = "10.0.0.1", nameof(Messages.OrganizationHostInvalid)),
        ["wildcard"] = (static s => s.HostName = "*.example.com", nameof(Messages.OrganizationHostInvalid)),
        ["umlaut"] = (static s => s.HostName = "bücher.example.com", nameof(Messages.OrganizationHostInvalid)),
        ["long label"] = (static s => s.HostName = new string('a', 64) + ".example.com", nameof(Messages.OrganizationHostInvalid)),
        ["group with space"] = (static s => s.AdminGroup = "admin group", nameof(Messages.OrganizationGroupInvalid)),
        ["group with dot first"] = (static s => s.AdminGroup = ".admins", nameof(Messages.OrganizationGroupInvalid)),
        ["no user"] = (static s => s.AdminUser = null, nameof(Messages.OrganizationAdminIncomplete)),
        ["user with @"] = (static s => s.AdminUser = "a@example.com", nameof(Messages.BootstrapUserInvalid)),
        ["no hash"] = (static s => s.PasswordHash = null, nameof(Messages.OrganizationAdminIncomplete)),
        ["nothing of the administrator"] = (static s => s.AdminUser = s.PasswordHash = null, nameof(Messages.OrganizationAdminIncomplete)),
        ["token, user and hash"] = (static s => s.Token = Token("admin"), nameof(Messages.OrganizationAdminTwice)),
        ["token and user"] = (static s => (s.Token, s.PasswordHash) = (Token("admin"), null), nameof(Messages.OrganizationAdminTwice)),
        ["algorithm for a hash"] = (
            static s => s.Algorithm = PasswordHashAlgorithm.Sha512Crypt, nameof(Messages.OrganizationAlgorithmUnused)),
        ["password for hash"] = (static s => s.PasswordHash = "MySecretPassword", nameof(Messages.PasswordHashIsPlainText)),
        ["salt for a hash"] = (static s => s.Salt = "abc", nameof(Messages.OrganizationSaltUnused)),
        ["salt"] = (static s => (s.Token, s.AdminUser, s.PasswordHash, s.Salt) = (Token("admin"), null, null, "a:b"), nameof(Messages.ShaCryptSaltInvalid)),
        ["administrator's secret for a hash"] = (static s => s.AdminSecretName = "a", nameof(Messages.OrganizationAdminSecretUnused)),
        ["administrator's secret name"] = (
            static s => (s.Token, s.AdminUser, s.PasswordHash, s.AdminSecretName) = (Token("admin"), null, null, "a_b"),
            nameof(Messages.OrganizationObjectNameInvalid)),
        ["administrator's secret is the hash's"] = (
            static s => (s.Token, s.AdminUser, s.PasswordHash, s.AdminSecretName, s.SecretName) = (Token("admin"), null, null, "a", "a"),
            nameof(Messages.OrganizationAdminSecretClashes)),
        ["token of another user"] = (
            static s => (s.Token, s.AdminUser, s.PasswordHash, s.ExpectedUser) = (Token("admin"), null, null, "boss"),
            nameof(Messages.OrganizationUserDiffers)),
        ["namespace with dot"] = (static s => s.Namespace = "a.b", nameof(Messages.OrganizationNamespaceInvalid)),
        ["long namespace"] = (static s => s.Namespace = new string('a', 64), nameof(Messages.OrganizationNamespaceInvalid)),
        ["resource name"] = (static s => s.ResourceName = "Alpha", nameof(Messages.OrganizationObjectNameInvalid)),
        ["secret name"] = (static s => s.SecretName = "a_b", nameof(Messages.OrganizationObjectNameInvalid)),
        ["TLS secret name"] = (static s => s.TlsSecretName = "", nameof(Messages.OrganizationObjectNameInvalid)),
        ["secret key alone"] = (static s => s.SecretKey = "hash", nameof(Messages.OrganizationSecretKeyAlone)),
        ["secret key"] = (static s => (s.SecretName, s.SecretKey) = ("a", "a b"), nameof(Messages.OrganizationSecretKeyInvalid)),
        ["secret key .."] = (static s => (s.SecretName, s.SecretKey) = ("a", ".."), nameof(Messages.OrganizationSecretKeyInvalid)),
        ["secret key ..a"] = (static s => (s.SecretName, s.SecretKey) = ("a", "..a"), nameof(Messages.OrganizationSecretKeyInvalid)),
        ["name with half a character"] = (static s => s.Name = "a\uDC00b", nameof(Messages.OrganizationNameInvalid)),
        ["one secret for both"] = (static s => s.SecretName = s.TlsSecretName = "a", nameof(Messages.OrganizationSecretsClash)),
        ["issuer without secret"] = (static s => s.TlsIssuerName = "a", nameof(Messages.OrganizationTlsIncomplete)),
        ["issuer type without issuer"] = (
            static s => (s.TlsSecretName, s.TlsIssuerType) = ("a", TlsIssuerType.Issuer), nameof(Messages.OrganizationTlsIncomplete)),
    };

    public static TheoryData<string> InvalidSettingNames => new(InvalidSettings.Keys);

    [Theory]
    [MemberData(nameof(InvalidSettingNames))]
    public void Build_InvalidSetting_IsAnError(string name)
    {
        var spec = Spec();
        InvalidSettings[name].Change(spec);
        var error = ErrorOf(spec);
        Assert.Equal(InvalidSettings[name].ErrorId, error.ErrorId);
        Assert.DoesNotContain("MySecretPassword", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Build_BlankName_IsTheId(string? name)
    {
        var spec = Spec();
        spec.Name = name;
        Assert.Equal("alpha", (string?)JsonNode.Parse(spec.Build().ToJson())!["spec"]!["name"]);
    }

    [Fact]
    public void Build_HashFromAFile_MayHaveSurroundingWhiteSpace()
    {
        var spec = Spec();
        spec.PasswordHash = Hash + "\r\n";
        Assert.Equal(Hash, (string?)JsonNode.Parse(spec.Build().ToJson())!["spec"]!["adminUserToken"]);
    }

    [Theory]
    [InlineData(null, "$6$")]
    [InlineData(PasswordHashAlgorithm.Sha256Crypt, "$5$")]
    public void Build_Algorithm_IsTheHashOfTheToken(PasswordHashAlgorithm? algorithm, string expected)
    {
        var spec = Spec(Token("boss"));
        spec.Algorithm = algorithm;
        var organization = JsonNode.Parse(spec.Build().ToJson())!["spec"]!;
        Assert.Equal("boss", (string?)organization["adminUser"]);
        Assert.StartsWith(expected, (string?)organization["adminUserToken"], StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SameInput_IsTheSameManifest()
    {
        Assert.Equal(Spec(Token("admin")).Build().ToYaml(), Spec(Token("admin")).Build().ToYaml());
        var hash = HashOf(Spec(Token("admin")));
        Assert.True(ShaCrypt.Verify(SecureText.FromString("example"), hash));
        // The salt is not the same for others, with whom a password may be shared.
        Assert.NotEqual(hash, HashOf(Spec(Token("boss"))));
        var other = Spec(Token("admin"));
        other.Id = "beta";
        Assert.NotEqual(hash, HashOf(other));
    }

    [Fact]
    public void Build_Salt_IsUsed()
    {
        // https://github.com/mouchar/gooddata-cn-tools, org-demo.yaml
        var spec = Spec(Token("admin"));
        (spec.Salt, spec.Algorithm) = ("marO0ghT5pAg/CLe", PasswordHashAlgorithm.Sha256Crypt);
        Assert.Equal("$5$marO0ghT5pAg/CLe$ZiGVePUEPHryyEpSnnd9DmbLs4uNUKWGXjjmGnYT1NA", HashOf(spec));
    }

    [Fact]
    public void Build_AdminSecretName_IsASecretWithTheKeysOfTheVendorsScript()
    {
        var spec = Spec(Token("boss"));
        Assert.DoesNotContain("example\"", spec.Build().ToJson(), StringComparison.Ordinal);
        (spec.AdminSecretName, spec.SecretName) = ("gdcn-org-admin-alpha", "alpha-hash");
        var items = JsonNode.Parse(spec.Build().ToJson())!["items"]!.AsArray();
        Assert.Equal(3, items.Count);
        Assert.Equal(("Secret", "gdcn-org-admin-alpha", "gooddata-cn"), (
            (string?)items[2]!["kind"], (string?)items[2]!["metadata"]!["name"], (string?)items[2]!["metadata"]!["namespace"]));
        // printf boss | base64; printf example | base64
        Assert.Equal(("Ym9zcw==", "ZXhhbXBsZQ=="), (
            (string?)items[2]!["data"]!["adminUser"], (string?)items[2]!["data"]!["adminPassword"]));
        // An annotation of kubectl apply would keep its plain text.
        Assert.All(items.Skip(1), static secret => Assert.Null(secret!["stringData"]));
    }

    [Fact]
    public void Row_OfTheVendorsTerraform_SetsEverySetting()
    {
        // gooddata/gooddata-cn-terraform, var.gdcn_orgs
        var row = new Dictionary<string, string>
        {
            ["id"] = "alpha", ["name"] = "Alpha", ["hostname"] = "a.example", ["admin_user"] = "admin", ["admin_group"] = "admins",
            ["tls_secret_name"] = "alpha-tls", ["TlsIssuerName"] = "le", ["tls_issuer_type"] = "clusterissuer", ["namespace"] = "other",
            ["owner"] = "someone",
        };
        var cells = new TokenTools.Rows.RowReader(OrganizationRow.Settings).Read(row.Keys, column => row[column]);
        var spec = new OrganizationSpec { Token = Token("admin"), Name = "given" };
        OrganizationRow.CopyTo(cells, spec, static key => key == "Name");
        Assert.Equal(
            ("alpha", "given", "a.example", null, "admin", "admins", "alpha-tls", "le", TlsIssuerType.ClusterIssuer, "other"),
            (spec.Id, spec.Name, spec.HostName, spec.AdminUser, spec.ExpectedUser, spec.AdminGroup, spec.TlsSecretName, spec.TlsIssuerName,
                spec.TlsIssuerType, spec.Namespace));
        Assert.Contains("adminGroup: \"admins\"", spec.Build().ToYaml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Admin Group")]
    [InlineData("tls-secret-name")]
    [InlineData("admingrup")]
    [InlineData("org_id")]
    public void Row_ColumnThatLooksLikeASetting_IsAnError(string column)
    {
        var reader = new TokenTools.Rows.RowReader(OrganizationRow.Settings);
        Assert.Equal("RowColumnSimilar", Assert.Throws<TokenArgumentException>(() => reader.Read([column], static _ => "x")).ErrorId);
    }

    [Fact]
    public void Build_OrdinaryApiToken_IsAnError() => Assert.Equal(
        nameof(Messages.OrganizationTokenNotBootstrap),
        ErrorOf(Spec(SecureText.FromString("YWRtaW46bXluZXd0b2tlbjpleGFtcGxl"))).ErrorId);

    [Fact]
    public void Build_NotAToken_IsAnErrorThatDoesNotRepeatIt()
    {
        var error = Assert.Throws<TokenFormatException>(() => Spec(SecureText.FromString("canary-31337")).Build());
        Assert.DoesNotContain("31337", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_CommunityDefault_WarnsUnlessTheHostIsLoopback()
    {
        var spec = Spec(SecureText.FromString("YWRtaW46Ym9vdHN0cmFwOmFkbWluMTIz"));
        Assert.Equal(nameof(Messages.BootstrapTokenCommunityDefault), Assert.Single(spec.Build().Warnings).Id);
        spec.HostName = "localhost";
        Assert.Empty(spec.Build().Warnings);
    }

    private static string HashOf(OrganizationSpec spec) => (string)JsonNode.Parse(spec.Build().ToJson())!["spec"]!["adminUserToken"]!;

    private static TokenArgumentException ErrorOf(OrganizationSpec spec) => Assert.Throws<TokenArgumentException>(() => spec.Build());

    private static SecureString Token(string user) =>
        BootstrapTokenFactory.Create(user, SecureText.FromString("example")).Secret.ToSecureString();

    private static OrganizationSpec Spec() => new()
    {
        Id = "alpha", HostName = "analytics.alpha.example.com", AdminUser = "admin", PasswordHash = Hash,
    };

    private static OrganizationSpec Spec(SecureString token) =>
        new() { Id = "alpha", HostName = "analytics.alpha.example.com", Token = token };
}
