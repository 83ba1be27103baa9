using System.Linq;
using TokenTools.Processes;
using TokenTools.Security;
using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>What of a document is secret.</summary>
public class DocumentSecretsTests
{
    private const string Kubeconfig = """
        apiVersion: v1
        kind: Config
        clusters:
        - name: kubernetes
          cluster:
            server: https://10.0.0.1:6443
        contexts:
        - name: kubernetes-admin@kubernetes
          context: { cluster: kubernetes, user: kubernetes-admin, namespace: kubernetes-dashboard }
        current-context: kubernetes-admin@kubernetes
        users:
        - name: kubernetes-admin
          user:
            client-key-data: LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVFSU1uVlF6
            token: plain words
        """;

    private const string Token = """{"token":"atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5","installType":"ATOM","accountId":"acme-A1B2C3"}""";

    public static TheoryData<string, string[]> Documents { get; } = new()
    {
        { Kubeconfig, ["LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVFSU1uVlF6", "plain words"] },
        { Token, ["atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5"] },
        { "BOOMI_USERNAME=admin@acme.example\nBOOMI_PASSWORD=correct horse\n", ["correct horse"] },
        { "export HOST=db\r\nexport DB_URL=kQ3vZ8xN1pL6tR9w/B2yF5hJ7mC4dG0sA==\r\n", ["kQ3vZ8xN1pL6tR9w/B2yF5hJ7mC4dG0sA=="] },
        { "machine onezone.example.com\nlogin admin\npassword hunter22\n", ["hunter22"] },
        { """{"auths": {"registry.example.com": {"auth": "YWRtaW46aHVudGVyMjI="}}}""", ["YWRtaW46aHVudGVyMjI="] },
        { "[default]\naws_access_key = 'two words'\nregion = eu-west-1\n", ["two words"] },
        { "DATABASE_URL=postgres://app:hunter22@db.example.com/app\nREGION=eu\n", ["hunter22"] },
        { "header = \"Authorization: Basic YWRtaW46\"\nurl = https://example.com\n", ["Basic YWRtaW46\""] },
        { "-----BEGIN EC PRIVATE KEY-----\nabcd\nefgh\n-----END EC PRIVATE KEY-----\n", ["abcd\nefgh"] },
        { "# The secret is kept elsewhere.\npassword: hunter22\n", ["hunter22"] },
        { "password: abcd\nuser: x\n", ["abcd"] }, // The shortest that is replaced.
        { "name=a#b#c#d#\nuser=x\n", ["a#b#c#d#"] }, // The shortest that looks random.
        { "{ \"password\": \"say \\\"hi\\\"\", \"isTokenValid\": true }", ["say \\\"hi\\\""] },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Of_Document_AreValuesOfSecretNamesAndRandomWords(string document, string[] expected) =>
        Assert.Equal(expected.Order(), Of(document).Distinct().Order());

    [Theory]
    [InlineData("one line: password words")]
    [InlineData("kQ3vZ8xN1pL6tR9wB2yF5hJ7mC4dG0sA\n")]
    [InlineData("a passphrase of\nordinary words")]
    [InlineData("{ \"token\": null }")]
    [InlineData("password: abc\nuser: x")]
    public void Of_NoDocumentOrNothingFound_IsTheWholeValue(string value) => Assert.Equal([value], Of(value));

    [Theory]
    [InlineData("get-contexts")]
    [InlineData("kubernetes-admin@kubernetes")]
    [InlineData("kubernetes-dashboard")]
    [InlineData("https://10.0.0.1:6443")]
    public void Build_PublicWordOfADocument_IsAnArgument(string argument)
    {
        var spec = new ChildCommandSpec { Command = ["kubectl", argument] };
        spec.File.Add(new("KUBECONFIG", SecureText.FromString(Kubeconfig)));

        Assert.Empty(spec.Build().Warnings);
    }

    [Theory]
    [InlineData("-VinstallToken=atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", true)]
    [InlineData("OTYzZjNlYjMtMGVhYS00ZjVjLThiOGItOGJmZjg0MzQzY2I1", true)]
    [InlineData("-VinstallType=ATOM", false)]
    [InlineData("echo ${#INSTALL_TOKEN}", false)]
    public void Build_ArgumentWithTheTokenOfADocument_IsRejected(string argument, bool isRejected)
    {
        var spec = new ChildCommandSpec { Command = ["java", argument] };
        spec.Environment.Add(new("INSTALL_TOKEN", SecureText.FromString(Token)));

        Assert.Equal(isRejected ? "ChildSecretInArgument" : null, (Record.Exception(() => spec.Build()) as TokenArgumentException)?.ErrorId);
    }

    private static string[] Of(string value) => DocumentSecrets.Of(SecureText.FromString(value)).Select(SecureText.Reveal).ToArray();
}
