using System.Collections.Generic;
using System.Text;

namespace TokenTools.Security.Redaction;

/// <summary>The parts of a text that have to be masked.</summary>
internal sealed class MaskedRanges
{
    private readonly List<(int Start, int End)> _ranges = [];

    /// <summary>True if nothing has to be masked.</summary>
    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>Adds the part of the original text that a part of a decoded one comes from.</summary>
    public void Add(MappedText text, int first, int last)
    {
        if (first <= last)
        {
            _ranges.Add((text.Start(first), text.End(last)));
        }
    }

    /// <summary>The original text with each part replaced; parts that overlap or touch are replaced by one mask.</summary>
    public string Apply(string original, string mask)
    {
        if (IsEmpty)
        {
            return original;
        }

        _ranges.Sort();
        var result = new StringBuilder(original.Length);
        var copied = 0;
        for (var i = 0; i < _ranges.Count;)
        {
            var (start, end) = _ranges[i];
            for (i++; i < _ranges.Count && _ranges[i].Start <= end; i++)
            {
                end = _ranges[i].End > end ? _ranges[i].End : end;
            }

            result.Append(original, copied, start - copied).Append(mask);
            copied = end;
        }

        return result.Append(original, copied, original.Length - copied).ToString();
    }
}
