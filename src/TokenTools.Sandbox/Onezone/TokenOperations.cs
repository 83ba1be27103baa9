using System.Collections.Generic;
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

        _verifier.CheckSubjectAndService(token.Type, subject, "ozw-onezone");
        var added = new List<byte[]>(caveats.Count);
        foreach (var caveat in caveats)
        {
            added.Add(caveat.ToBytes());
            if (caveat is ServiceCaveat services)
            {
                foreach (var service in services.Whitelist)
                {
                    _verifier.CheckSubjectAndService(token.Type, subject, service);
                }
            }
        }

        var bare = Macaroon.FromPackets(token.Macaroon.ToPackets());
        return Response.Json(200, new JObject { ["token"] = bare.AddCaveats(added).Serialize() });
    }

    // Identifiers from before 20.02 do not contain the subject; "nobody" is ctool's type of an unknown one.
    private OnedataSubject Subject(OnedataIdentifier identifier) =>
        identifier.Subject ?? _zone.FindNamed(identifier.Id)?.Subject ?? new OnedataSubject("nobody", null);
}
