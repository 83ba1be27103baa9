using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The operations on a token in the request body: <c>tokens/verify_…</c>, <c>examine</c> and <c>confine</c>.</summary>
internal sealed class TokenOperations
{
    private readonly TokenVerifier _verifier;
    private readonly Zone _zone;

    public TokenOperations(Zone zone, TokenVerifier verifier)
    {
        _zone = zone;
        _verifier = verifier;
    }

    /// <summary>Handles <c>verify_access_token</c>, <c>verify_identity_token</c> and <c>verify_invite_token</c>.</summary>
    public Response Verify(Request request, AuthenticatedClient? client, string operation)
    {
        var body = RequestBody.Parse(request);
        body.Require("token");
        var token = ParsedToken.Parse(body.TokenText("token")!);
        // The service validates the keys in this order, if the operation has them.
        var isAccess = operation == "verify_access_token";
        var isInvite = operation == "verify_invite_token";
        var allowDataAccess = isAccess && body.Boolean("allowDataAccessCaveats");
        var consumer = body.TokenText("consumerToken");
        var expectedInviteType = isInvite ? body.InviteTypeName("expectedInviteType") : "any";
        var interfaceName = isInvite ? null : body.Interface("interface");
        var peerIp = body.IPv4Address("peerIp");
        var service = isAccess ? body.TokenText("serviceToken") : null;

        var context = new AuthContext
        {
            // Omitted means the client's address; null means none (20.02.2 and later).
            PeerIp = body.Has("peerIp") ? peerIp : request.PeerAddress,
            Interface = interfaceName,
            AllowDataAccessCaveats = allowDataAccess,
        };
        context.Service = service is null ? null : _verifier.VerifyService(service, context.ForIdentity());
        context.Consumer = consumer is null ? client?.Subject : _verifier.VerifyConsumer(consumer, context.ForIdentity());
        var subject = operation switch
        {
            "verify_access_token" => _verifier.VerifyAccess(token, context),
            "verify_identity_token" => _verifier.VerifyIdentity(token, context),
            _ => _verifier.VerifyInvite(token, expectedInviteType, context),
        };
        return Response.Json(200, new JObject
        {
            ["subject"] = OnezoneJson.Subject(subject),
            ["ttl"] = ParsedToken.ValidUntil(token.Caveats) is { } validUntil ? validUntil - _verifier.Now : JValue.CreateNull(),
        });
    }

    /// <summary>Describes what an access token gives access to (oz:src/logic/token_logic_plugin.erl, infer_access_token_scope/2).</summary>
    /// <remarks>Caveats on services and interfaces are ignored; the subject is the consumer if none is specified.</remarks>
    public Response InferScope(Request request)
    {
        var body = RequestBody.Parse(request);
        body.Require("token");
        var token = ParsedToken.Parse(body.TokenText("token")!);
        var consumer = body.IsNull("consumerToken") ? null : body.TokenText("consumerToken");
        var context = new AuthContext
        {
            PeerIp = request.PeerAddress,
            AllowDataAccessCaveats = true,
            IgnoreServiceAndInterface = true,
        };
        context.Consumer = consumer is not null ? _verifier.VerifyConsumer(consumer, context)
            : body.Has("consumerToken") ? null
            : Subject(token.Identifier);
        var subject = _verifier.VerifyAccess(token, context);
        return Response.Json(200, new JObject
        {
            ["validUntil"] = ParsedToken.ValidUntil(token.Caveats) is { } validUntil ? validUntil : JValue.CreateNull(),
            ["dataAccessScope"] = subject.Type == "user" ? DataAccessScope(subject, token.Caveats) : JValue.CreateNull(),
        });
    }

    /// <summary>Decodes a token without its generation. An unknown caveat is an internal error, as in the service.</summary>
    public Response Examine(Request request)
    {
        var body = RequestBody.Parse(request);
        body.Require("token");
        var token = ParsedToken.Parse(body.TokenText("token")!);
        foreach (var caveat in token.Caveats)
        {
            if (caveat is UnknownCaveat)
            {
                throw OnezoneErrors.InternalServerError();
            }
        }

        var identifier = token.Identifier;
        return Response.Json(200, new JObject
        {
            ["onezoneDomain"] = token.Location,
            ["id"] = identifier.Id,
            ["persistence"] = identifier.Persistence,
            ["subject"] = OnezoneJson.Subject(Subject(identifier)),
            ["type"] = OnezoneJson.Type(identifier.Type),
            ["caveats"] = OnezoneJson.Caveats(token.Caveats),
        });
    }

    /// <summary>
    /// Adds caveats. As in the service, neither the signature nor the types of the caveats are checked, and a service prefix is removed.
    /// </summary>
    public Response Confine(Request request)
    {
        var body = RequestBody.Parse(request);
        body.Require("caveats", "token");
        var caveats = body.Caveats("caveats");
        var token = ParsedToken.Parse(body.TokenText("token")!);
        if (token.Identifier.Subject is not { } subject)
        {
            throw OnezoneErrors.InternalServerError();
        }

        _verifier.CheckSubjectAndServices(token.Type, subject, caveats);
        var added = caveats.Select(static caveat => caveat.ToBytes());
        var bare = Macaroon.FromPackets(token.Macaroon.ToPackets());
        return Response.Json(200, new JObject { ["token"] = bare.AddCaveats(added).Serialize() });
    }

    private JObject DataAccessScope(OnedataSubject user, IReadOnlyList<TokenCaveat> caveats)
    {
        lock (_zone.Gate)
        {
            var spaces = _zone.Entities.EffectiveOf(OnezoneEntityKind.Space, user)
                .Where(space => caveats.All(caveat => MayContain(caveat, space.Id))).ToList();
            var providers = spaces.SelectMany(static space => space.Supports.Keys).Distinct(StringComparer.Ordinal)
                .Where(id => caveats.OfType<ServiceCaveat>().All(caveat => Allows(caveat, id))).ToList();
            return new JObject
            {
                ["readonly"] = caveats.Any(static caveat => caveat is ReadOnlyDataCaveat),
                ["spaces"] = new JObject(spaces.Select(space => new JProperty(space.Id, new JObject
                {
                    ["name"] = space.Name,
                    ["supports"] = new JObject(space.Supports.Where(support => providers.Contains(support.Key)).Select(
                        static support => new JProperty(support.Key, new JObject { ["readonly"] = support.Value }))),
                }))),
                ["providers"] = new JObject(providers.Select(id => new JProperty(id, new JObject
                {
                    ["name"] = _zone.Entities.FindProvider(id)!.Name,
                    ["domain"] = _zone.Entities.FindProvider(id)!.Domain,
                    ["version"] = Zone.Version,
                    ["online"] = true,
                }))),
            };
        }
    }

    // ctool:src/auth/data_access_caveats.erl, infer_available_spaces/1
    private static bool MayContain(TokenCaveat caveat, string spaceId) => caveat switch
    {
        DataPathCaveat paths => paths.Whitelist.Any(
            path => Encoding.UTF8.GetString(Convert.FromBase64String(path)).Split('/').ElementAtOrDefault(1) == spaceId),
        DataObjectIdCaveat objects => objects.SpaceIds.Contains(spaceId),
        _ => true,
    };

    private static bool Allows(ServiceCaveat caveat, string providerId) =>
        caveat.Whitelist.Any(service => service == "opw-" + OnedataIds.Any || service == "opw-" + providerId);

    // Identifiers from before 20.02 do not contain the subject; "nobody" is ctool's type of an unknown one.
    private OnedataSubject Subject(OnedataIdentifier identifier) =>
        identifier.Subject ?? _zone.FindNamed(identifier.Id)?.Subject ?? new OnedataSubject("nobody", null);
}
