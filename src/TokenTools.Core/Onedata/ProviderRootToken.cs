using System;
using System.IO;
using System.Security;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The file in which an Oneprovider keeps its root token.</summary>
public static class ProviderRootToken
{
    // Three short fields; anything much larger is another file.
    private const int LongestFile = 1024 * 1024;

    /// <summary>
    /// Reads a <c>provider_root_token.txt</c>: JSON with <c>provider_id</c> and <c>root_token</c>
    /// (oz:src/logic/provider_logic_plugin.erl, op-worker writes it to /etc/op_worker).
    /// </summary>
    /// <exception cref="TokenArgumentException">There is no such file, it can't be read, or it is another one.</exception>
    public static SecureString Read(string path)
    {
        string text;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > LongestFile)
            {
                throw new TokenArgumentException("RootTokenFile", nameof(Messages.RootTokenFileInvalid), path);
            }

            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TokenArgumentException("RootTokenFile", nameof(Messages.RootTokenFileMissing), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new TokenArgumentException("RootTokenFile", nameof(Messages.RootTokenFileUnreadable), path, error.GetType().Name);
        }

        return ResponseBody.ReadJsonObject(text) is { } json && (string?)(json["root_token"] as Newtonsoft.Json.Linq.JValue)?.Value.AsText() is { Length: > 0 } token
            ? SecureText.FromString(token)
            : throw new TokenArgumentException("RootTokenFile", nameof(Messages.RootTokenFileInvalid), path);
    }

    private static string? AsText(this object? value) => value as string;
}
