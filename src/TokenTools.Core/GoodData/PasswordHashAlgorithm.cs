namespace TokenTools.GoodData;

/// <summary>The password hashes that an Organization resource of GoodData.CN is known to accept.</summary>
public enum PasswordHashAlgorithm
{
    /// <summary><c>$6$</c>, SHA-512: the hash in the documentation of 3.x and in the vendor's own Terraform.</summary>
    Sha512Crypt,

    /// <summary><c>$5$</c>, SHA-256: the hash in the documentation of 1.x and 2.x.</summary>
    Sha256Crypt,
}
