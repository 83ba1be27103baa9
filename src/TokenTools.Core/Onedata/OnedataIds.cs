using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata;

/// <summary>The rules for Onedata's ids.</summary>
/// <remarks>
/// The services create ids of 38 characters (<c>datastore_key</c>), which are opaque to clients. What can be part of an address
/// or a list without escapes is accepted, up to a length that no token has.
/// </remarks>
internal static class OnedataIds
{
    // A token that was specified by mistake is longer.
    private const int MaximumLength = 64;

    /// <summary>Matches any id.</summary>
    public const string Any = "*";

    /// <summary>True for text with the length and the characters of an id.</summary>
    public static bool IsPlain(string id) =>
        id.Length is > 0 and <= MaximumLength
        && id.All(static c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '-' or '_');
}

/// <summary>
/// An id with a prefix that says what it identifies, as services and consumers have them: <c>opw-…</c>, <c>usr-…</c>.
/// </summary>
/// <param name="Prefix">The prefix, without the dash.</param>
/// <param name="Id">The id, or <see cref="OnedataIds.Any"/>.</param>
internal readonly record struct PrefixedId(string Prefix, string Id)
{
    /// <summary>True if it matches any id with the prefix.</summary>
    public bool IsAny => Id == OnedataIds.Any;

    /// <summary>Parses an id with one of these prefixes; false for another prefix or without an id.</summary>
    public static bool TryParse(string text, IReadOnlyDictionary<string, string> prefixes, out PrefixedId id)
    {
        var dash = text.IndexOf('-');
        id = new PrefixedId(dash < 0 ? string.Empty : text.Substring(0, dash), text.Substring(dash + 1));
        // An id that contains the separator of a list would corrupt the list.
        return id.Id.Length > 0 && prefixes.ContainsKey(id.Prefix) && id.Id.All(static c => c is > ' ' and <= '~' and not '|');
    }

    /// <summary>True if it matches the other one.</summary>
    public bool Covers(PrefixedId other) => Prefix == other.Prefix && (IsAny || Id == other.Id);
}
