namespace TokenTools.Security.Redaction;

/// <summary>Gets a place at which a secret was found.</summary>
/// <param name="start">The position at which it starts.</param>
/// <param name="end">The position behind it.</param>
/// <param name="info">Which secret, in which form.</param>
internal delegate void PartFound(long start, long end, PartInfo info);

/// <summary>Searches symbols, which arrive one after another, for the parts in a table.</summary>
/// <param name="table">The parts.</param>
/// <param name="symbols">The symbol of each byte.</param>
/// <param name="found">Gets what is found. Places that overlap are one.</param>
internal sealed class PartScanner(PartTable table, byte[] symbols, PartFound found)
{
    /// <summary>How many bytes a part may take, with all that is not compared between its symbols.</summary>
    public const int LongestPart = 512;

    // A power of two.
    private const int Remembered = 8;

    private readonly long[] _starts = new long[Remembered];
    private ulong _recent;
    private long _count;
    private int _run;
    private bool _isFound;
    private long _runStart;

    /// <summary>Forgets the symbols so far: what follows is not next to them.</summary>
    public void Reset()
    {
        _recent = 0;
        _count = 0;
        _run = 0;
    }

    /// <summary>Searches bytes at successive positions.</summary>
    public unsafe void Scan(byte[] bytes, int offset, int count, long position)
    {
        if (count == 0)
        {
            return;
        }

        var recent = _recent;
        var number = _count;
        var lookup = table.Lookup;
        // The one loop over all bytes of a stream.
        fixed (byte* values = &bytes[offset], compared = symbols)
        fixed (uint* filter = lookup.Filter)
        fixed (long* starts = _starts)
        {
            for (var i = 0; i < count; i++)
            {
                var symbol = compared[values[i]];
                if (symbol == Symbols.Dropped)
                {
                    continue;
                }

                recent = (recent << 8) | symbol;
                starts[number++ & (Remembered - 1)] = position + i;
                var hash = unchecked((recent & lookup.Mask) * lookup.Multiplier) >> lookup.Shift;
                if ((filter[hash >> 5] >> (int)(hash & 31) & 1) != 0)
                {
                    Check(recent, number, position + i + 1);
                }
                else
                {
                    _run = 0;
                }
            }
        }

        _recent = recent;
        _count = number;
    }

    /// <summary>Searches a decoded byte, which has the position of what it was decoded from.</summary>
    public void Scan(byte value, long start, long end)
    {
        var symbol = symbols[value];
        if (symbol == Symbols.Dropped)
        {
            return;
        }

        _recent = (_recent << 8) | symbol;
        _starts[_count++ & (Remembered - 1)] = start;
        Check(_recent, _count, end);
    }

    /// <summary>The position from which on bytes may be the start of a part whose end is still to come.</summary>
    /// <param name="end">The position behind the last byte.</param>
    /// <param name="fewest">How many symbols are a start: fewer of them are not worth waiting for.</param>
    /// <returns><paramref name="end"/> if there is no such start.</returns>
    public long PossibleStart(long end, int fewest)
    {
        for (var length = table.Length - 1; length >= fewest; length--)
        {
            if (length > _count || !table.StartsPart(_recent, length))
            {
                continue;
            }

            var start = _starts[(_count - length) & (Remembered - 1)];
            start = length == table.Length - 1 && _run > 0 && !_isFound ? _runStart : start;
            if (end - start <= LongestPart)
            {
                return start;
            }
        }

        return end;
    }

    private void Check(ulong recent, long count, long end)
    {
        var start = _starts[(count - table.Length) & (Remembered - 1)];
        if (count < table.Length || !table.MayEndWithPart(recent) || end - start > LongestPart || !table.EndsWithPart(recent, out var info))
        {
            _run = 0;
            return;
        }

        if (_run == 0 || end - _runStart > LongestPart)
        {
            _run = 0;
            _isFound = false;
            _runStart = start;
        }

        _run++;
        if (_run >= info.Run)
        {
            found(_runStart, end, info);
            _isFound = true;
            _runStart = start;
        }
    }
}
