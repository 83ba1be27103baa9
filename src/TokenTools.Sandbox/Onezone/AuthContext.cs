using TokenTools.Onedata;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The context in which a token is used and its caveats are evaluated (ctool's auth_ctx).</summary>
internal sealed class AuthContext
{
    /// <summary>The client's IP address; null for none.</summary>
    public string? PeerIp { get; set; }

    /// <summary>The interface, such as <c>rest</c>; null for none.</summary>
    public string? Interface { get; set; }

    /// <summary>The service that uses the token; null for Onezone.</summary>
    public string? Service { get; set; }

    /// <summary>The consumer of the token; null for none.</summary>
    public OnedataSubject? Consumer { get; set; }

    /// <summary>True if the token only proves an identity.</summary>
    public bool IdentityScope { get; set; }

    /// <summary>True to leave caveats on data access to the service that gives access to the data.</summary>
    public bool AllowDataAccessCaveats { get; set; }

    /// <summary>True to ignore caveats on services and interfaces.</summary>
    public bool IgnoreServiceAndInterface { get; set; }

    /// <summary>The same context, for an identity token.</summary>
    public AuthContext ForIdentity() => new()
    {
        PeerIp = PeerIp,
        Interface = Interface,
        IdentityScope = true,
        AllowDataAccessCaveats = AllowDataAccessCaveats,
        IgnoreServiceAndInterface = IgnoreServiceAndInterface,
    };
}
