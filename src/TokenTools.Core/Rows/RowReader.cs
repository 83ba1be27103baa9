using System;
using System.Collections.Generic;

namespace TokenTools.Rows;

/// <summary>Reads rows: finds the setting of each column, and rejects a row with a column that looks like a setting but is not one.</summary>
/// <remarks>Not thread-safe: one reader for each run, whose rows usually have the same columns.</remarks>
/// <param name="settings">The settings that a row can have.</param>
internal sealed class RowReader(RowSettings settings)
{
    // Rows can have different columns, without a limit.
    private const int MaximumKnown = 1000;

    private readonly Dictionary<string, (RowSetting? Setting, string? Similar)> _known = new(StringComparer.Ordinal);

    /// <summary>Reads a row.</summary>
    /// <param name="columns">The names of the row's columns.</param>
    /// <param name="value">Returns the value of a column; called only for columns of settings.</param>
    /// <exception cref="TokenArgumentException">
    /// A column looks like a setting but is not one, or two columns have different values for the same setting.
    /// </exception>
    public Row Read(IEnumerable<string> columns, Func<string, object?> value)
    {
        var row = new Row();
        foreach (var column in columns)
        {
            var (setting, similar) = Identify(column);
            if (setting is not null)
            {
                row.Add(setting.Key, column, value(column));
            }
            else if (similar is not null)
            {
                throw new TokenArgumentException(similar, nameof(Messages.RowColumnSimilar), column, similar);
            }
        }

        return row;
    }

    private (RowSetting? Setting, string? Similar) Identify(string column)
    {
        if (_known.TryGetValue(column, out var known))
        {
            return known;
        }

        var setting = settings.Find(column);
        var result = (setting, setting is null ? settings.FindSimilar(column) : null);
        if (_known.Count < MaximumKnown)
        {
            _known.Add(column, result);
        }

        return result;
    }
}
