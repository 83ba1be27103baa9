using System.Runtime.CompilerServices;

namespace TokenTools.Onedata;

/// <summary>
/// What Onedata calls base62: base64 in which every character that is not a letter or digit, and <c>0</c> itself, is written as
/// <c>0</c> and a digit, so that a double click selects a whole token (ctool:src/utils/base62.erl).
/// </summary>
internal static class Base62
{
    /// <summary>The character that starts an escape.</summary>
    public const char Escape = '0';

    /// <summary>The character after <see cref="Escape"/> for base64's padding.</summary>
    public const char EscapedPadding = '5';

    /// <summary>Not a base64 character.</summary>
    public const int Invalid = -1;

    /// <summary>Base64's padding.</summary>
    public const int Padding = -2;

    /// <summary>The value is in the next character.</summary>
    public const int Escaped = -3;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly sbyte[] Values = CreateValues();

    // 0→00  _→01  -→02  /→03  +→04  =→05
    private static readonly sbyte[] EscapedValues = [52, 63, 62, 63, 62, Padding];

    /// <summary>The six bits of a character in either base64 alphabet, or one of the negative constants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Value(char c) => c < Values.Length ? Values[c] : Invalid;

    /// <summary>The 24 bits of four characters; negative unless all four are plain base64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Values4(char first, char second, char third, char fourth)
    {
        var values = Values;
        return (first | second | third | fourth) < values.Length
            ? (values[first] << 18) | (values[second] << 12) | (values[third] << 6) | (int)values[fourth]
            : Invalid;
    }

    /// <summary>The six bits of the character after <see cref="Escape"/>, or one of the negative constants.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EscapedValue(char c) => c is >= '0' and <= EscapedPadding ? EscapedValues[c - '0'] : Invalid;

    /// <summary>The number of characters that encode the bytes.</summary>
    [MethodImpl(HotLoop.Optimized)]
    public static int EncodedLength(byte[] bytes)
    {
        var length = 0;
        var bits = 0;
        var count = 0;
        foreach (var value in bytes)
        {
            bits = (bits << 8) | value;
            count += 8;
            while (count >= 6)
            {
                count -= 6;
                length += Width((bits >> count) & 0x3F);
            }

            bits &= 0x3F;
        }

        return count > 0 ? length + Width((bits << (6 - count)) & 0x3F) : length;
    }

    /// <summary>Encodes the bytes into an array at a position, which must have space for <see cref="EncodedLength"/> characters.</summary>
    [MethodImpl(HotLoop.Optimized)]
    public static void Encode(byte[] bytes, char[] chars, int position)
    {
        var bits = 0;
        var count = 0;
        foreach (var value in bytes)
        {
            bits = (bits << 8) | value;
            count += 8;
            while (count >= 6)
            {
                count -= 6;
                position = Write(chars, position, (bits >> count) & 0x3F);
            }

            bits &= 0x3F;
        }

        if (count > 0)
        {
            Write(chars, position, (bits << (6 - count)) & 0x3F);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Width(int value) => value is 52 or 62 or 63 ? 2 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Write(char[] chars, int position, int value)
    {
        switch (value)
        {
            case 52:
                chars[position++] = Escape;
                chars[position++] = '0';
                break;
            case 63:
                chars[position++] = Escape;
                chars[position++] = '1';
                break;
            case 62:
                chars[position++] = Escape;
                chars[position++] = '2';
                break;
            default:
                chars[position++] = Alphabet[value];
                break;
        }

        return position;
    }

    private static sbyte[] CreateValues()
    {
        var values = new sbyte[128];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Invalid;
        }

        for (var i = 0; i < Alphabet.Length; i++)
        {
            values[Alphabet[i]] = (sbyte)i;
        }

        values['+'] = 62;
        values['/'] = 63;
        values['='] = Padding;
        values[Escape] = Escaped;
        return values;
    }
}
