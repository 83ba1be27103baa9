using System;

namespace TokenTools.GoodData;

/// <summary>Writes DER (ITU-T X.690), from the end to the start, so that the length of each content is known.</summary>
/// <remarks>.NET Framework and netstandard2.0 have no API for it. The buffer holds private keys; dispose of it to clear it.</remarks>
internal sealed class DerWriter(int capacity) : IDisposable
{
    public const byte Integer = 0x02;
    public const byte OctetString = 0x04;
    public const byte Sequence = 0x30;

    private readonly byte[] _buffer = new byte[capacity];
    private int _start = capacity;

    /// <summary>The number of bytes written so far.</summary>
    public int Length => _buffer.Length - _start;

    /// <summary>Writes bytes as they are.</summary>
    public void WriteRaw(byte[] bytes)
    {
        _start -= bytes.Length;
        Buffer.BlockCopy(bytes, 0, _buffer, _start, bytes.Length);
    }

    /// <summary>Writes the tag and the length of the content after a position.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="lengthBefore">The value of <see cref="Length"/> before the content was written.</param>
    public void WriteHeader(byte tag, int lengthBefore)
    {
        var length = Length - lengthBefore;
        var octets = 0;
        for (var rest = length; length > 127 && rest > 0; rest >>= 8, octets++)
        {
            _buffer[--_start] = (byte)rest;
        }

        _buffer[--_start] = (byte)(length > 127 ? 0x80 | octets : length);
        _buffer[--_start] = tag;
    }

    /// <summary>Writes an unsigned big-endian number.</summary>
    public void WriteInteger(byte[] number)
    {
        var before = Length;
        var first = 0;
        while (first < number.Length - 1 && number[first] == 0)
        {
            first++;
        }

        _start -= number.Length - first;
        Buffer.BlockCopy(number, first, _buffer, _start, number.Length - first);
        if (number[first] > 127)
        {
            // Without it, the number would be negative.
            _buffer[--_start] = 0;
        }

        WriteHeader(Integer, before);
    }

    /// <summary>The base64 text of all that was written. The caller clears it.</summary>
    public char[] ToBase64()
    {
        var text = new char[(Length + 2) / 3 * 4];
        Convert.ToBase64CharArray(_buffer, _start, Length, text, 0);
        return text;
    }

    /// <inheritdoc/>
    public void Dispose() => Array.Clear(_buffer, 0, _buffer.Length);
}
