namespace TokenTools.Sandbox.Boomi;

/// <summary>What a query for objects of a kind can filter by, from the OpenAPI description.</summary>
/// <param name="Name">The kind's name in addresses.</param>
/// <param name="Operators">The operators.</param>
/// <param name="Properties">The properties.</param>
internal sealed record BoomiQueryKind(string Name, string[] Operators, params string[] Properties)
{
    private static readonly string[] AllOperators =
    [
        "EQUALS", "LIKE", "NOT_EQUALS", "IS_NULL", "IS_NOT_NULL", "BETWEEN", "GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN",
        "LESS_THAN_OR_EQUAL", "CONTAINS", "NOT_CONTAINS",
    ];

    public static BoomiQueryKind Atom { get; } = new(
        "Atom",
        ["EQUALS", "NOT_EQUALS", "CONTAINS", "NOT_CONTAINS"],
        "name", "id", "hostname", "status", "type", "capabilities", "cloudId", "attachmentCloudId", "cloudMoleculeId", "instanceId",
        "isCloudAttachment");

    public static BoomiQueryKind Environment { get; } = new("Environment", AllOperators, "name", "id", "classification")
    {
        RequiresFilter = true,
    };

    public static BoomiQueryKind Attachment { get; } = new("EnvironmentAtomAttachment", AllOperators, "atomId", "environmentId")
    {
        RequiresFilter = true,
    };

    public static BoomiQueryKind AuditLog { get; } = new(
        "AuditLog", AllOperators, "containerId", "userId", "date", "type", "action", "modifier", "level", "source")
    {
        RequiresFilter = true,
    };

    /// <summary>
    /// Whether a query requires a filter, as in the schema. For Atom, the description says that a query without one returns all runtimes.
    /// </summary>
    public bool RequiresFilter { get; init; }

    /// <summary>The field that a property is compared with.</summary>
    public string FieldOf(string property) => property == "hostname" ? "hostName" : property;
}
