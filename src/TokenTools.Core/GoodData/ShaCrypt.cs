using System;
using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>SHA-crypt: <c>$5$salt$…</c> and <c>$6$salt$…</c>, the hashes that crypt(3) makes of passwords.</summary>
/// <remarks>
/// By Ulrich Drepper's specification 0.6 (https://www.akkadia.org/drepper/SHA-crypt.txt), whose step numbers stand in the code.
/// One difference: rounds outside of 1,000 to 999,999,999 are refused where the specification moves them into that range.
/// </remarks>
public static class ShaCrypt
{
    /// <summary>Rounds where the hash names none.</summary>
    public const int DefaultRounds = 5000;

    /// <summary>The fewest rounds there are.</summary>
    public const int MinimumRounds = 1000;

    /// <summary>The most rounds there are.</summary>
    public const int MaximumRounds = 999_999_999;

    /// <summary>Longer salts are cut to this many characters.</summary>
    public const int LongestSalt = 16;

    // The base64 of crypt(3); 64 characters, so that each is equally likely in a random salt.
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // How much is hashed between two looks for a stop, in bytes: every few milliseconds.
    private const int BytesBetweenLooks = 1024 * 1024;

    // The specification bars "$" alone from a salt; crypt(5) also what would break a line of /etc/shadow.
    private static readonly Regex Hashed = new(
        @"\A\$(?<kind>[56])\$(?:rounds=(?<rounds>[0-9]+)\$)?(?<salt>[!-#%-9;-~]{0,16})\$(?<digest>[./0-9A-Za-z]+)\z", RegexOptions.CultureInvariant);

    private static readonly Regex SaltOfAlphabet = new(@"\A[./0-9A-Za-z]+\z", RegexOptions.CultureInvariant);

    /// <summary>Hashes a password in UTF-8.</summary>
    /// <param name="password">The password: not empty, no line break or NUL in it, as for a bootstrap token.</param>
    /// <param name="algorithm">SHA-512 unless said otherwise.</param>
    /// <param name="salt">Letters, digits, <c>.</c> and <c>/</c>, cut after 16; null for 16 random ones.</param>
    /// <param name="rounds">1,000 to 999,999,999, which then stand in the hash; null for 5,000, which don't.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="TokenArgumentException">One of these can't be used.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was asked for.</exception>
    public static string Hash(
        SecureString? password,
        PasswordHashAlgorithm algorithm = PasswordHashAlgorithm.Sha512Crypt,
        string? salt = null,
        int? rounds = null,
        CancellationToken cancellationToken = default)
    {
        CheckSetting(salt, rounds);
        BootstrapTokenFactory.CheckPassword(password);
        return WithUtf8(password!, bytes => Hash(bytes, algorithm, salt ?? RandomSalt(), rounds, cancellationToken));
    }

    /// <summary>True when the hash is of this password. How long it takes says nothing about where they differ.</summary>
    /// <param name="password">The password; it may be empty.</param>
    /// <param name="hash">A hash that begins with <c>$5$</c> or <c>$6$</c>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="TokenFormatException">The hash isn't one.</exception>
    /// <exception cref="TokenArgumentException">The password has no UTF-8 form.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was asked for.</exception>
    public static bool Verify(SecureString password, string? hash, CancellationToken cancellationToken = default)
    {
        var (algorithm, salt, rounds) = Read(hash);
        var made = WithUtf8(password, bytes => Hash(bytes, algorithm, salt, rounds, cancellationToken));
        return ConstantTime.Equal(Encoding.ASCII.GetBytes(made), Encoding.ASCII.GetBytes(hash!));
    }

    /// <summary>True for a whole hash of one of the two kinds.</summary>
    public static bool IsHash(string? text)
    {
        try
        {
            Read(text);
            return true;
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }

    /// <summary>Hashes bytes; no password is too odd for it.</summary>
    internal static string Hash(byte[] password, PasswordHashAlgorithm algorithm, string salt, int? rounds, CancellationToken cancellationToken = default)
    {
        CheckSetting(null, rounds);
        var kept = salt.Length > LongestSalt ? salt.Substring(0, LongestSalt) : salt;
        using HashAlgorithm hash = algorithm == PasswordHashAlgorithm.Sha512Crypt ? SHA512.Create() : SHA256.Create();
        var digest = Digest(hash, password, Encoding.ASCII.GetBytes(kept), rounds ?? DefaultRounds, cancellationToken);
        var text = new StringBuilder(123).Append(algorithm == PasswordHashAlgorithm.Sha512Crypt ? "$6$" : "$5$");
        if (rounds is { } named)
        {
            text.Append("rounds=").Append(named.ToString(CultureInfo.InvariantCulture)).Append('$');
        }

        Encode(digest, text.Append(kept).Append('$'));
        return text.ToString();
    }

    private static (PasswordHashAlgorithm Algorithm, string Salt, int? Rounds) Read(string? hash)
    {
        var match = Hashed.Match(hash ?? string.Empty);
        var algorithm = match.Groups["kind"].Value == "5" ? PasswordHashAlgorithm.Sha256Crypt : PasswordHashAlgorithm.Sha512Crypt;
        if (!match.Success || match.Groups["digest"].Length != (algorithm == PasswordHashAlgorithm.Sha256Crypt ? 43 : 86))
        {
            // The text isn't shown: it may be the password.
            throw new TokenFormatException(nameof(Messages.PasswordHashInvalid));
        }

        int? rounds = null;
        if (match.Groups["rounds"].Success)
        {
            // Nothing that crypt() makes has others, nor a 0 before them.
            var digits = match.Groups["rounds"].Value;
            if (digits.Length > 9 || digits[0] == '0' || (rounds = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)) < MinimumRounds)
            {
                throw new TokenFormatException(nameof(Messages.PasswordHashInvalid));
            }
        }

        return (algorithm, match.Groups["salt"].Value, rounds);
    }

    private static void CheckSetting(string? salt, int? rounds)
    {
        if (rounds is < MinimumRounds or > MaximumRounds)
        {
            throw new TokenArgumentException("Rounds", nameof(Messages.ShaCryptRoundsOutOfRange), rounds, MinimumRounds, MaximumRounds);
        }

        // Others would be allowed, but a reader of Apache commons-codec's kind throws on them (Sha2Crypt.java).
        if (salt is not null && !SaltOfAlphabet.IsMatch(salt))
        {
            throw new TokenArgumentException("Salt", nameof(Messages.ShaCryptSaltInvalid));
        }
    }

    private static T WithUtf8<T>(SecureString password, Func<byte[], T> use)
    {
        try
        {
            return SecureText.WithUtf8(password, use);
        }
        catch (EncoderFallbackException)
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordNotUnicode));
        }
    }

    private static string RandomSalt()
    {
        var salt = new char[LongestSalt];
        SecretGenerator.Fill(salt, Alphabet);
        return new string(salt);
    }

    private static byte[] Digest(HashAlgorithm hash, byte[] password, byte[] salt, int rounds, CancellationToken cancellationToken)
    {
        var size = hash.HashSize / 8;
        var p = new byte[password.Length];
        var s = new byte[salt.Length];
        var round = new byte[Math.Max((2 * p.Length) + s.Length + size, size * 2)];
        byte[]? a = null;
        byte[]? b = null;
        byte[]? dp = null;
        try
        {
            // Steps 4 to 8.
            Add(hash, password, password.Length);
            Add(hash, salt, salt.Length);
            Add(hash, password, password.Length);
            b = End(hash);

            // Steps 1 to 3 and 9 to 12.
            Add(hash, password, password.Length);
            Add(hash, salt, salt.Length);
            for (var left = password.Length; left > 0; left -= size)
            {
                Add(hash, b, Math.Min(left, size));
            }

            for (var bits = password.Length; bits > 0; bits >>= 1)
            {
                var part = (bits & 1) != 0 ? b : password;
                Add(hash, part, part.Length);
            }

            a = End(hash);

            // Steps 13 to 16: P is as long as the password.
            for (var i = 0; i < password.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Add(hash, password, password.Length);
            }

            dp = End(hash);
            Repeat(dp, p);

            // Steps 17 to 20: S is as long as the salt.
            for (var i = 0; i < 16 + a[0]; i++)
            {
                Add(hash, salt, salt.Length);
            }

            Repeat(End(hash), s);

            var roundsBetweenLooks = Math.Max(1, BytesBetweenLooks / round.Length);

            // Step 21. Each round's input is put together first: one call a round is what takes the time.
            for (var i = 0; i < rounds; i++)
            {
                if (i % roundsBetweenLooks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                var length = 0;
                Append(round, ref length, (i & 1) != 0 ? p : a);
                if (i % 3 != 0)
                {
                    Append(round, ref length, s);
                }

                if (i % 7 != 0)
                {
                    Append(round, ref length, p);
                }

                Append(round, ref length, (i & 1) != 0 ? a : p);
                var next = hash.ComputeHash(round, 0, length);
                Array.Clear(a, 0, size);
                a = next;
            }

            return (byte[])a.Clone();
        }
        finally
        {
            foreach (var buffer in new[] { p, round, a, b, dp })
            {
                if (buffer is not null)
                {
                    Array.Clear(buffer, 0, buffer.Length);
                }
            }
        }
    }

    private static void Add(HashAlgorithm hash, byte[] bytes, int count) => hash.TransformBlock(bytes, 0, count, null, 0);

    private static byte[] End(HashAlgorithm hash)
    {
        hash.TransformFinalBlock([], 0, 0);
        var result = (byte[])hash.Hash.Clone();
        hash.Initialize();
        return result;
    }

    private static void Repeat(byte[] digest, byte[] target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = digest[i % digest.Length];
        }
    }

    private static void Append(byte[] target, ref int length, byte[] bytes)
    {
        Buffer.BlockCopy(bytes, 0, target, length, bytes.Length);
        length += bytes.Length;
    }

    // Step 22: three bytes make four characters, in an order that turns with each group; the last one or two make two or three.
    private static void Encode(byte[] digest, StringBuilder text)
    {
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
    }

    private static void Append(StringBuilder text, int bits, int characters)
    {
        for (; characters > 0; characters--, bits >>= 6)
        {
            text.Append(Alphabet[bits & 63]);
        }
    }
}
