using System;
using System.Text;

namespace TokenTools.Onedata;

/// <summary>The CDMI object id of a file or directory: a header, a checksum and <c>guid#uuid#space</c>, in hexadecimal.</summary>
/// <remarks>
/// <c>00</c>, three bytes of enterprise number (0), <c>00</c>, the length of the data, the CRC16/ARC of all bytes with the checksum
/// set to zero, the data (ctool:src/utils/file_id.erl).
/// </remarks>
internal sealed class CdmiObjectId
{
    private const int HeaderLength = 8;
    private const int LengthOffset = 5;
    private const int ChecksumOffset = 6;

    private CdmiObjectId(string uuid, string spaceId, string? shareId, bool hasValidChecksum)
    {
        Uuid = uuid;
        SpaceId = spaceId;
        ShareId = shareId;
        HasValidChecksum = hasValidChecksum;
    }

    /// <summary>The uuid of the file.</summary>
    public string Uuid { get; }

    /// <summary>The id of its space.</summary>
    public string SpaceId { get; }

    /// <summary>The share through which the file is seen; null for none.</summary>
    public string? ShareId { get; }

    /// <summary>False if the checksum does not match; the server does not check it.</summary>
    public bool HasValidChecksum { get; }

    /// <summary>The object id of a file in a space, in upper-case hexadecimal.</summary>
    public static string Encode(string uuid, string spaceId, string? shareId = null)
    {
        var data = Encoding.UTF8.GetBytes(
            shareId is null ? "guid#" + uuid + "#" + spaceId : "shareGuid#" + uuid + "#" + spaceId + "#" + shareId);
        var bytes = new byte[HeaderLength + data.Length];
        bytes[LengthOffset] = checked((byte)data.Length);
        Buffer.BlockCopy(data, 0, bytes, HeaderLength, data.Length);
        var checksum = Crc16(bytes);
        bytes[ChecksumOffset] = (byte)(checksum >> 8);
        bytes[ChecksumOffset + 1] = (byte)checksum;
        return BitConverter.ToString(bytes).Replace("-", string.Empty);
    }

    /// <summary>Parses an object id; false if it is not one.</summary>
    public static bool TryParse(string text, out CdmiObjectId objectId)
    {
        objectId = null!;
        var bytes = FromHex(text);
        if (bytes is null || bytes.Length <= HeaderLength || bytes[LengthOffset] != bytes.Length - HeaderLength
            || (bytes[0] | bytes[1] | bytes[2] | bytes[3] | bytes[4]) != 0)
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(bytes, HeaderLength, bytes.Length - HeaderLength).Split('#');
        foreach (var part in parts)
        {
            if (part.Length == 0)
            {
                return false;
            }
        }

        var checksum = (bytes[ChecksumOffset] << 8) | bytes[ChecksumOffset + 1];
        bytes[ChecksumOffset] = bytes[ChecksumOffset + 1] = 0;
        var isValid = Crc16(bytes) == checksum;
        objectId = parts[0] switch
        {
            "guid" when parts.Length == 3 => new CdmiObjectId(parts[1], parts[2], null, isValid),
            "shareGuid" when parts.Length == 4 => new CdmiObjectId(parts[1], parts[2], parts[3], isValid),
            _ => null!,
        };
        return objectId is not null;
    }

    private static byte[]? FromHex(string text)
    {
        if (text.Length % 2 != 0)
        {
            return null;
        }

        var bytes = new byte[text.Length / 2];
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var digit = c is >= '0' and <= '9' ? c - '0'
                : c is >= 'a' and <= 'f' ? c - 'a' + 10
                : c is >= 'A' and <= 'F' ? c - 'A' + 10
                : -1;
            if (digit < 0)
            {
                return null;
            }

            bytes[i / 2] = (byte)((bytes[i / 2] << 4) | digit);
        }

        return bytes;
    }

    // CRC-16/ARC: polynomial 0x8005 reflected, starting from 0.
    private static int Crc16(byte[] bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
            }
        }

        return crc;
    }
}
