using System;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Issues, lists, changes and deletes named tokens (oz:src/logic/token_logic_plugin.erl).</summary>
internal sealed class NamedTokenOperations
{
    private readonly Zone _zone;
    private readonly TokenVerifier _verifier;
    private readonly InvitationRules _invitations;

    public NamedTokenOperations(Zone zone, TokenVerifier verifier)
    {
        _zone = zone;
        _verifier = verifier;
        _invitations = new InvitationRules(zone);
    }

    /// <summary>Handles a request to <c>{provider|user|providers/id|users/id}/tokens/named</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The client; null for a request without credentials.</param>
    /// <param name="subjectType"><c>oneprovider</c> or <c>user</c>.</param>
    /// <param name="id">The subject's id; null for the client's own.</param>
    public Response HandleCollection(Request request, AuthenticatedClient? client, string subjectType, string? id)
    {
        client?.Authorize(OperationOf(request), "token");
        var subject = SubjectRules.Authorize(_zone, client, subjectType, id);
        lock (_zone.Gate)
        {
            switch (request.Method)
            {
                case "GET":
                    return Response.Json(200, new JObject
                    {
                        ["tokens"] = new JArray(_zone.NamedTokensOf(subject).Select(static token => token.Id)),
                    });
                case "DELETE":
                    foreach (var token in _zone.NamedTokensOf(subject))
                    {
                        _zone.RemoveNamed(token.Id);
                    }

                    return Response.Empty(204);
                default:
                    return Create(RequestBody.Parse(request), subject);
            }
        }
    }

    /// <summary>Returns the token of a subject with a name.</summary>
    public Response GetByName(AuthenticatedClient? client, string subjectType, string? id, string name)
    {
        client?.Authorize("get", "token");
        var subject = SubjectRules.Authorize(_zone, client, subjectType, id);
        var token = _zone.NamedTokensOf(subject).FirstOrDefault(token => token.Name == name) ?? throw OnezoneErrors.NotFound;
        return Response.Json(200, token.ToJson(_zone.Domain));
    }

    /// <summary>Handles a request to <c>tokens/named/id</c>.</summary>
    public Response HandleOne(Request request, AuthenticatedClient? client, string id)
    {
        client?.Authorize(OperationOf(request), "token");
        lock (_zone.Gate)
        {
            var token = Find(client, id);
            switch (request.Method)
            {
                case "GET":
                    return Response.Json(200, token.ToJson(_zone.Domain));
                case "DELETE":
                    _zone.RemoveNamed(id);
                    return Response.Empty(204);
                default:
                    Update(token, RequestBody.Parse(request));
                    return Response.Empty(204);
            }
        }
    }

    /// <summary>Returns whether a token is revoked.</summary>
    public Response GetStatus(AuthenticatedClient? client, string id)
    {
        client?.Authorize("get", "token");
        return Response.Json(200, new JObject { ["revoked"] = Find(client, id, isStatus: true).Revoked });
    }

    private static string OperationOf(Request request) =>
        request.Method switch { "GET" => "get", "POST" => "create", "DELETE" => "delete", _ => "update" };

    private ZoneToken Find(AuthenticatedClient? client, string id, bool isStatus = false)
    {
        if (client is null)
        {
            throw OnezoneErrors.NotAuthenticated;
        }

        var token = _zone.FindNamed(id) ?? throw OnezoneErrors.NotFound;
        // The status is also readable for a Oneprovider that supports the user.
        return _zone.MayActFor(client.Subject, token.Subject)
            || (isStatus && client.Subject.Type == "oneprovider" && Supports(client, token))
            ? token
            : throw OnezoneErrors.Forbidden;
    }

    private bool Supports(AuthenticatedClient client, ZoneToken token)
    {
        lock (_zone.Gate)
        {
            return token.Subject.Type == "user"
                && _zone.Entities.ProvidersOf(token.Subject).Any(provider => provider.Id == client.Subject.Id);
        }
    }

    private Response Create(RequestBody body, OnedataSubject subject)
    {
        // A malformed type comes first, because the other members depend on it. They follow in alphabetical order.
        var type = body.Type("type");
        var name = body.Name("name");
        var caveats = body.Caveats("caveats");
        var customMetadata = body.Object("customMetadata") ?? [];
        var allowed = type.InviteType is { } invite && InviteJoin.Of(invite) is { GrantsPrivileges: true } join
            ? join.Target.Privileges
            : null;
        var privileges = allowed is null ? null : body.Privileges("privileges", allowed);
        var revoked = body.Boolean("revoked");
        _invitations.Check(type, subject, isCustom: privileges is not null, isNew: true);
        var usageLimit = type.InviteType is null ? null : body.Limit("usageLimit");
        _verifier.CheckSubjectAndServices(type, subject, caveats);
        var token = new ZoneToken
        {
            Id = Zone.NewId(),
            Name = name,
            Subject = subject,
            Type = type,
            Secret = Zone.NewSecret(),
            Caveats = caveats,
            CreationTime = _zone.Now,
            CustomMetadata = customMetadata,
            Revoked = revoked,
            Privileges = type.InviteType is null ? null : privileges ?? InvitationRules.DefaultPrivileges(type.InviteType),
            UsageLimit = usageLimit,
        };
        var text = token.Serialize(_zone.Domain);
        _zone.AddNamed(token);
        return Response.Json(201, new JObject { ["tokenId"] = token.Id, ["token"] = text })
            .WithHeader("Location", OnezoneJson.Location(_zone, "tokens/named/" + token.Id));
    }

    private void Update(ZoneToken token, RequestBody body)
    {
        if (!body.Has("name") && !body.Has("customMetadata") && !body.Has("revoked"))
        {
            throw OnezoneErrors.MissingAtLeastOneValue("customMetadata", "name", "revoked");
        }

        var customMetadata = body.Object("customMetadata");
        var name = body.Has("name") ? body.Name("name") : token.Name;
        var revoked = body.Has("revoked") ? body.Boolean("revoked") : token.Revoked;
        if (!string.Equals(name, token.Name, StringComparison.Ordinal))
        {
            _zone.EnsureNameIsFree(token.Subject, name);
        }

        token.Name = name;
        token.Revoked = revoked;
        token.CustomMetadata = customMetadata ?? token.CustomMetadata;
    }
}
