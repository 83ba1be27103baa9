using System.Linq;
using TokenTools.Vault;

namespace TokenTools.PowerShell;

/// <summary>What vaults keep in a runspace. It ends with the module's session.</summary>
internal static class VaultSessions
{
    /// <summary>The vaults' part of a session.</summary>
    public static VaultSession Of(Session session)
    {
        if (session.Registered<VaultSession>().FirstOrDefault() is { } existing)
        {
            return existing;
        }

        var created = new VaultSession();
        session.Register(created);
        return created;
    }
}
