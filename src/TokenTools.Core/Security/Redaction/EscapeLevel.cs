using System;

namespace TokenTools.Security.Redaction;

/// <summary>Searches bytes after their escapes have been decoded, and again after escapes in the result have been.</summary>
internal sealed class EscapeLevel
{
    // What a part may extend over on each side of bytes that contain no escape.
    private const int Margin = 2 * PartScanner.LongestPart;

    // What is decoded at a time stays in the processor's nearest cache.
    private const int Portion = 4 * Margin;

    private readonly DecodedBytes _input = new();
    private readonly DecodedBytes _decoded = new();
    private readonly EscapeDecoder _decoder;
    private readonly PartScanner[] _scanners;
    private readonly EscapeLevel? _next;

    /// <param name="parts">What to search for.</param>
    /// <param name="found">Gets what is found.</param>
    /// <param name="levels">How often bytes are decoded, at least once.</param>
    /// <param name="dropsStrings">How control functions are decoded; see <see cref="EscapeDecoder"/>.</param>
    public EscapeLevel(SecretParts parts, PartFound found, int levels, bool dropsStrings)
    {
        _scanners = parts.Scanners((start, end, info) =>
            found(start, end, info with { Encoding = info.Encoding | SecretEncodings.Escaped }));
        _decoder = new EscapeDecoder(_decoded, dropsStrings);
        _next = levels > 1 ? new EscapeLevel(parts, found, levels - 1, dropsStrings) : null;
    }

    /// <summary>Searches bytes at successive positions.</summary>
    public void Scan(byte[] bytes, int offset, int count, long position)
    {
        for (var end = offset + count; offset < end; offset += count)
        {
            count = PlainCount(bytes, offset, end);
            if (count > 2 * Margin)
            {
                // What is in the middle, away from any escape, is searched already.
                ScanPortion(bytes, offset, Margin, position);
                Reset();
                ScanPortion(bytes, offset + count - Margin, Margin, position + count - Margin);
            }
            else
            {
                count = Math.Min(Portion, end - offset);
                ScanPortion(bytes, offset, count, position);
            }

            position += count;
        }
    }

    /// <summary>Searches what was kept because an escape may have continued.</summary>
    public void Complete()
    {
        _decoder.Complete();
        ScanDecoded();
        _next?.Complete();
    }

    /// <summary>The position from which on bytes may be the start of a part whose end is still to come.</summary>
    public long PossibleStart(long end, int fewest)
    {
        var least = _next?.PossibleStart(end, fewest) ?? end;
        var one = end;
        foreach (var scanner in _scanners)
        {
            least = Math.Min(least, scanner.PossibleStart(end, fewest));
            one = Math.Min(one, scanner.PossibleStart(end, fewest: 1));
        }

        // If nothing before it is the start of a part, the end of an escape alone reveals nothing.
        return _decoder.PendingStart is { } pending && (fewest == 1 || one < end) ? Math.Min(least, pending) : least;
    }

    private void Reset()
    {
        _decoder.Clear();
        Array.ForEach(_scanners, static scanner => scanner.Reset());
        _next?.Reset();
    }

    // The number of bytes up to the first with which an escape may start.
    private int PlainCount(byte[] bytes, int offset, int end) =>
        _decoder.PendingStart is null ? EscapeDecoder.FindStart(bytes, offset, end) - offset : 0;

    private void ScanPortion(byte[] bytes, int offset, int count, long position)
    {
        _input.Add(bytes, offset, count, position);
        Scan(_input, 0, count);
        _input.Clear();
    }

    private void Scan(DecodedBytes input, int offset, int count)
    {
        if (count > 2 * Margin && PlainCount(input.Values, offset, offset + count) == count)
        {
            Scan(input, offset, Margin);
            Reset();
            Scan(input, offset + count - Margin, Margin);
            return;
        }

        _decoder.Add(input, offset, count);
        ScanDecoded();
    }

    private void ScanDecoded()
    {
        foreach (var scanner in _scanners)
        {
            scanner.Scan(_decoded);
        }

        _next?.Scan(_decoded, 0, _decoded.Count);
        _decoded.Clear();
    }
}
