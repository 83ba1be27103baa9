using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace TokenTools.Onedata;

/// <summary>Reads and writes the packets of a macaroon in binary format v1 (macaroons:src/macaroon.erl).</summary>
/// <remarks>
/// A packet is its length in four hexadecimal digits, a key, a space, a value and a newline. The packets are <c>location</c>,
/// <c>identifier</c>, any number of <c>cid</c>, and <c>signature</c>.
/// </remarks>
internal static class MacaroonPackets
{
    /// <summary>The maximum length of a packet in bytes: four hexadecimal digits.</summary>
    public const int MaximumLength = 0xFFFF;

    /// <summary>The length of a signature in bytes.</summary>
    public const int SignatureLength = 32;

    /// <summary>The length of a signature's packet in bytes.</summary>
    public const int SignaturePacketLength = LengthDigits + 9 + 1 + SignatureLength + 1;

    private const int LengthDigits = 4;

    public static readonly byte[] LocationKey = Encoding.ASCII.GetBytes("location");
    public static readonly byte[] IdentifierKey = Encoding.ASCII.GetBytes("identifier");
    public static readonly byte[] CaveatKey = Encoding.ASCII.GetBytes("cid");
    public static readonly byte[] SignatureKey = Encoding.ASCII.GetBytes("signature");

    private static readonly byte[] VerificationKey = Encoding.ASCII.GetBytes("vid");
    private static readonly byte[] ThirdPartyLocationKey = Encoding.ASCII.GetBytes("cl");

    private enum Expected
    {
        Location,
        Identifier,
        CaveatOrSignature,
    }

    /// <summary>Checks all packets and rewrites the digits of their lengths in lower case; returns the offsets of the caveats.</summary>
    /// <exception cref="TokenFormatException">They are not a macaroon; the message describes the position and the problem.</exception>
    public static int[] FindCaveats(byte[] packets)
    {
        var offsets = new int[Walk(packets, null)];
        Walk(packets, offsets);
        return offsets;
    }

    /// <summary>The length of a packet, from its digits.</summary>
    public static int LengthAt(byte[] packets, int offset) => ReadLength(packets, offset);

    /// <summary>The value of a packet: its offset and length.</summary>
    public static (int Offset, int Count) ValueAt(byte[] packets, int offset, byte[] key) =>
        (offset + LengthDigits + key.Length + 1, ReadLength(packets, offset) - LengthDigits - key.Length - 2);

    /// <summary>The length that a packet will have.</summary>
    /// <exception cref="TokenFormatException">The value is too long.</exception>
    public static int LengthOf(byte[] key, byte[] value)
    {
        var length = (long)LengthDigits + key.Length + 1 + value.Length + 1;
        return length <= MaximumLength
            ? (int)length
            : throw new TokenFormatException(
                nameof(Messages.MacaroonPacketTooLong), value.Length, MaximumLength - LengthDigits - key.Length - 2);
    }

    /// <summary>Writes a packet at an offset; returns the offset of the next one.</summary>
    public static int Write(byte[] packets, int offset, byte[] key, byte[] value)
    {
        const string Digits = "0123456789abcdef";
        var length = LengthDigits + key.Length + 1 + value.Length + 1;
        for (var i = 0; i < LengthDigits; i++)
        {
            packets[offset + i] = (byte)Digits[(length >> (4 * (LengthDigits - 1 - i))) & 0xF];
        }

        Buffer.BlockCopy(key, 0, packets, offset + LengthDigits, key.Length);
        packets[offset + LengthDigits + key.Length] = (byte)' ';
        Buffer.BlockCopy(value, 0, packets, offset + LengthDigits + key.Length + 1, value.Length);
        packets[offset + length - 1] = (byte)'\n';
        return offset + length;
    }

    // Returns the number of caveats.
    [MethodImpl(HotLoop.Optimized)]
    private static int Walk(byte[] packets, int[]? caveatOffsets)
    {
        var expected = Expected.Location;
        var caveats = 0;
        var number = 0;
        for (var offset = 0; offset < packets.Length;)
        {
            number++;
            var (length, keyLength) = ReadPacket(packets, offset, number);
            switch (expected)
            {
                case Expected.Location when Is(LocationKey):
                    expected = Expected.Identifier;
                    break;
                case Expected.Identifier when Is(IdentifierKey):
                    expected = Expected.CaveatOrSignature;
                    break;
                case Expected.CaveatOrSignature when Is(CaveatKey):
                    if (caveatOffsets is not null)
                    {
                        caveatOffsets[caveats] = offset;
                    }

                    caveats++;
                    break;
                case Expected.CaveatOrSignature when Is(SignatureKey):
                    if (length != SignaturePacketLength)
                    {
                        throw new TokenFormatException(
                            nameof(Messages.MacaroonSignatureLength), number, offset, length - SignaturePacketLength + SignatureLength);
                    }

                    return offset + length == packets.Length
                        ? caveats
                        : throw new TokenFormatException(nameof(Messages.MacaroonBytesAfterSignature), offset + length);
                case Expected.CaveatOrSignature when Is(VerificationKey) || Is(ThirdPartyLocationKey):
                    throw new TokenFormatException(nameof(Messages.MacaroonThirdParty), number, offset);
                default:
                    throw new TokenFormatException(
                        nameof(Messages.MacaroonPacketUnexpected),
                        number,
                        offset,
                        Is(LocationKey) ? "a location" : Is(IdentifierKey) ? "an identifier" : Is(CaveatKey) ? "a caveat"
                            : Is(SignatureKey) ? "a signature" : "unknown",
                        expected switch
                        {
                            Expected.Location => "the location",
                            Expected.Identifier => "the identifier",
                            _ => "a caveat or the signature",
                        });
            }

            bool Is(byte[] key) => KeyIs(packets, offset, keyLength, key);

            offset += length;
        }

        throw new TokenFormatException(nameof(Messages.MacaroonWithoutSignature), packets.Length);
    }

    [MethodImpl(HotLoop.Optimized)]
    private static (int Length, int KeyLength) ReadPacket(byte[] packets, int offset, int number)
    {
        var left = packets.Length - offset;
        var length = left < LengthDigits ? left + 1 : ReadLength(packets, offset);
        if (length < 0)
        {
            throw new TokenFormatException(nameof(Messages.MacaroonPacketLengthUnreadable), number, offset);
        }

        if (length > left)
        {
            throw new TokenFormatException(nameof(Messages.MacaroonCutOff), number, offset);
        }

        if (length <= LengthDigits)
        {
            throw new TokenFormatException(nameof(Messages.MacaroonPacketTooShort), number, offset, length);
        }

        if (packets[offset + length - 1] != '\n')
        {
            throw new TokenFormatException(nameof(Messages.MacaroonPacketWithoutNewline), number, offset);
        }

        var keyLength = Array.IndexOf(packets, (byte)' ', offset + LengthDigits, length - LengthDigits - 1) - offset - LengthDigits;
        return keyLength >= 0
            ? (length, keyLength)
            : throw new TokenFormatException(nameof(Messages.MacaroonPacketWithoutSpace), number, offset);
    }

    [MethodImpl(HotLoop.Optimized)]
    private static bool KeyIs(byte[] packets, int offset, int keyLength, byte[] key)
    {
        if (keyLength != key.Length)
        {
            return false;
        }

        for (var i = 0; i < key.Length; i++)
        {
            if (packets[offset + LengthDigits + i] != key[i])
            {
                return false;
            }
        }

        return true;
    }

    // Upper-case digits are accepted, as Onedata does, and replaced by lower-case ones, as every writer writes; -1 for other characters.
    [MethodImpl(HotLoop.Optimized)]
    private static int ReadLength(byte[] packets, int offset)
    {
        var length = 0;
        for (var i = offset; i < offset + LengthDigits; i++)
        {
            var c = packets[i];
            if (c is >= (byte)'A' and <= (byte)'F')
            {
                packets[i] = c += 0x20;
            }

            var digit = c is >= (byte)'0' and <= (byte)'9' ? c - '0' : c is >= (byte)'a' and <= (byte)'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
            {
                return -1;
            }

            length = (length << 4) | digit;
        }

        return length;
    }
}
