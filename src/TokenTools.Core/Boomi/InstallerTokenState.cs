namespace TokenTools.Boomi;

/// <summary>What the audit log shows about a token whose response was lost.</summary>
public enum InstallerTokenState
{
    /// <summary>The audit log proves neither.</summary>
    Unknown,

    /// <summary>The token was created.</summary>
    Created,

    /// <summary>The token was not created.</summary>
    NotCreated,
}
