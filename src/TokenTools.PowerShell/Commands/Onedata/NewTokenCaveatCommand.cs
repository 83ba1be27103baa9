using System.Management.Automation;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Creates caveats for New-TemporaryToken and Add-TokenCaveat, and validates them more strictly than a zone does.</summary>
[Cmdlet(VerbsCommon.New, "TokenCaveat", HelpUri = HelpPages.Folder + "New-TokenCaveat.md")]
[OutputType(typeof(TokenCaveat))]
public sealed class NewTokenCaveatCommand : CaveatCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var caveats = Required(nameof(Caveat), () =>
        {
            var spec = new CaveatSpec();
            SetCaveats(spec);
            return spec.Build(SystemClock.Instance.UtcNow);
        });
        WriteObject(caveats, enumerateCollection: true);
        // Access tokens are the only ones that support every kind.
        WriteWarnings(OnedataLint.FindInCaveats(caveats, OnedataTokenType.AccessName));
    }
}
