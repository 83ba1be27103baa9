using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Http;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Creates a short-lived JSON Web Token that GoodData accepts instead of an API token. Nothing is sent to a service.</summary>
[Cmdlet(VerbsCommon.New, "GoodDataJwt", DefaultParameterSetName = KeySet, HelpUri = HelpPages.Folder + "New-GoodDataJwt.md")]
[OutputType(typeof(GoodDataJwt))]
public sealed class NewGoodDataJwtCommand : TokenCommand
{
    private const string KeySet = "PrivateKey";
    private const string FileSet = "Path";

    /// <summary>The id of the user that the token acts as.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = HelpMessages.GoodDataUserId)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(GoodDataUserCompleter))]
    public string? UserId { get; set; }

    /// <summary>
    /// The private key: a signing key, or its PEM as a SecureString, credential or text. You are prompted for it by default.
    /// </summary>
    [Parameter(
        Position = 1,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = KeySet,
        HelpMessage = HelpMessages.PrivateKey)]
    [Secret(Property = nameof(PrivateKey))]
    public SecretArgument? PrivateKey { get; set; }

    /// <summary>The file with the private key in PEM.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet, HelpMessage = HelpMessages.PrivateKeyFile)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The id of the key (kid); that of a signing key from the pipeline, or the thumbprint of the public key by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? KeyId { get; set; }

    /// <summary>The algorithm of the signing key: RS256 (default), RS384 or RS512.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Choice(typeof(JwtAlgorithm), nameof(Algorithm))]
    public JwtAlgorithm Algorithm { get; set; }

    /// <summary>The name that GoodData shows for the user; the user's id by default.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>How long the token is valid, such as 10m (default) or 1h.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    [PSDefaultValue(Help = "10m")]
    public DurationArgument? ValidFor { get; set; }

    /// <summary>Returns the token as a string instead of a SecureString, also in ToString().</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>
    /// Masks the token in the log of GitHub Actions or Azure Pipelines, if one of them runs this process, before it is returned. True by
    /// default; -Mask:$false omits it.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "True")]
    public SwitchParameter Mask { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(PrivateKey), () =>
    {
        var spec = new GoodDataJwtSpec
        {
            UserId = UserId,
            PrivateKey = ParameterSetName == FileSet
                ? SigningKeySpec.ReadFile(FileSystemPath(Path!, nameof(Path)), nameof(Path))
                : SecretArgument.Check(OrPrompt(PrivateKey, nameof(PrivateKey), HelpMessages.PrivateKey), nameof(PrivateKey)),
            KeyId = KeyId,
            Algorithm = Algorithm,
            Name = Name,
            ValidFor = ValidFor?.Read(nameof(ValidFor)),
            AsPlainText = AsPlainText,
        };
        var token = spec.Build(SystemClock.Instance.UtcNow);
        this.MaskNew(token.Token);
        WriteObject(token);
        if (spec.Warning is { } warning)
        {
            WriteWarnings([warning]);
        }
    });
}
