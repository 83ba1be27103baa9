using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Support;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace TokenTools.Attacks.Tests.Readers;

/// <summary>Readers of YAML 1.1 and 1.2 find the given texts in the manifests, and nothing else.</summary>
[Collection(nameof(InstallerForms))]
public sealed class YamlTests(InstallerForms forms)
{
    private const string PyYaml = """
        import json, sys, yaml
        text = sys.stdin.read()
        both = [list(yaml.load_all(text, loader)) for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader))]
        assert both[0] == both[1]
        print(json.dumps(both[0]))
        """;

    private const string RuamelYaml = """
        import json, sys
        from ruamel.yaml import YAML
        print(json.dumps(list(YAML(typ="safe", pure=True).load_all(sys.stdin.read()))))
        """;

    // Tags may create any object.
    private const string Psych = "require 'json'; require 'psych'; puts JSON.generate(Psych.load_stream(STDIN.read))";

    private readonly string _text = forms.Manifests;

    [Fact]
    public void YamlDotNet_AnyValue_ReadsTheGivenTexts()
    {
        var deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var parser = new Parser(new StringReader(_text));
        var documents = new List<JsonNode?>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            documents.Add(ToJson(deserializer.Deserialize(parser)));
        }

        Check(documents);
    }

    [ProgramFact("python3", "-c", "import yaml")]
    public async Task PyYaml_AnyValue_ReadsTheGivenTexts() => Check(await ExternalProgram.ReadAsync("python3", ["-c", PyYaml], _text));

    [ProgramFact("python3", "-c", "import ruamel.yaml")]
    public async Task RuamelYaml_AnyValue_ReadsTheGivenTexts() => Check(await ExternalProgram.ReadAsync("python3", ["-c", RuamelYaml], _text));

    [ProgramFact("ruby", "-e", "require 'psych'; require 'json'")]
    public async Task Psych_AnyValue_ReadsTheGivenTexts() => Check(await ExternalProgram.ReadAsync("ruby", ["-EUTF-8", "-e", Psych], _text));

    [ProgramFact("kubectl", "version", "--client")]
    public async Task Kubectl_AnyValue_ReadsTheGivenTexts()
    {
        // With --local, nothing is sent to a cluster.
        var configuration = Path.Combine(forms.CreateFolder(), "config");
        await File.WriteAllTextAsync(configuration, "apiVersion: v1\nkind: Config\n");
        string[] arguments = ["label", "--local", "--filename", "-", "read=back", "--output", "json", "--kubeconfig", configuration];
        Check(ReadObjects(await ExternalProgram.ReadAsync("kubectl", arguments, _text)));
    }

    private static void Check(string json) => Check([.. JsonNode.Parse(json)!.AsArray()]);

    private static void Check(IReadOnlyList<JsonNode?> documents)
    {
        Assert.Equal(HostileValues.Pairs.Count + HostileValues.Names.Count, documents.Count);
        foreach (var (document, pair) in documents.Zip(HostileValues.Pairs))
        {
            Assert.Equal("Secret", Text(document!["kind"]));
            // With the name of the runtime, a.
            Assert.Equal("boomi-secret-a", Text(document["metadata"]!["name"]));
            Assert.Equal("prod", Text(document["metadata"]!["namespace"]));
            Assert.Equal(
                new Dictionary<string, string>
                {
                    ["INSTALL_TOKEN"] = InstallerForms.Token,
                    ["BOOMI_ATOMNAME"] = "a",
                    ["LOCAL_PATH"] = pair.Setting.Trim(),
                    ["PROXY_USERNAME"] = "me",
                    ["PROXY_PASSWORD"] = pair.Secret,
                },
                document["data"]!.AsObject().ToDictionary(
                    static member => member.Key,
                    static member => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Text(member.Value)))));
        }

        foreach (var (document, name) in documents.Skip(HostileValues.Pairs.Count).Zip(HostileValues.Names))
        {
            Assert.Equal("Organization", Text(document!["kind"]));
            Assert.Equal(name, Text(document["spec"]!["name"]));
            Assert.Equal(
                ["adminGroup", "adminUser", "adminUserToken", "hostname", "id", "name"],
                document["spec"]!.AsObject().Select(static member => member.Key).Order(StringComparer.Ordinal));
        }
    }

    // A text and nothing else: a reader that takes it for a number or a truth value fails here.
    private static string Text(JsonNode? node) => node!.GetValue<string>();

    // kubectl writes one object after the other.
    private static IReadOnlyList<JsonNode?> ReadObjects(string text)
    {
        var objects = new List<JsonNode?>();
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            objects.Add(JsonNode.Parse(ref reader));
        }

        return objects;
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        IDictionary<object, object> map => new JsonObject(map.Select(static pair => KeyValuePair.Create((string)pair.Key, ToJson(pair.Value)))),
        null => null,
        _ => JsonValue.Create(value),
    };
}
