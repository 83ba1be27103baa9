using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using TokenTools.Kubernetes;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>An installer token and settings, in the forms in which Boomi's installers and containers take them.</summary>
/// <remarks>
/// Options: help.boomi.com, unattended installation (https://help.boomi.com); account and cloud never go with a token, which
/// the documentation calls invalid. Variables of the containers: Docker images boomi/atom, boomi/molecule, boomi/cloud, boomi/gateway.
/// </remarks>
public sealed class InstallerArguments
{
    /// <summary>Under this time left, an installation may not get as far as using the token.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    // help.boomi.com, runtime names; the last one is the yen sign.
    private const string ReservedInNames = "*\\^:$><%|?\"/\u00A5";

    // User name and password come as one.
    private const string ProxyCredential = nameof(ProxyCredential);

    // The one that the images' installer accepts.
    private static readonly Regex ContainerName = new(@"\A[0-9A-Za-z_-]+\z", RegexOptions.CultureInvariant);

    private readonly InstallerToken _token;
    private readonly InstallerSettings _settings;
    private readonly List<TokenWarning> _warnings = [];
    private readonly List<Setting> _given;

    private InstallerArguments(InstallerToken token, InstallerSettings settings)
    {
        _token = token;
        _settings = settings;
        _given = Given(settings);
    }

    /// <summary>What to know before using them.</summary>
    public IReadOnlyList<TokenWarning> Warnings => _warnings;

    /// <summary>Checks everything that can be checked.</summary>
    /// <exception cref="TokenArgumentException">The token has expired, or a setting can't be right.</exception>
    public static InstallerArguments Create(InstallerToken token, InstallerSettings settings)
    {
        var made = new InstallerArguments(token, settings);
        made.CheckToken();
        made.CheckName();
        foreach (var setting in made._given)
        {
            CheckText(setting.Parameter, setting.Value);
            if (setting.Types is { } types && Array.IndexOf(types, token.InstallType) < 0)
            {
                made.Warn(nameof(Messages.InstallerWarningOption), new SettingName(setting.Parameter), string.Join(", ", types), token.InstallType);
            }
        }

        if (settings.InstallDirectory is { } folder && folder.Any(static c => c > '~') && Regex.IsMatch(folder, @"\A\s*(?:[A-Za-z]:|\\\\)"))
        {
            made.Warn(nameof(Messages.InstallerWarningFolder));
        }

        return made;
    }

    /// <summary>Arguments that hold the token: one element an argument, as a program gets them.</summary>
    public string[] ToArgumentList()
    {
        RequireName();
        var arguments = new List<string> { "-q", "-console", "-VinstallToken=" + Plain(_token.Token) };
        arguments.AddRange(ForInstaller().Select(static setting => "-V" + setting.Variable + "=" + Plain(setting.Value)));
        return Finished(arguments);
    }

    /// <summary>
    /// Writes the variables as a file that its owner alone can read, and gives the arguments that name it, with no token in them.
    /// </summary>
    /// <remarks>
    /// The mechanism is install4j's (-varfile, https://www.ej-technologies.com/resources/install4j/help/doc/installers/options.html),
    /// with which Boomi's installers are made; Boomi itself doesn't mention it.
    /// </remarks>
    /// <param name="path">The file, whole; elements of the arguments name it so.</param>
    /// <param name="replace">Whether a file that is there may be replaced.</param>
    public string[] WriteResponseFile(string path, bool replace)
    {
        RequireName();
        using var text = new SecretBuffer();
        text.Add("installToken=");
        text.AddPropertyValue(_token.Token);
        foreach (var setting in ForInstaller())
        {
            text.Add("\n" + setting.Variable + "=");
            text.AddPropertyValue(setting.Value);
        }

        text.Add("\n");
        OwnerOnlyFile.Write(path, replace, text.WriteTo);
        return Finished(["-q", "-console", "-varfile", path]);
    }

    /// <summary>Writes the variables of a container as a file that its owner alone can read, and gives the arguments that name it.</summary>
    /// <remarks>Lines of name=value in UTF-8, which docker and podman take as they are: nothing is quoted or escaped in them.</remarks>
    public string[] WriteEnvironmentFile(string path, bool replace)
    {
        using var text = new SecretBuffer();
        text.Add("INSTALL_TOKEN=");
        text.AddSecret(_token.Token);
        foreach (var setting in ForContainer())
        {
            if (WithChars(setting.Value, static chars => chars.Any(static c => c is '\'' or '"' or '$' or '\\' or '#')))
            {
                Warn(nameof(Messages.InstallerWarningCompose), new SettingName(setting.Parameter));
            }

            text.Add("\n" + setting.ContainerVariable + "=");
            text.AddSecret(setting.Value);
        }

        text.Add("\n");
        OwnerOnlyFile.Write(path, replace, text.WriteTo);
        return ["--env-file", path];
    }

    /// <summary>A Secret's manifest, with the variables of a container as its keys, so that envFrom and secretKeyRef both serve.</summary>
    /// <param name="name">The Secret's name.</param>
    /// <param name="ns">Its namespace; null or blank to leave it to kubectl.</param>
    public string ToKubernetesSecret(string? name, string? ns)
    {
        if (!KubernetesName.IsObject(name))
        {
            throw new TokenArgumentException("Name", nameof(Messages.InstallerKubernetesName));
        }

        var metadata = new JObject { ["name"] = name };
        if (!string.IsNullOrWhiteSpace(ns))
        {
            metadata["namespace"] = KubernetesName.IsNamespace(ns!.Trim())
                ? ns.Trim()
                : throw new TokenArgumentException("Namespace", nameof(Messages.InstallerKubernetesNamespace));
        }

        var data = new JObject { ["INSTALL_TOKEN"] = Plain(_token.Token) };
        foreach (var setting in ForContainer())
        {
            data[setting.ContainerVariable!] = Plain(setting.Value);
        }

        var text = new StringBuilder();
        YamlWriter.WriteDocument(
            new JObject { ["apiVersion"] = "v1", ["kind"] = "Secret", ["metadata"] = metadata, ["type"] = "Opaque", ["stringData"] = data }, text);
        return text.ToString();
    }

    /// <summary>
    /// An argument as it stands on a command line that is one text, as CommandLineToArgvW takes it apart again, and .NET on any
    /// system (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments).
    /// </summary>
    public static string Quote(string argument)
    {
        if (argument.Length > 0 && !NeedsQuotes(argument))
        {
            return argument;
        }

        var text = new StringBuilder("\"");
        var slashes = 0;
        foreach (var c in argument)
        {
            slashes = c == '\\' ? slashes + 1 : 0;
            if (c == '"')
            {
                // Those before it stood alone until now.
                text.Append('\\', TrailingSlashes(text)).Append('\\');
            }

            text.Append(c);
        }

        return text.Append('\\', slashes).Append('"').ToString();
    }

    /// <summary>True for an argument that a command line made by joining would take apart.</summary>
    public static bool NeedsQuotes(string argument) => argument.Any(static c => char.IsWhiteSpace(c) || c == '"');

    /// <summary>True for what looks like a platform API token, which signs in to the API and installs nothing.</summary>
    public static bool LooksLikeApiToken(object? secret) => secret is SecureString or string && BoomiTokenPattern.IsApiToken(Plain(secret));

    private static int TrailingSlashes(StringBuilder text)
    {
        var count = 0;
        while (text[text.Length - 1 - count] == '\\')
        {
            count++;
        }

        return count;
    }

    private static List<Setting> Given(InstallerSettings settings)
    {
        string[] severalNodes = ["MOLECULE", "CLOUD", "BROKER", "GATEWAY"];
        var all = new List<Setting>
        {
            new(nameof(settings.RuntimeName), "atomName", "BOOMI_ATOMNAME", settings.RuntimeName),
            new(nameof(settings.LocalHostId), null, "ATOM_LOCALHOSTID", settings.LocalHostId),
            new(nameof(settings.EnvironmentId), "environmentId", "BOOMI_ENVIRONMENTID", settings.EnvironmentId),
            new(nameof(settings.JdkPath), "jdkPath", null, settings.JdkPath) { Types = ["CLOUD"] },
            new(nameof(settings.LocalPath), "localPath", "LOCAL_PATH", settings.LocalPath) { Types = severalNodes },
            new(nameof(settings.LocalTempPath), "localTempPath", "LOCAL_TEMP_PATH", settings.LocalTempPath) { Types = severalNodes },
            new(nameof(settings.SymlinksDirectory), "sys.symlinksDir", "SYMLINKS_DIR", settings.SymlinksDirectory),
            new(nameof(settings.InstallDirectory), "-dir", "INSTALLATION_DIRECTORY", settings.InstallDirectory),
            new(nameof(settings.ProxyHost), "proxyHost", "PROXY_HOST", settings.ProxyHost),
            new(nameof(settings.ProxyPort), "proxyPort", "PROXY_PORT", settings.ProxyPort?.ToString(CultureInfo.InvariantCulture)),
            new(ProxyCredential, "proxyUser", "PROXY_USERNAME", settings.ProxyUser),
            new(ProxyCredential, "proxyPassword", "PROXY_PASSWORD", settings.ProxyPassword is { Length: > 0 } ? settings.ProxyPassword : null),
        };
        all.RemoveAll(static setting => setting.IsMissing);
        return all;
    }

    private static string Plain(object value) => value as string ?? SecureText.Reveal((SecureString)value);

    private static T WithChars<T>(object value, Func<char[], T> use) =>
        value is SecureString secret ? SecureText.WithChars(secret, use) : use(((string)value).ToCharArray());

    // A line break would begin a variable of its own in an environment file; half of a character would become another one. A
    // secret may hold a tab or the like, a name or path is mistaken then.
    private static void CheckText(string parameter, object value)
    {
        if (!WithChars(value, chars => SecureText.IsUnicode(chars)
            && !chars.Any(c => c is '\r' or '\n' or '\0' || (value is string && char.IsControl(c)))))
        {
            throw new TokenArgumentException(parameter, nameof(Messages.InstallerValueControl), new SettingName(parameter));
        }
    }

    private void Warn(string id, params object?[] arguments) => _warnings.Add(new TokenWarning(id, arguments));

    private void CheckToken()
    {
        if (_token.IsExpired)
        {
            throw new TokenArgumentException("InputObject", nameof(Messages.InstallerTokenExpired), _token.InstallType, _token.Expiration.UtcDateTime);
        }

        if (_token.TimeLeft < Soon)
        {
            Warn(nameof(Messages.InstallerWarningExpiresSoon), _token.InstallType, _token.Expiration.UtcDateTime);
        }

        // Without its text in a SecureString, it is a secret all the same.
        CheckText("InputObject", _token.Secured().Token);
        if (LooksLikeApiToken(_token.Token))
        {
            Warn(nameof(Messages.InstallerWarningApiToken));
        }
    }

    private void CheckName()
    {
        if (_given.FirstOrDefault(static setting => setting.Parameter == nameof(InstallerSettings.RuntimeName))?.Text is not { } name)
        {
            return;
        }

        if (name.FirstOrDefault(static c => ReservedInNames.IndexOf(c) >= 0) is var reserved && reserved != '\0')
        {
            throw new TokenArgumentException(
                nameof(InstallerSettings.RuntimeName), nameof(Messages.InstallerNameReserved), name, reserved, string.Join(" ", ReservedInNames.ToCharArray()));
        }

        if (name.IndexOf('-') >= 0)
        {
            Warn(nameof(Messages.InstallerWarningDash), name, name.Replace('-', '_'));
        }
    }

    private void RequireName()
    {
        if (string.IsNullOrWhiteSpace(_settings.RuntimeName))
        {
            throw new TokenArgumentException(nameof(InstallerSettings.RuntimeName), nameof(Messages.InstallerNameMissing));
        }
    }

    private IEnumerable<Setting> ForInstaller() => _given.Where(static setting => setting.Variable is null
        ? throw new TokenArgumentException(setting.Parameter, nameof(Messages.InstallerOptionContainersOnly), new SettingName(setting.Parameter))
        : setting.Variable != "-dir");

    private IEnumerable<Setting> ForContainer()
    {
        if (_given.FirstOrDefault(static setting => setting.ContainerVariable is null) is { } none)
        {
            throw new TokenArgumentException(none.Parameter, nameof(Messages.InstallerOptionNotForContainers), new SettingName(none.Parameter));
        }

        if (_settings.RuntimeName?.Trim() is { Length: > 0 } name && !ContainerName.IsMatch(name))
        {
            Warn(nameof(Messages.InstallerWarningContainerName), name);
        }

        return _given;
    }

    private string[] Finished(List<string> arguments)
    {
        if (_given.FirstOrDefault(static setting => setting.Variable == "-dir") is { } folder)
        {
            arguments.Add("-dir");
            arguments.Add(folder.Text!);
        }

        return arguments.ToArray();
    }

    private sealed class Setting(string parameter, string? variable, string? containerVariable, object? value)
    {
        public string Parameter { get; } = parameter;

        /// <summary>install4j's variable; null where installers have none.</summary>
        public string? Variable { get; } = variable;

        /// <summary>The environment variable; null where containers have none.</summary>
        public string? ContainerVariable { get; } = containerVariable;

        /// <summary>The types that it is documented for, or can be meant for; null for all.</summary>
        public string[]? Types { get; init; }

        public object Value { get; } = value is string text ? text.Trim() : value!;

        public string? Text => Value as string;

        public bool IsMissing => Value is null or "";
    }
}
