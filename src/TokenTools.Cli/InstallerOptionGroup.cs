using System.CommandLine;
using System.Linq;
using TokenTools.Boomi;

namespace TokenTools.Cli;

/// <summary>The options for passing an installer token to an installer or a container.</summary>
internal sealed class InstallerOptionGroup
{
    private readonly SettingOptions<InstallerArgumentSpec> _settings;
    private readonly SecretSource _proxyCredential = new(
        "--proxy-credential", null, "user name and password for the runtime's proxy, as user:password on one line", prompts: false)
    {
        KeepsLineEnd = true,
    };

    public InstallerOptionGroup(CliCommand command)
    {
        _settings = new SettingOptions<InstallerArgumentSpec>(command);
        _settings.Add(
            nameof(InstallerArgumentSpec.As),
            "ArgumentList (default), ResponseFile, EnvironmentFile or KubernetesSecret. An ArgumentList contains the token.",
            "form");
        Add(nameof(InstallerArgumentSpec.Path), "The file to write, which only its owner can read; required with ResponseFile and EnvironmentFile.", "file");
        Add(nameof(InstallerArgumentSpec.Force), "Replaces an existing file.");
        Add(nameof(InstallerArgumentSpec.RuntimeName), "The runtime's name, which installers require.", "name");
        Add(nameof(InstallerArgumentSpec.InstallDirectory), "The folder to install into.", "folder");
        Add(nameof(InstallerArgumentSpec.LocalPath), "For several nodes: a folder that is local to each node.", "folder");
        Add(nameof(InstallerArgumentSpec.LocalTempPath), "For several nodes: a folder for temporary files, local to each node.", "folder");
        Add(nameof(InstallerArgumentSpec.EnvironmentId), "The environment to attach the runtime to.", "id");
        Add(nameof(InstallerArgumentSpec.JdkPath), "For CLOUD: the folder of the JDK.", "folder");
        Add(nameof(InstallerArgumentSpec.SymlinksDirectory), "On Linux: the folder for symbolic links.", "folder");
        Add(nameof(InstallerArgumentSpec.LocalHostId), "For containers: the node's id.", "id");
        AddList(nameof(InstallerArgumentSpec.VmOptions), "For containers: options of the Java virtual machine.", "option");
        AddList(nameof(InstallerArgumentSpec.ContainerProperties), "For containers: properties of the runtime.", "name=value");
        AddBoolean(nameof(InstallerArgumentSpec.ValidateMountAccess), "For containers: checks the access to the mounted folder.");
        AddBoolean(nameof(InstallerArgumentSpec.UpdateMountPermissions), "For containers: changes the permissions of the mounted folder.");
        Add(nameof(InstallerArgumentSpec.IncludeAccount), "For containers: includes the id of the token's account.");
        Add(nameof(InstallerArgumentSpec.ProxyHost), "The host of the runtime's proxy, without a scheme and a port.", "host");
        Add(nameof(InstallerArgumentSpec.ProxyPort), "The port of the runtime's proxy: 1 to 65535; none by default.", "n");
        command.Add(_proxyCredential);
        Add(nameof(InstallerArgumentSpec.SecretName), "The Secret's name; boomi-secret and the runtime's name by default.", "name");
        Add(nameof(InstallerArgumentSpec.SecretKey), "The token's key in the Secret; INSTALL_TOKEN by default.", "key");
        Add(nameof(InstallerArgumentSpec.AccountKey), "The key of the account's id in the Secret; none by default.", "key");
        Add(nameof(InstallerArgumentSpec.Namespace), "The Secret's namespace; by default, kubectl chooses.", "name");
    }

    /// <summary>The settings of the options that are given.</summary>
    /// <exception cref="TokenException">A value cannot be parsed, or the proxy's credentials cannot be read.</exception>
    public InstallerArgumentSpec Read(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new InstallerArgumentSpec());
        if (_proxyCredential.IsSpecified(context.Parsed))
        {
            var credential = Http.ProxyCredential.Parse(_proxyCredential.Read(context));
            spec.ProxyUser = credential.Domain.Length == 0 ? credential.UserName : credential.Domain + "\\" + credential.UserName;
            spec.ProxyPassword = credential.SecurePassword;
        }

        spec.Path = OutputPath.Resolve(context, spec.Path);
        return spec;
    }

    /// <summary>Whether the command line has the option of a setting.</summary>
    public bool IsSpecified(ParseResult parsed, string key) =>
        _settings.All.FirstOrDefault(option => option.Name == CommandLineVocabulary.OptionName(key)) is { } option && parsed.IsSpecified(option);

    private void Add(string key, string description, string? valueName = null) => _settings.Add(key, description, valueName);

    private void AddList(string key, string description, string valueName) => _settings.AddTexts(
        key,
        description,
        valueName,
        (spec, texts) => typeof(InstallerArgumentSpec).GetProperty(key)!.SetValue(spec, InstallerVariable.Join(texts)));

    private void AddBoolean(string key, string description) => _settings.AddText(
        key,
        description + " By default, the image decides.",
        "true|false",
        (spec, text) => typeof(InstallerArgumentSpec).GetProperty(key)!.SetValue(spec, SettingParser.Parse(typeof(bool), text, key)));
}
