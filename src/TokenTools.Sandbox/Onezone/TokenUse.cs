using TokenTools.Onedata;

namespace TokenTools.Sandbox.Onezone;

/// <summary>How a token is being used: what its caveats are judged against.</summary>
internal sealed class TokenUse
{
    /// <summary>The user's address; null for none.</summary>
    public string? PeerIp { get; set; }

    /// <summary><c>rest</c> and so on; null for none.</summary>
    public string? Interface { get; set; }

    /// <summary>The service that uses it; null for Onezone itself.</summary>
    public string? Service { get; set; }

    /// <summary>Who consumes it; null for nobody.</summary>
    public OnedataSubject? Consumer { get; set; }

    /// <summary>Whether it only has to prove an identity.</summary>
    public bool IdentityScope { get; set; }

    /// <summary>Whether caveats on data access are let pass, for whoever serves the data to judge.</summary>
    public bool AllowDataAccessCaveats { get; set; }

    public TokenUse ForIdentity() => new() { PeerIp = PeerIp, Interface = Interface, IdentityScope = true, AllowDataAccessCaveats = AllowDataAccessCaveats };
}
