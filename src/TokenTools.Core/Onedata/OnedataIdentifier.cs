using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The identifier of a token. It is signed, so no holder can change it.</summary>
/// <remarks>
/// Version 2 is <c>2/persistence/subject/type/id</c>; version 1, from before Onezone 20.02, is the bare token id
/// (ctool:src/auth/tokens.erl). What follows the number of a later version is not known, and preserved.
/// </remarks>
internal sealed class OnedataIdentifier
{
    /// <summary>The persistence of a token that the zone stores.</summary>
    public const string Named = "named";
    /// <summary>The persistence of a token that the zone does not store.</summary>
    public const string Temporary = "temporary";

    /// <summary>The persistence of a token whose version is not known.</summary>
    public const string Unknown = "unknown";

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

    /// <summary>1 or 2, or the number of a later version.</summary>
    public int Version { get; }

    /// <summary>Whether the version is a later one than those that are known.</summary>
    public bool IsUnknownVersion => Version > CurrentVersion;

    /// <summary>Whether the version, the subject or the type is not known, because a newer zone has it.</summary>
    public bool HasUnknownParts => IsUnknownVersion || Subject?.Type == OnedataSubject.UnknownType || Type.UnknownText is not null;

    /// <summary><see cref="Named"/>, <see cref="Temporary"/> or <see cref="Unknown"/>.</summary>
    public string Persistence => IsUnknownVersion ? Unknown : Generation is null ? Named : Temporary;

    /// <summary>Which of the subject's successive temporary token secrets signed it; null for a named token.</summary>
    public long? Generation { get; }

    /// <summary>The subject; null in version 1, where only the server knows it, and in an unknown version.</summary>
    public OnedataSubject? Subject { get; }

    /// <summary>The type of the token.</summary>
    public OnedataTokenType Type { get; }

    /// <summary>The id of the token; in an unknown version the whole identifier.</summary>
    public string Id { get; }

    /// <summary>The identifier of a named token, in version 2.</summary>
    public static OnedataIdentifier ForNamed(OnedataSubject subject, OnedataTokenType type, string id) =>
        new(CurrentVersion, null, subject, type, id);

    /// <summary>The identifier of a temporary token, in version 2.</summary>
    public static OnedataIdentifier ForTemporary(long generation, OnedataSubject subject, OnedataTokenType type, string id) =>
        new(CurrentVersion, generation, subject, type, id);

    /// <summary>Parses an identifier. A version, subject or type that is not known, because a newer zone has it, is preserved.</summary>
    /// <exception cref="TokenFormatException">It is invalid; the message names the invalid part.</exception>
    [MethodImpl(HotLoop.Optimized)]
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

        if (text.Substring(0, slash) is var number && number != "2")
        {
            return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && version > CurrentVersion
                && number[0] != '0'
                    ? new OnedataIdentifier(version, null, null, OnedataTokenType.Undetermined, text)
                    : throw new TokenFormatException(nameof(Messages.OnedataVersionUnknown));
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
                && long.TryParse(parts[1].Substring(TemporaryText.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                && parts[1].Length == TemporaryText.Length + value.ToString(CultureInfo.InvariantCulture).Length
                    ? value
                    : throw new TokenFormatException(nameof(Messages.OnedataIdentifierPersistence));
        }

        var subject = OnedataSubject.ParseIdentifierText(parts[2]);
        var type = OnedataTokenType.ParseIdentifierText(parts[3]);
        return parts[4].Length > 0
            ? new OnedataIdentifier(CurrentVersion, generation, subject, type, parts[4])
            : throw new TokenFormatException(nameof(Messages.OnedataIdentifierIdEmpty));
    }

    /// <summary>The identifier's bytes.</summary>
    public byte[] ToBytes() => Utf8.GetBytes(ToString());

    /// <summary>The identifier's text.</summary>
    public override string ToString() => Version != CurrentVersion ? Id : string.Join(
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
        for (var i = start; i < length; i++)
        {
            if (text[i] is not (>= '0' and <= '9'))
            {
                return false;
            }
        }

        return length > start;
    }
}
