using System.Collections.Generic;

namespace TokenTools.Onedata.Caveats;

/// <summary>The set of values that a caveat allows. Caveats of one kind conflict if the intersection of their sets is empty.</summary>
internal abstract class AllowedSet
{
    /// <summary>True if the set is empty.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>The intersection with another set of the same class.</summary>
    public abstract AllowedSet Intersect(AllowedSet other);

    /// <summary>True if another set of the same class contains all of this one.</summary>
    public abstract bool IsSubsetOf(AllowedSet other);
}

/// <summary>A set of single values.</summary>
internal sealed class AllowedValues<T>(IEnumerable<T> values) : AllowedSet
{
    private readonly HashSet<T> _values = new(values);

    /// <inheritdoc/>
    public override bool IsEmpty => _values.Count == 0;

    /// <inheritdoc/>
    public override AllowedSet Intersect(AllowedSet other)
    {
        var both = new AllowedValues<T>(_values);
        both._values.IntersectWith(((AllowedValues<T>)other)._values);
        return both;
    }

    /// <inheritdoc/>
    public override bool IsSubsetOf(AllowedSet other) => _values.IsSubsetOf(((AllowedValues<T>)other)._values);
}
