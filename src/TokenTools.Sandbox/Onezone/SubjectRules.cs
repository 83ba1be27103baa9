using TokenTools.Onedata;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The subject of the tokens that a request is about, and whether the client may act for it.</summary>
internal static class SubjectRules
{
    /// <summary>The subject of <c>{provider|user|providers/id|users/id}/tokens</c>.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="client">The client; null for a request without credentials.</param>
    /// <param name="subjectType"><c>oneprovider</c> or <c>user</c>.</param>
    /// <param name="id">The subject's id; null for the client's own.</param>
    /// <param name="isGeneration">True to read the generation of temporary tokens, which a Oneprovider can for every subject.</param>
    /// <exception cref="OnezoneException">The client may not act for it.</exception>
    public static OnedataSubject Authorize(
        Zone zone, AuthenticatedClient? client, string subjectType, string? id, bool isGeneration = false)
    {
        if (client is null)
        {
            throw OnezoneErrors.NotAuthenticated;
        }

        var subject = new OnedataSubject(subjectType, id ?? client.Subject.Id);
        // Without an id, another type than the client's is the current provider of a user, or the current user of a Oneprovider.
        var isAllowed = Zone.IsSame(subject, client.Subject)
            || (id is not null && (zone.MayActFor(client.Subject, subject) || (isGeneration && client.Subject.Type == "oneprovider")));
        return !isAllowed ? throw OnezoneErrors.Forbidden : zone.Exists(subject) ? subject : throw OnezoneErrors.NotFound;
    }
}
