using System;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Issues and revokes temporary tokens (oz:src/logic/token_logic_plugin.erl).</summary>
internal sealed class TemporaryTokenOperations
{
    private readonly Zone _zone;
    private readonly TokenVerifier _verifier;
    private readonly int _maxTtl;

    public TemporaryTokenOperations(Zone zone, TokenVerifier verifier, int maxTtl)
    {
        _zone = zone;
        _verifier = verifier;
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
        var subject = Authorize(client, subjectType, id, isRead);
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

    private OnedataSubject Authorize(AuthenticatedClient? client, string subjectType, string? id, bool isRead)
    {
        if (client is null)
        {
            throw OnezoneErrors.NotAuthenticated;
        }

        var subject = new OnedataSubject(subjectType, id ?? client.Subject.Id);
        if (Zone.IsSame(subject, client.Subject))
        {
            return subject;
        }

        // The current provider was requested by a user, or the current user by a Oneprovider.
        if (id is null)
        {
            throw OnezoneErrors.Forbidden;
        }

        // The user administers the Oneprovider's cluster. A Oneprovider can read the generation of every subject.
        var allowed = client.Subject.Type == "user" ? Zone.IsSame(subject, _zone.Provider) : isRead;
        return !allowed ? throw OnezoneErrors.Forbidden : _zone.Exists(subject) ? subject : throw OnezoneErrors.NotFound;
    }

    private Response Create(RequestBody body, OnedataSubject subject)
    {
        var caveats = body.Caveats("caveats");
        var type = body.Type("type");
        CheckInvitation(type, subject);

        _verifier.CheckSubjectAndService(type, subject, "ozw-onezone");
        foreach (var caveat in caveats)
        {
            if (caveat is ServiceCaveat services)
            {
                foreach (var service in services.Whitelist)
                {
                    _verifier.CheckSubjectAndService(type, subject, service);
                }
            }
        }

        // A time in the past is valid. The token has then already expired.
        if (ParsedToken.ValidUntil(caveats) is not { } validUntil || validUntil - _verifier.Now > _maxTtl)
        {
            throw OnezoneErrors.TokenTimeCaveatRequired(_maxTtl);
        }

        return Response.Json(201, new JObject { ["token"] = _zone.CreateTemporary(subject, type, caveats) });
    }

    // The sandbox has no groups or spaces, so a user can invite to any id of these.
    private void CheckInvitation(OnedataTokenType type, OnedataSubject subject)
    {
        if (type.InviteType is not { } invite)
        {
            return;
        }

        var isCluster = invite.TargetKey == "clusterId";
        if (subject.Type == "oneprovider" && !(isCluster && type.TargetId == _zone.ClusterId))
        {
            throw OnezoneErrors.InviteTokenSubjectNotAuthorized;
        }

        if (isCluster && type.TargetId != _zone.ClusterId)
        {
            throw OnezoneErrors.InviteTokenTargetIdInvalid(type.TargetId!);
        }

        // A Oneprovider can be registered only for the user who invites it.
        if (invite.TargetKey == "adminUserId" && !string.Equals(type.TargetId, subject.Id, StringComparison.Ordinal))
        {
            throw OnezoneErrors.InviteTokenSubjectNotAuthorized;
        }
    }
}
