using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Generates a key that signs JSON Web Tokens, and uploads its public part to an organization of GoodData.CN.</summary>
[Cmdlet(VerbsCommon.New, "GoodDataSigningKey", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "New-GoodDataSigningKey.md")]
[OutputType(typeof(GoodDataSigningKey))]
public sealed class NewGoodDataSigningKeyCommand : GoodDataCommand
{
    private readonly OwnerOnlyFile _files = new();

    /// <summary>
    /// The file for the private key in PEM, readable by its owner only. If it exists, its key is uploaded instead of a new one, so that the
    /// command can be repeated. By default, the private key is only in the PrivateKey property, for a vault.
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The id of the key in the organization; the thumbprint of the public key (RFC 7638) by default.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>The id of the key in the header of its tokens (kid); the value of -Id by default.</summary>
    [Parameter]
    public string? KeyId { get; set; }

    /// <summary>The algorithm of signatures: RS256 (default), RS384 or RS512.</summary>
    [Parameter]
    [Choice(typeof(JwtAlgorithm), nameof(Algorithm))]
    public JwtAlgorithm Algorithm { get; set; }

    /// <summary>The size of a new key in bits: 2048 (default), 3072 or 4096.</summary>
    [Parameter]
    [PSDefaultValue(Help = "2048")]
    [Number(nameof(KeySize))]
    public int? KeySize { get; set; }

    /// <summary>An existing RSA private key in PEM, as a SecureString, credential or text, to upload instead of a new one.</summary>
    [Parameter]
    [Secret]
    public SecretArgument? PrivateKey { get; set; }

    /// <summary>
    /// Masks the private key in the log of GitHub Actions or Azure Pipelines, if one of them runs this process, before it is returned. True by
    /// default; -Mask:$false omits it.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "True")]
    public SwitchParameter Mask { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(Id is null ? nameof(Path) : DisplayText.Id(Id), () =>
    {
        var path = Path is null ? null : FileSystemPath(Path, nameof(Path));
        var spec = new SigningKeySpec
        {
            Path = path,
            Id = Id,
            KeyId = KeyId,
            Algorithm = Algorithm,
            KeySize = KeySize,
            PrivateKey = PrivateKey?.ToSecureString(),
        };
        spec.Validate();
        var connection = EffectiveConnection;
        if (ShouldProcess(Target(nameof(ModuleMessages.GoodDataTarget)), Target(nameof(ModuleMessages.GoodDataSigningKeyAction))))
        {
            var key = spec.Prepare(_files);
            WriteCreated(
                (progress, cancellationToken) => connection.SigningKeys.EnsureAsync(key, path, progress, cancellationToken),
                uploaded =>
                {
                    this.MaskNew(uploaded.PrivateKey);
                    WriteObject(uploaded);
                },
                DescribeUnwritten);
        }
    });

    // A private key that is neither in a file nor the caller's is only in the result.
    private string? DescribeUnwritten(GoodDataSigningKey key) => key.Change != GoodDataChange.Created ? null : ModuleText.Format(
        Path is null && PrivateKey is null ? nameof(ModuleMessages.SigningKeyLost) : nameof(ModuleMessages.SigningKeyNotReturned),
        DisplayText.Id(key.Id));
}
