using System.Management.Automation;

namespace TokenTools.PowerShell.Commands;

/// <summary>Gets this session's open connections.</summary>
[Cmdlet(VerbsCommon.Get, "TokenConnection", HelpUri = HelpPages.Folder + "Get-TokenConnection.md")]
[OutputType(typeof(BoomiConnection), typeof(OnezoneConnection))]
public sealed class GetTokenConnectionCommand : TokenCommand
{
    /// <summary>Only connections to this service: Boomi or Onezone; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionServiceCompleter))]
    public string Service { get; set; } = "*";

    /// <summary>Only the connections that serve where none is named.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var pattern = Required(Service, () => Wildcard.Parse(Service, nameof(Service)));
        foreach (var connection in Session.Open)
        {
            var isDefault = Session.IsDefault(connection);
            if (pattern.IsMatch(connection.Service) && (isDefault || !Default))
            {
                Session.HandOut(connection);
                var shown = PSObject.AsPSObject(connection);
                shown.Properties.Remove("IsDefault");
                shown.Properties.Add(new PSNoteProperty("IsDefault", isDefault));
                WriteObject(shown);
            }
        }
    }
}
