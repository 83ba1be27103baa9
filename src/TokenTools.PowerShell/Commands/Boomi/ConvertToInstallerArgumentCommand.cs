using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.InteropServices;
using TokenTools.Boomi;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Turns an installer token into what Boomi's installers and containers take, one array of arguments for each token.</summary>
[Cmdlet(VerbsData.ConvertTo, "InstallerArgument", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "ConvertTo-InstallerArgument.md")]
[OutputType(typeof(string[]), typeof(string))]
public sealed class ConvertToInstallerArgumentCommand : TokenCommand
{
    // 5.1's & takes an element that is quoted already as it is; 7's would pass the quotes on.
    private static readonly bool CallTakesQuotes = typeof(PSObject).Assembly.GetName().Version.Major < 6;

    // Names that differ in case alone are one file on Windows and, as a rule, on macOS.
    private readonly HashSet<string> _written = new(RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>The token, as New-InstallerToken returns it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    [Alias("InstallerToken")]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// ArgumentList (by default): arguments with the token among them, which other users of the machine can see while the
    /// installer runs. ResponseFile: a file with the token, and arguments with -varfile (install4j's mechanism, which Boomi doesn't
    /// document). EnvironmentFile: a file for docker run --env-file. KubernetesSecret: a Secret's manifest, with the token in it.
    /// </summary>
    [Parameter]
    public InstallerArgumentForm As { get; set; }

    /// <summary>The runtime's name; installers need one. A script block gets the token as $_, and the row it was made for as $_.Input.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("AtomName")]
    public string? RuntimeName { get; set; }

    /// <summary>The folder to install into; by default the installer's own choice.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Dir")]
    public string? InstallDirectory { get; set; }

    /// <summary>For runtimes of several nodes: a folder that each node has by itself. It must be there beforehand.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LocalPath { get; set; }

    /// <summary>For runtimes of several nodes: each node's own folder for temporary files. Boomi advises against it for clouds on Linux.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LocalTempPath { get; set; }

    /// <summary>The environment to attach the runtime to. Whether installers heed it beside a token, Boomi doesn't say.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? EnvironmentId { get; set; }

    /// <summary>For CLOUD: the folder of the JDK to use.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? JdkPath { get; set; }

    /// <summary>On Linux: the folder for symbolic links to the installed programs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? SymlinksDirectory { get; set; }

    /// <summary>For containers: the node's own id (ATOM_LOCALHOSTID), different for each node.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LocalHostId { get; set; }

    /// <summary>The host of the proxy that the runtime is to use.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ProxyHost { get; set; }

    /// <summary>That proxy's port: 1 to 65535.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [ValidateRange(1, 65535)]
    public int? ProxyPort { get; set; }

    /// <summary>User name and password for that proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>The file to write, readable by its owner alone: for ResponseFile and EnvironmentFile, and if wanted for KubernetesSecret.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Quotes what holds white space, as Start-Process -ArgumentList needs, which joins its elements and quotes nothing. Without it,
    /// the elements are for &amp; and for splatting.
    /// </summary>
    [Parameter]
    public SwitchParameter ForStartProcess { get; set; }

    /// <summary>For KubernetesSecret: the Secret's name; boomi-secret by default, as in Boomi's own quickstarts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "boomi-secret";

    /// <summary>For KubernetesSecret: the namespace; by default kubectl's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Namespace { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var input = InputObject!.BaseObject;
        // What is refused here may be a secret: an error names its type.
        ForInput((input as InstallerToken)?.Secured() ?? (object)input.GetType().Name, () =>
        {
            var token = input as InstallerToken ?? throw new TokenArgumentException(
                nameof(InputObject),
                InstallerArguments.LooksLikeApiToken(input) ? nameof(ModuleMessages.InstallerInputApiToken) : nameof(ModuleMessages.InstallerInputNoToken),
                input.GetType().Name);
            var arguments = InstallerArguments.Create(token, Settings());
            var made = Make(arguments);
            WriteWarnings(arguments.Warnings);
            if (made is not null)
            {
                WriteObject(made, enumerateCollection: false);
            }
        });
    }

    private object? Make(InstallerArguments arguments)
    {
        switch (As)
        {
            case InstallerArgumentForm.ResponseFile:
                return Quoted(ToFile(path => arguments.WriteResponseFile(path, Force)));
            case InstallerArgumentForm.EnvironmentFile:
                return Quoted(ToFile(path => arguments.WriteEnvironmentFile(path, Force)));
            case InstallerArgumentForm.KubernetesSecret:
                var manifest = arguments.ToKubernetesSecret(Name, Namespace);
                return string.IsNullOrWhiteSpace(Path) ? manifest : Quoted(ToFile(path =>
                {
                    using var text = new SecretBuffer();
                    text.Add(manifest);
                    OwnerOnlyFile.Write(path, Force, text.WriteTo);
                    return ["apply", "-f", path];
                }));
            default:
                return string.IsNullOrWhiteSpace(Path)
                    ? Quoted(arguments.ToArgumentList())
                    : throw new TokenArgumentException(nameof(Path), nameof(Messages.InstallerPathNotHere));
        }
    }

    private string[]? ToFile(Func<string, string[]> write)
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            throw new TokenArgumentException(nameof(Path), nameof(Messages.InstallerPathMissing));
        }

        var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            throw ModuleText.ArgumentError(nameof(Path), nameof(ModuleMessages.InstallerPathFileSystem));
        }

        if (_written.Contains(path))
        {
            throw ModuleText.ArgumentError(nameof(Path), nameof(ModuleMessages.InstallerFileTwice), path);
        }

        if (!ShouldProcess(path, ModuleText.Format(nameof(ModuleMessages.InstallerFileAction), As)))
        {
            return null;
        }

        var arguments = write(path);
        _written.Add(path);
        return arguments;
    }

    private string[]? Quoted(string[]? arguments)
    {
        if (arguments is null || !arguments.Any(InstallerArguments.NeedsQuotes))
        {
            return arguments;
        }

        if (ForStartProcess || CallTakesQuotes)
        {
            return arguments.Select(InstallerArguments.Quote).ToArray();
        }

        WriteWarning(ModuleText.Format(nameof(ModuleMessages.InstallerWarningWhiteSpace)));
        return arguments;
    }

    private InstallerSettings Settings() => new()
    {
        RuntimeName = RuntimeName,
        InstallDirectory = InstallDirectory,
        LocalPath = LocalPath,
        LocalTempPath = LocalTempPath,
        EnvironmentId = EnvironmentId,
        JdkPath = JdkPath,
        SymlinksDirectory = SymlinksDirectory,
        LocalHostId = LocalHostId,
        ProxyHost = ProxyHost,
        ProxyPort = ProxyPort,
        ProxyUser = ProxyCredential?.UserName,
        ProxyPassword = ProxyCredential?.Password,
    };
}
