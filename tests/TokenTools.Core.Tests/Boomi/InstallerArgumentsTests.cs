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

/// <summary>An installer token as installers and containers take it.</summary>
public sealed class InstallerArgumentsTests : IDisposable
{
    private const string Secret = "molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_argument_list_is_the_documentations(bool plain)
    {
        // help.boomi.com, unattended installation of a Molecule
        var arguments = Make(new InstallerSettings
        {
            RuntimeName = "myMolecule",
            LocalPath = "/mnt/local",
            LocalTempPath = "/mnt/temp",
            InstallDirectory = "/home/boomi/molecule",
        }, plain: plain);

        Assert.Equal(
            ["-q", "-console", "-VinstallToken=" + Secret, "-VatomName=myMolecule", "-VlocalPath=/mnt/local", "-VlocalTempPath=/mnt/temp", "-dir", "/home/boomi/molecule"],
            arguments.ToArgumentList());
        Assert.Empty(arguments.Warnings);
    }

    [Fact]
    public void Every_setting_has_its_variable_and_account_and_cloud_have_none()
    {
        var arguments = Make(All(), "CLOUD", "3ca45d71-7794-40e2-b94b-182aef8ce5c2").ToArgumentList();

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
    public void A_setting_that_is_blank_is_left_out_and_others_are_trimmed() =>
        Assert.Equal(
            ["-q", "-console", "-VinstallToken=" + Secret, "-VatomName=a"],
            Make(new InstallerSettings { RuntimeName = " a ", LocalPath = "  ", EnvironmentId = string.Empty, ProxyPassword = Requests.Secure(string.Empty) }).ToArgumentList());

    [Theory]
    [InlineData("*")]
    [InlineData("\\")]
    [InlineData("^")]
    [InlineData(":")]
    [InlineData("$")]
    [InlineData(">")]
    [InlineData("<")]
    [InlineData("%")]
    [InlineData("|")]
    [InlineData("?")]
    [InlineData("\"")]
    [InlineData("/")]
    [InlineData("\u00A5")]
    public void A_name_with_a_reserved_character_is_refused(string reserved)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Make(new InstallerSettings { RuntimeName = "my" + reserved + "atom" }));

        Assert.Equal(nameof(Messages.InstallerNameReserved), error.ErrorId);
        Assert.Equal("RuntimeName", error.ParameterName);
    }

    [Theory]
    [InlineData("my atom")]
    [InlineData("Größe & Co. (1) 'x' #1 =;,!@~`[]{}")]
    public void Other_names_are_fine(string name) =>
        Assert.Contains("-VatomName=" + name, Make(new InstallerSettings { RuntimeName = name }).ToArgumentList());

    [Fact]
    public void A_dash_in_the_name_is_warned_of() =>
        Assert.Contains("my_new_atom", Assert.Single(Make(new InstallerSettings { RuntimeName = "my-new-atom" }).Warnings).Message, StringComparison.Ordinal);

    [Fact]
    public void An_expired_token_is_refused_and_one_about_to_expire_warned_of()
    {
        Assert.Equal(
            nameof(Messages.InstallerTokenExpired),
            Assert.Throws<TokenArgumentException>(() => Make(new InstallerSettings { RuntimeName = "a" }, left: TimeSpan.FromSeconds(-1))).ErrorId);
        Assert.Equal(
            nameof(Messages.InstallerWarningExpiresSoon),
            Assert.Single(Make(new InstallerSettings { RuntimeName = "a" }, left: TimeSpan.FromSeconds(295)).Warnings).Id);
        Assert.Empty(Make(new InstallerSettings { RuntimeName = "a" }, left: TimeSpan.FromSeconds(400)).Warnings);
    }

    [Fact]
    public void A_platform_API_token_in_its_place_is_warned_of() => Assert.Equal(
        nameof(Messages.InstallerWarningApiToken),
        Assert.Single(Make(new InstallerSettings { RuntimeName = "a" }, secret: "123aab45-67b8-9012-3a45-67c8e9e01e23").Warnings).Id);

    [Theory]
    [InlineData("ATOM", "LocalPath", "JdkPath", "LocalTempPath")]
    [InlineData("MOLECULE", "JdkPath")]
    [InlineData("GATEWAY", "JdkPath")]
    [InlineData("CLOUD")]
    public void A_setting_that_isnt_documented_for_the_type_is_warned_of_and_passed_on(string type, params string[] settings)
    {
        var arguments = Make(new InstallerSettings { RuntimeName = "a", LocalPath = "/l", LocalTempPath = "/t", JdkPath = "/j" }, type);

        Assert.Equal(7, arguments.ToArgumentList().Length);
        Assert.Equal(settings.Length, arguments.Warnings.Count);
        Assert.All(settings, setting => Assert.Contains(arguments.Warnings, warning => warning.Message.StartsWith("-" + setting + " is", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_cant_be_is_refused_by_name()
    {
        void Refused(string id, string parameter, Action action)
        {
            var error = Assert.Throws<TokenArgumentException>(action);
            Assert.Equal((id, parameter), (error.ErrorId, error.ParameterName));
        }

        Refused(nameof(Messages.InstallerNameMissing), "RuntimeName", () => Make(new InstallerSettings()).ToArgumentList());
        Refused(nameof(Messages.InstallerValueControl), "LocalPath", () => Make(new InstallerSettings { LocalPath = "a\nINSTALL_TOKEN=b" }));
        Refused(nameof(Messages.InstallerOptionContainersOnly), "LocalHostId", () => Make(new InstallerSettings { RuntimeName = "a", LocalHostId = "n1" }).ToArgumentList());
        Refused(nameof(Messages.InstallerOptionNotForContainers), "JdkPath", () => Make(new InstallerSettings { JdkPath = "/j" }, "CLOUD").ToKubernetesSecret("a", null));
        Refused(nameof(Messages.InstallerKubernetesName), "Name", () => Make(new InstallerSettings()).ToKubernetesSecret("a: b", null));
        Refused(nameof(Messages.InstallerKubernetesName), "Name", () => Make(new InstallerSettings()).ToKubernetesSecret("a..b", null));
        Refused(nameof(Messages.InstallerKubernetesName), "Name", () => Make(new InstallerSettings()).ToKubernetesSecret(null, null));
        Refused(nameof(Messages.InstallerKubernetesNamespace), "Namespace", () => Make(new InstallerSettings()).ToKubernetesSecret("a", "B"));
        // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/: a namespace is one label.
        Refused(nameof(Messages.InstallerKubernetesNamespace), "Namespace", () => Make(new InstallerSettings()).ToKubernetesSecret("a", "a.b"));
        Refused(nameof(Messages.InstallerKubernetesNamespace), "Namespace", () => Make(new InstallerSettings()).ToKubernetesSecret("a", new string('a', 64)));
    }

    [Theory]
    [InlineData("abc\nLD_PRELOAD=/tmp/x")]
    [InlineData("abc\rINSTALL_TOKEN=x")]
    [InlineData("abc\0")]
    [InlineData("abc{high}")]
    [InlineData("{low}abc")]
    public void A_secret_that_would_end_its_line_or_become_another_is_refused(string secret)
    {
        secret = Halves(secret);
        var password = Assert.Throws<TokenArgumentException>(() => Make(new InstallerSettings { RuntimeName = "a", ProxyPassword = Requests.Secure(secret) }));
        var token = Assert.Throws<TokenArgumentException>(() => Make(new InstallerSettings { RuntimeName = "a" }, secret: secret));
        var plain = Assert.Throws<TokenArgumentException>(() => Make(new InstallerSettings { RuntimeName = "a" }, plain: true, secret: secret));

        Assert.Equal((nameof(Messages.InstallerValueControl), "ProxyCredential"), (password.ErrorId, password.ParameterName));
        Assert.All([token, plain], static error => Assert.Equal((nameof(Messages.InstallerValueControl), "InputObject"), (error.ErrorId, error.ParameterName)));
        Assert.All([password, token, plain], static error => Assert.DoesNotContain("abc", error.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a{high}")]
    [InlineData("{low}")]
    [InlineData("a\tb")]
    public void A_name_with_half_a_character_or_a_tab_is_refused(string name)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Make(new InstallerSettings { RuntimeName = Halves(name) }));
        Assert.Equal((nameof(Messages.InstallerValueControl), "RuntimeName"), (error.ErrorId, error.ParameterName));
    }

    [Fact]
    public void A_response_file_holds_the_variables_and_its_arguments_dont_hold_the_token()
    {
        var path = InFolder("a.properties");
        var arguments = Make(All(), "CLOUD").WriteResponseFile(path, replace: false);

        Assert.Equal(["-q", "-console", "-varfile", path, "-dir", "/opt/boomi"], arguments);
        Assert.Equal(
            "installToken=" + Secret + "\natomName=my runtime\nenvironmentId=e-1\njdkPath=/jdk\nlocalPath=/l\nlocalTempPath=/t\nsys.symlinksDir=/links\n"
            + "proxyHost=proxy\nproxyPort=8080\nproxyUser=me\nproxyPassword=p$1 \"x\"\n",
            File.ReadAllText(path));
    }

    [JavaFact]
    public async Task Java_reads_every_response_file_as_it_was_meant()
    {
        var values = new List<string> { "C:\\Program Files\\Boomi", " leading", "a=b:c#d!e", "tab", "ünïcödé ¥ 🔑", "\\u0041", "#", "!", "=", ":", "\\", "end\\" };
        values.AddRange(Gen.Sample(ArbMap.Default.GeneratorFor<string>(), 60).Where(static text => text is not null)
            .Select(static text => new string(text.Where(static c => !char.IsControl(c) && !char.IsSurrogate(c)).ToArray()).Trim()).Where(static text => text.Length > 0));
        var files = new List<string>();
        foreach (var (value, i) in values.Select(static (value, i) => (value, i)))
        {
            // Settings are trimmed, secrets aren't: a leading space has to survive.
            var settings = new InstallerSettings { RuntimeName = "a", LocalPath = value, ProxyPassword = Requests.Secure(" " + value) };
            files.Add(InFolder(i + ".properties"));
            Make(settings).WriteResponseFile(files[i], replace: false);
            Assert.All(File.ReadAllBytes(files[i]), static b => Assert.InRange(b, (byte)'\n', (byte)'~'));
        }

        var read = await Java.ReadPropertiesAsync(_folder.FullName, files);

        Assert.Equal(
            values.SelectMany(static value => new[] { "atomName=a", "installToken=" + Secret, "localPath=" + value.Trim(), "proxyPassword= " + value }),
            read);
    }

    [Fact]
    public void An_environment_file_holds_lines_as_docker_takes_them()
    {
        var path = InFolder("a.env");
        var settings = All();
        (settings.JdkPath, settings.LocalHostId) = (null, "node_1");
        var arguments = Make(settings, "CLOUD");

        Assert.Equal(["--env-file", path], arguments.WriteEnvironmentFile(path, replace: false));
        Assert.Equal(
            "INSTALL_TOKEN=" + Secret + "\nBOOMI_ATOMNAME=my runtime\nATOM_LOCALHOSTID=node_1\nBOOMI_ENVIRONMENTID=e-1\nLOCAL_PATH=/l\nLOCAL_TEMP_PATH=/t\n"
            + "SYMLINKS_DIR=/links\nINSTALLATION_DIRECTORY=/opt/boomi\nPROXY_HOST=proxy\nPROXY_PORT=8080\nPROXY_USERNAME=me\nPROXY_PASSWORD=p$1 \"x\"\n",
            File.ReadAllText(path));
        Assert.NotEqual(0xEF, File.ReadAllBytes(path)[0]);
        Assert.Equal(
            [nameof(Messages.InstallerWarningContainerName), nameof(Messages.InstallerWarningCompose)], arguments.Warnings.Select(static warning => warning.Id));
    }

    [Fact]
    public void An_environment_file_whose_lines_compose_would_change_is_warned_of()
    {
        var arguments = Make(new InstallerSettings { LocalPath = "/a#b" });
        arguments.WriteEnvironmentFile(InFolder("a.env"), replace: false);
        Assert.Equal(nameof(Messages.InstallerWarningCompose), Assert.Single(arguments.Warnings).Id);

        // A password above all.
        arguments = Make(new InstallerSettings { ProxyPassword = Requests.Secure("pa$$word") });
        arguments.WriteEnvironmentFile(InFolder("b.env"), replace: false);
        Assert.StartsWith("-ProxyCredential holds", Assert.Single(arguments.Warnings).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa$", arguments.Warnings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Kubernetes_Secret_has_the_containers_variables_as_its_keys() => Assert.Equal(
        """
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: "boomi-secret"
          namespace: "prod"
        type: "Opaque"
        stringData:
          "INSTALL_TOKEN": "molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5"
          "BOOMI_ATOMNAME": "yes"

        """.ReplaceLineEndings("\n"),
        Make(new InstallerSettings { RuntimeName = "yes" }).ToKubernetesSecret("boomi-secret", " prod "));

    [PythonYamlFact]
    public async Task Python_reads_a_Secret_whatever_is_in_it()
    {
        var settings = new InstallerSettings { RuntimeName = "0123", LocalPath = "a: b # \"c\" \\ \u2028 🔑", ProxyPassword = Requests.Secure("!\t'%@`") };
        var result = await ExternalTool.RunAsync(
            "python3",
            ["-c", "import sys, yaml, json; print(json.dumps(yaml.safe_load(sys.stdin.buffer.read())['stringData'], sort_keys=True))"],
            Encoding.UTF8.GetBytes(Make(settings).ToKubernetesSecret("a", null)));

        Assert.Equal(
            "{\"BOOMI_ATOMNAME\": \"0123\", \"INSTALL_TOKEN\": \"" + Secret + "\", \"LOCAL_PATH\": \"a: b # \\\"c\\\" \\\\ \\u2028 \\ud83d\\udd11\", \"PROXY_PASSWORD\": \"!\\t'%@`\"}",
            result.Output.Trim());
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("-VatomName=my atom", "\"-VatomName=my atom\"")]
    [InlineData("C:\\a b\\", "\"C:\\a b\\\\\"")]
    [InlineData("C:\\a\\", "C:\\a\\")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a \\\"b", "\"a \\\\\\\"b\"")]
    public void Quotes_are_those_that_command_lines_take(string argument, string quoted) => Assert.Equal(quoted, InstallerArguments.Quote(argument));

    [Theory]
    [InlineData("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", true, false)]
    [InlineData(" ATOM-5726ec66-1744-4f5c-8b8b-8bff84343cb5\n", true, false)]
    [InlineData("123aab45-67b8-9012-3a45-67c8e9e01e23", false, true)]
    [InlineData("BOOMI_TOKEN.user@boomi.com:123aab45-67b8-9012-3a45-67c8e9e01e23", false, true)]
    [InlineData("planet-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", false, false)]
    [InlineData("hunter2", false, false)]
    public void The_two_kinds_of_tokens_are_told_apart_by_their_looks(string text, bool installer, bool api)
    {
        Assert.Equal(installer, BoomiTokenPattern.IsInstallerToken(text));
        Assert.Equal(api, BoomiTokenPattern.IsApiToken(text));
        Assert.Equal(api, InstallerArguments.LooksLikeApiToken(Requests.Secure(text)));
    }

    [Theory]
    [InlineData("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", true, nameof(Messages.BoomiSecretIsInstallerToken))]
    [InlineData("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", false, nameof(Messages.BoomiSecretIsInstallerToken))]
    [InlineData("BOOMI_TOKEN.user@boomi.com:123aab45-67b8-9012-3a45-67c8e9e01e23", true, nameof(Messages.BoomiSecretHasUser))]
    public void An_installer_token_signs_nobody_in(string secret, bool isApiToken, string id)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(
            new Uri("http://127.0.0.1:1/"), change: options => (options.Secret, options.IsApiToken) = (Requests.Secure(secret), isApiToken)));

        Assert.Equal((id, isApiToken ? "ApiToken" : "Credential"), (error.ErrorId, error.ParameterName));
        Assert.DoesNotContain("963f", error.ToString(), StringComparison.Ordinal);
    }

    // An attribute is kept in UTF-8, which has no form for them.
    private static string Halves(string text) => text.Replace("{high}", "\uD800", StringComparison.Ordinal).Replace("{low}", "\uDC00", StringComparison.Ordinal);

    private static InstallerSettings All() => new()
    {
        RuntimeName = "my runtime",
        InstallDirectory = "/opt/boomi",
        LocalPath = "/l",
        LocalTempPath = "/t",
        EnvironmentId = "e-1",
        JdkPath = "/jdk",
        SymlinksDirectory = "/links",
        ProxyHost = "proxy",
        ProxyPort = 8080,
        ProxyUser = "me",
        ProxyPassword = Requests.Secure("p$1 \"x\""),
    };

    private static InstallerArguments Make(
        InstallerSettings settings, string type = "MOLECULE", string? cloud = null, TimeSpan? left = null, bool plain = false, string secret = Secret)
    {
        var now = DateTimeOffset.UtcNow;
        var token = new InstallerToken(
            type, plain ? secret : SecureText.FromString(secret), now.AddMinutes(-30), now + (left ?? TimeSpan.FromMinutes(30)), "acme-A1B2C3", 60, cloud);
        return InstallerArguments.Create(token, settings);
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
