using System;

namespace TokenTools.Security.Redaction;

/// <summary>Bytes that were decoded from a stream, each with the positions of what it was decoded from.</summary>
internal sealed class DecodedBytes
{
    private byte[] _values = new byte[1024];
    private long[] _starts = new long[1024];
    private long[] _ends = new long[1024];

    /// <summary>The number of bytes.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes, followed by unused elements.</summary>
    public byte[] Values => _values;

    /// <summary>The position at which the encoded form of each starts.</summary>
    public long[] Starts => _starts;

    /// <summary>The position behind the encoded form of each.</summary>
    public long[] Ends => _ends;

    /// <summary>Appends a byte.</summary>
    public void Add(byte value, long start, long end)
    {
        Reserve(1);
        _values[Count] = value;
        _starts[Count] = start;
        _ends[Count++] = end;
    }

    /// <summary>Appends bytes at successive positions, which are not encoded.</summary>
    public void Add(byte[] bytes, int offset, int count, long position)
    {
        Reserve(count);
        Buffer.BlockCopy(bytes, offset, _values, Count, count);
        for (var i = 0; i < count; i++)
        {
            _starts[Count + i] = position + i;
            _ends[Count + i] = position + i + 1;
        }

        Count += count;
    }

    /// <summary>Appends some of other bytes.</summary>
    public void Add(DecodedBytes other, int offset, int count)
    {
        Reserve(count);
        Buffer.BlockCopy(other._values, offset, _values, Count, count);
        Array.Copy(other._starts, offset, _starts, Count, count);
        Array.Copy(other._ends, offset, _ends, Count, count);
        Count += count;
    }

    /// <summary>Removes the first bytes.</summary>
    public void RemoveFirst(int count)
    {
        var rest = Count - count;
        Buffer.BlockCopy(_values, count, _values, 0, rest);
        Array.Copy(_starts, count, _starts, 0, rest);
        Array.Copy(_ends, count, _ends, 0, rest);
        Array.Clear(_values, rest, count);
        Count = rest;
    }

    /// <summary>Removes and clears all bytes.</summary>
    public void Clear() => RemoveFirst(Count);

    private void Reserve(int count)
    {
        if (Count + count <= _values.Length)
        {
            return;
        }

        var larger = new byte[Math.Max(2 * Count, Count + count)];
        Buffer.BlockCopy(_values, 0, larger, 0, Count);
        Array.Clear(_values, 0, Count);
        _values = larger;
        Array.Resize(ref _starts, larger.Length);
        Array.Resize(ref _ends, larger.Length);
    }
}
