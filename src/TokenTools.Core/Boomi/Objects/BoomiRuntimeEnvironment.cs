using System;
using System.Collections.Generic;

namespace TokenTools.Boomi.Objects;

/// <summary>An environment, to which runtimes are attached: the object Environment of the Platform API.</summary>
/// <remarks>Fields: https://developer.boomi.com/docs/api/platformapi/Environment</remarks>
public sealed class BoomiRuntimeEnvironment
{
    private BoomiRuntimeEnvironment(BoomiFields fields)
    {
        Id = fields.Id("id");
        Name = fields.Text("name") ?? string.Empty;
        Classification = fields.Text("classification");
    }

    /// <summary>The environment's id.</summary>
    public string Id { get; }

    /// <summary>The environment's name, which is unique in its account.</summary>
    public string Name { get; }

    /// <summary>PROD or TEST; null in accounts with Basic environment support, where all environments are production environments.</summary>
    public string? Classification { get; }

    internal static BoomiObjectKind<BoomiRuntimeEnvironment> Kind { get; } =
        new("Environment", static fields => new BoomiRuntimeEnvironment(fields)) { Everything = QueryExpression.IsNotNull("id") };

    /// <summary>The classifications in the service's schema, with what they mean.</summary>
    internal static IReadOnlyDictionary<string, string> Classifications { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["PROD"] = "a production environment; uses production licenses",
        ["TEST"] = "a test environment; requires Test Connection Licensing",
    };

    /// <summary>Name and id.</summary>
    public override string ToString() => Name + " (" + Id + ")";
}
