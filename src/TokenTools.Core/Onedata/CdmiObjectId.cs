using System;
using System.Text;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A file's or directory's id as CDMI writes it: a header, a check sum and <c>guid#uuid#space</c>, in hexadecimal.</summary>
/// <remarks>
/// <c>00</c>, three bytes of enterprise number (0), <c>00</c>, the data's length, CRC16/ARC of the whole with the sum's place zeroed,
/// the data (ctool:src/utils/file_id.erl).
/// </remarks>
internal sealed class CdmiObjectId
{
    private const int HeaderLength = 8;
    private const int LengthAt = 5;
    private const int SumAt = 6;

    private CdmiObjectId(string uuid, string spaceId, string? shareId)
    {
        Uuid = uuid;
        SpaceId = spaceId;
        ShareId = shareId;
    }

    public string Uuid { get; }

    public string SpaceId { get; }

    /// <summary>The share that the file is seen through; null for none.</summary>
    public string? ShareId { get; }

    /// <summary>The object id of a file in a space, in upper-case hexadecimal.</summary>
    public static string Encode(string uuid, string spaceId, string? shareId = null)
    {
        var data = Encoding.UTF8.GetBytes(
            shareId is null ? "guid#" + uuid + "#" + spaceId : "shareGuid#" + uuid + "#" + spaceId + "#" + shareId);
        var bytes = new byte[HeaderLength + data.Length];
        bytes[LengthAt] = checked((byte)data.Length);
        Buffer.BlockCopy(data, 0, bytes, HeaderLength, data.Length);
        var sum = Crc16(bytes);
        bytes[SumAt] = (byte)(sum >> 8);
        bytes[SumAt + 1] = (byte)sum;
        return BitConverter.ToString(bytes).Replace("-", string.Empty);
    }

    /// <summary>What is wrong with an object id; strict checks its sum too, which the server doesn't.</summary>
    public static CaveatProblem? FindProblem(string objectId, bool strict) =>
        !TryDecode(objectId, out _, out var sumIsRight) ? new CaveatProblem(nameof(Messages.CaveatObjectIdInvalid), DisplayText.Sanitize(objectId))
            : strict && !sumIsRight ? new CaveatProblem(nameof(Messages.CaveatObjectIdSum), DisplayText.Sanitize(objectId))
            : null;

    /// <summary>Takes an object id apart; false when it isn't one.</summary>
    public static bool TryDecode(string objectId, out CdmiObjectId decoded, out bool sumIsRight)
    {
        decoded = null!;
        sumIsRight = false;
        var bytes = FromHex(objectId);
        if (bytes is null || bytes.Length <= HeaderLength || bytes[LengthAt] != bytes.Length - HeaderLength
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

        decoded = parts[0] switch
        {
            "guid" when parts.Length == 3 => new CdmiObjectId(parts[1], parts[2], null),
            "shareGuid" when parts.Length == 4 => new CdmiObjectId(parts[1], parts[2], parts[3]),
            _ => null!,
        };
        var sum = (bytes[SumAt] << 8) | bytes[SumAt + 1];
        bytes[SumAt] = bytes[SumAt + 1] = 0;
        sumIsRight = Crc16(bytes) == sum;
        return decoded is not null;
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
            var digit = c is >= '0' and <= '9' ? c - '0' : c is >= 'a' and <= 'f' ? c - 'a' + 10 : c is >= 'A' and <= 'F' ? c - 'A' + 10 : -1;
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
        var sum = 0;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xA001 : sum >> 1;
            }
        }

        return sum;
    }
}
