using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using TokenTools.Core.Tests.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Export;
using TokenTools.GoodData;
using Xunit;

namespace TokenTools.Core.Tests.Export;

public sealed class KubernetesSecretSpecTests
{
    public static TheoryData<string> Kinds { get; } = new(TokenExports.All().Select(static token => token.Kind));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Build_AnyToken_IsASecretWithTheVariableAsKey(string kind)
    {
        var (_, token, text, variable) = TokenExports.All().Single(token => token.Kind == kind);
        var json = JsonNode.Parse(new KubernetesSecretSpec { SecretName = "s" }.Build(token.ToExport()).ToJson())!;
        Assert.Equal(("v1", "Secret", "Opaque", "s"), ((string?)json["apiVersion"], (string?)json["kind"], (string?)json["type"], (string?)json["metadata"]!["name"]));
        Assert.Equal(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), (string?)json["data"]![variable!]);
        Assert.Single(json["data"]!.AsObject());
        Assert.Null(json["metadata"]!["namespace"]);
        Assert.Null(json["metadata"]!["labels"]);
    }

    [Fact]
    public void Build_EverySetting_IsInTheYaml()
    {
        var spec = new KubernetesSecretSpec
        {
            SecretName = "admin",
            Namespace = "gooddata-cn",
            SecretKey = "token",
            IncludePassword = true,
            PasswordKey = "password",
            Label = KubernetesSecretSpec.ParseLabels(["app.kubernetes.io/part-of=gooddata", "empty="]),
            StringData = true,
        };

        Assert.Equal(
            "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: \"admin\"\n  namespace: \"gooddata-cn\"\n  labels:\n"
            + "    \"app.kubernetes.io/part-of\": \"gooddata\"\n    empty: \"\"\ntype: \"Opaque\"\nstringData:\n"
            + "  \"token\": \"" + TokenExports.Bootstrap + "\"\n  \"password\": \"MySecretPassword\"\n",
            spec.Build(((IExportableToken)BootstrapTokenReader.Read(Requests.Secure(TokenExports.Bootstrap))).ToExport()).ToYaml());
    }

    [Theory]
    [InlineData("A_B", null, null, nameof(Messages.KubernetesNameInvalid), "SecretName")]
    [InlineData(null, null, null, nameof(Messages.KubernetesNameInvalid), "SecretName")]
    [InlineData("a", "a/b", null, nameof(Messages.KubernetesKeyInvalid), "SecretKey")]
    [InlineData("a", null, "a.b", nameof(Messages.KubernetesNamespaceInvalid), "Namespace")]
    public void Build_NameThatKubernetesRejects_IsRejected(string? name, string? key, string? ns, string errorId, string settingKey)
    {
        var spec = new KubernetesSecretSpec { SecretName = name, SecretKey = key, Namespace = ns };
        var error = Assert.Throws<TokenArgumentException>(() => spec.Build(((IExportableToken)InstallerTokens.Token()).ToExport()));
        Assert.Equal((errorId, settingKey), (error.ErrorId, error.ParameterName));
    }

    // https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
    [Theory]
    [InlineData("app", "orders", true)]
    [InlineData("example.com/MyName", "MyValue.1_2-3", true)]
    [InlineData("a", "", true)]
    [InlineData("", "x", false)]
    [InlineData("-a", "x", false)]
    [InlineData("Example.com/a", "x", false)]
    [InlineData("/a", "x", false)]
    [InlineData("a/b/c", "x", false)]
    [InlineData("a", "b c", false)]
    [InlineData("a", "b-", false)]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234", "x", false)]
    [InlineData("a", "a234567890123456789012345678901234567890123456789012345678901234", false)]
    [InlineData("a", "a23456789012345678901234567890123456789012345678901234567890123", true)]
    public void Validate_Label_FollowsTheSyntax(string name, string value, bool isValid)
    {
        var spec = new KubernetesSecretSpec { SecretName = "s", Label = new Dictionary<string, string> { [name] = value } };
        var error = Record.Exception(spec.Validate) as TokenArgumentException;
        Assert.Equal(isValid ? null : nameof(Messages.KubernetesLabelInvalid), error?.ErrorId);
    }

    [Fact]
    public void Build_TwoEqualKeys_AreRejected()
    {
        var spec = new KubernetesSecretSpec { SecretName = "s", SecretKey = "a", PasswordKey = "a", IncludePassword = true };
        var token = BootstrapTokenReader.Read(Requests.Secure(TokenExports.Bootstrap));
        var error = Assert.Throws<TokenArgumentException>(() => spec.Build(((IExportableToken)token).ToExport()));
        Assert.Equal(nameof(Messages.KubernetesKeyTwice), error.ErrorId);
    }
}
