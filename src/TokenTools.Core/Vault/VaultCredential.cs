using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Vault;

/// <summary>Credentials of a service, read from a file or the environment.</summary>
/// <param name="Secret">The credential.</param>
/// <param name="Connect">Creates the connection, without a request; null for a service that needs none.</param>
/// <param name="Settings">The settings that the connection depends on.</param>
internal sealed record VaultCredential(SecureString Secret, Func<ServiceConnection>? Connect, params string?[] Settings)
{
    // Larger than any token or key.
    private const int LargestFile = 64 * 1024;

    /// <summary>Changes with the credential and each setting, and does not contain them.</summary>
    public string Fingerprint { get; } = Hash(Secret, Settings);

    /// <summary>Reads a credential from a file that only its owner can access, without the white space around it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The setting with the path.</param>
    /// <exception cref="TokenArgumentException">
    /// The path is relative, or the file is accessible to others, cannot be read, is empty or is too large.
    /// </exception>
    public static SecureString ReadFile(string path, string key)
    {
        RequireFile(path, key);
        byte[] bytes = [];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                // Of the open file: neither a link nor a change of the name in between plays a part.
                RequirePrivate(PosixFileState.Read(file.SafeFileHandle), path, key);
            }

            bytes = new byte[LargestFile + 1];
            var length = 0;
            for (int read; length < bytes.Length && (read = file.Read(bytes, length, bytes.Length - length)) > 0; length += read)
            {
            }

            // Windows PowerShell 5.1 writes a byte order mark.
            var start = length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
            var secret = length > LargestFile ? null : SecureText.Trim(SecureText.FromUtf8(bytes, start, length - start));
            return secret is { Length: > 0 } ? secret : throw NotACredential(path, key);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new TokenArgumentException(key, nameof(Messages.VaultFileUnreadable), new SettingName(key), path);
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
        }
    }

    /// <summary>Rejects a file that others can access, or of which that is not known.</summary>
    /// <exception cref="TokenArgumentException">The file is one of these.</exception>
    internal static void RequirePrivate(PosixFileState? state, string path, string key)
    {
        if (state is not { IsPrivateFile: true })
        {
            var message = state is null ? nameof(Messages.VaultFileModeUnknown) : nameof(Messages.VaultFileNotPrivate);
            throw new TokenArgumentException(key, message, new SettingName(key), path);
        }
    }

    /// <summary>Rejects a relative path, which depends on the current folder, and a pipe or device, which may never end.</summary>
    /// <exception cref="TokenArgumentException">The path is one of these.</exception>
    /// <remarks>netstandard2.0 cannot read the access lists of Windows.</remarks>
    public static void RequireFile(string path, string key)
    {
        if (path.IndexOf('\0') >= 0 || !Path.IsPathRooted(path))
        {
            throw new TokenArgumentException(key, nameof(Messages.VaultPathRelative), new SettingName(key));
        }

        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && PosixFileState.IsSpecial(path))
        {
            throw NotACredential(path, key);
        }
    }

    /// <summary>The error for a setting that is neither in the parameters nor in the environment.</summary>
    public static TokenArgumentException Missing(string key, string variable) =>
        new(key, nameof(Messages.VaultCredentialMissing), new SettingName(key), variable);

    private static TokenArgumentException NotACredential(string path, string key) =>
        new(key, nameof(Messages.VaultFileInvalid), new SettingName(key), path);

    private static string Hash(SecureString secret, string?[] settings)
    {
        using var hash = SHA256.Create();
        var text = string.Join("\0", settings.Select(static setting => setting ?? string.Empty)) + "\0";
        return Convert.ToBase64String(SecureText.WithUtf8(
            secret, bytes => hash.ComputeHash([.. Encoding.UTF8.GetBytes(text), .. hash.ComputeHash(bytes)])));
    }
}
