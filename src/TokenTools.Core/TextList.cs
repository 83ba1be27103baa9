using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Linq;

namespace TokenTools;

/// <summary>A list whose text is its elements: Export-Csv writes the text of each property.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <param name="elements">The elements.</param>
/// <param name="separator">The text between two elements.</param>
internal sealed class TextList<T>(IReadOnlyList<T> elements, string separator = ", ") : ReadOnlyCollection<T>(elements as IList<T> ?? elements.ToList())
{
    /// <summary>A list without elements.</summary>
    public static TextList<T> None { get; } = new([]);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(separator, Items.Select(static element => string.Format(CultureInfo.InvariantCulture, "{0}", element)));
}
