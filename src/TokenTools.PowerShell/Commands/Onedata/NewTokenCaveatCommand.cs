using System;
using System.Management.Automation;
using TokenTools.Onedata.Caveats;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Makes caveats, checked by stricter rules than the zone's own, for New-TemporaryToken and Add-TokenCaveat.</summary>
[Cmdlet(VerbsCommon.New, "TokenCaveat", HelpUri = HelpPages.Folder + "New-TokenCaveat.md")]
[OutputType(typeof(TokenCaveat))]
public sealed class NewTokenCaveatCommand : CaveatCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var caveats = Required("TokenCaveat", () =>
        {
            var made = Caveats(DateTimeOffset.UtcNow);
            return made.Count > 0 ? made : throw new TokenArgumentException(nameof(Caveat), nameof(Messages.CaveatNoneGiven));
        });
        WriteObject(caveats, enumerateCollection: true);
    }
}
