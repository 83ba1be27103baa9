namespace TokenTools.Onedata.Purposes;

/// <summary>Requests to the REST and CDMI APIs of Oneproviders.</summary>
internal static class OneproviderRest
{
    public static readonly TokenPurpose Definition = new()
    {
        Name = "oneproviderRest",
        Description = "The REST and CDMI APIs of Oneproviders: of all, or of one with the service opw-ID.",
        Uses = [TokenUses.OneproviderData, TokenUses.OneproviderRest],
        Caveats = [PurposeCaveat.Service("opw-*", "opw"), PurposeCaveat.Interface("rest")],
    };
}
