using System;

namespace TokenTools.GoodData;

/// <summary>Reads DER (ITU-T X.690). Every method returns false, or null, for data of another form.</summary>
internal sealed class DerReader(byte[] data, int start, int end)
{
    private int _position = start;

    /// <summary>Reads an element and returns a reader of its content.</summary>
    public DerReader? Read(byte tag)
    {
        if (_position + 2 > end || data[_position] != tag)
        {
            return null;
        }

        var length = (int)data[_position + 1];
        var content = _position + 2;
        if (length > 127)
        {
            // No key is longer than two octets of length allow.
            var octets = length & 0x7F;
            if (octets is 0 or > 2 || content + octets > end)
            {
                return null;
            }

            length = 0;
            for (; octets > 0; octets--)
            {
                length = (length << 8) | data[content++];
            }
        }

        if (length > end - content)
        {
            return null;
        }

        _position = content + length;
        return new DerReader(data, content, _position);
    }

    /// <summary>Reads an unsigned number, big-endian and without leading zeros; null if there is none or it is negative.</summary>
    public byte[]? ReadInteger() => Read(DerWriter.Integer)?.ToUnsigned();

    /// <summary>The remaining bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[end - _position];
        Buffer.BlockCopy(data, _position, bytes, 0, bytes.Length);
        return bytes;
    }

    private byte[]? ToUnsigned()
    {
        if (_position == end || data[_position] > 127)
        {
            return null;
        }

        while (_position < end - 1 && data[_position] == 0)
        {
            _position++;
        }

        return ToArray();
    }
}
