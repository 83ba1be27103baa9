using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using TokenTools.Export;

namespace TokenTools.PowerShell.Commands.Common;

/// <summary>Converts a token of any platform to the manifest of a Kubernetes Secret, for kubectl.</summary>
[Cmdlet(VerbsData.ConvertTo, "KubernetesSecret", HelpUri = HelpPages.Folder + "ConvertTo-KubernetesSecret.md")]
[OutputType(typeof(string))]
public sealed class ConvertToKubernetesSecretCommand : TokenCommand
{
    private readonly KubernetesSecretSpec _spec = new();

    private readonly ExportOutputs _outputs = new();

    /// <summary>
    /// The token: any that a cmdlet of this module returns, or text, a SecureString, a credential or the service's JSON document with one.
    /// You are prompted for one by default.
    /// </summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = HelpMessages.AnyToken)]
    [AllowNull]
    [Alias("Token")]
    [Token]
    public object? InputObject { get; set; }

    /// <summary>The Secret's name. For several tokens, a script block, in which $_ is the token.</summary>
    // By property name only because script blocks require it: BeginProcessing rejects a command without -SecretName.
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.SecretName)]
    [Alias("Name")]
    public string? SecretName { get; set; }

    /// <summary>The namespace; by default, the current namespace of kubectl.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Namespace { get; set; }

    /// <summary>
    /// The key of the token. By default, the environment variable that the token's consumer reads, for envFrom: INSTALL_TOKEN for an
    /// installer token, GOODDATA_TOKEN for a token of GoodData.CN, ONECLIENT_ACCESS_TOKEN for an access token of Onedata that is limited to
    /// Oneclient (the interface caveat oneclient), ONEZONE_API_KEY for another one, TOKENTOOLS_INVITE_TOKEN for an invite token; otherwise
    /// token.
    /// </summary>
    [Parameter]
    [Alias("Key")]
    public string? SecretKey { get => _spec.SecretKey; set => _spec.SecretKey = value; }

    /// <summary>Also includes the password in a bootstrap token.</summary>
    [Parameter]
    public SwitchParameter IncludePassword { get => _spec.IncludePassword; set => _spec.IncludePassword = value; }

    /// <summary>The key of the password; GD_ADMIN_USER_PASSWORD by default.</summary>
    [Parameter]
    public string? PasswordKey { get => _spec.PasswordKey; set => _spec.PasswordKey = value; }

    /// <summary>Labels of the Secret, such as @{ 'app.kubernetes.io/part-of' = 'boomi' }.</summary>
    [Parameter]
    [NotText(nameof(Label), MessageName = nameof(ModuleMessages.TextNotHashtable))]
    public IDictionary? Label { get; set; }

    /// <summary>
    /// Writes the values as text in stringData instead of base64 in data. kubectl apply empties a key of stringData that is removed later.
    /// </summary>
    [Parameter]
    public SwitchParameter StringData { get => _spec.StringData; set => _spec.StringData = value; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Required("Secret", () =>
    {
        // Before the command at the start of the pipeline creates a token.
        _spec.Label = Labels();
        _spec.Namespace = Namespace;
        _spec.SecretName = SecretName;
        if (ScriptBlockParameter.IsSpecified(MyInvocation, nameof(SecretName), SecretName))
        {
            _spec.ValidateSharedSettings();
        }
        else
        {
            _spec.Validate();
        }

        return true;
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var argument = TokenOrPrompt(
            InputObject, nameof(InputObject), HelpMessages.AnyToken, static secret => new TokenArgument(secret)) as TokenArgument;
        ForIssuedToken(argument?.Target ?? "null", () =>
        {
            _spec.SecretName = SecretName;
            _spec.Namespace = Namespace;
            var manifest = _spec.Build(TokenArgument.ToExport(argument));
            _outputs.EnsureNew(manifest.Identity, nameof(SecretName));
            _outputs.Add(manifest.Identity);
            WriteObject(manifest.ToYaml());
        });
    }

    private Dictionary<string, string> Labels() => Label is null ? [] : Label.Cast<DictionaryEntry>().ToDictionary(
        static entry => System.Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!,
        static entry => System.Convert.ToString(entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value, CultureInfo.InvariantCulture)
            ?? string.Empty);
}
