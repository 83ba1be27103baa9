using System;
using System.Linq;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Export;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>The rules for passing an installer token on.</summary>
public class InstallerArgumentSpecTests
{
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
    public void Build_ReservedCharacterInName_IsRejected(string reserved)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Build(new InstallerArgumentSpec { RuntimeName = "my" + reserved + "atom" }));

        Assert.Equal((nameof(Messages.InstallerNameReserved), "RuntimeName"), (error.ErrorId, error.ParameterName));
        Assert.Contains("the reserved character " + reserved + ".", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my atom")]
    [InlineData("Größe & Co. (1) 'x' #1 =;,!@~`[]{}")]
    public void Build_OtherName_IsAccepted(string name) =>
        Assert.Contains("-VatomName=" + name, Build(new InstallerArgumentSpec { RuntimeName = name }).ToArguments()!);

    [Fact]
    public void Build_DashInName_Warns() => Assert.Contains(
        "my_new_atom", Assert.Single(Build(new InstallerArgumentSpec { RuntimeName = "my-new-atom" }).Warnings).Message, StringComparison.Ordinal);

    [Fact]
    public void Build_ExpiredToken_IsRejected()
    {
        var error = Assert.Throws<TokenArgumentException>(() =>
            new InstallerArgumentSpec { RuntimeName = "a" }.Build(InstallerTokens.Token(left: TimeSpan.FromSeconds(-1))));

        Assert.Equal(nameof(Messages.InstallerTokenExpired), error.ErrorId);
    }

    [Theory]
    [InlineData(295, nameof(Messages.InstallerWarningExpiresSoon))]
    [InlineData(400, null)]
    public void Build_TokenExpiresSoon_Warns(int secondsLeft, string? warningId)
    {
        var arguments = new InstallerArgumentSpec { RuntimeName = "a" }.Build(InstallerTokens.Token(left: TimeSpan.FromSeconds(secondsLeft)));

        Assert.Equal(warningId, arguments.Warnings.SingleOrDefault()?.Id);
    }

    [Fact]
    public void Build_PlatformApiToken_Warns() => Assert.Equal(
        nameof(Messages.InstallerWarningApiToken),
        Assert.Single(new InstallerArgumentSpec { RuntimeName = "a" }
            .Build(InstallerTokens.Token(secret: "123aab45-67b8-9012-3a45-67c8e9e01e23")).Warnings).Id);

    [Theory]
    [InlineData("ATOM", "LocalPath", "JdkPath", "LocalTempPath")]
    [InlineData("MOLECULE", "JdkPath")]
    [InlineData("GATEWAY", "JdkPath")]
    [InlineData("CLOUD")]
    public void Build_SettingOfAnotherInstallType_WarnsAndPassesItOn(string type, params string[] settings)
    {
        var arguments = Build(new InstallerArgumentSpec { RuntimeName = "a", LocalPath = "/l", LocalTempPath = "/t", JdkPath = "/j" }, type);

        Assert.Equal(7, arguments.ToArguments()!.Length);
        Assert.Equal(settings.Length, arguments.Warnings.Count);
        Assert.All(settings, setting => Assert.Contains(arguments.Warnings, warning =>
            warning.Message.StartsWith(setting + " is documented for", StringComparison.Ordinal)));
    }

    [Fact]
    public void Build_BlankSettings_AreOmittedAndOthersTrimmed() => Assert.Equal(
        ["-q", "-console", "-VinstallToken=" + InstallerTokens.Secret, "-VatomName=a"],
        Build(new InstallerArgumentSpec
        {
            RuntimeName = " a ",
            LocalPath = "  ",
            EnvironmentId = string.Empty,
            ProxyPassword = Requests.Secure(string.Empty),
            Path = " ",
            SecretName = string.Empty,
            Namespace = " ",
        }).ToArguments()!);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Build_PortOutOfRange_IsRejected(int port) =>
        Rejected(nameof(Messages.SettingOutOfRange), "ProxyPort", new InstallerArgumentSpec { RuntimeName = "a", ProxyPort = port });

    [Theory]
    [InlineData(InstallerArgumentForm.ArgumentList)]
    [InlineData(InstallerArgumentForm.ResponseFile)]
    public void Build_InstallerForm_RejectsWhatInstallersDoNotTake(InstallerArgumentForm form)
    {
        InstallerArgumentSpec Spec() => new() { As = form, RuntimeName = "a", Path = form == InstallerArgumentForm.ArgumentList ? null : "/x" };
        var (unnamed, host, name, ns) = (Spec(), Spec(), Spec(), Spec());
        (unnamed.RuntimeName, host.LocalHostId, name.SecretName, ns.Namespace) = (null, "n1", "secret", "prod");

        Rejected(nameof(Messages.InstallerNameMissing), "RuntimeName", unnamed);
        Rejected(nameof(Messages.InstallerOptionContainersOnly), "LocalHostId", host);
        Rejected(nameof(Messages.InstallerOptionKubernetesOnly), "SecretName", name);
        Rejected(nameof(Messages.InstallerOptionKubernetesOnly), "Namespace", ns);
    }

    [Theory]
    [InlineData(InstallerArgumentForm.EnvironmentFile)]
    [InlineData(InstallerArgumentForm.KubernetesSecret)]
    public void Build_ContainerForm_RejectsWhatContainersDoNotTake(InstallerArgumentForm form) => Rejected(
        nameof(Messages.InstallerOptionNotForContainers), "JdkPath", new InstallerArgumentSpec { As = form, Path = "/x", JdkPath = "/j" }, "CLOUD");

    [Theory]
    [InlineData(InstallerArgumentForm.ArgumentList, "x", nameof(Messages.InstallerPathNotAllowed))]
    [InlineData(InstallerArgumentForm.ResponseFile, null, nameof(Messages.InstallerPathMissing))]
    [InlineData(InstallerArgumentForm.ResponseFile, " ", nameof(Messages.InstallerPathMissing))]
    [InlineData(InstallerArgumentForm.EnvironmentFile, null, nameof(Messages.InstallerPathMissing))]
    public void Build_PathDoesNotFitTheForm_IsRejected(InstallerArgumentForm form, string? path, string errorId) =>
        Rejected(errorId, "Path", new InstallerArgumentSpec { As = form, Path = path, RuntimeName = "a" });

    [Theory]
    [InlineData("a: b", null, "SecretName")]
    [InlineData("a..b", null, "SecretName")]
    [InlineData("a", "B", "Namespace")]
    // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/: a namespace is one label.
    [InlineData("a", "a.b", "Namespace")]
    [InlineData("a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Namespace")]
    public void Build_InvalidKubernetesName_IsRejected(string name, string? ns, string key) => Rejected(
        key == "SecretName" ? nameof(Messages.KubernetesNameInvalid) : nameof(Messages.KubernetesNamespaceInvalid),
        key,
        new InstallerArgumentSpec { As = InstallerArgumentForm.KubernetesSecret, SecretName = name, Namespace = ns });

    [Fact]
    public void Build_LineBreakInSetting_IsRejected() => Rejected(
        nameof(Messages.InstallerValueControl), "LocalPath", new InstallerArgumentSpec { RuntimeName = "a", LocalPath = "a\nINSTALL_TOKEN=b" });

    [Theory]
    [InlineData("a{high}")]
    [InlineData("{low}")]
    [InlineData("a\tb")]
    public void Build_LoneSurrogateOrTabInName_IsRejected(string name) =>
        Rejected(nameof(Messages.InstallerValueControl), "RuntimeName", new InstallerArgumentSpec { RuntimeName = Surrogates(name) });

    [Fact]
    public void Build_LineEndAfterProxyPassword_IsRemoved()
    {
        var arguments = Build(new InstallerArgumentSpec { RuntimeName = "a", ProxyPassword = Requests.Secure("pass word \r\n") });

        Assert.Contains("-VproxyPassword=pass word ", arguments.ToArguments()!);
    }

    [Theory]
    [InlineData("abc\nLD_PRELOAD=/tmp/x")]
    [InlineData("abc\rINSTALL_TOKEN=x")]
    [InlineData("abc\0")]
    [InlineData("abc{high}")]
    [InlineData("{low}abc")]
    public void Build_LineBreakOrLoneSurrogateInSecret_IsRejectedAndNotShown(string secret)
    {
        secret = Surrogates(secret);
        var spec = new InstallerArgumentSpec { RuntimeName = "a" };
        var password = Assert.Throws<TokenArgumentException>(() =>
            Build(new InstallerArgumentSpec { RuntimeName = "a", ProxyPassword = Requests.Secure(secret) }));
        var token = Assert.Throws<TokenArgumentException>(() => spec.Build(InstallerTokens.Token(secret: secret)));
        var plain = Assert.Throws<TokenArgumentException>(() => spec.Build(InstallerTokens.Token(secret: secret, asPlainText: true)));

        Assert.Equal((nameof(Messages.InstallerValueControl), "ProxyCredential"), (password.ErrorId, password.ParameterName));
        Assert.All([token, plain], static error => Assert.Equal((nameof(Messages.InstallerValueControl), "InputObject"), (error.ErrorId, error.ParameterName)));
        Assert.All([password, token, plain], static error => Assert.DoesNotContain("abc", error.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://proxy.example")]
    [InlineData("http://proxy.example:8080")]
    [InlineData("proxy.example:8080")]
    [InlineData("proxy.example/")]
    [InlineData("me@proxy.example")]
    [InlineData("[::1]:8080")]
    public void Build_ProxyHostWithMoreThanAHost_IsRejected(string host) =>
        Rejected(nameof(Messages.InstallerProxyHost), "ProxyHost", new InstallerArgumentSpec { RuntimeName = "a", ProxyHost = host });

    [Theory]
    [InlineData("proxy")]
    [InlineData(" proxy.example ")]
    [InlineData("10.0.0.1")]
    [InlineData("fe80::1")]
    public void Build_ProxyHost_IsAccepted(string host) => Assert.Contains(
        "-VproxyHost=" + host.Trim(), Build(new InstallerArgumentSpec { RuntimeName = "a", ProxyHost = host }).ToArguments()!);

    [Theory]
    [InlineData("InstallDirectory", "~/boomi")]
    [InlineData("LocalPath", "~")]
    [InlineData("LocalTempPath", " ~boomi/temp")]
    [InlineData("JdkPath", "~\\jdk")]
    [InlineData("SymlinksDirectory", "~/bin")]
    public void Build_FolderOfTheHomeDirectory_IsRejected(string setting, string folder)
    {
        var spec = new InstallerArgumentSpec { RuntimeName = "a" };
        typeof(InstallerArgumentSpec).GetProperty(setting)!.SetValue(spec, folder);

        Rejected(nameof(Messages.InstallerFolderTilde), setting, spec);
    }

    [Fact]
    public void Build_TildeElsewhereInAFolder_IsAccepted() => Assert.Contains(
        "C:\\PROGRA~1\\Boomi", Build(new InstallerArgumentSpec { RuntimeName = "a", InstallDirectory = "C:\\PROGRA~1\\Boomi" }).ToArguments()!);

    [Theory]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("..")]
    [InlineData("")]
    public void Build_InvalidKeyOfSecret_IsRejected(string key)
    {
        Rejected(
            nameof(Messages.KubernetesKeyInvalid), "SecretKey", new InstallerArgumentSpec { As = InstallerArgumentForm.KubernetesSecret, SecretKey = key });
        Rejected(
            nameof(Messages.KubernetesKeyInvalid), "AccountKey", new InstallerArgumentSpec { As = InstallerArgumentForm.KubernetesSecret, AccountKey = key });
    }

    [Theory]
    [InlineData("account", "account")]
    [InlineData("BOOMI_ATOMNAME", null)]
    [InlineData("BOOMI_ACCOUNTID", "BOOMI_ACCOUNTID")]
    public void Build_SameKeyOfSecretTwice_IsRejected(string key, string? accountKey) => Rejected(
        nameof(Messages.KubernetesKeyTwice),
        "SecretKey",
        new InstallerArgumentSpec { As = InstallerArgumentForm.KubernetesSecret, RuntimeName = "a", SecretKey = key, AccountKey = accountKey });

    [Theory]
    [InlineData("SecretKey")]
    [InlineData("AccountKey")]
    public void Build_KeyOfSecretForAnotherForm_IsRejected(string setting)
    {
        var spec = new InstallerArgumentSpec { RuntimeName = "a" };
        typeof(InstallerArgumentSpec).GetProperty(setting)!.SetValue(spec, "token");

        Rejected(nameof(Messages.InstallerOptionKubernetesOnly), setting, spec);
    }

    [Fact]
    public void Build_AccountForAnInstaller_IsRejected() => Rejected(
        nameof(Messages.InstallerOptionContainersOnly), "IncludeAccount", new InstallerArgumentSpec { RuntimeName = "a", IncludeAccount = true });

    [Fact]
    public void Build_AccountOfATokenThatDoesNotSayIt_IsRejected()
    {
        var spec = new InstallerArgumentSpec { As = InstallerArgumentForm.KubernetesSecret, RuntimeName = "a", AccountKey = "account" };
        var error = Assert.Throws<TokenArgumentException>(() => spec.Build(InstallerTokenInput.FromText(Requests.Secure(InstallerTokens.Secret), "MOLECULE")));

        Assert.Equal(nameof(Messages.InstallerAccountUnknown), error.ErrorId);
    }

    [Theory]
    [InlineData("a", "a", null, null, "InstallerSecretTwice")]
    [InlineData("a b", "a-b", null, null, "InstallerSecretTwice")]
    [InlineData("a", "b", "one", "one", "InstallerSecretTwice")]
    [InlineData("a", "b", null, null, null)]
    [InlineData("a", "a", "one", "two", null)]
    public void EnsureNew_SecretsOfTwoTokens_AreDifferent(string first, string second, string? firstName, string? secondName, string? errorId)
    {
        InstallerArguments Secret(string runtime, string? name) => Build(new InstallerArgumentSpec
        {
            As = InstallerArgumentForm.KubernetesSecret, RuntimeName = runtime, SecretName = name,
        });
        var outputs = new ExportOutputs();
        outputs.Add(Secret(first, firstName).Secret);

        var error = Record.Exception(() => outputs.EnsureNew(Secret(second, secondName).Secret, "SecretName")) as TokenArgumentException;

        Assert.Equal(errorId, error?.ErrorId);
    }

    private static InstallerArguments Build(InstallerArgumentSpec spec, string type = "MOLECULE") => spec.Build(InstallerTokens.Token(type));

    private static void Rejected(string errorId, string settingKey, InstallerArgumentSpec spec, string type = "MOLECULE")
    {
        var error = Assert.Throws<TokenArgumentException>(() => Build(spec, type));
        Assert.Equal((errorId, settingKey), (error.ErrorId, error.ParameterName));
    }

    // An attribute is stored as UTF-8, which has no form for them.
    private static string Surrogates(string text) =>
        text.Replace("{high}", "\uD800", StringComparison.Ordinal).Replace("{low}", "\uDC00", StringComparison.Ordinal);
}
