using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>Decodes GoodData.CN bootstrap tokens, and detects common mistakes in their creation.</summary>
internal static class BootstrapTokenReader
{
    // admin:bootstrap:admin123, published with Community Edition (gooddata/gooddata-python-sdk:docker-compose.yaml).
    private const string CommunityUser = "admin";
    private static readonly byte[] CommunityPassword = Encoding.ASCII.GetBytes("admin123");

    private const string Scheme = "Bearer ";

    private static readonly Encoding Utf16LittleEndian = new UnicodeEncoding(
        bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);

    private static readonly Encoding Utf16BigEndian = new UnicodeEncoding(
        bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Decodes a token. Its text is kept unchanged, except for surrounding white space.
    /// <see cref="BootstrapToken.Warnings"/> lists its problems.
    /// </summary>
    /// <param name="token">The base64 text.</param>
    /// <param name="uri">The address, or its host name, at which the token is used; null if unknown. Nothing is sent to it.</param>
    /// <param name="asPlainText">Whether the token is a string instead of a <see cref="SecureString"/>.</param>
    /// <exception cref="TokenFormatException">The text is not a bootstrap token, nor another GoodData API token.</exception>
    /// <exception cref="TokenArgumentException"><paramref name="uri"/> is not an address.</exception>
    public static BootstrapToken Read(SecureString? token, string? uri = null, bool asPlainText = false)
    {
        var address = uri is null ? null : ServiceAddress.Parse(uri, "Uri", allowUnencrypted: true, hostIsEnough: true);
        return SecureText.WithChars(token ?? new SecureString(), chars => Read(chars, address, asPlainText));
    }

    /// <summary>A warning if the token is the published default of Community Edition and the address is not a loopback address.</summary>
    public static TokenWarning? WarnOfCommunityDefault(BootstrapToken token, Uri address) =>
        token.UserName == CommunityUser
        && token.TokenId == BootstrapTokenFactory.TokenId
        && !ServiceAddress.IsLoopback(address)
        && SecureText.WithChars(token.Password, static chars => ConstantTime.Equal(Encoding.UTF8.GetBytes(chars), CommunityPassword))
            ? new TokenWarning(nameof(Messages.BootstrapTokenCommunityDefault), address.Host)
            : null;

    private static BootstrapToken Read(char[] text, Uri? address, bool asPlainText)
    {
        var (start, end) = (0, text.Length);
        while (start < end && (char.IsWhiteSpace(text[start]) || text[start] == '\uFEFF'))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (start == end)
        {
            throw new TokenFormatException(nameof(Messages.BootstrapTokenEmpty));
        }

        // The document that New-BootstrapToken and tokentools write.
        TokenDocument.TryFind(i => text[i], "bearerToken", ref start, ref end);

        // The characters of a header's scheme are all base64 characters: only its space would be reported.
        if (end - start > Scheme.Length && new string(text, start, Scheme.Length).Equals(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new TokenFormatException(nameof(Messages.BootstrapTokenNotBase64), Scheme.Length);
        }

        EnsureNotAnotherToken(new string(text, start, end - start));
        var warnings = new List<TokenWarning>();
        var (user, tokenId, password) = UseAndClear(
            Decode(text, start, end, warnings), bytes => UseAndClear(ToUtf8(bytes, warnings), utf8 => Split(utf8, warnings)));
        if (tokenId != BootstrapTokenFactory.TokenId)
        {
            warnings.Add(new TokenWarning(nameof(Messages.BootstrapTokenIdOther), DisplayText.Id(tokenId)));
        }

        var token = new BootstrapToken(user, tokenId, TokenSecret.FromChars(text, start, end - start, asPlainText), password, warnings);
        if (address is not null && WarnOfCommunityDefault(token, address) is { } warning)
        {
            warnings.Add(warning);
        }

        return token;
    }

    private static void EnsureNotAnotherToken(string text)
    {
        if (TokenKinds.JsonWebToken.IsMatch(text))
        {
            throw new TokenFormatException(nameof(Messages.BootstrapTokenIsJwt));
        }

        if (TokenKinds.FindOther(text, ApiTokenForm.BootstrapKind, ApiTokenForm.Kind) is { } other)
        {
            throw new TokenFormatException(other);
        }
    }

    // What kubectl get secret -o jsonpath returns of a token.
    private static bool IsEncodedTwice(byte[] utf8)
    {
        try
        {
            var inner = Convert.FromBase64String(Encoding.ASCII.GetString(utf8));
            var isToken = Array.FindAll(inner, static b => b == ':').Length >= 2;
            Array.Clear(inner, 0, inner.Length);
            return isToken;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static T UseAndClear<T>(byte[] bytes, Func<byte[], T> use)
    {
        var pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            return use(bytes);
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
            pin.Free();
        }
    }

    private static byte[] Decode(char[] text, int start, int end, List<TokenWarning> warnings)
    {
        // With space for missing padding.
        var base64 = new char[end - start + 3];
        try
        {
            var (length, padding) = (0, 0);
            bool wrapped = false, urlSafe = false;
            for (var i = start; i < end; i++)
            {
                var c = text[i];
                if (char.IsWhiteSpace(c))
                {
                    wrapped = true;
                    continue;
                }

                if (c == '=' && length > 0 && padding < 2)
                {
                    padding++;
                    continue;
                }

                urlSafe |= c is '-' or '_';
                var standard = c switch { '-' => '+', '_' => '/', _ => c };
                if (padding > 0 || !(standard is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/'))
                {
                    throw Array.IndexOf(text, ':', start, end - start) >= 0
                        ? new TokenFormatException(nameof(Messages.BootstrapTokenNotEncoded))
                        : new TokenFormatException(nameof(Messages.BootstrapTokenNotBase64), i - start + 1);
                }

                base64[length++] = standard;
            }

            if (length % 4 == 1)
            {
                throw new TokenFormatException(nameof(Messages.BootstrapTokenCutOff), length);
            }

            var missing = (4 - (length % 4)) % 4;
            for (var i = 0; i < missing; i++)
            {
                base64[length++] = '=';
            }

            AddIf(warnings, wrapped, nameof(Messages.BootstrapTokenLineWrapped));
            AddIf(warnings, urlSafe, nameof(Messages.BootstrapTokenUrlSafe));
            AddIf(warnings, padding != missing, nameof(Messages.BootstrapTokenUnpadded));
            return Convert.FromBase64CharArray(base64, 0, length);
        }
        finally
        {
            Array.Clear(base64, 0, base64.Length);
        }
    }

    // A copy of the decoded text in UTF-8 without a byte order mark, for every Unicode encoding in which it may have been created.
    private static byte[] ToUtf8(byte[] bytes, List<TokenWarning> warnings)
    {
        // A user id is ASCII, so in UTF-16 its first letter has a zero byte next to it; UTF-8 has none.
        var utf16 = bytes.Length < 2 || bytes.Length % 2 != 0 ? null
            : bytes[1] == 0 || (bytes[0] == 0xFF && bytes[1] == 0xFE) ? Utf16LittleEndian
            : bytes[0] == 0 || (bytes[0] == 0xFE && bytes[1] == 0xFF) ? Utf16BigEndian
            : null;
        if (utf16 is not null)
        {
            warnings.Add(new TokenWarning(nameof(Messages.BootstrapTokenUtf16)));
            try
            {
                bytes = Encoding.Convert(utf16, Encoding.UTF8, bytes);
            }
            catch (DecoderFallbackException)
            {
                throw new TokenFormatException(nameof(Messages.BootstrapTokenNotText));
            }
        }

        var marked = bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF;
        AddIf(warnings, marked && utf16 is null, nameof(Messages.BootstrapTokenByteOrderMark));
        var text = new byte[bytes.Length - (marked ? 3 : 0)];
        Buffer.BlockCopy(bytes, bytes.Length - text.Length, text, 0, text.Length);
        if (utf16 is not null)
        {
            Array.Clear(bytes, 0, bytes.Length);
        }

        return text;
    }

    private static (string User, string TokenId, SecureString Password) Split(byte[] utf8, List<TokenWarning> warnings)
    {
        // At the first two colons: a user id and a token id contain none, a password may.
        var first = Array.IndexOf(utf8, (byte)':');
        var second = first < 0 ? -1 : Array.IndexOf(utf8, (byte)':', first + 1);
        if (second < 0)
        {
            throw IsEncodedTwice(utf8) ? new TokenFormatException(nameof(Messages.BootstrapTokenEncodedTwice)) : new TokenFormatException(
                nameof(Messages.BootstrapTokenColonsMissing),
                new MessageText(first < 0 ? nameof(Messages.BootstrapTokenColonsNone) : nameof(Messages.BootstrapTokenColonsOne)));
        }

        // An invalid id is not repeated: it may be part of another secret.
        var user = Encoding.UTF8.GetString(utf8, 0, first);
        var tokenId = Encoding.UTF8.GetString(utf8, first + 1, second - first - 1);
        if (!GoodDataId.IsValid(user) || !GoodDataId.IsValid(tokenId))
        {
            throw new TokenFormatException(
                GoodDataId.IsValid(user) ? nameof(Messages.BootstrapTokenIdInvalid) : nameof(Messages.BootstrapTokenUserInvalid));
        }

        if (second == utf8.Length - 1)
        {
            throw new TokenFormatException(nameof(Messages.BootstrapTokenSecretEmpty));
        }

        try
        {
            var password = SecureText.FromUtf8(utf8, second + 1, utf8.Length - second - 1);
            warnings.AddRange(SecureText.WithChars(password, BootstrapPassword.GetWarnings));
            return (user, tokenId, password);
        }
        catch (DecoderFallbackException)
        {
            throw new TokenFormatException(nameof(Messages.BootstrapTokenNotText));
        }
    }

    private static void AddIf(List<TokenWarning> warnings, bool condition, string id)
    {
        if (condition)
        {
            warnings.Add(new TokenWarning(id));
        }
    }
}
