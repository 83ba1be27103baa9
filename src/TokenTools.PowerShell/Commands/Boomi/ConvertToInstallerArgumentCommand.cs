using System.Linq;
using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.Export;
using TokenTools.Processes;
using TokenTools.Rows;
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

    private readonly RowReader _reader = new(InstallerRow.Settings);

    private readonly ExportOutputs _outputs = new();

    private readonly OwnerOnlyFile _files = new();

    /// <summary>
    /// The token, from New-InstallerToken or from somewhere else: its text as a SecureString, a credential or a string together with
    /// -InstallType, the service's document in JSON or XML as text or as an object, or an object from a job. Settings that are not
    /// specified are read from the columns of the row that the token was created for, or of the object itself. You are prompted for one by
    /// default.
    /// </summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = HelpMessages.InstallerToken)]
    [ValidateNotNull]
    [Alias("InstallerToken")]
    [InstallerToken]
    public object? InputObject { get; set; }

    /// <summary>
    /// The install type of the token: ATOM, MOLECULE, CLOUD, BROKER or GATEWAY. Required for a text token, which does not contain it.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(InstallTypeCompleter))]
    public string? InstallType { get => _spec.InstallType; set => _spec.InstallType = value; }

    /// <summary>
    /// ArgumentList (default): arguments that contain the token, which other users of the machine can read while the installer runs.
    /// ResponseFile: a file with the token, and arguments with -varfile (an install4j option that Boomi does not document).
    /// EnvironmentFile: a file for docker run --env-file. KubernetesSecret: the manifest of a Secret that contains the token.
    /// </summary>
    [Parameter]
    [Choice(typeof(InstallerArgumentForm), nameof(As))]
    public InstallerArgumentForm As { get => _spec.As; set => _spec.As = value; }

    /// <summary>
    /// The runtime's name, which installers require. By default, the column RuntimeName or atomName of the row. In a script block, $_ is
    /// the token and $_.Input the row that it was created for.
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
    [ArgumentCompleter(typeof(BoomiEnvironmentIdCompleter))]
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

    /// <summary>For containers: options of the Java virtual machine, such as -Xmx2048m (ATOM_VMOPTIONS_OVERRIDES).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? VmOptions { get; set => _spec.VmOptions = Join(field = value); }

    /// <summary>For containers: properties of the runtime, name=value (CONTAINER_PROPERTIES_OVERRIDES).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? ContainerProperties { get; set => _spec.ContainerProperties = Join(field = value); }

    /// <summary>For containers: checks the access to the mounted folder (VALIDATE_MOUNT_ACCESS). By default, the image decides.</summary>
    [Parameter]
    public SwitchParameter ValidateMountAccess { get; set => _spec.ValidateMountAccess = field = value; }

    /// <summary>For containers: changes the permissions of the mounted folder (UPDATE_MOUNT_PERMISSIONS). By default, the image decides.</summary>
    [Parameter]
    public SwitchParameter UpdateMountPermissions { get; set => _spec.UpdateMountPermissions = field = value; }

    /// <summary>
    /// For containers: includes the id of the token's account (BOOMI_ACCOUNTID), as Boomi's own quickstarts do. The images do not need it.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeAccount { get => _spec.IncludeAccount; set => _spec.IncludeAccount = value; }

    /// <summary>The host of the proxy that the runtime uses: a name or an IP address without a scheme and a port.</summary>
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

    /// <summary>
    /// For KubernetesSecret only: the Secret's name; boomi-secret by default, followed by a dash and the runtime's name if there is one.
    /// </summary>
    [Parameter]
    [Alias("Name")]
    [PSDefaultValue(Help = KubernetesSecretForm.DefaultName)]
    public string? SecretName { get => _spec.SecretName; set => _spec.SecretName = value; }

    /// <summary>
    /// For KubernetesSecret only: the key of the token; INSTALL_TOKEN by default, for envFrom. Boomi's own quickstarts use token, other
    /// charts install_token or install-token.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PSDefaultValue(Help = InstallerForm.TokenVariable)]
    public string? SecretKey { get => _spec.SecretKey; set => _spec.SecretKey = value; }

    /// <summary>
    /// For KubernetesSecret only: the key of the id of the token's account, such as account in Boomi's own quickstarts. By default, the
    /// Secret does not contain it, or with -IncludeAccount as BOOMI_ACCOUNTID.
    /// </summary>
    [Parameter]
    public string? AccountKey { get => _spec.AccountKey; set => _spec.AccountKey = value; }

    /// <summary>For KubernetesSecret only: the namespace; by default, the current namespace of kubectl.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Namespace { get => _spec.Namespace; set => _spec.Namespace = value; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!MyInvocation.ExpectingInput)
        {
            return;
        }

        // Before the command at the start of the pipeline creates a token, which cannot be revoked.
        Required(nameof(RuntimeName), () =>
        {
            _spec.ValidateBeforeToken();
            return true;
        });
        RequireCreatable(_files, Path, Force);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var token = TokenOrPrompt(
            InputObject, nameof(InputObject), HelpMessages.InstallerToken, static secret => new InstallerTokenArgument(secret));
        var input = token as InstallerTokenArgument ?? new InstallerTokenArgument(token!);
        ForIssuedToken(input.Target, () =>
        {
            // A row sets only what it has, so each token has its own settings.
            var spec = _spec.Copy();
            spec.Path = Path;
            input.ReadRow(_reader).CopyTo(spec, MyInvocation.BoundParameters.ContainsKey);
            spec.InstallType = InstallType;
            spec.Path = string.IsNullOrWhiteSpace(spec.Path) ? null : FileSystemPath(spec.Path!, nameof(Path));
            spec.ProxyUser = ProxyCredential?.UserName;
            spec.ProxyPassword = ProxyCredential?.Password;
            var arguments = spec.Build(input.Read(spec.InstallType));
            _outputs.EnsureNew(arguments.Secret, nameof(SecretName));
            var isSaved = arguments.Path is null || Save(arguments);
            var elements = isSaved ? Quote(arguments.ToArguments()) : null;
            WriteWarnings(arguments.Warnings);
            if (isSaved)
            {
                _outputs.Add(arguments.Secret);
                WriteObject(elements ?? (object)arguments.ToText(), enumerateCollection: false);
            }
        });
    }

    private static string? Join(string[]? values) => values is null ? null : InstallerVariable.Join(values);

    // False if the user does not want the file to be written.
    private bool Save(InstallerArguments arguments)
    {
        if (!ShouldProcess(arguments.Path!, ModuleText.Format(nameof(ModuleMessages.InstallerFileAction), As)))
        {
            return false;
        }

        arguments.Save(_files);
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
