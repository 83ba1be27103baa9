using System;
using System.Linq;
using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Narrows Onedata tokens by caveats. No server and no secret is needed; what has been added can't be taken away again.</summary>
[Cmdlet(VerbsCommon.Add, "TokenCaveat", HelpUri = HelpPages.Folder + "Add-TokenCaveat.md")]
[OutputType(typeof(OnedataToken))]
public sealed class AddTokenCaveatCommand : CaveatCommand
{
    private OnedataDecodeOptions? _options;
    private int _position;

    /// <summary>
    /// The tokens: from ConvertFrom-OnedataToken or New-TemporaryToken, text, SecureString, credential, or objects with one of
    /// these as their Token. -ValidFor counts from this machine's clock; for a token from New-TemporaryToken, from its zone's.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Token")]
    [AllowEmptyString]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>Adds an expiry all the same that is later than the token's own, and so narrows nothing, or that has passed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the token as a string rather than a SecureString, also in ToString(). Without it, a decoded token stays what it is.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _options = new OnedataDecodeOptions { AsPlainText = AsPlainText, ConnectionDomain = Session.Default<OnezoneConnection>()?.Domain };
        // What can't be right for any token isn't said of each.
        if (Required("TokenCaveat", () => Caveats(DateTimeOffset.UtcNow)).Count == 0)
        {
            ThrowTerminatingError(ErrorRecords.From(new TokenArgumentException(nameof(Caveat), nameof(Messages.OnedataNoCaveatToAdd)), "TokenCaveat"));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens(InputObject, ref _position, given =>
    {
        var token = given.Decode(_options!);
        var narrowed = token.AddCaveats(Caveats(token.Now), Force, asPlainText: AsPlainText ? true : null);
        // What it brought about; a short life was asked for on purpose.
        WriteWarnings(narrowed.Warnings.Where(warning => warning.Id != nameof(Messages.OnedataWarningExpiresSoon)
            && !token.Warnings.Any(known => known.Message == warning.Message)));
        WriteObject(narrowed);
    });
}
