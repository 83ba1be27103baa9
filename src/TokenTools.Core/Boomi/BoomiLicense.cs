namespace TokenTools.Boomi;

/// <summary>The licenses of one kind that a Boomi account has.</summary>
public sealed class BoomiLicense
{
    internal BoomiLicense(string name, int purchased, int used)
    {
        Name = name;
        Purchased = purchased;
        Used = used;
    }

    /// <summary>The kind, in the service's spelling: standard, enterpriseTest, molecule and so on.</summary>
    public string Name { get; }

    /// <summary>The number of licenses that were purchased.</summary>
    public int Purchased { get; }

    /// <summary>The number of licenses in use.</summary>
    public int Used { get; }

    /// <summary>The number of licenses left; zero if more are used than were purchased.</summary>
    public int Available => Used < Purchased ? Purchased - Used : 0;

    /// <summary>The name, and the number of licenses used of those purchased.</summary>
    public override string ToString() => MessageText.Format(nameof(Messages.BoomiLicenseText), Name, Used, Purchased);
}
