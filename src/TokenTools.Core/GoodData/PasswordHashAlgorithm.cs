namespace TokenTools.GoodData;

/// <summary>The password hashes that GoodData.CN is known to take in an Organization resource.</summary>
public enum PasswordHashAlgorithm
{
    /// <summary><c>$6$</c>, SHA-512: what the documentation of 3.x and the vendor's own Terraform make.</summary>
    Sha512Crypt,

    /// <summary><c>$5$</c>, SHA-256: what the documentation of 1.x and 2.x makes.</summary>
    Sha256Crypt,
}
