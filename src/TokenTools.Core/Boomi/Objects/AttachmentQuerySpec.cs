using System.Collections.Generic;

namespace TokenTools.Boomi.Objects;

/// <summary>Which attachments to get, as a front end binds it.</summary>
/// <remarks>Properties of the filter: OpenAPI description, EnvironmentAtomAttachmentSimpleExpression.</remarks>
internal sealed class AttachmentQuerySpec : IObjectQuerySpec<BoomiAttachment>
{
    /// <summary>The runtime's id; null for all.</summary>
    public string? AtomId { get; set; }

    /// <summary>The environment's id; null for all.</summary>
    public string? EnvironmentId { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> NotFound => [];

    /// <inheritdoc/>
    public BoomiQuery<BoomiAttachment> Build(BoomiConnection connection) => new(
        connection,
        BoomiAttachment.Kind,
        QueryExpression.All(
            AtomId is null ? null : QueryExpression.EqualTo("atomId", BoomiName.Validate(AtomId, nameof(AtomId))),
            EnvironmentId is null
                ? null
                : QueryExpression.EqualTo("environmentId", BoomiName.Validate(EnvironmentId, nameof(EnvironmentId)))));
}
