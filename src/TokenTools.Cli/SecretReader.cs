using System;
using System.Collections.Generic;
using System.IO;
using System.Security;
using System.Text;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>Reads secrets from a stream: a file or standard input. No copy of a secret remains in memory.</summary>
internal static class SecretReader
{
    // Longer than any token (ctool:src/auth/tokens.erl, max_token_size: 1 MiB).
    private const int LongestInput = 2 * 1024 * 1024;

    /// <summary>Reads a secret in UTF-8, with the line end after it.</summary>
    /// <exception cref="TokenArgumentException">The stream is empty, too long, or not UTF-8.</exception>
    public static SecureString ReadText(Stream stream, string option) =>
        Read(stream, option, (bytes, start, end) => ToSecret(bytes, start, end, option));

    /// <summary>Reads a secret in UTF-8. A trailing line end is not part of it.</summary>
    /// <exception cref="TokenArgumentException">The stream is empty, too long, or not UTF-8.</exception>
    public static SecureString ReadSecret(Stream stream, string option) => Read(stream, option, (bytes, start, end) =>
    {
        end -= end > start && bytes[end - 1] == '\n' ? 1 : 0;
        end -= end > start && bytes[end - 1] == '\r' ? 1 : 0;
        return ToSecret(bytes, start, end, option);
    });

    /// <summary>Reads secrets in UTF-8, one per line. Blank lines are ignored.</summary>
    /// <exception cref="TokenArgumentException">The stream is empty, too long, or not UTF-8.</exception>
    public static IReadOnlyList<SecureString> ReadSecrets(Stream stream, string option) =>
        TryReadSecrets(stream, option) ?? throw CliText.ArgumentError(option, nameof(CliMessages.SecretEmpty), option);

    /// <summary>Reads secrets as <see cref="ReadSecrets"/> does; null if the stream is empty.</summary>
    /// <exception cref="TokenArgumentException">The stream is too long, or not UTF-8.</exception>
    public static IReadOnlyList<SecureString>? TryReadSecrets(Stream stream, string option) => Read(stream, option, (bytes, start, end) =>
    {
        var secrets = new List<SecureString>();
        for (int first = start, i = start; i <= end; i++)
        {
            if (i == end || bytes[i] == '\n')
            {
                var line = bytes.AsSpan(first, i - first);
                if (line.IndexOfAnyExcept(" \t\r"u8) >= 0)
                {
                    secrets.Add(ToSecret(bytes, first, i, option));
                }

                first = i + 1;
            }
        }

        return secrets.Count > 0 ? secrets : null;
    });

    private static SecureString ToSecret(byte[] bytes, int start, int end, string option) =>
        end == start ? throw CliText.ArgumentError(option, nameof(CliMessages.SecretEmpty), option)
        // A SecureString cannot contain more.
        : end - start <= SecureText.LongestSecret ? SecureText.FromUtf8(bytes, start, end - start)
        : throw CliText.ArgumentError(option, nameof(CliMessages.SecretTooLong), option, SecureText.LongestSecret);

    private static T Read<T>(Stream stream, string option, Func<byte[], int, int, T> convert)
    {
        var bytes = new byte[4096];
        var length = 0;
        try
        {
            for (int read; (read = stream.Read(bytes, length, bytes.Length - length)) > 0;)
            {
                length += read;
                if (length > LongestInput)
                {
                    throw CliText.ArgumentError(option, nameof(CliMessages.SecretTooLong), option, LongestInput);
                }

                if (length == bytes.Length)
                {
                    var larger = new byte[bytes.Length * 2];
                    bytes.CopyTo(larger, 0);
                    Array.Clear(bytes);
                    bytes = larger;
                }
            }

            var start = length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
            return convert(bytes, start, length);
        }
        catch (DecoderFallbackException)
        {
            throw CliText.ArgumentError(option, nameof(CliMessages.SecretNotText), option);
        }
        finally
        {
            Array.Clear(bytes);
        }
    }
}
