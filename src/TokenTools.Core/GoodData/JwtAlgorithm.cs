namespace TokenTools.GoodData;

/// <summary>The algorithms of signatures that GoodData accepts (gooddata/gooddata-python-sdk:schemas, RsaSpecification.alg).</summary>
public enum JwtAlgorithm
{
    /// <summary>RSA with SHA-256.</summary>
    RS256,

    /// <summary>RSA with SHA-384.</summary>
    RS384,

    /// <summary>RSA with SHA-512.</summary>
    RS512,
}
