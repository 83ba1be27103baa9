using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The complete parts of a token that was cut off: those before its signature, which are not secret.</summary>
internal static class MacaroonRemnant
{
    private const int MaximumCaveats = 10;

    private static readonly string[] CutOffIds =
    [
        nameof(Messages.MacaroonCutOff), nameof(Messages.MacaroonWithoutSignature), nameof(Messages.MacaroonEscapeCutOff),
        nameof(Messages.MacaroonBase64Length), nameof(Messages.MacaroonBase64TrailingBits),
    ];

    /// <summary>True for the error of a token whose end is missing.</summary>
    public static bool IsCutOff(TokenFormatException error) => CutOffIds.Contains(error.ErrorId);

    /// <summary>Describes the complete parts; null if not even the identifier is complete.</summary>
    /// <param name="text">The characters of the token.</param>
    /// <param name="length">The length of the text.</param>
    public static MessageText? Describe<T>(T text, int length)
        where T : struct, ICharacters
    {
        var packets = Decode(text, length);
        try
        {
            return packets is null ? null : Describe(packets);
        }
        finally
        {
            Array.Clear(packets ?? [], 0, packets?.Length ?? 0);
        }
    }

    // The last one or two characters may be half of an escape sequence or of a byte.
    private static byte[]? Decode<T>(T text, int length)
        where T : struct, ICharacters
    {
        var (start, end) = TokenWrapping.Find(text, length, out _);
        for (var missing = 0; missing < 2 && start < end; missing++, end--)
        {
            try
            {
                return MacaroonText.Decode(text, start, end, out _, out _);
            }
            catch (TokenFormatException)
            {
            }
        }

        return null;
    }

    private static MessageText? Describe(byte[] packets)
    {
        var (location, next) = Value(packets, 0, MacaroonPackets.LocationKey);
        var (identifier, first) = location is null ? (null, 0) : Value(packets, next, MacaroonPackets.IdentifierKey);
        if (identifier is null)
        {
            return null;
        }

        string described;
        try
        {
            var parsed = OnedataIdentifier.Parse(identifier);
            described = parsed.Persistence + " " + parsed.Type.Name + (parsed.Subject is null ? string.Empty : ", " + parsed.Subject);
        }
        catch (TokenFormatException)
        {
            return null;
        }

        var caveats = new List<string>();
        for (var offset = first; Value(packets, offset, MacaroonPackets.CaveatKey) is ({ } caveat, var after); offset = after)
        {
            caveats.Add(TokenCaveat.FromText(caveat).Describe());
        }

        var shown = caveats.Count == 0 ? "-" : string.Join("; ", caveats.Take(MaximumCaveats));
        return new MessageText(
            nameof(Messages.OnedataRemnant),
            DisplayText.Id(Encoding.UTF8.GetString(location)),
            DisplayText.Id(described),
            caveats.Count,
            DisplayText.Cleaned(Redactor.ByShape.Redact(shown)));
    }

    private static (byte[]? Value, int Next) Value(byte[] packets, int offset, byte[] key)
    {
        var length = offset + 4 <= packets.Length ? MacaroonPackets.LengthAt(packets, offset) : -1;
        var valueLength = length - 4 - key.Length - 2;
        if (valueLength < 0 || offset + length > packets.Length || !packets.Skip(offset + 4).Take(key.Length).SequenceEqual(key))
        {
            return (null, offset);
        }

        var value = new byte[valueLength];
        Buffer.BlockCopy(packets, offset + 4 + key.Length + 1, value, 0, valueLength);
        return (value, offset + length);
    }
}
