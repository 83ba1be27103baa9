using System.Management.Automation;
using System.Security;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Decodes Onedata tokens, checks their signature if given the secret, and says what is odd about them. Nothing is sent anywhere.</summary>
[Cmdlet(VerbsData.ConvertFrom, "OnedataToken", HelpUri = HelpPages.Folder + "ConvertFrom-OnedataToken.md")]
[OutputType(typeof(OnedataToken))]
public sealed class ConvertFromOnedataTokenCommand : TokenCommand
{
    private OnedataDecodeOptions? _options;
    private int _position;

    /// <summary>
    /// The tokens: text, SecureString, credential, or objects with one of these as their Token. Lines of a file are
    /// tokens; blank ones are passed over.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public object? Token { get; set; }

    /// <summary>The secret that signed them, as Onezone stores it: 64 hexadecimal digits, which are used as text. Without it the signature isn't checked.</summary>
    [Parameter]
    [Secret]
    [ValidateNotNull]
    public SecureString? Secret { get; set; }

    /// <summary>Gives the token as a string rather than a SecureString, also in ToString().</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _options = Required(nameof(Secret), () => new OnedataDecodeOptions
    {
        AsPlainText = AsPlainText,
        Secret = Secret is { Length: 0 } ? throw new TokenArgumentException(nameof(Secret), nameof(Messages.OnedataSecretEmpty)) : Secret,
        ConnectionDomain = Session.Default<OnezoneConnection>()?.Domain,
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens(Token, ref _position, given => WriteObject(given.DecodeAgain(_options!)));
}
