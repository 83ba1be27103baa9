using System;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>What of Onezone's REST API temporary tokens are made, checked and tried with.</summary>
/// <remarks>Routes: oz:src/http/rest/routes/token_routes.erl. What the web server itself refuses has no body.</remarks>
internal sealed class OnezoneService : IService
{
    // cowboy's max_header_value_length, which the zone leaves as it is.
    private const int LongestHeader = 4096;

    private const string Root = "/api/v3/onezone";

    private readonly ZoneState _zone;
    private readonly SandboxClock _clock;
    private readonly HeaderAuthentication _authentication;
    private readonly TemporaryTokens _temporary;
    private readonly TokenOperations _operations;

    public OnezoneService(ZoneState zone, SandboxClock clock, int maxTemporaryTokenTtl)
    {
        _zone = zone;
        _clock = clock;
        var verifier = new TokenVerifier(zone, clock);
        _authentication = new HeaderAuthentication(verifier);
        _temporary = new TemporaryTokens(zone, verifier, maxTemporaryTokenTtl);
        _operations = new TokenOperations(zone, verifier);
    }

    public string? Name => "Onezone";

    public bool Owns(ReceivedRequest request) => request.PartsBelow(Root) is not null;

    public Answer TooBusy(ReceivedRequest request) => Answer.Empty(429).With("Retry-After", "1");

    public Answer Handle(ReceivedRequest request)
    {
        if (request.Headers.Any(header => header.Value.Length > LongestHeader))
        {
            var refusal = Answer.Empty(431);
            refusal.Close = true;
            return refusal;
        }

        if (Route(request.PartsBelow(Root)!) is not { } route)
        {
            return Answer.Empty(404);
        }

        if (!route.Methods.Contains(request.Method))
        {
            return Answer.Empty(405).With("Allow", string.Join(", ", route.Methods));
        }

        try
        {
            // In cowboy_rest's order: the method, the credentials, the type to answer in, the body's type.
            var client = _authentication.Authenticate(request);
            return !Accepts(request) ? Answer.Empty(406)
                : !IsReadable(request) ? Answer.Empty(415)
                : route.Handle(request, client);
        }
        catch (OnezoneError error)
        {
            return error.ToAnswer();
        }
        catch (TokenFormatException)
        {
            // A caveat or token longer than the format has room for.
            return OnezoneErrors.InternalServerError().ToAnswer();
        }
    }

    // JSON is all that it has to give.
    private static bool Accepts(ReceivedRequest request) => request.Header("Accept") is not { Length: > 0 } accept
        || accept.Split(',').Any(static range => range.Split(';')[0].Trim().ToLowerInvariant() is "*/*" or "application/*" or Answer.Json);

    private static bool IsReadable(ReceivedRequest request) =>
        request.Method != "POST" || request.MediaType == Answer.Json || (request.Body.Length == 0 && request.MediaType.Length == 0);

    private RouteEntry? Route(string[] parts)
    {
        switch (string.Join("/", parts))
        {
            case "provider/public/get_current_time":
                return Get((_, _) => Answer.OfJson(200, new JObject { ["timeMillis"] = _clock.UtcNow.ToUnixTimeMilliseconds() }));
            case "provider/public/check_my_ip":
                return Get((request, _) => Answer.OfJson(200, request.PeerAddress));
            case "configuration":
                return Get((_, _) => Answer.OfJson(200, OnezoneDocuments.Configuration(_zone)));
            case "user":
                return Get((_, client) => Self(client, "user", OnezoneDocuments.User));
            case "provider":
                return Get((_, client) => Self(client, "oneprovider", OnezoneDocuments.Provider));
            case "tokens/examine":
                return Post((request, _) => _operations.Examine(request));
            case "tokens/confine":
                return Post((request, _) => _operations.Confine(request));
            case "tokens/verify_access_token":
            case "tokens/verify_identity_token":
            case "tokens/verify_invite_token":
                return Post((request, client) => _operations.Verify(request, client, parts[1]));
            case "provider/tokens/temporary":
                return Temporary("oneprovider", null);
            case "user/tokens/temporary":
                return Temporary("user", null);
        }

        return parts.Length == 4 && parts[0] is "providers" or "users" && parts[1].Length > 0 && parts[2] == "tokens" && parts[3] == "temporary"
            ? Temporary(parts[0] == "users" ? "user" : "oneprovider", parts[1])
            : null;
    }

    private Answer Self(OnezoneClient? client, string subjectType, Func<ZoneState, JObject> document)
    {
        if (client is null)
        {
            throw OnezoneErrors.NotAuthenticated;
        }

        client.Require("get", subjectType == "user" ? "user" : "provider");
        return client.Subject.Type == subjectType ? Answer.OfJson(200, document(_zone)) : throw OnezoneErrors.Forbidden;
    }

    private RouteEntry Temporary(string subjectType, string? id) =>
        new(["GET", "POST", "DELETE"], (request, client) => _temporary.Handle(request, client, subjectType, id));

    private static RouteEntry Get(Func<ReceivedRequest, OnezoneClient?, Answer> handle) => new(["GET"], handle);

    private static RouteEntry Post(Func<ReceivedRequest, OnezoneClient?, Answer> handle) => new(["POST"], handle);

    private sealed record RouteEntry(string[] Methods, Func<ReceivedRequest, OnezoneClient?, Answer> Handle);
}
