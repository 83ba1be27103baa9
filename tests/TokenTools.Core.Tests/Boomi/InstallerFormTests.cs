using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using FsCheck.Fluent;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>The forms of an installer token, as installers and containers read them.</summary>
public sealed class InstallerFormTests : IDisposable
{
    private const string Secret = InstallerTokens.Secret;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void All_EveryName_IsRegisteredOnce() => Assert.Equal(Enum.GetValues<InstallerArgumentForm>(), InstallerForm.All.Select(static form => form.Form));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ArgumentList_DocumentedSettings_AreTheDocumentedArguments(bool asPlainText)
    {
        // help.boomi.com, unattended installation of a Molecule
        var arguments = new InstallerArgumentSpec
        {
            RuntimeName = "myMolecule",
            LocalPath = "/mnt/local",
            LocalTempPath = "/mnt/temp",
            InstallDirectory = "/home/boomi/molecule",
        }.Build(InstallerTokens.Token(asPlainText: asPlainText));

        Assert.Equal(
            ["-q", "-console", "-VinstallToken=" + Secret, "-VatomName=myMolecule", "-VlocalPath=/mnt/local", "-VlocalTempPath=/mnt/temp", "-dir", "/home/boomi/molecule"],
            arguments.ToArguments()!);
        Assert.Empty(arguments.Warnings);
    }

    [Fact]
    public void ArgumentList_EverySetting_HasItsVariableAndAccountAndCloudHaveNone()
    {
        var token = InstallerTokens.Token("CLOUD", "3ca45d71-7794-40e2-b94b-182aef8ce5c2");

        var arguments = InstallerTokens.Everything(InstallerArgumentForm.ArgumentList).Build(token).ToArguments()!;

        Assert.Equal(
            [
                "-q", "-console", "-VinstallToken=" + Secret, "-VatomName=my runtime", "-VenvironmentId=e-1", "-VjdkPath=/jdk", "-VlocalPath=/l", "-VlocalTempPath=/t",
                "-Vsys.symlinksDir=/links", "-VproxyHost=proxy", "-VproxyPort=8080", "-VproxyUser=me", "-VproxyPassword=p$1 \"x\"", "-dir", "/opt/boomi",
            ],
            arguments);
        Assert.DoesNotContain(arguments, static argument => argument.Contains("accountId", StringComparison.OrdinalIgnoreCase)
            || argument.Contains("cloudId", StringComparison.OrdinalIgnoreCase) || argument.Contains("3ca45d71", StringComparison.Ordinal));
    }

    [Fact]
    public void ResponseFile_EverySetting_IsInTheFileAndTheTokenNotInTheArguments()
    {
        var path = InFolder("a.properties");
        var arguments = InstallerTokens.Everything(InstallerArgumentForm.ResponseFile, path).Build(InstallerTokens.Token("CLOUD"));
        arguments.Save(new OwnerOnlyFile());

        Assert.Equal(["-q", "-console", "-varfile", path, "-dir", "/opt/boomi"], arguments.ToArguments()!);
        Assert.Equal(
            "installToken=" + Secret + "\natomName=my runtime\nenvironmentId=e-1\njdkPath=/jdk\nlocalPath=/l\nlocalTempPath=/t\nsys.symlinksDir=/links\n"
            + "proxyHost=proxy\nproxyPort=8080\nproxyUser=me\nproxyPassword=p$1 \"x\"\n",
            File.ReadAllText(path));
    }

    [JavaFact]
    public async Task ResponseFile_AnyValue_IsReadBackByJava()
    {
        var values = new List<string> { "C:\\Program Files\\Boomi", " leading", "a=b:c#d!e", "tab", "ünïcödé ¥ 🔑", "\\u0041", "#", "!", "=", ":", "\\", "end\\" };
        values.AddRange(Gen.Sample(ArbMap.Default.GeneratorFor<string>(), 60).Where(static text => text is not null)
            .Select(static text => new string(text.Where(static c => !char.IsControl(c) && !char.IsSurrogate(c)).ToArray()).Trim())
            // A directory that starts with a tilde is rejected.
            .Where(static text => text.Length > 0 && text[0] != '~'));
        var files = new List<string>();
        foreach (var (value, i) in values.Select(static (value, i) => (value, i)))
        {
            // Settings are trimmed and secrets are not: a leading space must be preserved.
            files.Add(InFolder(i + ".properties"));
            new InstallerArgumentSpec
            {
                As = InstallerArgumentForm.ResponseFile,
                Path = files[i],
                RuntimeName = "a",
                LocalPath = value,
                ProxyPassword = Requests.Secure(" " + value),
            }.Build(InstallerTokens.Token()).Save(new OwnerOnlyFile());
            Assert.All(File.ReadAllBytes(files[i]), static b => Assert.InRange(b, (byte)'\n', (byte)'~'));
        }

        var read = await Java.ReadPropertiesAsync(_folder.FullName, files);

        Assert.Equal(
            values.SelectMany(static value => new[] { "atomName=a", "installToken=" + Secret, "localPath=" + value.Trim(), "proxyPassword= " + value }),
            read);
    }

    [Fact]
    public void EnvironmentFile_EverySetting_IsALineAsDockerReadsIt()
    {
        var path = InFolder("a.env");
        var spec = InstallerTokens.Everything(InstallerArgumentForm.EnvironmentFile, path);
        (spec.JdkPath, spec.LocalHostId) = (null, "node_1");
        var arguments = spec.Build(InstallerTokens.Token("CLOUD"));
        arguments.Save(new OwnerOnlyFile());

        Assert.Equal(["--env-file", path], arguments.ToArguments()!);
        Assert.Equal(
            "INSTALL_TOKEN=" + Secret + "\nBOOMI_ATOMNAME=my runtime\nATOM_LOCALHOSTID=node_1\nBOOMI_ENVIRONMENTID=e-1\nLOCAL_PATH=/l\nLOCAL_TEMP_PATH=/t\n"
            + "SYMLINKS_DIR=/links\nINSTALLATION_DIRECTORY=/opt/boomi\nPROXY_HOST=proxy\nPROXY_PORT=8080\nPROXY_USERNAME=me\nPROXY_PASSWORD=p$1 \"x\"\n",
            File.ReadAllText(path));
        Assert.NotEqual(0xEF, File.ReadAllBytes(path)[0]);
        Assert.Equal(
            [nameof(Messages.InstallerWarningContainerName), nameof(Messages.InstallerWarningInterpreted), nameof(Messages.InstallerWarningInterpreted)],
            arguments.Warnings.Select(static warning => warning.Id));
    }

    [Fact]
    public void EnvironmentFile_CharacterThatComposeOrAShellInterprets_Warns()
    {
        static TokenWarning Warning(InstallerArgumentSpec spec)
        {
            (spec.As, spec.Path) = (InstallerArgumentForm.EnvironmentFile, "/a.env");
            return Assert.Single(spec.Build(InstallerTokens.Token()).Warnings);
        }

        foreach (var path in new[] { "/a#b", "/a b", "`a`", "/a;b", "/a~b", "/a\u3000b" })
        {
            Assert.Equal(nameof(Messages.InstallerWarningInterpreted), Warning(new InstallerArgumentSpec { LocalPath = path }).Id);
        }

        var password = Warning(new InstallerArgumentSpec { ProxyPassword = Requests.Secure("pa$$word") });
        Assert.StartsWith("ProxyCredential contains", password.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa$", password.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KubernetesSecret_Settings_AreItsKeys() => Assert.Equal(
        """
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: "boomi-secret-yes"
          namespace: "prod"
        type: "Opaque"
        data:
          "INSTALL_TOKEN": "bW9sZWN1bGUtOTYzZjNlYjMtMGVhYS00ZjVjLThiOGItOGJmZjg0MzQzY2I1"
          "BOOMI_ATOMNAME": "eWVz"

        """.ReplaceLineEndings("\n"),
        new InstallerArgumentSpec { As = InstallerArgumentForm.KubernetesSecret, RuntimeName = "yes", Namespace = " prod " }
            .Build(InstallerTokens.Token()).ToText());

    [Fact]
    public void KubernetesSecret_Path_IsWrittenAndNamedInTheArguments()
    {
        var path = InFolder("secret.yaml");
        var arguments = new InstallerArgumentSpec { As = InstallerArgumentForm.KubernetesSecret, RuntimeName = "a", Path = path, SecretName = "mine" }
            .Build(InstallerTokens.Token());
        arguments.Save(new OwnerOnlyFile());

        Assert.Equal(["apply", "--server-side", "-f", path], arguments.ToArguments()!);
        Assert.Contains("\n  name: \"mine\"\n", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Contains("bW9sZWN1bGUtOTYzZjNlYjMtMGVhYS00ZjVjLThiOGItOGJmZjg0MzQzY2I1", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void KubernetesSecret_KeysOfAQuickstart_AreUsed()
    {
        // OfficialBoomi/azure-kubernetes-molecule-quickstart: the keys account and token.
        var spec = new InstallerArgumentSpec { As = InstallerArgumentForm.KubernetesSecret, SecretKey = "token", AccountKey = "account" };

        var text = spec.Build(InstallerTokens.Token()).ToText();

        Assert.Contains("\n  name: \"boomi-secret\"\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\ndata:\n  \"token\": \"bW9sZWN1bGUtOTYzZjNlYjMtMGVhYS00ZjVjLThiOGItOGJmZjg0MzQzY2I1\"\n  \"account\": \"YWNtZS1BMUIyQzM=\"\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData("install-token")]
    public void KubernetesSecret_AnyKey_IsAStringInYaml(string key) => Assert.Contains(
        "\n  \"" + key + "\": \"",
        new InstallerArgumentSpec { As = InstallerArgumentForm.KubernetesSecret, SecretKey = key }.Build(InstallerTokens.Token()).ToText(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("my runtime", "boomi-secret-my-runtime")]
    [InlineData("Orders_EU.1", "boomi-secret-orders-eu-1")]
    [InlineData(" -x- ", "boomi-secret-x")]
    [InlineData("\u65E5\u672C", "boomi-secret")]
    public void KubernetesSecret_NoName_HasThatOfTheRuntime(string runtime, string expected) => Assert.Equal(
        expected, KubernetesSecretForm.NameOf(new InstallerArgumentSpec { RuntimeName = runtime }));

    [Fact]
    public void KubernetesSecret_AsJson_IsTheSameManifest()
    {
        var arguments = new InstallerArgumentSpec { As = InstallerArgumentForm.KubernetesSecret, RuntimeName = "yes" }.Build(InstallerTokens.Token());

        Assert.Equal(
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"boomi-secret-yes"},"type":"Opaque","data":{"INSTALL_TOKEN":"bW9sZWN1bGUtOTYzZjNlYjMtMGVhYS00ZjVjLThiOGItOGJmZjg0MzQzY2I1","BOOMI_ATOMNAME":"eWVz"}}""",
            arguments.ToJson());
    }

    [Fact]
    public void EnvironmentFile_VariablesOfTheImage_AreLines()
    {
        var path = InFolder("image.env");
        new InstallerArgumentSpec
        {
            As = InstallerArgumentForm.EnvironmentFile,
            Path = path,
            VmOptions = "-Xmx2048m|-Xms1024m",
            ContainerProperties = "com.boomi.container.debug=true",
            ValidateMountAccess = true,
            UpdateMountPermissions = false,
            IncludeAccount = true,
        }.Build(InstallerTokens.Token()).Save(new OwnerOnlyFile());

        // help.boomi.com, api-docker.md
        Assert.Equal(
            "INSTALL_TOKEN=" + Secret + "\nBOOMI_ACCOUNTID=acme-A1B2C3\nATOM_VMOPTIONS_OVERRIDES=-Xmx2048m|-Xms1024m\n"
            + "CONTAINER_PROPERTIES_OVERRIDES=com.boomi.container.debug=true\nVALIDATE_MOUNT_ACCESS=true\nUPDATE_MOUNT_PERMISSIONS=false\n",
            File.ReadAllText(path));
    }

    [Fact]
    public void ArgumentList_AsJson_IsAnArray() => Assert.Equal(
        "[\"-q\",\"-console\",\"-VinstallToken=" + Secret + "\",\"-VatomName=a\"]",
        new InstallerArgumentSpec { RuntimeName = "a" }.Build(InstallerTokens.Token()).ToJson());

    [PythonYamlFact]
    public async Task KubernetesSecret_AnyValue_IsReadBackByPython()
    {
        var arguments = new InstallerArgumentSpec
        {
            As = InstallerArgumentForm.KubernetesSecret,
            RuntimeName = "0123",
            LocalPath = "a: b # \"c\" \\ \u2028 🔑",
            ProxyPassword = Requests.Secure("!\t'%@`"),
        }.Build(InstallerTokens.Token());

        var result = await ExternalTool.RunAsync(
            "python3",
            ["-c", "import sys, yaml, json, base64; data = yaml.safe_load(sys.stdin.buffer.read())['data']; "
                + "print(json.dumps({k: base64.b64decode(v).decode() for k, v in data.items()}, sort_keys=True))"],
            Encoding.UTF8.GetBytes(arguments.ToText()));

        Assert.Equal(
            "{\"BOOMI_ATOMNAME\": \"0123\", \"INSTALL_TOKEN\": \"" + Secret + "\", \"LOCAL_PATH\": \"a: b # \\\"c\\\" \\\\ \\u2028 \\ud83d\\udd11\", \"PROXY_PASSWORD\": \"!\\t'%@`\"}",
            result.Output.Trim());
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
