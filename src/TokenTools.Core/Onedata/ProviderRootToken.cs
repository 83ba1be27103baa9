using System;
using System.IO;
using System.Linq;
using System.Security;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The file in which a Oneprovider stores its root token.</summary>
internal static class ProviderRootToken
{
    // The file has three short fields. A much larger file is not a root token file.
    private const int MaximumLength = 1024 * 1024;

    private static readonly string[] Extensions = [".json", ".txt"];

    /// <summary>
    /// Reads a <c>provider_root_token.json</c>, by default in <c>/etc/op_worker</c>: JSON with <c>provider_id</c> and <c>root_token</c>
    /// (op-worker:rel/files/app.config and oz:src/logic/provider_logic_plugin.erl).
    /// </summary>
    /// <exception cref="TokenArgumentException">The file does not exist, cannot be read, or is not a root token file.</exception>
    public static SecureString Read(string path)
    {
        const string Key = "RootTokenFile";
        string text;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaximumLength)
            {
                throw new TokenArgumentException(Key, nameof(Messages.RootTokenFileInvalid), path);
            }

            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw FindOther(path) is { } other
                ? new TokenArgumentException(Key, nameof(Messages.RootTokenFileElsewhere), path, other)
                : new TokenArgumentException(Key, nameof(Messages.RootTokenFileMissing), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new TokenArgumentException(Key, nameof(Messages.RootTokenFileUnreadable), path, FileError.ReasonOf(error, path));
        }

        return ResponseBody.ReadJsonObject(text)?["root_token"] is JValue { Value: string { Length: > 0 } token }
            ? SecureText.FromString(token)
            : throw new TokenArgumentException(Key, nameof(Messages.RootTokenFileInvalid), path);
    }

    // Older documentation names the file .txt. A file that was not specified is not read.
    private static string? FindOther(string path)
    {
        try
        {
            return Extensions.Select(extension => Path.ChangeExtension(path, extension))
                .FirstOrDefault(other => !string.Equals(other, path, StringComparison.Ordinal) && File.Exists(other));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
