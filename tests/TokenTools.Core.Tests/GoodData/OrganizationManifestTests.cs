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

    // Texts that a YAML 1.1 or 1.2 reader resolves to another type, folds, trims or rejects if they are not quoted.
    private static readonly string[] Hostile =
    [
        "yes", "No", "on", "y", "n", "true", "null", "~", "0123", "0o17", "0x1F", "1e3", "1:20", "1_000",
        ".inf", "-.INF", ".NaN", "2026-11-21", "=", "<<",
        "Alpha: corporation", "Alpha # corporation", "#", "'", "''", "\"", "\\", "\\n", "a\\", "\"quoted\"", "it's",
        "$5$", "$(x)", "${x}", "`x`", "%TAG", "@x",
        "&anchor", "*alias", "!tag", "|", ">", "- x", "? x", ": x", "[", "]", "{", "}", "{{ .Values.x }}",
        "---", "...", "--- x", "a: b: c", ",", "x,",
        " leading", "trailing ", "trailing  ", "\tx", "x\t", "a\tb", "a\nb", "\n", "a\n", "a\r\nb", "a\rb", "a\n  b", "a\n\n\nb",
        "a\u0085b", "a\u2028b", "a\u2029b", "\uFEFFx", "x\uFEFF", "\u200b", "\u00a0", "\u00adx",
        "e\u0301", "\ufffe", "\uffff", "\ud7ff", "\ue000",
        "\u0001", "\u001b[31m", "\u007f", "\u009f", "😀", "x😀y", "👨‍👩‍👧", "\U0010FFFF", "żółć", "日本語", "שלום",
        new string('x', 5000), string.Concat(Enumerable.Repeat("word ", 3000)) + ".", string.Concat(Enumerable.Repeat("😀", 2000)),
    ];

    [Fact]
    public void ToYaml_DocumentedSettings_IsTheDocumentedResource()
    {
        // The fields in "create an organization" of GoodData.CN 3.19, with a TLS block.
        var spec = Spec("Alpha corporation");
        spec.TlsSecretName = "alpha-org-tls";
        spec.TlsIssuerName = "letsencrypt";
        spec.TlsIssuerType = TlsIssuerType.ClusterIssuer;
        var document = Assert.Single(Read(spec.Build().ToYaml()));
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
    public void ToYaml_SecretName_PutsTheHashIntoASecret()
    {
        var spec = Spec("Alpha");
        spec.SecretName = "alpha-bootstrap";
        spec.SecretKey = "yes";
        var documents = Read(spec.Build().ToYaml());
        Assert.Equal(2, documents.Count);
        Assert.Equal("alpha-bootstrap", documents[0]["spec.adminUserTokenSecret.kubernetesSecret.name"]);
        Assert.Equal("yes", documents[0]["spec.adminUserTokenSecret.kubernetesSecret.key"]);
        Assert.DoesNotContain("spec.adminUserToken", documents[0].Keys);
        Assert.DoesNotContain(Hash, documents[0].Values);
        Assert.Equal("Secret", documents[1]["kind"]);
        Assert.Equal("gooddata-cn", documents[1]["metadata.namespace"]);
        Assert.Equal(Convert.ToBase64String(Encoding.UTF8.GetBytes(Hash)), documents[1]["data.yes"]);
        Assert.DoesNotContain(documents[1].Keys, static key => key.StartsWith("stringData", StringComparison.Ordinal));

        using var list = JsonDocument.Parse(spec.Build().ToJson());
        var items = list.RootElement.GetProperty("items").EnumerateArray();
        Assert.Equal(["Organization", "Secret"], items.Select(static item => item.GetProperty("kind").GetString()));
    }

    [Fact]
    public void ToYaml_NullNamespace_IsOmitted()
    {
        var spec = Spec("x");
        spec.Namespace = null;
        Assert.DoesNotContain("metadata.namespace", Assert.Single(Read(spec.Build().ToYaml())).Keys);
    }

    [Fact]
    public void ToYaml_EmptyNamespaceAndNoName_OmitsTheNamespaceAndUsesTheId()
    {
        var spec = Spec(null);
        spec.Namespace = string.Empty;
        spec.ResourceName = "other";
        var document = Assert.Single(Read(spec.Build().ToYaml()));
        Assert.DoesNotContain("metadata.namespace", document.Keys);
        Assert.Equal("other", document["metadata.name"]);
        Assert.Equal("alpha", document["spec.name"]);
    }

    [Fact]
    public void ToYaml_IssuerNameWithoutType_IsAnIssuer()
    {
        var spec = Spec("x");
        spec.TlsSecretName = "alpha-tls";
        Assert.DoesNotContain("spec.tls.issuerType", Read(spec.Build().ToYaml())[0].Keys);
        spec.TlsIssuerName = "letsencrypt";
        Assert.Equal("Issuer", Read(spec.Build().ToYaml())[0]["spec.tls.issuerType"]);
    }

    [Fact]
    public void ToYaml_HostileName_IsUnchanged() => Assert.All(Hostile, static name => AssertUnchanged(name));

    [Fact]
    public void ToYaml_AnyName_IsUnchanged() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Gen.OneOf(
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static text => text.Get),
            Gen.Elements(Hostile).ListOf(3).Select(static parts => string.Concat(parts)),
            Gen.Choose(1, 0x10FFFF).Where(static c => c is < 0xD800 or > 0xDFFF).Select(static c => char.ConvertFromUtf32(c)).ListOf()
                .Select(static parts => string.Concat(parts))).ToArbitrary(),
            static name =>
            {
                if (!string.IsNullOrWhiteSpace(name) && IsWellFormed(name))
                {
                    AssertUnchanged(name);
                }
            }));

    [PythonYamlFact]
    public async Task ToYaml_HostileName_IsUnchangedInPyYaml()
    {
        // PyYAML reads YAML 1.1. The script reads the manifests as a JSON list and fails for a name that is not the same text.
        var random = new System.Random(4);
        var names = Hostile.Concat(Enumerable.Range(0, 500).Select(_ => string.Concat(
            Enumerable.Range(0, 8).Select(_ => Hostile[random.Next(Hostile.Length - 3)]))))
            .Where(static name => !string.IsNullOrWhiteSpace(name)).ToList();
        var input = JsonSerializer.Serialize(names.Select(static name => new[] { name, Spec(name).Build().ToYaml() }));
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

    [Theory]
    [InlineData("a", "localhost")]
    [InlineData("0", "a-b.c-d.example.com")]
    [InlineData("al-pha.2", "xn--bcher-kva.example.com")]
    public void ToYaml_ValidIdAndHost_AreAccepted(string id, string host)
    {
        var spec = Spec("x");
        (spec.Id, spec.HostName) = (id, host);
        Assert.Equal(host, Read(spec.Build().ToYaml())[0]["spec.hostname"]);
        Assert.Equal(id, Read(spec.Build().ToYaml())[0]["spec.id"]);
    }

    [Fact]
    public void ToYaml_Token_ContainsTheHashAndNotThePassword()
    {
        var token = BootstrapTokenFactory.Create("admin", SecureText.FromString("canary-31337"), asPlainText: true);
        var spec = Spec("x");
        (spec.Token, spec.AdminUser, spec.PasswordHash) = (token.Secret.ToSecureString(), null, null);
        var manifest = spec.Build();
        Assert.DoesNotContain("31337", manifest.ToYaml() + manifest.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain((string)token.Token, manifest.ToYaml() + manifest.ToJson(), StringComparison.Ordinal);
        Assert.True(ShaCrypt.Verify(token.Password, Read(manifest.ToYaml())[0]["spec.adminUserToken"]));
    }

    [Fact]
    public void ToYaml_AnyCulture_IsTheSame()
    {
        var expected = Spec("İI\u00e4😀").Build().ToYaml() + Spec("İI\u00e4😀").Build().ToJson();
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(expected, Spec("İI\u00e4😀").Build().ToYaml() + Spec("İI\u00e4😀").Build().ToJson()));
        }
    }

    private static void AssertUnchanged(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return;
        }

        var yaml = Spec(name).Build().ToYaml();
        Assert.All(yaml, static c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
        var document = Assert.Single(Read(yaml));
        Assert.Equal(name, document["spec.name"]);
        Assert.Equal(Hash, document["spec.adminUserToken"]);

        var json = Spec(name).Build().ToJson();
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

    private static OrganizationSpec Spec(string? name) => new()
    {
        Id = "alpha", Name = name, HostName = "analytics.alpha.example.com", AdminUser = "admin", PasswordHash = Hash,
    };

    // The fields' paths and texts of each document. A reader never resolves a quoted scalar to another type than text.
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
