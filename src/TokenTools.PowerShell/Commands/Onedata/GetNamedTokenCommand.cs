using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Gets named tokens with their details: by name, by id, or all of a subject.</summary>
[Cmdlet(VerbsCommon.Get, "NamedToken", DefaultParameterSetName = NameSet, HelpUri = HelpPages.Folder + "Get-NamedToken.md")]
[OutputType(typeof(NamedToken))]
public sealed class GetNamedTokenCommand : NamedTokenCommand
{
    /// <summary>The names of the tokens. Wildcards are supported. All tokens by default.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamedTokenCompleter))]
    public override string[]? Name { get; set; }

    /// <summary>Returns the tokens as strings rather than SecureStrings, also in ToString().</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    private protected override bool ReturnsPlainText => AsPlainText;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens((token, _) => WriteObject(token));
}
