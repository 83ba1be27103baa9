namespace TokenTools.Onedata.Purposes;

/// <summary>Access with OneS3, which is a Oneclient for its users (a template of Onezone 25.0's web page).</summary>
internal static class S3
{
    public static readonly TokenPurpose Definition = new()
    {
        Name = "s3",
        Description = "S3 clients, through OneS3.",
        Uses = [TokenUses.OneproviderOneclient],
        Caveats = [PurposeCaveat.Interface("oneclient")],
    };
}
