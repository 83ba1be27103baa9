using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata;

/// <summary>Ids with a prefix that says what they are of, as services and consumers have them: <c>opw-…</c>, <c>usr-…</c>.</summary>
internal static class OnedataIds
{
    /// <summary>Stands for every id.</summary>
    public const string Any = "*";

    /// <summary>Takes a prefix off; false when there is none of these or nothing that could be an id behind it.</summary>
    public static bool TrySplit(string text, IEnumerable<string> prefixes, out string prefix, out string id)
    {
        var dash = text.IndexOf('-');
        prefix = dash < 0 ? string.Empty : text.Substring(0, dash);
        id = text.Substring(dash + 1);
        // A list's separator in an id would break the list.
        return id.Length > 0 && prefixes.Contains(prefix, StringComparer.Ordinal) && id.All(c => c is > ' ' and <= '~' and not '|');
    }

    /// <summary>Whether it consists of what Onedata's own ids consist of.</summary>
    public static bool IsPlain(string id) =>
        id.Length > 0 && id.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '-' or '_');
}
