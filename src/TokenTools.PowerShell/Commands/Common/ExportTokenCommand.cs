using System.Management.Automation;
using TokenTools.Export;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Common;

/// <summary>Writes a token of any platform to a file that only its owner can read.</summary>
[Cmdlet(VerbsData.Export, "Token", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Export-Token.md")]
[OutputType(typeof(void))]
public sealed class ExportTokenCommand : TokenCommand
{
    private readonly TokenExportSpec _spec = new();

    private readonly OwnerOnlyFile _files = new();

    /// <summary>
    /// The token: any that a cmdlet of this module returns, or text, a SecureString, a credential or the service's JSON document with one.
    /// You are prompted for one by default.
    /// </summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = HelpMessages.AnyToken)]
    [AllowNull]
    [Alias("Token")]
    [Token]
    public object? InputObject { get; set; }

    /// <summary>
    /// The file to write. It appears under this name once it is complete. For several tokens, a script block, in which $_ is the token.
    /// </summary>
    // By property name only because script blocks require it: BeginProcessing rejects a command without -Path.
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.ExportPath)]
    public string? Path { get; set; }

    /// <summary>
    /// TokenFile (default): the token alone, without a line end. EnvironmentFile: lines of NAME=value for docker, podman or systemd. Json:
    /// the service's own document with the token.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ExportFormCompleter))]
    [PSDefaultValue(Help = "TokenFile")]
    public string? As { get => _spec.As; set => _spec.As = value; }

    /// <summary>
    /// For EnvironmentFile: the variable for the token. By default, the one that its consumer reads: INSTALL_TOKEN for an installer token,
    /// GOODDATA_TOKEN for a token of GoodData.CN, ONECLIENT_ACCESS_TOKEN for an access token of Onedata that is limited to Oneclient (the
    /// interface caveat oneclient), ONEZONE_API_KEY for another one, TOKENTOOLS_INVITE_TOKEN for an invite token. A token of another kind
    /// requires a name.
    /// </summary>
    [Parameter]
    public string? VariableName { get => _spec.VariableName; set => _spec.VariableName = value; }

    /// <summary>For EnvironmentFile and Json: also writes the password in a bootstrap token.</summary>
    [Parameter]
    public SwitchParameter IncludePassword { get => _spec.IncludePassword; set => _spec.IncludePassword = value; }

    /// <summary>For EnvironmentFile: the variable for the password; GD_ADMIN_USER_PASSWORD by default.</summary>
    [Parameter]
    public string? PasswordVariableName { get => _spec.PasswordVariableName; set => _spec.PasswordVariableName = value; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get => _spec.Force; set => _spec.Force = value; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Required("File", () =>
    {
        // Before the command at the start of the pipeline creates a token.
        _spec.Validate();
        if (ScriptBlockParameter.IsSpecified(MyInvocation, nameof(Path), Path))
        {
            return null;
        }

        _spec.Path = Path;
        _spec.RequirePath();
        EnsureCreatable(_files, Path!, Force);
        return Path;
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var argument = TokenOrPrompt(
            InputObject, nameof(InputObject), HelpMessages.AnyToken, static secret => new TokenArgument(secret)) as TokenArgument;
        ForIssuedToken(argument?.Target ?? "null", () =>
        {
            var spec = _spec.Copy();
            spec.Path = string.IsNullOrWhiteSpace(Path) ? null : FileSystemPath(Path!, nameof(Path));
            var export = spec.Build(TokenArgument.ToExport(argument));
            WriteWarnings(export.Warnings);
            if (ShouldProcess(export.Path, ModuleText.Format(nameof(ModuleMessages.ExportFileAction))))
            {
                export.Save(_files);
            }
        });
    }
}
