using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Decodes Onedata tokens offline, and checks their signature if the secret is specified.</summary>
[Cmdlet(VerbsData.ConvertFrom, "OnedataToken", HelpUri = HelpPages.Folder + "ConvertFrom-OnedataToken.md")]
[OutputType(typeof(OnedataToken))]
public sealed class ConvertFromOnedataTokenCommand : TokenCommand
{
    private OnedataDecodeOptions? _options;
    private int _position;

    /// <summary>
    /// The tokens: text, SecureString, credential, or objects with one of these as their Token. Blank text is ignored, so the lines
    /// of a file can be piped.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [OnedataToken]
    public object? Token { get; set; }

    /// <summary>
    /// The secret that signed the tokens, as Onezone stores it: 64 hexadecimal digits, used as text. Without it the signature is not
    /// checked.
    /// </summary>
    [Parameter]
    [Secret]
    [ValidateNotNull]
    public SecretArgument? Secret { get; set; }

    /// <summary>Returns the token as a string rather than a SecureString, also in ToString().</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _options = Required(nameof(Secret), () => new OnedataDecodeOptions
    {
        AsPlainText = AsPlainText,
        Secret = Secret?.ToSecureString() switch
        {
            { Length: 0 } => throw new TokenArgumentException(nameof(Secret), nameof(Messages.OnedataSecretEmpty)),
            var secret => secret,
        },
        ConnectionDomain = Session.Default<OnezoneConnection>()?.Domain,
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens(Token, ref _position, input => WriteObject(input.DecodeAgain(_options!)));
}
