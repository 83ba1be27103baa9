using System;
using System.Globalization;
using System.Linq;
using System.Text;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The identifier of a token. It is signed, so no holder can change it.</summary>
/// <remarks>
/// Version 2 is <c>2/persistence/subject/type/id</c>; version 1, from before Onezone 20.02, is the bare token id
/// (ctool:src/auth/tokens.erl).
/// </remarks>
internal sealed class OnedataIdentifier
{
    /// <summary>The persistence of a token that the zone stores.</summary>
    public const string Named = "named";
    /// <summary>The persistence of a token that the zone does not store.</summary>
    public const string Temporary = "temporary";

    private const string NamedText = "nmd";
    private const string TemporaryText = "tmp-";
    private const int CurrentVersion = 2;
    private const int Parts = 5;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private OnedataIdentifier(int version, long? generation, OnedataSubject? subject, OnedataTokenType type, string id)
    {
        Version = version;
        Generation = generation;
        Subject = subject;
        Type = type;
        Id = id;
    }

    /// <summary>1 or 2.</summary>
    public int Version { get; }

    /// <summary><see cref="Named"/> or <see cref="Temporary"/>.</summary>
    public string Persistence => Generation is null ? Named : Temporary;

    /// <summary>Which of the subject's successive temporary token secrets signed it; null for a named token.</summary>
    public long? Generation { get; }

    /// <summary>The subject; null in version 1, where only the server knows it.</summary>
    public OnedataSubject? Subject { get; }

    /// <summary>The type of the token.</summary>
    public OnedataTokenType Type { get; }

    /// <summary>The id of the token.</summary>
    public string Id { get; }

    /// <summary>The identifier of a named token, in version 2.</summary>
    public static OnedataIdentifier ForNamed(OnedataSubject subject, OnedataTokenType type, string id) =>
        new(CurrentVersion, null, subject, type, id);

    /// <summary>The identifier of a temporary token, in version 2.</summary>
    public static OnedataIdentifier ForTemporary(long generation, OnedataSubject subject, OnedataTokenType type, string id) =>
        new(CurrentVersion, generation, subject, type, id);

    /// <summary>Parses an identifier of either version.</summary>
    /// <exception cref="TokenFormatException">It is invalid; the message names the invalid part.</exception>
    public static OnedataIdentifier Parse(byte[] bytes)
    {
        string text;
        try
        {
            text = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new TokenFormatException(nameof(Messages.OnedataIdentifierNotText));
        }

        if (text.Length == 0)
        {
            throw new TokenFormatException(nameof(Messages.OnedataIdentifierEmpty));
        }

        // Onedata's ids are letters and digits; an escape sequence would attack the terminal on which the token is shown.
        if (!TerminalText.IsHarmless(text))
        {
            throw new TokenFormatException(nameof(Messages.OnedataIdentifierHarmful));
        }

        var slash = text.IndexOf('/');
        if (slash < 0 || !IsInteger(text, slash))
        {
            return new OnedataIdentifier(1, null, null, OnedataTokenType.Access, text);
        }

        if (slash != 1 || text[0] != '2')
        {
            throw new TokenFormatException(nameof(Messages.OnedataVersionUnknown));
        }

        var parts = text.Split('/');
        if (parts.Length != Parts)
        {
            throw new TokenFormatException(nameof(Messages.OnedataIdentifierParts), parts.Length, Parts);
        }

        long? generation = null;
        if (parts[1] != NamedText)
        {
            generation = parts[1].StartsWith(TemporaryText, StringComparison.Ordinal)
                && long.TryParse(parts[1].Substring(TemporaryText.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && parts[1].Length == TemporaryText.Length + number.ToString(CultureInfo.InvariantCulture).Length
                    ? number
                    : throw new TokenFormatException(nameof(Messages.OnedataIdentifierPersistence));
        }

        var subject = OnedataSubject.TryParse(parts[2]) ?? throw new TokenFormatException(nameof(Messages.OnedataIdentifierSubject));
        var type = OnedataTokenType.ParseIdentifierText(parts[3]);
        return parts[4].Length > 0
            ? new OnedataIdentifier(CurrentVersion, generation, subject, type, parts[4])
            : throw new TokenFormatException(nameof(Messages.OnedataIdentifierIdEmpty));
    }

    /// <summary>The identifier's bytes.</summary>
    public byte[] ToBytes() => Utf8.GetBytes(ToString());

    /// <summary>The identifier's text.</summary>
    public override string ToString() => Version == 1 ? Id : string.Join(
        "/",
        Version.ToString(CultureInfo.InvariantCulture),
        Generation is { } generation ? TemporaryText + generation.ToString(CultureInfo.InvariantCulture) : NamedText,
        Subject,
        Type,
        Id);

    // Erlang's binary_to_integer/1 accepts a sign.
    private static bool IsInteger(string text, int length)
    {
        var start = length > 0 && text[0] is '+' or '-' ? 1 : 0;
        return length > start && text.Take(length).Skip(start).All(c => c is >= '0' and <= '9');
    }
}
