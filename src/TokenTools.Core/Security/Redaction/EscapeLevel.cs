using System;

namespace TokenTools.Security.Redaction;

/// <summary>Searches bytes after their escapes have been decoded, and again after escapes in the result have been.</summary>
internal sealed class EscapeLevel
{
    // What a part may extend over on each side of bytes that contain no escape.
    private const int Margin = 2 * PartScanner.LongestPart;

    private readonly EscapeDecoder _decoder;
    private readonly PartScanner[] _scanners;
    private readonly EscapeLevel? _next;

    /// <param name="parts">What to search for.</param>
    /// <param name="found">Gets what is found.</param>
    /// <param name="levels">How often bytes are decoded, at least once.</param>
    public EscapeLevel(SecretParts parts, PartFound found, int levels)
    {
        _scanners = parts.Scanners((start, end, info) =>
            found(start, end, info with { Encoding = info.Encoding | SecretEncodings.Escaped }));
        _decoder = new EscapeDecoder(ScanDecoded);
        _next = levels > 1 ? new EscapeLevel(parts, found, levels - 1) : null;
    }

    /// <summary>Searches bytes at successive positions.</summary>
    public void Scan(byte[] bytes, int offset, int count, long position)
    {
        var end = offset + count;
        for (var i = offset; i < end;)
        {
            var next = _decoder.PendingStart is null ? EscapeDecoder.FindStart(bytes, i, end) : i;
            if (next > i)
            {
                ScanPlain(bytes, i, next - i, position + i - offset);
                i = next;
            }
            else
            {
                _decoder.Add(bytes[i], position + i - offset, position + i - offset + 1);
                i++;
            }
        }
    }

    /// <summary>Searches what was kept because an escape may have continued.</summary>
    public void Complete()
    {
        _decoder.Complete();
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

    // Bytes that are the same before and after decoding.
    private void ScanPlain(byte[] bytes, int offset, int count, long position)
    {
        if (count > 2 * Margin)
        {
            // What is in the middle, away from any escape, is searched already.
            ScanPlain(bytes, offset, Margin, position);
            Reset();
            ScanPlain(bytes, offset + count - Margin, Margin, position + count - Margin);
            return;
        }

        foreach (var scanner in _scanners)
        {
            scanner.Scan(bytes, offset, count, position);
        }

        _next?.Scan(bytes, offset, count, position);
    }

    private void ScanDecoded(byte value, long start, long end)
    {
        foreach (var scanner in _scanners)
        {
            scanner.Scan(value, start, end);
        }

        _next?._decoder.Add(value, start, end);
    }
}
