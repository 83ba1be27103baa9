using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Boomi.Objects;

/// <summary>Which runtimes to get, as a front end binds it.</summary>
/// <remarks>Properties of the filter: OpenAPI description, AtomSimpleExpression.</remarks>
internal sealed class RuntimeQuerySpec : IObjectQuerySpec<BoomiRuntime>
{
    private NameFilters? _names;

    /// <summary>The names; null for all.</summary>
    public IReadOnlyList<NameFilter>? Name { get; set; }

    /// <summary>The ids; null for all.</summary>
    public IReadOnlyList<string>? Id { get; set; }

    /// <summary>One of <see cref="BoomiRuntime.Types"/>, in any case; null for all.</summary>
    public string? Type { get; set; }

    /// <summary>One of <see cref="BoomiRuntime.Statuses"/>, in any case; null for all.</summary>
    public string? Status { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> NotFound => _names?.NotFound ?? [];

    /// <inheritdoc/>
    public BoomiQuery<BoomiRuntime> Build(BoomiConnection connection)
    {
        var names = _names = new NameFilters(Name, nameof(Name));
        var type = BoomiName.Word(Type, BoomiRuntime.Types, nameof(Type));
        var status = BoomiName.Word(Status, BoomiRuntime.Statuses, nameof(Status));
        QueryExpression? Filter(QueryExpression? name) => QueryExpression.All(
            name,
            QueryExpression.Any([.. (Id ?? []).Select(static id => QueryExpression.EqualTo("id", BoomiName.Validate(id, nameof(Id))))]),
            type is null ? null : QueryExpression.EqualTo("type", type),
            status is null ? null : QueryExpression.EqualTo("status", status));
        return new BoomiQuery<BoomiRuntime>(
            connection,
            BoomiRuntime.Kind,
            Filter(names.ToExpression("name")),
            runtime => names.Matches(runtime.Name),
            new FurtherQuery(Filter(null), names.KeepNotFound));
    }
}
