using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Gets the generation of a subject's temporary tokens: a token with a lower generation is revoked.</summary>
[Cmdlet(VerbsCommon.Get, "TemporaryTokenGeneration", HelpUri = HelpPages.Folder + "Get-TemporaryTokenGeneration.md")]
[OutputType(typeof(TemporaryTokenGeneration))]
public sealed class GetTemporaryTokenGenerationCommand : OnezoneCommand
{
    /// <summary>
    /// The subject of the tokens: User or Provider (the connection's own), or another one as usr-ID or prv-ID. By default the
    /// subject of the connection's token.
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(SubjectCompleter))]
    public string? For { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(For is null ? "Onezone" : DisplayText.Id(For), () =>
    {
        var connection = EffectiveConnection;
        WriteObject(Await((progress, stop) => connection.Scopes.GetGenerationAsync(For, progress, stop)));
    });
}
