using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that send tokens from the pipeline to a Onezone.</summary>
public abstract class OnezoneTokenCommand : OnezoneCommand
{
    private int _position;

    private protected OnezoneTokenCommand()
    {
    }

    /// <summary>
    /// The tokens: from ConvertFrom-OnedataToken or New-TemporaryToken, text, SecureString, credential, or objects with one of these as
    /// their Token. You are prompted for one by default.
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

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => ForTokens(TokensOrPrompt(Token, nameof(Token)), ref _position, ProcessToken);

    /// <summary>Processes a token.</summary>
    private protected abstract void ProcessToken(OnedataTokenInput input);
}
