using System;

namespace TokenTools.Security.Redaction;

/// <summary>Searches what is left of bytes after their escapes have been decoded, and what is left after that once more.</summary>
internal sealed class EscapeLevel
{
    // What a part may extend over on each side of bytes that contain no escape.
    private const int Margin = 2 * PartScanner.LongestPart;

    private readonly EscapeDecoder _decoder = new();
    private readonly PartScanner[] _scanners;
    private readonly EscapeLevel? _next;

    /// <param name="parts">What to search for.</param>
    /// <param name="found">Gets what is found.</param>
    /// <param name="levels">How often bytes are decoded, at least once.</param>
    public EscapeLevel(SecretParts parts, PartFound found, int levels)
    {
        _scanners = parts.Scanners((start, end, info) =>
            found(start, end, info with { Encoding = info.Encoding | SecretEncodings.Escaped }));
        _next = levels > 1 ? new EscapeLevel(parts, found, levels - 1) : null;
    }

    /// <summary>Searches bytes at successive positions.</summary>
    public void Scan(byte[] bytes, int offset, int count, long position)
    {
        if (count <= 2 * Margin || _decoder.PendingStart is not null || !EscapeDecoder.IsPlain(bytes, offset, count))
        {
            Decode(bytes, offset, count, position);
            return;
        }

        // What is in the middle is the same as it was before decoding.
        Decode(bytes, offset, Margin, position);
        Reset();
        Decode(bytes, offset + count - Margin, Margin, position + count - Margin);
    }

    /// <summary>Searches what was kept because an escape may have continued.</summary>
    public void Complete()
    {
        _decoder.Decode(isComplete: true);
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

    private void Decode(byte[] bytes, int offset, int count, long position)
    {
        for (var i = 0; i < count; i++)
        {
            _decoder.Add(bytes[offset + i], position + i, position + i + 1);
        }

        _decoder.Decode(isComplete: false);
        ScanDecoded();
    }

    private void ScanDecoded()
    {
        var decoded = _decoder.Output;
        foreach (var scanner in _scanners)
        {
            scanner.Scan(decoded, 0, decoded.Count);
        }

        for (var i = 0; _next is not null && i < decoded.Count; i++)
        {
            _next._decoder.Add(decoded.Value(i), decoded.Start(i), decoded.End(i));
        }

        _next?._decoder.Decode(isComplete: false);
        _next?.ScanDecoded();
        decoded.Clear();
    }
}
