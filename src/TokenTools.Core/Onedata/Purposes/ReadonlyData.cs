namespace TokenTools.Onedata.Purposes;

/// <summary>Reading data with Oneclient or the REST and CDMI APIs.</summary>
internal static class ReadonlyData
{
    public static readonly TokenPurpose Definition = new()
    {
        Name = "readonlyData",
        Description = "Reading data, with Oneclient or the REST and CDMI APIs.",
        Uses = [TokenUses.OneproviderData, TokenUses.OneproviderOneclient],
        Caveats = [PurposeCaveat.ReadOnlyData()],
        OnlyReads = true,
    };
}
