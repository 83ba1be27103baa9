using System;

namespace TokenTools.Rows;

/// <summary>A setting that a column of a row can set, such as a column of a CSV file.</summary>
/// <param name="Key">The setting's key, which is a name of the column and the property's name in its spec.</param>
/// <param name="FieldNames">Further names of the column: those of the platform's own fields. Case is ignored.</param>
internal sealed record RowSetting(string Key, params string[] FieldNames)
{
    /// <summary>
    /// Names of columns that probably mean this setting but do not set it, apart from misspellings. A row that has one is rejected.
    /// </summary>
    public string[] SimilarNames { get; init; } = Array.Empty<string>();
}
