using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenTools.Rows;

/// <summary>The settings that a row can have: a registry from which the names of its columns follow.</summary>
/// <remarks>
/// A column that no setting has is not an error, because a row may be used for something else as well. A column whose name looks like that
/// of a setting is one: its value would be ignored, and the result would be one that was not requested.
/// </remarks>
internal sealed class RowSettings
{
    // Shorter names are too similar to unrelated ones: Path and Patch.
    private const int ShortestMisspelled = 6;

    private readonly Dictionary<string, RowSetting> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, RowSetting> _bySimilarName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Folded, string Name)> _folded = [];

    /// <param name="settings">The settings.</param>
    /// <param name="acceptsSnakeCase">Whether a setting's key is also accepted in the form <c>admin_group</c>.</param>
    public RowSettings(IEnumerable<RowSetting> settings, bool acceptsSnakeCase = false)
    {
        All = settings.ToList();
        foreach (var setting in All)
        {
            IEnumerable<string> names = [setting.Key, .. setting.FieldNames];
            foreach (var name in acceptsSnakeCase ? names.Append(SnakeCase(setting.Key)) : names)
            {
                // Of two settings, the first one has the name.
                if (!_byName.ContainsKey(name))
                {
                    _byName.Add(name, setting);
                    _folded.Add((Fold(name), name));
                }
            }

            foreach (var name in setting.SimilarNames)
            {
                _bySimilarName[Fold(name)] = setting;
            }
        }
    }

    /// <summary>All settings.</summary>
    public IReadOnlyList<RowSetting> All { get; }

    /// <summary>The setting that a column sets; null for none.</summary>
    public RowSetting? Find(string column) => _byName.TryGetValue(column.Trim(), out var setting) ? setting : null;

    /// <summary>The name that a column without a setting looks like; null for none.</summary>
    /// <remarks>
    /// The names are the same apart from case, spaces and punctuation, or differ in one letter that is missing, added, replaced or swapped
    /// with the next one.
    /// </remarks>
    public string? FindSimilar(string column)
    {
        var folded = Fold(column);
        if (folded.Length == 0)
        {
            return null;
        }

        foreach (var (known, name) in _folded)
        {
            if (known == folded)
            {
                return name;
            }
        }

        if (_bySimilarName.TryGetValue(folded, out var similar))
        {
            return similar.Key;
        }

        foreach (var (known, name) in _folded)
        {
            if (known.Length >= ShortestMisspelled && folded.Length >= ShortestMisspelled && IsOneLetterOff(folded, known))
            {
                return name;
            }
        }

        return null;
    }

    private static string SnakeCase(string key) =>
        Regex.Replace(key, "(?<=.)[A-Z]", "_$0", RegexOptions.CultureInvariant).ToLowerInvariant();

    private static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
        }

        return folded.ToString();
    }

    private static bool IsOneLetterOff(string text, string known)
    {
        var difference = text.Length - known.Length;
        if (difference is < -1 or > 1)
        {
            return false;
        }

        var shortest = Math.Min(text.Length, known.Length);
        var start = 0;
        while (start < shortest && text[start] == known[start])
        {
            start++;
        }

        return difference switch
        {
            1 => text.Substring(start + 1) == known.Substring(start),
            -1 => text.Substring(start) == known.Substring(start + 1),
            _ => start == shortest
                || text.Substring(start + 1) == known.Substring(start + 1)
                || (start + 1 < shortest && text[start] == known[start + 1] && text[start + 1] == known[start]
                    && text.Substring(start + 2) == known.Substring(start + 2)),
        };
    }
}
