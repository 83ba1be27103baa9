namespace TokenTools.Onedata.Purposes;

/// <summary>Requests to the REST API of Onezone.</summary>
internal static class OnezoneRest
{
    public static readonly TokenPurpose Definition = new()
    {
        Name = "onezoneRest",
        Description = "The REST API of Onezone.",
        Uses = [TokenUses.OnezoneRest],
        Caveats = [PurposeCaveat.Service("ozw-onezone", "ozw"), PurposeCaveat.Interface("rest")],
    };
}
