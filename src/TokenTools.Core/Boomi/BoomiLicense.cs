namespace TokenTools.Boomi;

/// <summary>The licenses of one kind that a Boomi account has.</summary>
/// <param name="Name">The kind, in the service's spelling: standard, enterpriseTest, molecule and so on.</param>
/// <param name="Purchased">The number of licenses that were purchased.</param>
/// <param name="Used">The number of licenses in use.</param>
public sealed record BoomiLicense(string Name, int Purchased, int Used)
{
    /// <summary>The number of licenses left; zero if more are used than were purchased.</summary>
    public int Available => Used < Purchased ? Purchased - Used : 0;

    /// <summary>Name, and used of purchased.</summary>
    public override string ToString() => MessageText.Format(nameof(Messages.BoomiLicenseText), Name, Used, Purchased);
}
