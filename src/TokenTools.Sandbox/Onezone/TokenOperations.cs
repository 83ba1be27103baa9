using System.Collections.Generic;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>What the zone does with a token that is sent to it in a body: <c>tokens/verify_…</c>, <c>examine</c>, <c>confine</c>.</summary>
internal sealed class TokenOperations
{
    private readonly TokenVerifier _verifier;
    private readonly ZoneState _zone;

    public TokenOperations(ZoneState zone, TokenVerifier verifier)
    {
        _zone = zone;
        _verifier = verifier;
    }

    /// <summary>Verifies as <c>verify_access_token</c>, <c>verify_identity_token</c> or <c>verify_invite_token</c> do.</summary>
    public Answer Verify(ReceivedRequest request, OnezoneClient? client, string kind)
    {
        var body = RequestBody.Read(request);
        body.Require("token");
        var token = ReceivedToken.Parse(body.TokenText("token")!);
        // In the order of their keys, each only where the operation has it.
        var access = kind == "verify_access_token";
        var allowDataAccess = access && body.Boolean("allowDataAccessCaveats");
        var consumer = body.TokenText("consumerToken");
        var expected = kind == "verify_invite_token" ? body.InviteTypeName("expectedInviteType") : "any";
        var through = kind == "verify_invite_token" ? null : body.Interface("interface");
        var peerIp = body.IPv4Address("peerIp");
        var service = access ? body.TokenText("serviceToken") : null;

        var use = new TokenUse
        {
            // Not given is the requester's; null is none (20.02.2 and later).
            PeerIp = body.Has("peerIp") ? peerIp : request.PeerAddress,
            Interface = through,
            AllowDataAccessCaveats = allowDataAccess,
        };
        use.Service = service is null ? null : _verifier.VerifyService(service, use.ForIdentity());
        use.Consumer = consumer is null ? client?.Subject : _verifier.VerifyConsumer(consumer, use.ForIdentity());
        var subject = kind switch
        {
            "verify_access_token" => _verifier.VerifyAccess(token, use),
            "verify_identity_token" => _verifier.VerifyIdentity(token, use),
            _ => _verifier.VerifyInvite(token, expected, use),
        };
        return Answer.OfJson(200, new JObject
        {
            ["subject"] = OnezoneDocuments.Subject(subject),
            ["ttl"] = ReceivedToken.ValidUntil(token.Caveats) is { } validUntil ? validUntil - _verifier.Now : JValue.CreateNull(),
        });
    }

    /// <summary>Decodes. The generation isn't told; a caveat that can't be read is more than it can take.</summary>
    public Answer Examine(ReceivedRequest request)
    {
        var body = RequestBody.Read(request);
        body.Require("token");
        var token = ReceivedToken.Parse(body.TokenText("token")!);
        foreach (var caveat in token.Caveats)
        {
            if (caveat is UnknownCaveat)
            {
                throw OnezoneErrors.InternalServerError();
            }
        }

        var identifier = token.Identifier;
        return Answer.OfJson(200, new JObject
        {
            ["onezoneDomain"] = token.Location,
            ["id"] = identifier.Id,
            ["persistence"] = identifier.Persistence,
            ["subject"] = OnezoneDocuments.Subject(Subject(identifier)),
            ["type"] = OnezoneDocuments.Type(identifier.Type),
            ["caveats"] = OnezoneDocuments.Caveats(token.Caveats),
        });
    }

    /// <summary>Narrows, without looking at the signature or whether the caveats suit the token's type. A service prefix gets lost.</summary>
    public Answer Confine(ReceivedRequest request)
    {
        var body = RequestBody.Read(request);
        body.Require("caveats", "token");
        var caveats = body.Caveats("caveats");
        var token = ReceivedToken.Parse(body.TokenText("token")!);
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
        return Answer.OfJson(200, new JObject { ["token"] = bare.AddCaveats(added).Serialize() });
    }

    // The identifier of a token from before 20.02 doesn't name it.
    private OnedataSubject Subject(OnedataIdentifier identifier) =>
        identifier.Subject ?? _zone.Named(identifier.Id)?.Subject ?? new OnedataSubject("nobody", null);
}
