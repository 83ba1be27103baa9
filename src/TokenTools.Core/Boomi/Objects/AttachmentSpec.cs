using System;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi.Objects;

/// <summary>An attachment to get or create, as a front end binds it.</summary>
internal sealed class AttachmentSpec
{
    /// <summary>The runtime's id.</summary>
    public string? AtomId { get; set; }

    /// <summary>The environment's id.</summary>
    public string? EnvironmentId { get; set; }

    /// <summary>Whether a runtime that is attached to another environment may be moved.</summary>
    public bool Force { get; set; }

    /// <summary>Creates the operation. Sends nothing.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public BoomiCreation<BoomiAttachment> Build(BoomiConnection connection)
    {
        var atomId = BoomiName.Validate(AtomId, nameof(AtomId));
        var environmentId = BoomiName.Validate(EnvironmentId, nameof(EnvironmentId));
        return new BoomiCreation<BoomiAttachment>(
            connection,
            BoomiAttachment.Kind,
            QueryExpression.EqualTo("atomId", atomId),
            attachment => attachment.AtomId == atomId && attachment.EnvironmentId == environmentId,
            new JObject { ["@type"] = BoomiAttachment.Kind.Name, ["atomId"] = atomId, ["environmentId"] = environmentId },
            new MessageText(nameof(Messages.BoomiAttachmentMayExist), DisplayText.Id(atomId), DisplayText.Id(environmentId)));
    }

    /// <summary>Finds the runtime's current attachment; null for none.</summary>
    /// <remarks>Attaching an attached runtime moves it (https://developer.boomi.com/docs/api/platformapi/EnvironmentAtomAttachment).</remarks>
    /// <exception cref="TokenArgumentException">It is attached to another environment, and must not be moved.</exception>
    /// <exception cref="TokenException">The service cannot be queried.</exception>
    public async Task<BoomiAttachment?> FindCurrentAsync(
        BoomiConnection connection, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var atomId = BoomiName.Validate(AtomId, nameof(AtomId));
        var attachments = await new BoomiQuery<BoomiAttachment>(
            connection, BoomiAttachment.Kind, QueryExpression.EqualTo("atomId", atomId), attachment => attachment.AtomId == atomId)
            .ReadAllAsync(progress, cancellationToken).ConfigureAwait(false);
        BoomiAttachment? other = null;
        foreach (var attachment in attachments)
        {
            if (attachment.EnvironmentId == EnvironmentId)
            {
                return attachment;
            }

            other = attachment;
        }

        return other is null || Force
            ? other
            : throw new TokenArgumentException(
                nameof(Force), nameof(Messages.BoomiRuntimeAttached), DisplayText.Id(atomId), DisplayText.Id(other.EnvironmentId));
    }
}
