using System;
using System.Text;

namespace TokenTools.GoodData;

/// <summary>Recognizes GoodData's API tokens, also the bootstrap token: base64 of <c>user:tokenId:secret</c>.</summary>
internal static class ApiTokenForm
{
    /// <summary>The bootstrap token.</summary>
    public static TokenKind BootstrapKind { get; } = new(
        nameof(Messages.TokenKindBootstrap), static text => TokenId(text) == BootstrapTokenFactory.TokenId);

    /// <summary>Any other API token.</summary>
    public static TokenKind Kind { get; } = new(
        nameof(Messages.TokenKindGoodDataApiToken), static text => TokenId(text) is { } id && id != BootstrapTokenFactory.TokenId);

    // Null for other text. Without an exception for it: other platforms' tokens and passwords are checked before they are used.
    private static string? TokenId(string text)
    {
        var unpadded = text.TrimEnd('=');
        foreach (var c in unpadded)
        {
            if (c is not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/'))
            {
                return null;
            }
        }

        if (unpadded.Length % 4 == 1)
        {
            return null;
        }

        var bytes = Convert.FromBase64String(unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '='));
        var first = Array.IndexOf(bytes, (byte)':');
        var second = first < 0 ? -1 : Array.IndexOf(bytes, (byte)':', first + 1);
        var id = second >= 0 && second < bytes.Length - 1 && Id(bytes, 0, first) is not null ? Id(bytes, first + 1, second) : null;
        Array.Clear(bytes, 0, bytes.Length);
        return id;
    }

    private static string? Id(byte[] bytes, int start, int end)
    {
        var id = Encoding.ASCII.GetString(bytes, start, end - start);
        return GoodDataId.IsValid(id) ? id : null;
    }
}
