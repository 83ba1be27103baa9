using System;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Makes and revokes temporary tokens (oz:src/logic/token_logic_plugin.erl).</summary>
internal sealed class TemporaryTokens
{
    private readonly ZoneState _zone;
    private readonly TokenVerifier _verifier;
    private readonly int _maxTtl;

    public TemporaryTokens(ZoneState zone, TokenVerifier verifier, int maxTtl)
    {
        _zone = zone;
        _verifier = verifier;
        _maxTtl = maxTtl;
    }

    /// <summary>What is done at <c>{provider|user|providers/id|users/id}/tokens/temporary</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">Who sends it; null for nobody.</param>
    /// <param name="subjectType"><c>oneprovider</c> or <c>user</c>.</param>
    /// <param name="id">The subject's id; null for the client itself.</param>
    public Answer Handle(ReceivedRequest request, OnezoneClient? client, string subjectType, string? id)
    {
        var reads = request.Method == "GET";
        client?.Require(
            reads ? "get" : request.Method == "POST" ? "create" : "delete",
            reads ? "temporary_token_secret" : "token");
        var subject = Authorize(client, subjectType, id, reads);
        switch (request.Method)
        {
            case "GET":
                return Answer.OfJson(200, new JObject { ["generation"] = _zone.Temporary(subject).Generation });
            case "DELETE":
                _zone.RevokeTemporary(subject);
                return Answer.Empty(204);
            default:
                return Create(RequestBody.Read(request), subject);
        }
    }

    private OnedataSubject Authorize(OnezoneClient? client, string subjectType, string? id, bool reads)
    {
        if (client is null)
        {
            throw OnezoneErrors.NotAuthenticated;
        }

        var subject = new OnedataSubject(subjectType, id ?? client.Subject.Id);
        if (ZoneState.IsSame(subject, client.Subject))
        {
            return subject;
        }

        // "Current provider" as a user, and the other way round.
        if (id is null)
        {
            throw OnezoneErrors.Forbidden;
        }

        // The user administers the provider's cluster. Any provider may read anybody's generation.
        var allowed = client.Subject.Type == "user" ? ZoneState.IsSame(subject, _zone.Provider) : reads;
        return !allowed ? throw OnezoneErrors.Forbidden : _zone.Exists(subject) ? subject : throw OnezoneErrors.NotFound;
    }

    private Answer Create(RequestBody body, OnedataSubject subject)
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

        // No lower bound: a time in the past makes a token that is dead from the start.
        if (ReceivedToken.ValidUntil(caveats) is not { } validUntil || validUntil - _verifier.Now > _maxTtl)
        {
            throw OnezoneErrors.TokenTimeCaveatRequired(_maxTtl);
        }

        return Answer.OfJson(201, new JObject { ["token"] = _zone.CreateTemporary(subject, type, caveats) });
    }

    // Of groups, spaces and the like there are none here, so invitations to any id of theirs are made for the user.
    private void CheckInvitation(OnedataTokenType type, OnedataSubject subject)
    {
        if (type.InviteType is not { } invite)
        {
            return;
        }

        var toCluster = invite.TargetKey == "clusterId";
        if (subject.Type == "oneprovider" && !(toCluster && type.TargetId == _zone.ClusterId))
        {
            throw OnezoneErrors.InviteTokenSubjectNotAuthorized;
        }

        if (toCluster && type.TargetId != _zone.ClusterId)
        {
            throw OnezoneErrors.InviteTokenTargetIdInvalid(type.TargetId!);
        }

        // Whom a provider is registered for is whoever invites it.
        if (invite.TargetKey == "adminUserId" && !string.Equals(type.TargetId, subject.Id, StringComparison.Ordinal))
        {
            throw OnezoneErrors.InviteTokenSubjectNotAuthorized;
        }
    }
}
