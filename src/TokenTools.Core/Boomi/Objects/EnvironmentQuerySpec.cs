using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Boomi.Objects;

/// <summary>Which environments to get, as a front end binds it.</summary>
/// <remarks>Properties of the filter: OpenAPI description, EnvironmentSimpleExpression.</remarks>
internal sealed class EnvironmentQuerySpec : IObjectQuerySpec<BoomiRuntimeEnvironment>
{
    private NameFilters? _names;

    /// <summary>The names; null for all.</summary>
    public IReadOnlyList<NameFilter>? Name { get; set; }

    /// <summary>The ids; null for all.</summary>
    public IReadOnlyList<string>? Id { get; set; }

    /// <summary>One of <see cref="BoomiRuntimeEnvironment.Classifications"/>, in any case; null for all.</summary>
    public string? Classification { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> NotFound => _names?.NotFound ?? [];

    /// <inheritdoc/>
    public BoomiQuery<BoomiRuntimeEnvironment> Build(BoomiConnection connection)
    {
        var names = _names = new NameFilters(Name, nameof(Name));
        var classification = BoomiName.Word(Classification, BoomiRuntimeEnvironment.Classifications, nameof(Classification));
        QueryExpression? Filter(QueryExpression? name) => QueryExpression.All(
            name,
            QueryExpression.Any([.. (Id ?? []).Select(static id => QueryExpression.EqualTo("id", BoomiName.Validate(id, nameof(Id))))]),
            classification is null ? null : QueryExpression.EqualTo("classification", classification));
        return new BoomiQuery<BoomiRuntimeEnvironment>(
            connection,
            BoomiRuntimeEnvironment.Kind,
            Filter(names.ToExpression("name")),
            environment => names.Matches(environment.Name),
            new FurtherQuery(Filter(null), names.KeepNotFound));
    }
}
