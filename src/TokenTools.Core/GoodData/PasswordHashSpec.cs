using System.Security;
using System.Text.RegularExpressions;
using System.Threading;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The settings of a new password hash.</summary>
/// <remarks>The specification adjusts rounds that are out of range; here they are rejected.</remarks>
internal sealed class PasswordHashSpec
{
    // Other characters are allowed, but an implementation such as that of Apache commons-codec throws on them (Sha2Crypt.java).
    private static readonly Regex SaltPattern = new(@"\A[./0-9A-Za-z]+\z", RegexOptions.CultureInvariant);

    /// <summary>The password, to which the rules for bootstrap passwords apply.</summary>
    public SecureString? Password { get; set; }

    /// <summary>The algorithm; SHA-512 by default.</summary>
    public PasswordHashAlgorithm Algorithm { get; set; }

    /// <summary>Letters, digits, dots and slashes, truncated to 16; null for 16 random ones.</summary>
    public string? Salt { get; set; }

    /// <summary>The number of rounds, which the hash then contains; null for the default, which it does not contain.</summary>
    public int? Rounds { get; set; }

    /// <summary>Checks all settings except the password, so that a front end can do so before it prompts for one.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public void Validate()
    {
        if (Rounds is < ShaCryptHash.MinimumRounds or > ShaCryptHash.MaximumRounds)
        {
            throw new TokenArgumentException(
                nameof(Rounds),
                nameof(Messages.ShaCryptRoundsOutOfRange),
                Rounds,
                ShaCryptHash.MinimumRounds,
                ShaCryptHash.MaximumRounds,
                ShaCryptHash.DefaultRounds);
        }

        if (Salt is not null && !SaltPattern.IsMatch(Salt))
        {
            throw new TokenArgumentException(nameof(Salt), nameof(Messages.ShaCryptSaltInvalid));
        }
    }

    /// <summary>Computes the hash.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    /// <exception cref="System.OperationCanceledException">The computation was canceled.</exception>
    public string Build(CancellationToken cancellationToken = default)
    {
        Validate();
        BootstrapPassword.Validate(Password);
        return ShaCrypt.Hash(Password!, Algorithm, Salt ?? RandomSalt(), Rounds, cancellationToken);
    }

    private static string RandomSalt()
    {
        var salt = new char[ShaCryptHash.LongestSalt];
        SecretGenerator.Fill(salt, ShaCryptHash.Alphabet);
        return new string(salt);
    }
}
