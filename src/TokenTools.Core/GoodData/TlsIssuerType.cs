namespace TokenTools.GoodData;

/// <summary>The kinds of cert-manager issuers (https://cert-manager.io/docs/concepts/issuer/).</summary>
public enum TlsIssuerType
{
    /// <summary>An issuer in the organization's namespace.</summary>
    Issuer,

    /// <summary>An issuer for the whole cluster.</summary>
    ClusterIssuer,
}
