using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Kubernetes;
using Xunit;

namespace TokenTools.Core.Tests.Kubernetes;

public class YamlWriterTests
{
    [Fact]
    public void WriteDocument_Secret_QuotesTextsAndDataKeysOnly()
    {
        var text = new StringBuilder();
        YamlWriter.WriteDocument(
            new JObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["metadata"] = new JObject { ["name"] = "a", ["namespace"] = "no" },
                ["type"] = "Opaque",
                ["stringData"] = new JObject { ["hash"] = "$6$x", ["INSTALL_TOKEN"] = "1", ["name"] = "yes" },
            },
            text);
        Assert.Equal(
            """
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: "a"
              namespace: "no"
            type: "Opaque"
            stringData:
              "hash": "$6$x"
              "INSTALL_TOKEN": "1"
              "name": "yes"

            """.ReplaceLineEndings("\n"),
            text.ToString());
    }

    [Theory]
    // https://yaml.org/type/bool.html and null.html: YAML 1.1 reads these as other types.
    [InlineData("y")]
    [InlineData("n")]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("on")]
    [InlineData("off")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    // These are not field names.
    [InlineData("Yes")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("1")]
    [InlineData("app.kubernetes.io/name")]
    public void WriteDocument_KeyThatIsNotAFieldName_IsQuoted(string key)
    {
        var text = new StringBuilder();
        YamlWriter.WriteDocument(new JObject { [key] = "x" }, text);
        Assert.Equal("---\n\"" + key + "\": \"x\"\n", text.ToString());
    }
}
