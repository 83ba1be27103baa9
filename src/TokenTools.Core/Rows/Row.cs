using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security;
using TokenTools.Security;

namespace TokenTools.Rows;

/// <summary>The values of one row, by the keys of the settings. A blank cell has none. Created by <see cref="RowReader"/>.</summary>
internal sealed class Row
{
    private readonly Dictionary<string, (string Column, object? Value)> _cells = new(StringComparer.Ordinal);

    internal Row()
    {
    }

    /// <summary>A row without columns.</summary>
    public static Row Empty { get; } = new();

    /// <summary>True if the row has a column for one of its settings, blank or not.</summary>
    public bool HasColumns => _cells.Count > 0;

    /// <summary>True if the row has a column for a setting, blank or not.</summary>
    public bool HasColumn(string key) => _cells.ContainsKey(key);

    /// <summary>The value of a setting; null for no column and for a blank cell.</summary>
    public object? Value(string key) => _cells.TryGetValue(key, out var cell) ? cell.Value : null;

    /// <summary>The value of a setting as text; null for no column and for a blank cell.</summary>
    public string? Text(string key) => Value(key) is { } value ? ToText(value) : null;

    /// <summary>Sets the properties of a spec that have the key of a setting as their name. A blank cell leaves a property unchanged.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="except">Returns true for the key of a setting that has a value from elsewhere; null for none.</param>
    /// <exception cref="TokenException">A value cannot be parsed.</exception>
    public void CopyTo(object spec, Func<string, bool>? except = null)
    {
        foreach (var pair in _cells)
        {
            if (pair.Value.Value is { } value
                && except?.Invoke(pair.Key) != true
                && spec.GetType().GetProperty(pair.Key) is { CanWrite: true } property)
            {
                property.SetValue(spec, Parse(value, property.PropertyType, pair.Key));
            }
        }
    }

    /// <summary>Adds a cell.</summary>
    /// <param name="key">The setting's key.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="value">The cell's value.</param>
    /// <exception cref="TokenArgumentException">Another column has a different value for the setting.</exception>
    internal void Add(string key, string column, object? value)
    {
        var given = value is null || (value is string text && string.IsNullOrWhiteSpace(text)) ? null : value;
        if (!_cells.TryGetValue(key, out var other) || other.Value is null)
        {
            _cells[key] = (column, given);
        }
        else if (given is not null && !ToText(given).Trim().Equals(ToText(other.Value).Trim(), StringComparison.Ordinal))
        {
            throw new TokenArgumentException(key, nameof(Messages.RowColumnsDiffer), other.Column, column, new SettingName(key));
        }
    }

    private static object Parse(object value, Type propertyType, string key)
    {
        var type = Nullable.GetUnderlyingType(propertyType) ?? propertyType;
        return type.IsInstanceOfType(value) ? value
            : type == typeof(SecureString) ? SecureText.FromString(ToText(value))
            : SettingParser.Parse(type, type == typeof(string) ? ToText(value) : ToText(value).Trim(), key);
    }

    private static string ToText(object value) => value is TimeSpan duration
        ? Duration.Format(duration)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
