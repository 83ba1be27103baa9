using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Issues and revokes temporary tokens (oz:src/logic/token_logic_plugin.erl).</summary>
internal sealed class TemporaryTokenOperations
{
    private readonly Zone _zone;
    private readonly TokenVerifier _verifier;
    private readonly InvitationRules _invitations;
    private readonly int _maxTtl;

    public TemporaryTokenOperations(Zone zone, TokenVerifier verifier, int maxTtl)
    {
        _zone = zone;
        _verifier = verifier;
        _invitations = new InvitationRules(zone);
        _maxTtl = maxTtl;
    }

    /// <summary>Handles a request to <c>{provider|user|providers/id|users/id}/tokens/temporary</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The client; null for a request without credentials.</param>
    /// <param name="subjectType"><c>oneprovider</c> or <c>user</c>.</param>
    /// <param name="id">The subject's id; null for the client's own.</param>
    public Response Handle(Request request, AuthenticatedClient? client, string subjectType, string? id)
    {
        var isRead = request.Method == "GET";
        client?.Authorize(
            isRead ? "get" : request.Method == "POST" ? "create" : "delete",
            isRead ? "temporary_token_secret" : "token");
        var subject = SubjectRules.Authorize(_zone, client, subjectType, id, isRead);
        switch (request.Method)
        {
            case "GET":
                return Response.Json(200, new JObject { ["generation"] = _zone.TemporarySecret(subject).Generation });
            case "DELETE":
                _zone.RevokeTemporary(subject);
                return Response.Empty(204);
            default:
                return Create(RequestBody.Parse(request), subject);
        }
    }

    private Response Create(RequestBody body, OnedataSubject subject)
    {
        var caveats = body.Caveats("caveats");
        var type = body.Type("type");
        lock (_zone.Gate)
        {
            _invitations.Check(type, subject, isCustom: false, isNew: true);
        }

        _verifier.CheckSubjectAndServices(type, subject, caveats);

        // A time in the past is valid. The token has then already expired.
        if (ParsedToken.ValidUntil(caveats) is not { } validUntil || validUntil - _verifier.Now > _maxTtl)
        {
            throw OnezoneErrors.TokenTimeCaveatRequired(_maxTtl);
        }

        return Response.Json(201, new JObject { ["token"] = _zone.CreateTemporary(subject, type, caveats) });
    }
}
