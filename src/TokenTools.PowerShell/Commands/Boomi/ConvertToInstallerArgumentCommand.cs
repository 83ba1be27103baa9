using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.InteropServices;
using TokenTools.Boomi;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Converts an installer token into arguments for Boomi's installers and containers, one array for each token.</summary>
[Cmdlet(
    VerbsData.ConvertTo, "InstallerArgument", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "ConvertTo-InstallerArgument.md")]
[OutputType(typeof(string[]), typeof(string))]
public sealed class ConvertToInstallerArgumentCommand : TokenCommand
{
    // In Windows PowerShell 5.1, & passes quoted elements unchanged; in PowerShell 7, the quotes would become part of the element.
    private static readonly bool CallOperatorAcceptsQuotes = typeof(PSObject).Assembly.GetName().Version.Major < 6;

    private readonly InstallerArgumentSpec _spec = new();

    // Paths that differ only in case are the same file on Windows and usually on macOS.
    private readonly HashSet<string> _written = new(
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    private readonly OwnerOnlyFile _files = new();

    /// <summary>The token, from New-InstallerToken.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = HelpMessages.InstallerToken)]
    [ValidateNotNull]
    [Alias("InstallerToken")]
    [Token]
    public object? InputObject { get; set; }

    /// <summary>
    /// ArgumentList (default): arguments that contain the token, which other users of the machine can read while the installer runs.
    /// ResponseFile: a file with the token, and arguments with -varfile (an install4j option that Boomi does not document).
    /// EnvironmentFile: a file for docker run --env-file. KubernetesSecret: the manifest of a Secret that contains the token.
    /// </summary>
    [Parameter]
    [Choice(typeof(InstallerArgumentForm), nameof(As))]
    public InstallerArgumentForm As { get => _spec.As; set => _spec.As = value; }

    /// <summary>
    /// The runtime's name, which installers require. In a script block, $_ is the token and $_.Input the row that it was created for.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("AtomName")]
    public string? RuntimeName { get => _spec.RuntimeName; set => _spec.RuntimeName = value; }

    /// <summary>The folder to install into. By default, the installer chooses it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Dir")]
    public string? InstallDirectory { get => _spec.InstallDirectory; set => _spec.InstallDirectory = value; }

    /// <summary>For runtimes with several nodes: an existing folder that is local to each node.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LocalPath { get => _spec.LocalPath; set => _spec.LocalPath = value; }

    /// <summary>
    /// For runtimes with several nodes: an existing folder for temporary files that is local to each node. Boomi advises against it for
    /// clouds on Linux.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LocalTempPath { get => _spec.LocalTempPath; set => _spec.LocalTempPath = value; }

    /// <summary>
    /// The environment to attach the runtime to. Boomi does not document whether installers use it together with a token.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? EnvironmentId { get => _spec.EnvironmentId; set => _spec.EnvironmentId = value; }

    /// <summary>For CLOUD: the folder of the JDK to use.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? JdkPath { get => _spec.JdkPath; set => _spec.JdkPath = value; }

    /// <summary>On Linux: the folder for symbolic links to the installed programs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? SymlinksDirectory { get => _spec.SymlinksDirectory; set => _spec.SymlinksDirectory = value; }

    /// <summary>For containers: the node's id (ATOM_LOCALHOSTID), different for each node.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LocalHostId { get => _spec.LocalHostId; set => _spec.LocalHostId = value; }

    /// <summary>The host of the proxy that the runtime uses.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ProxyHost { get => _spec.ProxyHost; set => _spec.ProxyHost = value; }

    /// <summary>The proxy's port: 1 to 65535.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [Number(nameof(ProxyPort))]
    public int? ProxyPort { get => _spec.ProxyPort; set => _spec.ProxyPort = value; }

    /// <summary>The user name and password for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// The file to write, which only its owner can read: required for ResponseFile and EnvironmentFile, optional for KubernetesSecret.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get => _spec.Force; set => _spec.Force = value; }

    /// <summary>
    /// Quotes elements that contain white space for Start-Process -ArgumentList, which joins its elements without quoting them. Without
    /// this switch, the elements are for &amp; and for splatting.
    /// </summary>
    [Parameter]
    public SwitchParameter ForStartProcess { get; set; }

    /// <summary>For KubernetesSecret only: the Secret's name; boomi-secret by default, as in Boomi's own quickstarts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PSDefaultValue(Help = KubernetesSecretForm.DefaultName)]
    public string? Name { get => _spec.Name; set => _spec.Name = value; }

    /// <summary>For KubernetesSecret only: the namespace; by default, the current namespace of kubectl.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Namespace { get => _spec.Namespace; set => _spec.Namespace = value; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object? input = null;
        ForInput(nameof(InputObject), () => input = ((TokenArgument)InputObject!).Value);
        if (input is null)
        {
            return;
        }

        // Other input may be a secret: an error has its type as the target.
        ForInput((input as InstallerToken)?.Secured() ?? (object)input.GetType().Name, () =>
        {
            var token = input as InstallerToken ?? throw ModuleText.ArgumentError(
                nameof(InputObject),
                BoomiTokenPattern.IsApiToken(input)
                    ? nameof(ModuleMessages.InstallerInputApiToken)
                    : nameof(ModuleMessages.InstallerInputNoToken),
                input.GetType().Name);
            _spec.Path = string.IsNullOrWhiteSpace(Path) ? null : FileSystemPath(Path!, nameof(Path));
            _spec.ProxyUser = ProxyCredential?.UserName;
            _spec.ProxyPassword = ProxyCredential?.Password;
            var arguments = _spec.Build(token);
            var isSaved = arguments.Path is null || Save(arguments);
            var elements = isSaved ? Quote(arguments.ToArguments()) : null;
            WriteWarnings(arguments.Warnings);
            if (isSaved)
            {
                WriteObject(elements ?? (object)arguments.ToText(), enumerateCollection: false);
            }
        });
    }

    // False if the user does not want the file to be written.
    private bool Save(InstallerArguments arguments)
    {
        var path = arguments.Path!;
        if (_written.Contains(path))
        {
            throw ModuleText.ArgumentError(nameof(Path), nameof(ModuleMessages.InstallerFileTwice), path);
        }

        if (!ShouldProcess(path, ModuleText.Format(nameof(ModuleMessages.InstallerFileAction), As)))
        {
            return false;
        }

        arguments.Save(_files);
        _written.Add(path);
        return true;
    }

    private string[]? Quote(string[]? elements)
    {
        if (elements is null || !elements.Any(CommandLineQuoting.IsRequired))
        {
            return elements;
        }

        if (ForStartProcess || CallOperatorAcceptsQuotes)
        {
            return elements.Select(CommandLineQuoting.Quote).ToArray();
        }

        WriteWarning(ModuleText.Format(nameof(ModuleMessages.InstallerWarningWhiteSpace)));
        return elements;
    }
}
