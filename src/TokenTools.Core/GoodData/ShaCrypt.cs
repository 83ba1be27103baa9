using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>SHA-crypt, the password hashes of crypt(3) that are based on SHA-256 and SHA-512.</summary>
internal static class ShaCrypt
{
    /// <summary>Hashes a password of any bytes.</summary>
    /// <param name="password">The password.</param>
    /// <param name="algorithm">SHA-256 or SHA-512.</param>
    /// <param name="salt">The salt, which is truncated to 16 characters.</param>
    /// <param name="rounds">The number of rounds, which the hash then contains; null for 5000, which it does not contain.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public static string Hash(
        byte[] password, PasswordHashAlgorithm algorithm, string salt, int? rounds, CancellationToken cancellationToken = default)
    {
        salt = salt.Length > ShaCryptHash.LongestSalt ? salt.Substring(0, ShaCryptHash.LongestSalt) : salt;
        // Unlike HashAlgorithm.ComputeHash, it does not copy each digest.
        using var hash = IncrementalHash.CreateHash(
            algorithm == PasswordHashAlgorithm.Sha512Crypt ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);
        var digest = ShaCryptDigest.Compute(
            hash, password, Encoding.ASCII.GetBytes(salt), rounds ?? ShaCryptHash.DefaultRounds, cancellationToken);
        return new ShaCryptHash(algorithm, salt, rounds, ShaCryptHash.Encode(digest)).ToString();
    }

    /// <summary>Hashes a password in UTF-8.</summary>
    /// <exception cref="TokenArgumentException">UTF-8 cannot represent the password.</exception>
    public static string Hash(
        SecureString password, PasswordHashAlgorithm algorithm, string salt, int? rounds, CancellationToken cancellationToken = default)
    {
        try
        {
            return SecureText.WithUtf8(password, bytes => Hash(bytes, algorithm, salt, rounds, cancellationToken));
        }
        catch (EncoderFallbackException)
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordNotUnicode));
        }
    }

    /// <summary>True if the hash matches the password. The comparison runs in constant time.</summary>
    /// <param name="password">The password; it may be empty.</param>
    /// <param name="hash">The hash, as crypt(3) writes it.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <exception cref="TokenFormatException">The text is not a SHA-crypt hash.</exception>
    /// <exception cref="TokenArgumentException">UTF-8 cannot represent the password.</exception>
    /// <exception cref="System.OperationCanceledException">The computation was canceled.</exception>
    public static bool Verify(SecureString password, string? hash, CancellationToken cancellationToken = default)
    {
        var expected = ShaCryptHash.Parse(hash);
        var actual = Hash(password, expected.Algorithm, expected.Salt, expected.Rounds, cancellationToken);
        return ConstantTime.Equal(Encoding.ASCII.GetBytes(actual), Encoding.ASCII.GetBytes(expected.ToString()));
    }
}
