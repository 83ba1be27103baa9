namespace TokenTools.Onedata;

/// <summary>
/// What Onedata calls base62: base64 with every character but letters and digits, and <c>0</c> itself, written as <c>0</c> and
/// a digit, so that a double click selects a whole token (ctool:src/utils/base62.erl).
/// </summary>
internal static class Base62
{
    /// <summary>What starts an escape.</summary>
    public const char Escape = '0';

    /// <summary>The character after <see cref="Escape"/> that stands for base64's padding.</summary>
    public const char EscapedPadding = '5';

    /// <summary>Not base64.</summary>
    public const int Invalid = -1;

    /// <summary>Base64's padding.</summary>
    public const int Padding = -2;

    /// <summary>The value is in the next character.</summary>
    public const int Escaped = -3;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly sbyte[] Values = MakeValues();

    // 0→00  _→01  -→02  /→03  +→04  =→05
    private static readonly sbyte[] EscapedValues = [52, 63, 62, 63, 62, Padding];

    /// <summary>The six bits that a character stands for, in either base64 alphabet, or one of the negative constants.</summary>
    public static int Value(char c) => c < Values.Length ? Values[c] : Invalid;

    /// <summary>The 24 bits that four characters stand for; negative when one of them doesn't stand for itself.</summary>
    public static int Values4(char first, char second, char third, char fourth)
    {
        var values = Values;
        return (first | second | third | fourth) < values.Length
            ? (values[first] << 18) | (values[second] << 12) | (values[third] << 6) | (int)values[fourth]
            : Invalid;
    }

    /// <summary>The six bits that the character after <see cref="Escape"/> stands for, or one of the negative constants.</summary>
    public static int EscapedValue(char c) => c is >= '0' and <= EscapedPadding ? EscapedValues[c - '0'] : Invalid;

    /// <summary>How many characters six bits take.</summary>
    public static int Width(int value) => value is 52 or 62 or 63 ? 2 : 1;

    /// <summary>Writes six bits; returns where the next ones go.</summary>
    public static int Write(char[] chars, int at, int value)
    {
        switch (value)
        {
            case 52:
                chars[at++] = Escape;
                chars[at++] = '0';
                break;
            case 63:
                chars[at++] = Escape;
                chars[at++] = '1';
                break;
            case 62:
                chars[at++] = Escape;
                chars[at++] = '2';
                break;
            default:
                chars[at++] = Alphabet[value];
                break;
        }

        return at;
    }

    private static sbyte[] MakeValues()
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
