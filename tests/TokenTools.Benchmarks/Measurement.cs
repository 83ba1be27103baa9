using System.Globalization;

namespace TokenTools.Benchmarks;

/// <summary>One figure of a benchmark, with its bound.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Bound">The bound; null for none.</param>
/// <param name="IsMinimum">Whether the bound is the least that the figure may be, and not the most.</param>
/// <param name="Unit">The unit; empty for a ratio.</param>
/// <param name="Detail">The figures that it was calculated from.</param>
internal sealed record Measurement(string What, double Value, double? Bound, bool IsMinimum = false, string Unit = "", string Detail = "")
{
    /// <summary>Whether the figure is within its bound.</summary>
    public bool IsWithinBound => Bound is null || (IsMinimum ? Value >= Bound : Value <= Bound);

    /// <summary>The figure as text.</summary>
    public string ValueText => Format(Value) + Unit;

    /// <summary>The bound as text.</summary>
    public string BoundText => Bound is { } bound ? (IsMinimum ? "≥ " : "≤ ") + Format(bound) + Unit : "none";

    private static string Format(double value) => value.ToString(value >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
