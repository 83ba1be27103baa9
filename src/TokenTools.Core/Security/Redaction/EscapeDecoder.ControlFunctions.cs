namespace TokenTools.Security.Redaction;

/// <content>Control functions of terminals.</content>
internal sealed partial class EscapeDecoder
{
    private const byte Bell = 0x07, Cancel = 0x18, Substitute = 0x1A;

    // U+009C, String Terminator.
    private const byte Terminator = 0x9C;

    // A control function. The character after ESC determines its kind.
    private int ControlFunction(int start, int kind) => At(start + 1) < 0 ? Incomplete : kind switch
    {
        '[' => ControlSequence(start, start + 2, '@'),
        // ESC k is a title of screen and tmux.
        'P' or 'X' or ']' or '^' or '_' or 'k' when dropsStrings => ControlString(start, endsAtBell: kind == ']'),
        ']' => LinuxPalette(start),
        // ECMA-35 §13.2: ESC, characters from space to /, and a final one from 0 to ~.
        _ => _input.Values[start] == Escape ? ControlSequence(start, start + 1, '0') : 2,
    };

    // ECMA-48 §5.4: CSI, parameters, and a final character from @ to ~.
    private int ControlSequence(int start, int end, char final)
    {
        // A terminal executes control characters within the sequence, except those that end it: ESC, CAN and SUB.
        while (((At(end) >= ' ' && At(end) < final) || At(end) is (>= 0 and < ' ' and not (Cancel or Substitute or Escape)) or 0x7F)
            && end - start < LongestEscape)
        {
            end++;
        }

        // What cannot be part of it ends it.
        return end - start >= LongestEscape ? NotAnEscape
            : At(end) < 0 ? Incomplete
            : At(end) >= final && At(end) <= '~' ? end - start + 1 : end - start;
    }

    // ECMA-48 §5.6: DCS, SOS, OSC, PM or APC, text, and ST, in place of which BEL ends an OSC. CAN and SUB end it, too, and any other control
    // function, which follows. Without an end, only what opens it is dropped: what follows may be any text.
    private int ControlString(int start, bool endsAtBell)
    {
        for (var end = start + 2; end - start < LongestEscape - 1; end++)
        {
            var c = At(end);
            var next = c is Escape or Control ? At(end + 1) : 0;
            if (c < 0 || next < 0)
            {
                return _isComplete ? 2 : Incomplete;
            }

            if (c is Cancel or Substitute || (c == Bell && endsAtBell))
            {
                return end - start + 1;
            }

            if (c == Escape || (c == Control && next is >= 0x80 and <= 0x9F))
            {
                return end - start + (next == (c == Escape ? '\\' : Terminator) ? 2 : 0);
            }
        }

        return 2;
    }

    // The Linux console's own: ESC ] R, and ESC ] P with seven digits. Other texts after ESC ] begin with a digit.
    private int LinuxPalette(int start)
    {
        const int Digits = 7;
        var kind = At(start + 2);
        if (kind < 0)
        {
            return _isComplete ? 2 : Incomplete;
        }

        var code = kind == 'P' ? Number(start + 3, Digits, 16) : NotAnEscape;
        return kind == 'R' ? 3
            : code == Incomplete && !_isComplete ? Incomplete
            : code >= 0 ? 3 + Digits
            : 2;
    }
}
