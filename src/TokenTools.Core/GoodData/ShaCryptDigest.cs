using System;
using System.Security.Cryptography;
using System.Threading;

namespace TokenTools.GoodData;

/// <summary>The digest of SHA-crypt.</summary>
/// <remarks>
/// The step numbers in the code are those of Ulrich Drepper's specification, version 0.6 (https://www.akkadia.org/drepper/SHA-crypt.txt).
/// </remarks>
internal static class ShaCryptDigest
{
    // How many bytes are hashed between two checks for cancellation: a few milliseconds.
    private const int BytesBetweenChecks = 1024 * 1024;

    /// <summary>Computes the digest.</summary>
    /// <param name="hash">SHA-256 or SHA-512.</param>
    /// <param name="password">The password; any bytes.</param>
    /// <param name="salt">The salt, at most 16 bytes.</param>
    /// <param name="rounds">The number of rounds.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public static byte[] Compute(IncrementalHash hash, byte[] password, byte[] salt, int rounds, CancellationToken cancellationToken)
    {
        var p = new byte[password.Length];
        var s = new byte[salt.Length];
        byte[]? a = null;
        byte[]? b = null;
        byte[]? dp = null;
        try
        {
            // Steps 4 to 8.
            hash.AppendData(password);
            hash.AppendData(salt);
            hash.AppendData(password);
            b = hash.GetHashAndReset();

            // Steps 1 to 3 and 9 to 12.
            hash.AppendData(password);
            hash.AppendData(salt);
            for (var left = password.Length; left > 0; left -= b.Length)
            {
                hash.AppendData(b, 0, Math.Min(left, b.Length));
            }

            for (var bits = password.Length; bits > 0; bits >>= 1)
            {
                var part = (bits & 1) != 0 ? b : password;
                hash.AppendData(part);
            }

            a = hash.GetHashAndReset();

            // Steps 13 to 16: P is as long as the password.
            for (var i = 0; i < password.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(password);
            }

            dp = hash.GetHashAndReset();
            Repeat(dp, p);

            // Steps 17 to 20: S is as long as the salt.
            for (var i = 0; i < 16 + a[0]; i++)
            {
                hash.AppendData(salt);
            }

            Repeat(hash.GetHashAndReset(), s);
            Iterate(hash, ref a, p, s, rounds, cancellationToken);
            return (byte[])a.Clone();
        }
        finally
        {
            Clear(p);
            Clear(a);
            Clear(b);
            Clear(dp);
        }
    }

    // Step 21. A round hashes P and the last digest, with S and P between them depending on the round's number: eight layouts, each of
    // which is prepared once, so that a round copies only the digest and hashes one array.
    private static void Iterate(IncrementalHash hash, ref byte[] a, byte[] p, byte[] s, int rounds, CancellationToken cancellationToken)
    {
        var size = a.Length;
        var inputs = new byte[8][];
        var offsets = new int[8];
        try
        {
            for (var layout = 0; layout < inputs.Length; layout++)
            {
                (inputs[layout], offsets[layout]) = Prepare(layout, size, p, s);
            }

            var roundsBetweenChecks = Math.Max(1, BytesBetweenChecks / inputs[7].Length);
            for (var i = 0; i < rounds; i++)
            {
                if (i % roundsBetweenChecks == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                var layout = (i & 1) | (i % 3 != 0 ? 2 : 0) | (i % 7 != 0 ? 4 : 0);
                Buffer.BlockCopy(a, 0, inputs[layout], offsets[layout], size);
                Array.Clear(a, 0, size);
                hash.AppendData(inputs[layout]);
                a = hash.GetHashAndReset();
            }
        }
        finally
        {
            Array.ForEach(inputs, Clear);
        }
    }

    // Bit 0 of the layout: the digest comes last instead of first, and P first instead of last. Bit 1: with S. Bit 2: with a second P.
    private static (byte[] Input, int DigestOffset) Prepare(int layout, int digestSize, byte[] p, byte[] s)
    {
        var digestLast = (layout & 1) != 0;
        var middle = ((layout & 2) != 0 ? s.Length : 0) + ((layout & 4) != 0 ? p.Length : 0);
        var input = new byte[digestSize + middle + p.Length];
        var offset = digestLast ? p.Length : digestSize;
        if ((layout & 2) != 0)
        {
            Buffer.BlockCopy(s, 0, input, offset, s.Length);
            offset += s.Length;
        }

        if ((layout & 4) != 0)
        {
            Buffer.BlockCopy(p, 0, input, offset, p.Length);
        }

        Buffer.BlockCopy(p, 0, input, digestLast ? 0 : input.Length - p.Length, p.Length);
        return (input, digestLast ? input.Length - digestSize : 0);
    }

    private static void Repeat(byte[] digest, byte[] target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = digest[i % digest.Length];
        }
    }

    private static void Clear(byte[]? buffer)
    {
        if (buffer is not null)
        {
            Array.Clear(buffer, 0, buffer.Length);
        }
    }
}
