namespace TokenTools.Onedata.Purposes;

/// <summary>Mounting spaces with Oneclient at one Oneprovider.</summary>
internal static class OneclientInOneprovider
{
    public static readonly TokenPurpose Definition = new()
    {
        Name = "oneclientInOneprovider",
        Description = "Oneclient, at one Oneprovider: the service opw-ID.",
        Uses = [TokenUses.OneproviderOneclient],
        Caveats = [PurposeCaveat.Service(null, "opw"), PurposeCaveat.Interface("oneclient")],
    };
}
