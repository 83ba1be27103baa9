using System;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenTools.GoodData;

/// <summary>A SHA-crypt hash as crypt(3) writes it: <c>$5$salt$…</c> or <c>$6$salt$…</c>.</summary>
/// <param name="Algorithm">SHA-256 or SHA-512.</param>
/// <param name="Salt">The salt, at most <see cref="LongestSalt"/> characters.</param>
/// <param name="Rounds">The number of rounds in the hash; null if it contains none, for <see cref="DefaultRounds"/>.</param>
/// <param name="Digest">The digest in crypt(3)'s base64.</param>
internal sealed record ShaCryptHash(PasswordHashAlgorithm Algorithm, string Salt, int? Rounds, string Digest)
{
    /// <summary>The number of rounds of a hash that contains no number.</summary>
    public const int DefaultRounds = 5000;

    /// <summary>The smallest number of rounds.</summary>
    public const int MinimumRounds = 1000;

    /// <summary>The largest number of rounds.</summary>
    public const int MaximumRounds = 999_999_999;

    /// <summary>The number of characters to which a salt is truncated.</summary>
    public const int LongestSalt = 16;

    /// <summary>The base64 alphabet of crypt(3): 64 characters, so that each is equally likely in a random salt.</summary>
    public const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // In a salt, the specification forbids only "$"; crypt(5) also forbids what would break a line of /etc/shadow.
    private static readonly Regex Pattern = new(
        @"\A\$(?<kind>[56])\$(?:rounds=(?<rounds>[0-9]+)\$)?(?<salt>[!-#%-9;-~]{0,16})\$(?<digest>[./0-9A-Za-z]+)\z",
        RegexOptions.CultureInvariant);

    /// <summary>Parses a hash.</summary>
    /// <exception cref="TokenFormatException">
    /// The text is not a SHA-crypt hash. The message does not repeat it: it may be the password.
    /// </exception>
    public static ShaCryptHash Parse(string? text) => TryParse(text) ?? throw new TokenFormatException(Diagnose(text));

    /// <summary>The id of the message about a text that is not a SHA-crypt hash: it names what the text probably is.</summary>
    /// <remarks>The forms of other hashes: crypt(5); that of MD5 with apr1: Apache's htpasswd.</remarks>
    public static string Diagnose(string? text)
    {
        var trimmed = (text ?? string.Empty).Trim();
        return trimmed.Length == 0 ? nameof(Messages.PasswordHashInvalid)
            : trimmed[0] is '"' or '\'' ? nameof(Messages.PasswordHashQuoted)
            : trimmed.StartsWith("$$", StringComparison.Ordinal) ? nameof(Messages.PasswordHashDollarsDoubled)
            : StartsWith("$y$") || StartsWith("$gy$") || StartsWith("$7$") ? nameof(Messages.PasswordHashYescrypt)
            : StartsWith("$2a$") || StartsWith("$2b$") || StartsWith("$2x$") || StartsWith("$2y$") ? nameof(Messages.PasswordHashBcrypt)
            : StartsWith("$1$") || StartsWith("$apr1$") ? nameof(Messages.PasswordHashMd5)
            : trimmed[0] != '$' ? nameof(Messages.PasswordHashIsPlainText)
            : nameof(Messages.PasswordHashInvalid);

        bool StartsWith(string prefix) => trimmed.StartsWith(prefix, StringComparison.Ordinal);
    }

    /// <summary>Parses a hash; null if the text is not one.</summary>
    /// <param name="text">The hash; white space around it, such as the line end of a file, is ignored.</param>
    public static ShaCryptHash? TryParse(string? text)
    {
        var match = Pattern.Match((text ?? string.Empty).Trim());
        var algorithm = match.Groups["kind"].Value == "5" ? PasswordHashAlgorithm.Sha256Crypt : PasswordHashAlgorithm.Sha512Crypt;
        var digest = match.Groups["digest"].Value;
        if (!match.Success || digest.Length != (algorithm == PasswordHashAlgorithm.Sha256Crypt ? 43 : 86))
        {
            return null;
        }

        int? rounds = null;
        if (match.Groups["rounds"].Success)
        {
            // crypt() never writes other numbers, nor leading zeros.
            var digits = match.Groups["rounds"].Value;
            if (digits.Length > 9 || digits[0] == '0')
            {
                return null;
            }

            rounds = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return rounds < MinimumRounds ? null : new ShaCryptHash(algorithm, match.Groups["salt"].Value, rounds, digest);
    }

    /// <summary>Encodes a digest in crypt(3)'s base64.</summary>
    /// <remarks>
    /// Step 22 of the specification (https://www.akkadia.org/drepper/SHA-crypt.txt): three bytes make four characters, in an order that
    /// rotates with each group; the last one or two bytes make two or three characters.
    /// </remarks>
    public static string Encode(byte[] digest)
    {
        var text = new StringBuilder(86);
        var third = digest.Length / 3;
        var (x, y, z) = (0, third, 2 * third);
        for (var group = 0; group < third; group++)
        {
            Append(text, (digest[x] << 16) | (digest[y] << 8) | digest[z], 4);
            (x, y, z) = digest.Length == 64 ? (y + 1, z + 1, x + 1) : (z + 1, x + 1, y + 1);
        }

        if (digest.Length == 64)
        {
            Append(text, digest[63], 2);
        }
        else
        {
            Append(text, (digest[31] << 8) | digest[30], 3);
        }

        return text.ToString();
    }

    /// <summary>The hash as crypt(3) writes it.</summary>
    public override string ToString() => string.Concat(
        Algorithm == PasswordHashAlgorithm.Sha512Crypt ? "$6$" : "$5$",
        Rounds is { } rounds ? "rounds=" + rounds.ToString(CultureInfo.InvariantCulture) + "$" : string.Empty,
        Salt + "$",
        Digest);

    private static void Append(StringBuilder text, int bits, int characters)
    {
        for (; characters > 0; characters--, bits >>= 6)
        {
            text.Append(Alphabet[bits & 63]);
        }
    }
}
