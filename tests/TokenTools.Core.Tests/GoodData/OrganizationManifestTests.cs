using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.GoodData;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TokenTools.Core.Tests.GoodData;

public class OrganizationManifestTests
{
    private const string Hash = "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1";

    // What a YAML reader of one version or the other takes for something else, folds, cuts or trips over.
    private static readonly string[] Hostile =
    [
        "yes", "No", "on", "y", "n", "true", "null", "~", "0123", "0o17", "0x1F", "1e3", "1:20", "1_000", ".inf", "-.INF", ".NaN", "2026-11-21", "=", "<<",
        "Alpha: corporation", "Alpha # corporation", "#", "'", "''", "\"", "\\", "\\n", "a\\", "\"quoted\"", "it's", "$5$", "$(x)", "${x}", "`x`", "%TAG", "@x",
        "&anchor", "*alias", "!tag", "|", ">", "- x", "? x", ": x", "[", "]", "{", "}", "{{ .Values.x }}", "---", "...", "--- x", "a: b: c", ",", "x,",
        " leading", "trailing ", "trailing  ", "\tx", "x\t", "a\tb", "a\nb", "\n", "a\n", "a\r\nb", "a\rb", "a\n  b", "a\n\n\nb",
        "a\u0085b", "a\u2028b", "a\u2029b", "\uFEFFx", "x\uFEFF", "\u200b", "\u00a0", "\u00adx", "e\u0301", "\ufffe", "\uffff", "\ud7ff", "\ue000",
        "\u0001", "\u001b[31m", "\u007f", "\u009f", "😀", "x😀y", "👨‍👩‍👧", "\U0010FFFF", "żółć", "日本語", "שלום",
        new string('x', 5000), string.Concat(Enumerable.Repeat("word ", 3000)) + ".", string.Concat(Enumerable.Repeat("😀", 2000)),
    ];

    [Fact]
    public void The_documented_resource()
    {
        // Field by field as in GoodData.CN 3.19's "create an organization", with a TLS block.
        var manifest = Manifest("Alpha corporation");
        manifest.TlsSecretName = "alpha-org-tls";
        manifest.TlsIssuerName = "letsencrypt";
        manifest.TlsIssuerType = TlsIssuerType.ClusterIssuer;
        var document = Assert.Single(Read(manifest.ToYaml()));
        Assert.Equal(
            """
            apiVersion=controllers.gooddata.com/v1
            kind=Organization
            metadata.name=alpha-org
            metadata.namespace=gooddata-cn
            spec.id=alpha
            spec.name=Alpha corporation
            spec.hostname=analytics.alpha.example.com
            spec.adminGroup=adminGroup
            spec.adminUser=admin
            spec.adminUserToken=$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1
            spec.tls.secretName=alpha-org-tls
            spec.tls.issuerName=letsencrypt
            spec.tls.issuerType=ClusterIssuer
            """.ReplaceLineEndings("\n"),
            string.Join("\n", document.Select(static field => field.Key + "=" + field.Value)));
    }

    [Fact]
    public void The_hash_can_go_into_a_secret_of_its_own()
    {
        var manifest = Manifest("Alpha");
        manifest.SecretName = "alpha-bootstrap";
        manifest.SecretKey = "yes";
        var documents = Read(manifest.ToYaml());
        Assert.Equal(2, documents.Count);
        Assert.Equal("alpha-bootstrap", documents[0]["spec.adminUserTokenSecret.kubernetesSecret.name"]);
        Assert.Equal("yes", documents[0]["spec.adminUserTokenSecret.kubernetesSecret.key"]);
        Assert.DoesNotContain("spec.adminUserToken", documents[0].Keys);
        Assert.DoesNotContain(Hash, documents[0].Values);
        Assert.Equal("Secret", documents[1]["kind"]);
        Assert.Equal("gooddata-cn", documents[1]["metadata.namespace"]);
        Assert.Equal(Hash, documents[1]["stringData.yes"]);

        using var list = JsonDocument.Parse(manifest.ToJson());
        Assert.Equal(["Organization", "Secret"], list.RootElement.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("kind").GetString()));
    }

    [Fact]
    public void No_namespace_is_as_good_as_an_empty_one()
    {
        var manifest = Manifest("x");
        manifest.Namespace = null;
        Assert.DoesNotContain("metadata.namespace", Assert.Single(Read(manifest.ToYaml())).Keys);
    }

    [Fact]
    public void Without_a_namespace_kubectl_chooses_and_without_a_name_the_id_serves()
    {
        var manifest = Manifest(null);
        manifest.Namespace = string.Empty;
        manifest.ResourceName = "other";
        var document = Assert.Single(Read(manifest.ToYaml()));
        Assert.DoesNotContain("metadata.namespace", document.Keys);
        Assert.Equal("other", document["metadata.name"]);
        Assert.Equal("alpha", document["spec.name"]);
    }

    [Fact]
    public void An_issuer_without_a_kind_is_one_of_the_namespace()
    {
        var manifest = Manifest("x");
        manifest.TlsSecretName = "alpha-tls";
        Assert.DoesNotContain("spec.tls.issuerType", Read(manifest.ToYaml())[0].Keys);
        manifest.TlsIssuerName = "letsencrypt";
        Assert.Equal("Issuer", Read(manifest.ToYaml())[0]["spec.tls.issuerType"]);
    }

    [Fact]
    public void Hostile_names_come_back_unchanged() => Assert.All(Hostile, static name => AssertComesBack(name));

    [Fact]
    public void Any_name_comes_back_unchanged() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Gen.OneOf(
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static text => text.Get),
            Gen.Elements(Hostile).ListOf(3).Select(static parts => string.Concat(parts)),
            Gen.Choose(1, 0x10FFFF).Where(static c => c is < 0xD800 or > 0xDFFF).Select(static c => char.ConvertFromUtf32(c)).ListOf().Select(static parts => string.Concat(parts))).ToArbitrary(),
            static name =>
            {
                if (!string.IsNullOrWhiteSpace(name) && IsWellFormed(name))
                {
                    AssertComesBack(name);
                }
            }));

    [PythonYamlFact]
    public async Task Hostile_names_come_back_unchanged_from_PyYAML_too()
    {
        // PyYAML reads YAML 1.1. It gets the manifests as a JSON list, and says which names don't come back as text.
        var random = new System.Random(4);
        var names = Hostile.Concat(Enumerable.Range(0, 500).Select(_ => string.Concat(
            Enumerable.Range(0, 8).Select(_ => Hostile[random.Next(Hostile.Length - 3)])))).Where(static name => !string.IsNullOrWhiteSpace(name)).ToList();
        var input = JsonSerializer.Serialize(names.Select(static name => new[] { name, Manifest(name).ToYaml() }));
        const string script = """
            import json, sys, yaml
            n = 0
            for name, text in json.load(sys.stdin):
                documents = list(yaml.safe_load_all(text))
                assert len(documents) == 1
                assert documents[0]["spec"]["name"] == name, ascii(name)
                assert documents[0]["spec"]["id"] == "alpha"
                n += 1
            print(n)
            """;
        var (exitCode, output) = await ExternalTool.RunAsync("python3", ["-c", script], Encoding.UTF8.GetBytes(input));
        Assert.True(exitCode == 0, output);
        Assert.Equal(names.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), output.Trim());
    }

    public static TheoryData<string, Action<OrganizationManifest>, string> Refused() => new()
    {
        { "no id", static m => m.Id = null, nameof(Messages.OrganizationIdInvalid) },
        { "empty id", static m => m.Id = "", nameof(Messages.OrganizationIdInvalid) },
        { "capital id", static m => m.Id = "Alpha", nameof(Messages.OrganizationIdInvalid) },
        { "id with _", static m => m.Id = "al_pha", nameof(Messages.OrganizationIdInvalid) },
        { "id with - at its end", static m => m.Id = "alpha-", nameof(Messages.OrganizationIdInvalid) },
        { "id with two dots", static m => m.Id = "al..pha", nameof(Messages.OrganizationIdInvalid) },
        { "id with line end", static m => m.Id = "alpha\n", nameof(Messages.OrganizationIdInvalid) },
        { "long id", static m => m.Id = new string('a', 37), nameof(Messages.OrganizationIdInvalid) },
        { "empty name", static m => m.Name = "", nameof(Messages.OrganizationNameEmpty) },
        { "blank name", static m => m.Name = " \t", nameof(Messages.OrganizationNameEmpty) },
        { "high surrogate", static m => m.Name = "x\ud83d", nameof(Messages.OrganizationNameInvalid) },
        { "low surrogate", static m => m.Name = "\ude00x", nameof(Messages.OrganizationNameInvalid) },
        { "surrogates in the wrong order", static m => m.Name = "\ude00\ud83d", nameof(Messages.OrganizationNameInvalid) },
        { "two high surrogates", static m => m.Name = "\ud83d\ud83d\ude00", nameof(Messages.OrganizationNameInvalid) },
        { "NUL", static m => m.Name = "a\0b", nameof(Messages.OrganizationNameInvalid) },
        { "no host", static m => m.HostName = null, nameof(Messages.OrganizationHostInvalid) },
        { "address for host", static m => m.HostName = "https://a.example.com", nameof(Messages.OrganizationHostInvalid) },
        { "host with port", static m => m.HostName = "a.example.com:443", nameof(Messages.OrganizationHostInvalid) },
        { "host with path", static m => m.HostName = "a.example.com/", nameof(Messages.OrganizationHostInvalid) },
        { "capital host", static m => m.HostName = "A.example.com", nameof(Messages.OrganizationHostInvalid) },
        { "host with dot at its end", static m => m.HostName = "a.example.com.", nameof(Messages.OrganizationHostInvalid) },
        { "IP address", static m => m.HostName = "10.0.0.1", nameof(Messages.OrganizationHostInvalid) },
        { "wildcard", static m => m.HostName = "*.example.com", nameof(Messages.OrganizationHostInvalid) },
        { "umlaut", static m => m.HostName = "bücher.example.com", nameof(Messages.OrganizationHostInvalid) },
        { "long label", static m => m.HostName = new string('a', 64) + ".example.com", nameof(Messages.OrganizationHostInvalid) },
        { "group with space", static m => m.AdminGroup = "admin group", nameof(Messages.OrganizationGroupInvalid) },
        { "group with dot first", static m => m.AdminGroup = ".admins", nameof(Messages.OrganizationGroupInvalid) },
        { "no user", static m => m.AdminUser = null, nameof(Messages.BootstrapUserInvalid) },
        { "user with @", static m => m.AdminUser = "a@example.com", nameof(Messages.BootstrapUserInvalid) },
        { "no hash", static m => m.PasswordHash = null, nameof(Messages.PasswordHashInvalid) },
        { "password for hash", static m => m.PasswordHash = "MySecretPassword", nameof(Messages.PasswordHashInvalid) },
        { "namespace with dot", static m => m.Namespace = "a.b", nameof(Messages.OrganizationNamespaceInvalid) },
        { "long namespace", static m => m.Namespace = new string('a', 64), nameof(Messages.OrganizationNamespaceInvalid) },
        { "resource name", static m => m.ResourceName = "Alpha", nameof(Messages.OrganizationObjectNameInvalid) },
        { "secret name", static m => m.SecretName = "a_b", nameof(Messages.OrganizationObjectNameInvalid) },
        { "TLS secret name", static m => m.TlsSecretName = "", nameof(Messages.OrganizationObjectNameInvalid) },
        { "secret key alone", static m => m.SecretKey = "hash", nameof(Messages.OrganizationSecretKeyAlone) },
        { "secret key", static m => (m.SecretName, m.SecretKey) = ("a", "a b"), nameof(Messages.OrganizationSecretKeyInvalid) },
        { "secret key ..", static m => (m.SecretName, m.SecretKey) = ("a", ".."), nameof(Messages.OrganizationSecretKeyInvalid) },
        { "secret key ..a", static m => (m.SecretName, m.SecretKey) = ("a", "..a"), nameof(Messages.OrganizationSecretKeyInvalid) },
        { "name with half a character", static m => m.Name = "a\uDC00b", nameof(Messages.OrganizationNameInvalid) },
        { "one secret for both", static m => m.SecretName = m.TlsSecretName = "a", nameof(Messages.OrganizationSecretsClash) },
        { "issuer without secret", static m => m.TlsIssuerName = "a", nameof(Messages.OrganizationTlsIncomplete) },
        { "issuer type without issuer", static m => (m.TlsSecretName, m.TlsIssuerType) = ("a", TlsIssuerType.Issuer), nameof(Messages.OrganizationTlsIncomplete) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_platform_would_refuse_is_refused(string what, Action<OrganizationManifest> change, string errorId)
    {
        var manifest = Manifest("Alpha");
        change(manifest);
        var error = Assert.Throws<TokenArgumentException>(manifest.ToYaml);
        Assert.True(errorId == error.ErrorId, what + ": " + error.ErrorId);
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(manifest.ToJson).ErrorId);
        Assert.DoesNotContain("MySecretPassword", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "localhost")]
    [InlineData("0", "a-b.c-d.example.com")]
    [InlineData("al-pha.2", "xn--bcher-kva.example.com")]
    public void What_the_platform_takes_is_taken(string id, string host)
    {
        var manifest = Manifest("x");
        (manifest.Id, manifest.HostName) = (id, host);
        Assert.Equal(host, Read(manifest.ToYaml())[0]["spec.hostname"]);
        Assert.Equal(id, Read(manifest.ToYaml())[0]["spec.id"]);
    }

    [Fact]
    public void Of_a_token_there_is_the_hash_and_never_the_password()
    {
        var token = BootstrapTokenFactory.Create("admin", SecureText.FromString("canary-31337"), asPlainText: true);
        var manifest = Manifest("x");
        manifest.PasswordHash = OrganizationManifest.HashOf(token);
        Assert.DoesNotContain("31337", manifest.ToYaml() + manifest.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain((string)token.Token, manifest.ToYaml() + manifest.ToJson(), StringComparison.Ordinal);
        Assert.True(ShaCrypt.Verify(token.Password, Read(manifest.ToYaml())[0]["spec.adminUserToken"]));
    }

    [Fact]
    public void An_ordinary_api_token_is_refused() => Assert.Equal(
        nameof(Messages.OrganizationTokenNotBootstrap),
        Assert.Throws<TokenArgumentException>(() => OrganizationManifest.HashOf(
            BootstrapTokenReader.Read(SecureText.FromString("YWRtaW46bXluZXd0b2tlbjpleGFtcGxl")))).ErrorId);

    [Fact]
    public void Cultures_change_nothing()
    {
        var expected = Manifest("İI\u00e4😀").ToYaml() + Manifest("İI\u00e4😀").ToJson();
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(expected, Manifest("İI\u00e4😀").ToYaml() + Manifest("İI\u00e4😀").ToJson()));
        }
    }

    private static void AssertComesBack(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return;
        }

        var yaml = Manifest(name).ToYaml();
        Assert.All(yaml, static c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
        var document = Assert.Single(Read(yaml));
        Assert.Equal(name, document["spec.name"]);
        Assert.Equal(Hash, document["spec.adminUserToken"]);

        var json = Manifest(name).ToJson();
        Assert.All(json, static c => Assert.True(c is '\n' or (>= ' ' and <= '\u007f')));
        using var parsed = JsonDocument.Parse(json);
        Assert.Equal(name, parsed.RootElement.GetProperty("spec").GetProperty("name").GetString());
    }

    private static bool IsWellFormed(string text)
    {
        try
        {
            return !text.Contains('\0', StringComparison.Ordinal) && new UTF8Encoding(false, true).GetByteCount(text) > 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static OrganizationManifest Manifest(string? name) => new()
    {
        Id = "alpha", Name = name, HostName = "analytics.alpha.example.com", AdminUser = "admin", PasswordHash = Hash,
    };

    // Each document as its fields' paths and texts. A reader gives a quoted scalar no other type than text.
    private static List<Dictionary<string, string>> Read(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Select(static document =>
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            Add((YamlMappingNode)document.RootNode, string.Empty, fields);
            return fields;
        }).ToList();
    }

    private static void Add(YamlMappingNode node, string path, Dictionary<string, string> fields)
    {
        foreach (var (key, value) in node.Children)
        {
            var name = path + ((YamlScalarNode)key).Value;
            if (value is YamlMappingNode inner)
            {
                Add(inner, name + ".", fields);
                continue;
            }

            var scalar = (YamlScalarNode)value;
            Assert.True(scalar.Style == ScalarStyle.DoubleQuoted || name is "apiVersion" or "kind", name);
            fields.Add(name, scalar.Value!);
        }
    }
}
