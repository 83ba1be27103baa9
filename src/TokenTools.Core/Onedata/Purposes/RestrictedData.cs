namespace TokenTools.Onedata.Purposes;

/// <summary>Access to certain files and directories.</summary>
internal static class RestrictedData
{
    public static readonly TokenPurpose Definition = new()
    {
        Name = "restrictedData",
        Description = "Access to certain files and directories: the data path /SPACEID or /SPACEID/directory.",
        Uses = [TokenUses.OneproviderData, TokenUses.OneproviderOneclient],
        Caveats = [PurposeCaveat.Any("DataPath")],
    };
}
