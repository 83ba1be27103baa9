using System;

namespace TokenTools.GoodData;

/// <summary>base64url without padding (RFC 4648 §5, RFC 7515 §2).</summary>
internal static class Base64Url
{
    /// <summary>Encodes bytes.</summary>
    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Decodes a text; null if it is not base64url.</summary>
    public static byte[]? Decode(string text)
    {
        if (text.Length % 4 == 1 || !Array.TrueForAll(
            text.ToCharArray(), static c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_'))
        {
            return null;
        }

        var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        return Convert.FromBase64String(padded);
    }
}
