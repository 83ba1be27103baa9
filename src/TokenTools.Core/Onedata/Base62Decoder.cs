using System;
using System.Runtime.CompilerServices;

namespace TokenTools.Onedata;

/// <summary>Decodes <see cref="Base62"/>. Both base64 alphabets and padding are tolerated.</summary>
internal static class Base62Decoder
{
    /// <summary>White space that ends up in or around a token that was pasted or read from a file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWhiteSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\uFEFF' or '\u00A0';

    /// <summary>Decodes part of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the part starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="damage">
    /// The error in the last characters. It is not thrown here, because the bytes of a truncated text give a better message.
    /// </param>
    /// <exception cref="TokenFormatException">The text is not base62; the message describes the position and the problem.</exception>
    [MethodImpl(HotLoop.Optimized)]
    public static byte[] Decode<T>(T text, int start, int end, out TokenFormatException? damage)
        where T : struct, ICharacters
    {
        var (symbols, padding) = Count(text, start, end);
        var data = symbols - padding;
        var bytes = new byte[(int)((long)data * 6 / 8)];
        var bits = 0;
        var count = 0;
        var position = 0;
        var read = 0;
        for (var i = start; i < end; i++)
        {
            // Most characters are plain base64: four of them are three bytes.
            while (count == 0 && i + 4 <= end && Base62.Values4(text[i], text[i + 1], text[i + 2], text[i + 3]) is >= 0 and var three)
            {
                bytes[position] = (byte)(three >> 16);
                bytes[position + 1] = (byte)(three >> 8);
                bytes[position + 2] = (byte)three;
                position += 3;
                read += 4;
                i += 4;
            }

            if (i == end)
            {
                break;
            }

            var c = text[i];
            var value = Base62.Value(c);
            if (value < 0)
            {
                if (value == Base62.Escaped)
                {
                    value = Base62.EscapedValue(text[++i]);
                    if (value == Base62.Invalid)
                    {
                        throw Error(bytes, nameof(Messages.MacaroonEscapeUnknown), i);
                    }
                }

                if (value == Base62.Padding)
                {
                    if (read < data)
                    {
                        throw Error(bytes, nameof(Messages.MacaroonPaddingMisplaced), i + 1);
                    }

                    continue;
                }

                if (value == Base62.Invalid)
                {
                    var errorId = IsWhiteSpace(c) ? nameof(Messages.MacaroonSpaceInside) : nameof(Messages.MacaroonCharacterInvalid);
                    throw Error(bytes, errorId, i + 1);
                }
            }

            read++;
            bits = (bits << 6) | value;
            count += 6;
            if (count >= 8)
            {
                count -= 8;
                bytes[position++] = (byte)(bits >> count);
                bits &= (1 << count) - 1;
            }
        }

        if (padding > 2 || (padding > 0 && symbols % 4 != 0))
        {
            throw Error(bytes, nameof(Messages.MacaroonPaddingMisplaced), end);
        }

        damage = data % 4 == 1 ? new TokenFormatException(nameof(Messages.MacaroonBase64Length), data)
            : bits != 0 ? new TokenFormatException(nameof(Messages.MacaroonBase64TrailingBits), end)
            : null;
        return bytes;
    }

    // Counting first allows a single allocation of the right size.
    [MethodImpl(HotLoop.Optimized)]
    private static (int Symbols, int Padding) Count<T>(T text, int start, int end)
        where T : struct, ICharacters
    {
        var symbols = 0;
        var padding = 0;
        for (var i = start; i < end; i++, symbols++)
        {
            var c = text[i];
            if (c == Base62.Escape)
            {
                if (++i == end)
                {
                    throw new TokenFormatException(nameof(Messages.MacaroonEscapeCutOff), end);
                }

                padding += text[i] == Base62.EscapedPadding ? 1 : 0;
            }
            else if (c == '=')
            {
                padding++;
            }
        }

        return (symbols, padding);
    }

    private static TokenFormatException Error(byte[] bytes, string errorId, int position)
    {
        Array.Clear(bytes, 0, bytes.Length);
        return new TokenFormatException(errorId, position);
    }
}

/// <summary>The characters of a string or of an array. As a struct, it has no cost at run time.</summary>
internal interface ICharacters
{
    /// <summary>One character.</summary>
    char this[int index] { get; }
}

/// <summary>The characters of a string.</summary>
internal readonly struct StringCharacters(string text) : ICharacters
{
    /// <inheritdoc/>
    public char this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => text[index];
    }
}

/// <summary>The characters of an array.</summary>
internal readonly struct ArrayCharacters(char[] text) : ICharacters
{
    /// <inheritdoc/>
    public char this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => text[index];
    }
}
