using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Onedata.Purposes;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Decodes Onedata tokens offline, and checks their signature if the secret is specified.</summary>
[Cmdlet(VerbsData.ConvertFrom, "OnedataToken", HelpUri = HelpPages.Folder + "ConvertFrom-OnedataToken.md")]
[OutputType(typeof(OnedataToken))]
public sealed class ConvertFromOnedataTokenCommand : TokenCommand
{
    private OnedataDecodeOptions? _options;
    private int _position;

    /// <summary>
    /// The tokens: text, SecureString, credential, or objects with one of these as their Token. Blank text is ignored, so the lines of a
    /// file can be piped. You are prompted for one by default.
    /// </summary>
    [Parameter(
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpMessages.OnedataToken)]
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

    /// <summary>
    /// The purpose for which the tokens are evaluated: the property Purpose has the result, and a token that is valid for none of its
    /// uses causes a warning. A name as for Add-TokenCaveat, in any case.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(PurposeCompleter))]
    public string? Purpose { get; set; }

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
        Purpose = TokenPurposes.Find(MyInvocation.BoundParameters.ContainsKey(nameof(Purpose)) ? Purpose ?? string.Empty : null)?.Name,
    });

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens(TokensOrPrompt(Token, nameof(Token)), ref _position, input =>
    {
        var token = Decoded(input.DecodeAgain(_options!));
        WriteObject(token);
        WriteWarnings(token.AnswerWarnings());
    });
}
