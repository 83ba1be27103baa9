using System.Linq;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Pipeline;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The simulated Onezone: authenticates each request, and passes it to its endpoint.</summary>
/// <remarks>Routes: oz:src/http/rest/routes/token_routes.erl. Errors of the web server (cowboy) have no body.</remarks>
internal sealed class OnezoneService : ISandboxService
{
    // cowboy's default of max_header_value_length.
    private const int MaximumHeaderLength = 4096;

    private const string Root = "/api/v3/onezone";

    private readonly RequestAuthenticator _authenticator;
    private readonly OnezoneRoutes _routes;

    public OnezoneService(Zone zone, SandboxClock clock, int maxTemporaryTokenTtl)
    {
        var verifier = new TokenVerifier(zone, clock);
        _authenticator = new RequestAuthenticator(zone, verifier);
        _routes = new OnezoneRoutes(zone, clock, verifier, maxTemporaryTokenTtl);
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

        if (_routes.Find(request.SegmentsBelow(Root)!) is not var (route, values))
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
                : route.Handle(request, client, values);
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
        request.Method is not ("POST" or "PATCH") || request.MediaType == Response.JsonMediaType
        || (request.Body.Length == 0 && request.MediaType.Length == 0);
}
