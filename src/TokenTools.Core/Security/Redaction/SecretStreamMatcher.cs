using System;
using System.Collections.Generic;

namespace TokenTools.Security.Redaction;

/// <summary>
/// Finds secrets, in every form, in bytes that arrive in any portions. Keeps back only what may be the start of a secret, at most a few
/// kilobytes. The result does not depend on the portions.
/// </summary>
/// <param name="parts">What to search for.</param>
/// <param name="sink">Gets the bytes.</param>
internal sealed class SecretStreamMatcher(SecretParts parts, ISecretSink sink)
{
    // A longer write is searched in portions, which limits what is kept.
    private const int LongestPortion = 32 * 1024;

    // JSON in JSON, or in a command line.
    private const int EscapeLevels = 2;

    // Fewer characters are not kept back when the stream pauses: a prompt has to be visible. They reveal nothing of use.
    private const int FewestKeptInPause = 4;

    private PartScanner[]? _scanners;

    // For terminals that show the text of control strings, and for those that do not.
    private EscapeLevel[] _escapes = [];
    private readonly List<(long Start, long End, PartInfo Info)> _found = [];
    private byte[] _kept = new byte[2 * LongestPortion];
    private int _keptCount;
    private long _released;
    private (long Start, PartInfo Info, SecretEncodings Seen)? _open;
    private long _openEnd;

    private long End => _released + _keptCount;

    /// <summary>Searches bytes, and passes on those that are known to be or not to be part of a secret.</summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            var portion = Math.Min(count, LongestPortion);
            Search(buffer, offset, portion);
            Release(PossibleStart(fewest: 1));
            offset += portion;
            count -= portion;
        }
    }

    /// <summary>Passes on, because nothing follows for now, what is not probably the start of a secret.</summary>
    public void Flush() => Release(PossibleStart(FewestKeptInPause));

    /// <summary>Passes on the rest, because nothing follows.</summary>
    public void Complete()
    {
        if (_scanners is not null)
        {
            Array.ForEach(_escapes, static level => level.Complete());
        }

        Release(End);
        Close();
    }

    private void Search(byte[] buffer, int offset, int count)
    {
        if (_scanners is null)
        {
            _scanners = parts.Scanners(Add);
            _escapes = [new(parts, Add, EscapeLevels, dropsStrings: false), new(parts, Add, EscapeLevels, dropsStrings: true)];
        }

        if (_keptCount + count > _kept.Length)
        {
            var larger = new byte[2 * (_keptCount + count)];
            Buffer.BlockCopy(_kept, 0, larger, 0, _keptCount);
            Array.Clear(_kept, 0, _kept.Length);
            _kept = larger;
        }

        var position = End;
        Buffer.BlockCopy(buffer, offset, _kept, _keptCount, count);
        _keptCount += count;
        foreach (var scanner in _scanners)
        {
            scanner.Scan(buffer, offset, count, position);
        }

        if (_scanners.Length > 0)
        {
            foreach (var level in _escapes)
            {
                level.Scan(buffer, offset, count, position);
            }
        }
    }

    private long PossibleStart(int fewest)
    {
        var end = End;
        if (_scanners is null or { Length: 0 })
        {
            return end;
        }

        var least = end;
        foreach (var level in _escapes)
        {
            least = Math.Min(least, level.PossibleStart(end, fewest));
        }

        foreach (var scanner in _scanners)
        {
            least = Math.Min(least, scanner.PossibleStart(end, fewest));
        }

        return Math.Max(least, _released);
    }

    private void Add(long start, long end, PartInfo info)
    {
        start = Math.Max(start, _released);
        if (start >= end)
        {
            return;
        }

        var last = _found.Count - 1;
        if (last >= 0 && _found[last] is var previous && start >= previous.Start && start <= previous.End && info == previous.Info)
        {
            _found[last] = (previous.Start, Math.Max(end, previous.End), info);
        }
        else
        {
            _found.Add((start, end, info));
        }
    }

    private void Release(long to)
    {
        _found.Sort(static (one, other) => one.Start != other.Start ? one.Start.CompareTo(other.Start) : other.End.CompareTo(one.End));
        var from = _released;
        var position = from;
        var done = 0;
        foreach (var (start, end, info) in _found)
        {
            if (start >= to)
            {
                break;
            }

            Pass(from, position, Math.Max(position, start));
            position = Math.Max(position, start);
            var limit = Math.Min(end, to);
            Withhold(from, position, limit, info);
            position = Math.Max(position, limit);
            if (end > to)
            {
                break;
            }

            done++;
        }

        _found.RemoveRange(0, done);
        Pass(from, position, to);
        var count = (int)(to - from);
        Buffer.BlockCopy(_kept, count, _kept, 0, _keptCount - count);
        _keptCount -= count;
        Array.Clear(_kept, _keptCount, Math.Min(count, _kept.Length - _keptCount));
        _released = to;
    }

    private void Pass(long from, long start, long end)
    {
        if (start < end)
        {
            Close();
            sink.Pass(_kept, (int)(start - from), (int)(end - start));
        }
    }

    private void Withhold(long from, long start, long end, PartInfo info)
    {
        var open = _open ?? (start, info, SecretEncodings.Plain);
        var seen = open.Seen | (info.Encoding & SecretEncodings.Escaped);
        for (var i = start; i < end; i++)
        {
            seen |= _kept[i - from] switch
            {
                0 => SecretEncodings.Utf16,
                (byte)'\n' => SecretEncodings.Wrapped,
                (byte)'%' => SecretEncodings.Percent,
                (byte)'\\' => SecretEncodings.Backslash,
                (byte)'&' => SecretEncodings.CharacterReference,
                (byte)'-' or (byte)'_' => SecretEncodings.Base64Url,
                _ => SecretEncodings.Plain,
            };
        }

        _open = (open.Start, open.Info, seen);
        if (start < end)
        {
            sink.Withhold(_kept, (int)(start - from), (int)(end - start));
            _openEnd = end;
        }
    }

    private void Close()
    {
        if (_open is not { } open)
        {
            return;
        }

        _open = null;
        var encoding = open.Info.Encoding & ~SecretEncodings.Escaped;
        encoding |= open.Seen & (SecretEncodings.Utf16 | SecretEncodings.Wrapped);
        if ((open.Seen & SecretEncodings.Escaped) != 0)
        {
            encoding |= open.Seen & (SecretEncodings.Percent | SecretEncodings.Backslash | SecretEncodings.CharacterReference);
        }

        if ((encoding & SecretEncodings.Base64) != 0 && (open.Seen & SecretEncodings.Base64Url) != 0)
        {
            encoding = (encoding & ~SecretEncodings.Base64) | SecretEncodings.Base64Url;
        }

        sink.Found(new SecretMatch(open.Start, _openEnd - open.Start, open.Info.Secret, encoding));
    }
}
