using System;

namespace TokenTools.Boomi.Objects;

/// <summary>A kind of object of the Platform API, which is read as <typeparamref name="T"/>.</summary>
/// <remarks>Each kind is the static <c>Kind</c> of its class.</remarks>
/// <typeparam name="T">The type of the objects.</typeparam>
/// <param name="name">The kind's name in addresses, such as Atom.</param>
/// <param name="read">Reads an object.</param>
internal sealed class BoomiObjectKind<T>(string name, Func<BoomiFields, T> read)
    where T : class
{
    /// <summary>The kind's name in addresses, such as Atom.</summary>
    public string Name { get; } = name;

    /// <summary>The filter of a query for all objects; null if the service returns all of them without a filter.</summary>
    public QueryExpression? Everything { get; init; }

    /// <summary>Reads an object.</summary>
    /// <exception cref="TokenApiException">A required field is missing or not usable.</exception>
    public T Read(BoomiFields fields) => read(fields);
}
