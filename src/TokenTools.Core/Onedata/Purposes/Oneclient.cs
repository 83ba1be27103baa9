namespace TokenTools.Onedata.Purposes;

/// <summary>Mounting spaces with Oneclient at any Oneprovider.</summary>
internal static class Oneclient
{
    public static readonly TokenPurpose Definition = new()
    {
        Name = "oneclient",
        Description = "Oneclient, at any Oneprovider.",
        Uses = [TokenUses.OneproviderOneclient],
        Caveats = [PurposeCaveat.Interface("oneclient")],
    };
}
