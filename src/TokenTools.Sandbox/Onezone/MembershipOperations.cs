using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Lists, creates, joins and leaves groups, spaces, clusters, harvesters and automation inventories.</summary>
/// <remarks>oz:src/logic/{group,space,cluster,harvester,atm_inventory}_logic_plugin.erl and invite_tokens.erl</remarks>
internal sealed class MembershipOperations
{
    private readonly Zone _zone;
    private readonly TokenVerifier _verifier;
    private readonly InvitationRules _invitations;

    public MembershipOperations(Zone zone, TokenVerifier verifier)
    {
        _zone = zone;
        _verifier = verifier;
        _invitations = new InvitationRules(zone);
    }

    /// <summary>Handles a request to <c>user/{kind}</c>.</summary>
    public Response HandleCollection(Request request, AuthenticatedClient? client, OnezoneEntityKind kind)
    {
        var user = AuthorizeUser(client, request.Method == "GET" ? "get" : "create", kind);
        lock (_zone.Gate)
        {
            if (request.Method == "GET")
            {
                var ids = _zone.Entities.All.Where(entity => entity.Kind == kind && entity.Members.ContainsKey(user.ToString()))
                    .Select(static entity => entity.Id);
                return Response.Json(200, new JObject { [kind.PathSegment] = new JArray(ids) });
            }

            var name = RequestBody.Parse(request).Name("name");
            var created = _zone.Entities.Add(kind, Zone.NewId(), name, user, _zone.Now);
            return Joined("user/" + kind.PathSegment, created);
        }
    }

    /// <summary>Handles a request to <c>user/effective_{kind}</c>.</summary>
    public Response GetEffective(AuthenticatedClient? client, OnezoneEntityKind kind)
    {
        var user = AuthorizeUser(client, "get", kind);
        lock (_zone.Gate)
        {
            return Response.Json(200, new JObject
            {
                [kind.PathSegment] = new JArray(_zone.Entities.EffectiveOf(kind, user).Select(static entity => entity.Id)),
            });
        }
    }

    /// <summary>Handles a request to <c>user/{kind}/id</c>.</summary>
    public Response HandleOne(Request request, AuthenticatedClient? client, OnezoneEntityKind kind, string id)
    {
        var user = AuthorizeUser(client, request.Method == "GET" ? "get" : "delete", kind);
        lock (_zone.Gate)
        {
            var entity = _zone.Entities.Find(kind, id);
            if (entity is null || !entity.Members.ContainsKey(user.ToString()))
            {
                throw OnezoneErrors.NotFound;
            }

            if (request.Method == "GET")
            {
                return Response.Json(200, OnezoneJson.Entity(entity));
            }

            entity.Members.Remove(user.ToString());
            return Response.Empty(204);
        }
    }

    /// <summary>Handles a request to <c>{kind}/id</c>: the details, or the deletion by a member with that privilege.</summary>
    public Response HandleEntity(Request request, AuthenticatedClient? client, OnezoneEntityKind kind, string id)
    {
        var isRead = request.Method == "GET";
        var user = AuthorizeUser(client, isRead ? "get" : "delete", kind);
        lock (_zone.Gate)
        {
            var entity = _zone.Entities.Find(kind, id) ?? throw OnezoneErrors.NotFound;
            if (!_zone.Entities.HasPrivilege(entity, user, kind.Name + (isRead ? "_view" : "_delete")))
            {
                throw OnezoneErrors.Forbidden;
            }

            if (isRead)
            {
                return Response.Json(200, OnezoneJson.Entity(entity));
            }

            _zone.Entities.Remove(entity);
            return Response.Empty(204);
        }
    }

    /// <summary>Handles a request to <c>{kind}/id/users/id/privileges</c>.</summary>
    public Response GetPrivileges(AuthenticatedClient? client, OnezoneEntityKind kind, string id, string userId)
    {
        var user = AuthorizeUser(client, "get", kind);
        lock (_zone.Gate)
        {
            var entity = _zone.Entities.Find(kind, id) ?? throw OnezoneErrors.NotFound;
            if (user.Id != userId && !_zone.Entities.HasPrivilege(entity, user, kind.Name + "_view_privileges"))
            {
                throw OnezoneErrors.Forbidden;
            }

            return entity.Members.TryGetValue(new OnedataSubject("user", userId).ToString(), out var privileges)
                ? Response.Json(200, new JObject { ["privileges"] = new JArray(privileges) })
                : throw OnezoneErrors.NotFound;
        }
    }

    /// <summary>Uses an invite token.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The client; null for a request without credentials.</param>
    /// <param name="join">What joins what.</param>
    /// <param name="consumerId">The id of the group, harvester or space that joins; null for the user.</param>
    public Response Join(Request request, AuthenticatedClient? client, InviteJoin join, string? consumerId)
    {
        var user = AuthorizeUser(client, "create", join.Target);
        lock (_zone.Gate)
        {
            var memberKey = AuthorizeConsumer(user, join, consumerId);
            var body = RequestBody.Parse(request);
            body.Require("token");
            var token = ParsedToken.Parse(body.TokenText("token")!);
            var expected = InviteType.All.Single(type => InviteJoin.Of(type) == join);
            _verifier.VerifyInvite(token, expected.Name, new AuthContext { PeerIp = request.PeerAddress, Consumer = user });

            var named = token.Identifier.Generation is null ? _zone.FindNamed(token.Identifier.Id) : null;
            if (named?.UsageCount >= named?.UsageLimit)
            {
                throw OnezoneErrors.InviteTokenUsageLimitReached;
            }

            var defaults = InvitationRules.DefaultPrivileges(expected);
            var granted = named?.Privileges ?? defaults;
            var isCustom = granted is not null && !new HashSet<string>(granted, StringComparer.Ordinal).SetEquals(defaults!);
            _invitations.Check(token.Type, token.Identifier.Subject!, isCustom, isNew: false);
            var target = _zone.Entities.Find(join.Target, token.Type.TargetId!)!;
            AddMember(target, join, memberKey, consumerId ?? user.Id!, granted ?? []);
            // A failed attempt does not count.
            if (named is not null)
            {
                named.UsageCount++;
            }

            return Joined(join.CollectionPath(consumerId), target);
        }
    }

    private static void AddMember(
        ZoneEntity target, InviteJoin join, string memberKey, string memberId, IReadOnlyList<string> privileges)
    {
        if (target.Members.ContainsKey(memberKey))
        {
            throw OnezoneErrors.RelationAlreadyExists(join.Consumer?.Name ?? "user", memberId, join.Target.Name, target.Id);
        }

        target.Members[memberKey] = privileges;
    }

    private static OnedataSubject AuthorizeUser(AuthenticatedClient? client, string operation, OnezoneEntityKind kind)
    {
        if (client is null)
        {
            throw OnezoneErrors.NotAuthenticated;
        }

        client.Authorize(operation, kind.Name);
        return client.Subject.Type == "user" ? client.Subject : throw OnezoneErrors.Forbidden;
    }

    private string AuthorizeConsumer(OnedataSubject user, InviteJoin join, string? consumerId)
    {
        if (join.Consumer is not { } kind)
        {
            return user.ToString();
        }

        var privilege = kind.Name + "_add_" + (join.Target == OnezoneEntityKind.Group ? "parent" : join.Target.Name);
        return _zone.Entities.Find(kind, consumerId!) is { } consumer && _zone.Entities.HasPrivilege(consumer, user, privilege)
            ? consumer.MemberKey
            : throw OnezoneErrors.Forbidden;
    }

    private Response Joined(string path, ZoneEntity entity) =>
        Response.Empty(201).WithHeader("Location", OnezoneJson.Location(_zone, path + "/" + entity.Id));
}
