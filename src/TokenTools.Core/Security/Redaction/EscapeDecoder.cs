using System;
using System.Text;

namespace TokenTools.Security.Redaction;

/// <summary>
/// Decodes escapes in bytes that arrive in any portions: percent-encoding, backslash escapes as of JSON, C and shells, character
/// references of HTML and XML, and control functions of terminals, which are dropped. One level.
/// </summary>
/// <remarks>
/// Terminals differ: most do not show the text of a control string, such as a window's title, and some show it. Some do not know control
/// functions in 8 bits. No terminal may show a secret, so the bytes are decoded once for each of the two behaviors.
/// </remarks>
/// <param name="output">Gets each byte, with the positions of what it was decoded from.</param>
/// <param name="dropsStrings">
/// Whether the text of control strings is dropped, and control functions in 8 bits are those of ECMA-48. Otherwise only what opens and what
/// ends a string is dropped, and single characters from U+0080 to U+009F.
/// </param>
internal sealed partial class EscapeDecoder(DecodedBytes output, bool dropsStrings)
{
    private const byte Escape = 0x1B;

    // The first byte of U+0080 to U+009F in UTF-8, of which ESC and a character from @ to _ are the form in 7 bits (ECMA-48 §5.3).
    private const byte Control = 0xC2;

    // A longer escape separates the characters of a secret by more than the search covers.
    private const int LongestEscape = PartScanner.LongestPart;

    // What is returned instead of a length or a number.
    private const int Incomplete = -1, NotAnEscape = -2;

    private static readonly bool[] Starts = CreateStarts();

    private readonly DecodedBytes _input = new();
    private readonly byte[] _utf8 = new byte[8];
    private bool _isComplete;

    /// <summary>The position of an escape whose end is still to come; null if there is none.</summary>
    public long? PendingStart => _input.Count > 0 ? _input.Starts[0] : null;

    /// <summary>The index of the first byte with which an escape may start; the end if there is none.</summary>
    public static unsafe int FindStart(byte[] bytes, int offset, int end)
    {
        fixed (byte* values = bytes)
        fixed (bool* starts = Starts)
        {
            while (offset < end && !starts[values[offset]])
            {
                offset++;
            }
        }

        return offset;
    }

    /// <summary>Decodes bytes.</summary>
    public void Add(DecodedBytes bytes, int offset, int count)
    {
        _input.Add(bytes, offset, count);
        Decode(isComplete: false);
    }

    /// <summary>Decodes an escape whose end did not come.</summary>
    public void Complete() => Decode(isComplete: true);

    /// <summary>Forgets what has been added.</summary>
    public void Clear() => _input.Clear();

    private void Decode(bool isComplete)
    {
        _isComplete = isComplete;
        var i = 0;
        while (i < _input.Count)
        {
            var next = FindStart(_input.Values, i, _input.Count);
            output.Add(_input, i, next - i);
            i = next;
            if (i == _input.Count)
            {
                break;
            }

            var length = Decode(i);
            if (length == Incomplete && !isComplete && _input.Count - i < LongestEscape)
            {
                break;
            }

            if (length <= 0)
            {
                output.Add(_input, i, 1);
            }

            i += Math.Max(1, length);
        }

        _input.RemoveFirst(i);
    }

    private static bool[] CreateStarts()
    {
        var starts = new bool[256];
        starts['%'] = starts['\\'] = starts['&'] = starts[Escape] = starts[Control] = true;
        return starts;
    }

    // The length of the escape.
    private int Decode(int start) => _input.Values[start] switch
    {
        (byte)'%' => At(start + 1) == 'u' ? Code(start, 2, 4) : Byte(start, 1, 2, 16),
        (byte)'&' => Reference(start),
        Escape => At(start + 1) is < 0 or (>= ' ' and <= '~') ? ControlFunction(start, At(start + 1)) : NotAnEscape,
        Control => At(start + 1) is < 0 or (>= 0x80 and <= 0x9F)
            ? dropsStrings || At(start + 1) < 0 ? ControlFunction(start, At(start + 1) - '@') : 2
            : NotAnEscape,
        _ => At(start + 1) switch
        {
            < 0 => Incomplete,
            'u' or 'x' when At(start + 2) == '{' => Braced(start),
            'u' => Code(start, 2, 4),
            'U' => Code(start, 2, 8),
            'x' => Byte(start, 2, 2, 16),
            >= '0' and <= '3' when At(start + 2) is < 0 or (>= '0' and <= '7') => Byte(start, 1, 3, 8),
            'n' => Emit(start, 2, '\n'),
            'r' => Emit(start, 2, '\r'),
            't' => Emit(start, 2, '\t'),
            'b' or 'f' or 'e' or 'a' or '0' => Emit(start, 2, 0),
            > ' ' and <= '~' and var c when !char.IsLetterOrDigit((char)c) => Emit(start, 2, c),
            _ => NotAnEscape,
        },
    };

    // A byte of the input, or less than 0 behind its end.
    private int At(int index) => index < _input.Count ? _input.Values[index] : -1;

    private int Byte(int start, int prefix, int digits, int radix)
    {
        var value = Number(start + prefix, digits, radix);
        return value < 0 ? value : value > 255 ? NotAnEscape : Emit(start, prefix + digits, value, isByte: true);
    }

    private int Code(int start, int prefix, int digits)
    {
        var code = Number(start + prefix, digits, 16);
        if (code is < 0xD800 or > 0xDBFF || digits != 4)
        {
            return code < 0 ? code : code > 0x10FFFF ? NotAnEscape : Emit(start, prefix + digits, code);
        }

        // The second half of a surrogate pair.
        var next = start + prefix + digits;
        var low = At(next) < 0 ? Incomplete : At(next) == At(start) && At(next + 1) is 'u' or < 0 ? Number(next + 2, 4, 16) : NotAnEscape;
        return low == Incomplete ? Incomplete
            : low is >= 0xDC00 and <= 0xDFFF ? Emit(start, (prefix + digits) * 2, char.ConvertToUtf32((char)code, (char)low))
            : Emit(start, prefix + digits, '?');
    }

    private int Braced(int start)
    {
        var end = start + 3;
        while (At(end) >= 0 && At(end) != '}' && end - start < 11)
        {
            end++;
        }

        var code = At(end) == '}' ? Number(start + 3, end - start - 3, 16) : At(end) < 0 ? Incomplete : NotAnEscape;
        return code < 0 ? code : code > 0x10FFFF ? NotAnEscape : Emit(start, end - start + 1, code);
    }

    private int Reference(int start)
    {
        var end = start + 1;
        while (At(end) is '#' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') && end - start < 12)
        {
            end++;
        }

        if (At(end) != ';')
        {
            return At(end) < 0 ? Incomplete : NotAnEscape;
        }

        var isHexadecimal = At(start + 2) is 'x' or 'X';
        var code = At(start + 1) == '#'
            ? isHexadecimal ? Number(start + 3, end - start - 3, 16) : Number(start + 2, end - start - 2, 10)
            : Named(start + 1, end);
        return code < 0 ? code : code > 0x10FFFF ? NotAnEscape : Emit(start, end - start + 1, code);
    }

    private int Named(int start, int end)
    {
        var name = new char[end - start];
        for (var i = 0; i < name.Length; i++)
        {
            name[i] = (char)At(start + i);
        }

        return new string(name) switch
        {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => ' ',
            _ => NotAnEscape,
        };
    }

    private int Number(int start, int digits, int radix)
    {
        var number = digits is 0 or > 8 ? NotAnEscape : 0L;
        for (var i = start; i < start + digits && number >= 0; i++)
        {
            var c = At(i);
            var digit = c is >= '0' and <= '9' ? c - '0' : (c | 32) is >= 'a' and <= 'f' && c >= 0 ? (c | 32) - 'a' + 10 : 99;
            number = c < 0 ? Incomplete : digit < radix ? (number * radix) + digit : NotAnEscape;
        }

        return (int)Math.Min(int.MaxValue, number);
    }

    private int Emit(int start, int length, int code, bool isByte = false)
    {
        var from = _input.Starts[start];
        var to = _input.Ends[start + length - 1];
        if (code < 0x80 || isByte)
        {
            output.Add((byte)code, from, to);
            return length;
        }

        var text = code is >= 0xD800 and <= 0xDFFF ? "?" : char.ConvertFromUtf32(code);
        var count = Encoding.UTF8.GetBytes(text, 0, text.Length, _utf8, 0);
        for (var i = 0; i < count; i++)
        {
            output.Add(_utf8[i], from, to);
        }

        return length;
    }
}
