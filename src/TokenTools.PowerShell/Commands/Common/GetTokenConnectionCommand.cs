using System.Linq;
using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Common;

/// <summary>Gets this session's open connections.</summary>
[Cmdlet(VerbsCommon.Get, "TokenConnection", HelpUri = HelpPages.Folder + "Get-TokenConnection.md")]
[OutputType(typeof(BoomiConnection), typeof(GoodDataConnection), typeof(OnezoneConnection))]
public sealed class GetTokenConnectionCommand : TokenCommand
{
    private static readonly string[] Services = ["Boomi", "GoodData", "Onezone"];

    /// <summary>Returns only connections to this service: Boomi, GoodData or Onezone. Wildcards are accepted.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionServiceCompleter))]
    public string? Service { get; set; } = "*";

    /// <summary>Returns only the default connections.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Service), () =>
    {
        var pattern = Pattern();
        foreach (var connection in Session.Open.Where(
            connection => pattern.IsMatch(connection.Service) && (!Default || Session.IsDefault(connection))))
        {
            Session.MarkShared(connection);
            WriteObject(connection);
        }
    });

    // A name that is not a service's is a typo, not a session without connections.
    private WildcardPattern Pattern()
    {
        var pattern = Wildcard.Parse(Service ?? string.Empty, nameof(Service));
        return Services.Any(pattern.IsMatch) || WildcardPattern.ContainsWildcardCharacters(Service)
            ? pattern
            : throw ModuleText.ArgumentError(
                nameof(Service),
                nameof(ModuleMessages.ConnectionServiceUnknown),
                DisplayText.Sanitize(Service),
                string.Join(" or ", Services));
    }
}
