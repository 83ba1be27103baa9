using System;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Pipeline;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The endpoints of Onezone's REST API that issue, verify and accept temporary tokens.</summary>
/// <remarks>Routes: oz:src/http/rest/routes/token_routes.erl. Errors of the web server (cowboy) have no body.</remarks>
internal sealed class OnezoneService : ISandboxService
{
    // cowboy's default of max_header_value_length.
    private const int MaximumHeaderLength = 4096;

    private const string Root = "/api/v3/onezone";

    private readonly Zone _zone;
    private readonly SandboxClock _clock;
    private readonly RequestAuthenticator _authenticator;
    private readonly TemporaryTokenOperations _temporaryTokens;
    private readonly TokenOperations _tokens;

    public OnezoneService(Zone zone, SandboxClock clock, int maxTemporaryTokenTtl)
    {
        _zone = zone;
        _clock = clock;
        var verifier = new TokenVerifier(zone, clock);
        _authenticator = new RequestAuthenticator(verifier);
        _temporaryTokens = new TemporaryTokenOperations(zone, verifier, maxTemporaryTokenTtl);
        _tokens = new TokenOperations(zone, verifier);
    }

    public string? Name => "Onezone";

    public bool Matches(Request request) => request.SegmentsBelow(Root) is not null;

    public Response RateLimitExceeded(Request request) => Response.Empty(429).WithHeader("Retry-After", "1");

    public Response Handle(Request request)
    {
        if (request.Headers.Any(header => header.Value.Length > MaximumHeaderLength))
        {
            var tooLarge = Response.Empty(431);
            tooLarge.Close = true;
            return tooLarge;
        }

        if (FindRoute(request.SegmentsBelow(Root)!) is not { } route)
        {
            return Response.Empty(404);
        }

        if (!route.Methods.Contains(request.Method))
        {
            return Response.Empty(405).WithHeader("Allow", string.Join(", ", route.Methods));
        }

        try
        {
            // The order of cowboy_rest: method, credentials, Accept, Content-Type.
            var client = _authenticator.Authenticate(request);
            return !AcceptsJson(request) ? Response.Empty(406)
                : !IsSupportedMediaType(request) ? Response.Empty(415)
                : route.Handle(request, client);
        }
        catch (OnezoneException error)
        {
            return error.ToResponse();
        }
        catch (TokenFormatException)
        {
            // A caveat or token is too long for the format.
            return OnezoneErrors.InternalServerError().ToResponse();
        }
    }

    // Responses are always JSON.
    private static bool AcceptsJson(Request request) => request.Header("Accept") is not { Length: > 0 } accept
        || accept.Split(',').Any(static range =>
            range.Split(';')[0].Trim().ToLowerInvariant() is "*/*" or "application/*" or Response.JsonMediaType);

    private static bool IsSupportedMediaType(Request request) =>
        request.Method != "POST" || request.MediaType == Response.JsonMediaType
        || (request.Body.Length == 0 && request.MediaType.Length == 0);

    private Route? FindRoute(string[] segments)
    {
        switch (string.Join("/", segments))
        {
            case "provider/public/get_current_time":
                return Get((_, _) => Response.Json(200, new JObject { ["timeMillis"] = _clock.UtcNow.ToUnixTimeMilliseconds() }));
            case "provider/public/check_my_ip":
                return Get((request, _) => Response.Json(200, request.PeerAddress));
            case "configuration":
                return Get((_, _) => Response.Json(200, OnezoneJson.Configuration(_zone)));
            case "user":
                return Get((_, client) => Self(client, "user", OnezoneJson.User));
            case "provider":
                return Get((_, client) => Self(client, "oneprovider", OnezoneJson.Provider));
            case "tokens/examine":
                return Post((request, _) => _tokens.Examine(request));
            case "tokens/confine":
                return Post((request, _) => _tokens.Confine(request));
            case "tokens/verify_access_token":
            case "tokens/verify_identity_token":
            case "tokens/verify_invite_token":
                return Post((request, client) => _tokens.Verify(request, client, segments[1]));
            case "provider/tokens/temporary":
                return Temporary("oneprovider", null);
            case "user/tokens/temporary":
                return Temporary("user", null);
        }

        return segments.Length == 4 && segments[0] is "providers" or "users" && segments[1].Length > 0
            && segments[2] == "tokens" && segments[3] == "temporary"
            ? Temporary(segments[0] == "users" ? "user" : "oneprovider", segments[1])
            : null;
    }

    private Response Self(AuthenticatedClient? client, string subjectType, Func<Zone, JObject> document)
    {
        if (client is null)
        {
            throw OnezoneErrors.NotAuthenticated;
        }

        client.Authorize("get", subjectType == "user" ? "user" : "provider");
        return client.Subject.Type == subjectType ? Response.Json(200, document(_zone)) : throw OnezoneErrors.Forbidden;
    }

    private Route Temporary(string subjectType, string? id) =>
        new(["GET", "POST", "DELETE"], (request, client) => _temporaryTokens.Handle(request, client, subjectType, id));

    private static Route Get(Func<Request, AuthenticatedClient?, Response> handle) => new(["GET"], handle);

    private static Route Post(Func<Request, AuthenticatedClient?, Response> handle) => new(["POST"], handle);

    private sealed record Route(string[] Methods, Func<Request, AuthenticatedClient?, Response> Handle);
}
