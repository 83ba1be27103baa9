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

    /// <summary>A byte.</summary>
    public byte Value(int index) => _values[index];

    /// <summary>The position at which its encoded form starts.</summary>
    public long Start(int index) => _starts[index];

    /// <summary>The position behind its encoded form.</summary>
    public long End(int index) => _ends[index];

    /// <summary>Appends a byte.</summary>
    public void Add(byte value, long start, long end)
    {
        if (Count == _values.Length)
        {
            Array.Resize(ref _values, 2 * Count);
            Array.Resize(ref _starts, 2 * Count);
            Array.Resize(ref _ends, 2 * Count);
        }

        _values[Count] = value;
        _starts[Count] = start;
        _ends[Count++] = end;
    }

    /// <summary>Removes the first bytes.</summary>
    public void RemoveFirst(int count)
    {
        Count -= count;
        Array.Copy(_values, count, _values, 0, Count);
        Array.Copy(_starts, count, _starts, 0, Count);
        Array.Copy(_ends, count, _ends, 0, Count);
    }

    /// <summary>Removes and clears all bytes.</summary>
    public void Clear()
    {
        Array.Clear(_values, 0, _values.Length);
        Count = 0;
    }
}
