using System.Collections.Generic;

namespace TokenTools.Boomi.Objects;

/// <summary>Which objects to get, as a front end binds it.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
internal interface IObjectQuerySpec<T>
    where T : class
{
    /// <summary>After the query: the exact names that were specified and that no object has.</summary>
    IEnumerable<string> NotFound { get; }

    /// <summary>Creates the query. Sends nothing.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    BoomiQuery<T> Build(BoomiConnection connection);
}
