using System.Management.Automation;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Narrows Onedata tokens with caveats, without a server or a secret. A caveat cannot be removed.</summary>
[Cmdlet(VerbsCommon.Add, "TokenCaveat", HelpUri = HelpPages.Folder + "Add-TokenCaveat.md")]
[OutputType(typeof(OnedataToken))]
[OutputType(typeof(TokenCaveat))]
public sealed class AddTokenCaveatCommand : CaveatCommand
{
    private readonly CaveatSpec _caveats = new();
    private OnedataDecodeOptions? _options;
    private int _position;

    /// <summary>
    /// The tokens: from ConvertFrom-OnedataToken or New-TemporaryToken, text, SecureString, credential, or objects with one of these as
    /// their Token. -ValidFor starts now by this machine's clock; for a token from New-TemporaryToken, by its zone's. You are prompted for
    /// one by default.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = HelpMessages.OnedataToken)]
    [Alias("Token")]
    [AllowEmptyString]
    [AllowNull]
    [OnedataToken]
    public object? InputObject { get; set; }

    /// <summary>
    /// Returns the caveats that would be added, rather than the token. With -Purpose, these are the fewest: without any of them, the
    /// token would have a further use.
    /// </summary>
    [Parameter]
    public SwitchParameter Suggest { get; set; }

    /// <summary>Adds an expiry even if it has passed, or has no effect because it is later than the token's own.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Returns the token as a string rather than a SecureString, also in ToString(). By default, a decoded token keeps its type.
    /// </summary>
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
    protected override void BeginProcessing()
    {
        _options = new OnedataDecodeOptions { AsPlainText = AsPlainText, ConnectionDomain = Session.Default<OnezoneConnection>()?.Domain };
        // An error that applies to every token is reported once.
        Required(nameof(Caveat), () =>
        {
            SetCaveats(_caveats);
            return _caveats.Build(SystemClock.Instance.UtcNow);
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens(TokensOrPrompt(InputObject, nameof(InputObject)), ref _position, input =>
    {
        var token = Decoded(input.Decode(_options!));
        var caveats = token.Narrowing(_caveats);
        if (Suggest)
        {
            WriteObject(caveats, enumerateCollection: true);
            return;
        }

        // A token that a purpose does not narrow any further is returned unchanged.
        var narrowed = caveats.Count == 0 ? input.DecodeAgain(_options!) : token.AddCaveats(caveats, Force, AsPlainText ? true : null);
        this.MaskNew(narrowed.Token);
        WriteWarnings(narrowed.WarningsSince(token));
        WriteObject(narrowed);
    });
}
