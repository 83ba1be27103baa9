namespace TokenTools.GoodData;

/// <summary>The kinds of issuers that cert-manager has (https://cert-manager.io/docs/concepts/issuer/).</summary>
public enum TlsIssuerType
{
    /// <summary>One of the organization's own namespace.</summary>
    Issuer,

    /// <summary>One of the whole cluster.</summary>
    ClusterIssuer,
}
