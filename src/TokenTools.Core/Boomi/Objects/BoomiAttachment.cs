namespace TokenTools.Boomi.Objects;

/// <summary>The attachment of a runtime to an environment: the object EnvironmentAtomAttachment of the Platform API.</summary>
/// <remarks>Fields: https://developer.boomi.com/docs/api/platformapi/EnvironmentAtomAttachment</remarks>
public sealed class BoomiAttachment
{
    private BoomiAttachment(BoomiFields fields)
    {
        Id = fields.Text("id");
        AtomId = fields.Id("atomId");
        EnvironmentId = fields.Id("environmentId");
    }

    /// <summary>The attachment's conceptual id, which the service computes from the other two ids; null if it returned none.</summary>
    public string? Id { get; }

    /// <summary>The runtime's id.</summary>
    public string AtomId { get; }

    /// <summary>The environment's id.</summary>
    public string EnvironmentId { get; }

    internal static BoomiObjectKind<BoomiAttachment> Kind { get; } =
        new("EnvironmentAtomAttachment", static fields => new BoomiAttachment(fields)) { Everything = QueryExpression.IsNotNull("atomId") };

    /// <summary>The ids of the runtime and the environment.</summary>
    public override string ToString() => AtomId + " in " + EnvironmentId;
}
