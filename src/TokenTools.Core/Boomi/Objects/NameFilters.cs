using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Boomi.Objects;

/// <summary>The names of the objects to get: exact ones, which the service filters by, and patterns, which it cannot filter by.</summary>
internal sealed class NameFilters
{
    // Beyond this, it is faster to get all objects.
    private const int MaximumExactNames = 20;

    private IReadOnlyList<NameFilter> _filters;
    private readonly HashSet<string> _found = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="filters">The names and patterns; null or empty for all objects.</param>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="TokenArgumentException">A name is not valid.</exception>
    public NameFilters(IReadOnlyList<NameFilter>? filters, string key)
    {
        _filters = filters ?? [];
        foreach (var filter in _filters)
        {
            BoomiName.Validate(filter.Text, key);
        }
    }

    /// <summary>The exact names that no object had.</summary>
    public IEnumerable<string> NotFound =>
        _filters.Where(filter => filter.Pattern is null && !_found.Contains(filter.Text)).Select(static filter => filter.Text);

    /// <summary>After a query with the service's filter: leaves the names that no object had. False if there are none.</summary>
    /// <remarks>It is not documented whether the service's filter ignores case. Without it, each name is compared here.</remarks>
    public bool KeepNotFound()
    {
        var missing = _filters.Where(filter => !_found.Contains(filter.Text)).ToList();
        if (!IsFilteredByService || missing.Count == 0)
        {
            return false;
        }

        _filters = missing;
        return true;
    }

    /// <summary>The service's filter; null if it cannot filter by these names.</summary>
    /// <param name="property">The property with the name.</param>
    public QueryExpression? ToExpression(string property) =>
        IsFilteredByService
            ? QueryExpression.Any([.. _filters.Select(filter => QueryExpression.EqualTo(property, filter.Text))])
            : null;

    private bool IsFilteredByService =>
        _filters.Count is > 0 and <= MaximumExactNames && _filters.All(static filter => filter.Pattern is null);

    /// <summary>True if an object's name is one of these. Case is ignored.</summary>
    public bool Matches(string name)
    {
        _found.Add(name);
        return _filters.Count == 0 || _filters.Any(filter =>
            filter.Pattern?.Invoke(name) ?? string.Equals(filter.Text, name, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>A name, or a pattern for names.</summary>
/// <param name="Text">The name or pattern as it was specified.</param>
/// <param name="Pattern">Compares a name with the pattern; null for an exact name.</param>
internal sealed record NameFilter(string Text, Func<string, bool>? Pattern = null);
