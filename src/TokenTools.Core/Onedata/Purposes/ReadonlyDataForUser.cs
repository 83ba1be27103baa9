namespace TokenTools.Onedata.Purposes;

/// <summary>Reading data by one other user. Oneclient cannot prove who uses a token.</summary>
internal static class ReadonlyDataForUser
{
    public static readonly TokenPurpose Definition = new()
    {
        Name = "readonlyDataForUser",
        Description = "Reading data with the REST and CDMI APIs, by one consumer: usr-ID.",
        Uses = [TokenUses.OneproviderData],
        Caveats = [PurposeCaveat.Any("Consumer"), PurposeCaveat.ReadOnlyData()],
        OnlyReads = true,
    };
}
