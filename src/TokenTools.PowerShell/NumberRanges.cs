using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TokenTools.PowerShell;

/// <summary>The numbers of inputs as text: 1, 3 to 7, 9.</summary>
internal sealed class NumberRanges
{
    // More ranges than a reader compares with a file; the last one then covers the rest.
    private const int Maximum = 100;

    private readonly List<(int First, int Last)> _ranges = [];

    /// <summary>True if there is exactly one number.</summary>
    public bool IsSingle => _ranges.Count == 1 && _ranges[0].First == _ranges[0].Last;

    /// <summary>Adds a number that is not less than the previous one.</summary>
    public NumberRanges Add(int number)
    {
        if (_ranges.Count == 0 || (_ranges[_ranges.Count - 1].Last < number - 1 && _ranges.Count < Maximum))
        {
            _ranges.Add((number, number));
        }
        else
        {
            _ranges[_ranges.Count - 1] = (_ranges[_ranges.Count - 1].First, number);
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _ranges.Select(static range => range.First == range.Last
        ? range.First.ToString(CultureInfo.InvariantCulture)
        : ModuleText.Format(nameof(ModuleMessages.InputRange), range.First, range.Last)));
}
