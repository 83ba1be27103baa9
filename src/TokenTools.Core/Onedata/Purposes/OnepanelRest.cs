namespace TokenTools.Onedata.Purposes;

/// <summary>Requests to the REST API of a panel. Panels reject interface caveats.</summary>
internal static class OnepanelRest
{
    public static readonly TokenPurpose Definition = new()
    {
        Name = "onepanelRest",
        Description = "The REST API of a panel: the service ozp-onezone or opp-ID.",
        Uses = [TokenUses.OnezonePanel, TokenUses.OneproviderPanel],
        Caveats = [PurposeCaveat.Service(null, "ozp", "opp")],
    };
}
