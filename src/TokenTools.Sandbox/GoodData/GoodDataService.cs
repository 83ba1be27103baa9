using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Pipeline;

namespace TokenTools.Sandbox.GoodData;

/// <summary>The endpoints of GoodData.CN: hosts, authentication, and the routes to the rest.</summary>
/// <remarks>
/// Sources: gooddata/gooddata-server-oauth2 (OrganizationWebFilter, HostBasedServerAuthenticationEntryPoint), Spring Security's
/// ServerBearerTokenAuthenticationConverter, and the recorded responses in the tests of gooddata/gooddata-python-sdk.
/// </remarks>
internal sealed class GoodDataService : ISandboxService
{
    private const string Malformed = "Bearer token is malformed";

    // org.springframework.security…ServerBearerTokenAuthenticationConverter
    private static readonly Regex Bearer = new(
        @"\ABearer (?<token>[a-zA-Z0-9-._~+/]+=*)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly Organization _organization;
    private readonly SandboxClock _clock;
    private readonly BearerAuthenticator _authenticator;

    public GoodDataService(Organization organization, SandboxClock clock)
    {
        _organization = organization;
        _clock = clock;
        _authenticator = new BearerAuthenticator(organization, clock);
    }

    public string? Name => "GoodData";

    public bool Matches(Request request) => request.SegmentsBelow("/api/v1") is not null
        || request.SegmentsBelow("/oauth2") is not null || request.SegmentsBelow("/appLogin") is not null;

    public Response RateLimitExceeded(Request request) =>
        GoodDataProblem.Create(429, "Too Many Requests", "Too many requests").WithHeader("Retry-After", "1");

    public Response Handle(Request request)
    {
        var host = HostName(request);
        if (!_organization.IsReady
            || !(IsLoopback(host) || string.Equals(host, _organization.HostName, StringComparison.OrdinalIgnoreCase)))
        {
            return UnknownHost(request);
        }

        if (request.SegmentsBelow("/api/v1") is not { } segments)
        {
            return Response.Text(
                200, "<!DOCTYPE html><html><head><title>Log in</title></head><body>Log in</body></html>", "text/html; charset=utf-8");
        }

        lock (_organization.Directory.Gate)
        {
            var (userId, rejection) = Authenticate(request, host);
            return rejection ?? Route(request, segments, userId!);
        }
    }

    private static string HostName(Request request)
    {
        var host = request.Header("Host") ?? string.Empty;
        return Uri.TryCreate("http://" + host, UriKind.Absolute, out var uri) ? uri.DnsSafeHost : host;
    }

    private static bool IsLoopback(string host) => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static Response InvalidToken(string description) => Response.Empty(401).WithHeader(
        "WWW-Authenticate",
        "Bearer error=\"invalid_token\", error_description=\"" + description
            + "\", error_uri=\"https://tools.ietf.org/html/rfc6750#section-3.1\"");

    private (string? UserId, Response? Rejection) Authenticate(Request request, string host)
    {
        var header = request.Header("Authorization");
        if (header is null || !header.StartsWith("bearer", StringComparison.OrdinalIgnoreCase))
        {
            return (null, request.Header("X-Requested-With") == "XMLHttpRequest"
                ? Response.Text(401, "/appLogin", "text/plain; charset=utf-8")
                : Response.Empty(302).WithHeader("Location", "/oauth2/authorization/" + EchoedText.Limit(host)));
        }

        var match = Bearer.Match(header);
        if (!match.Success)
        {
            return (null, InvalidToken(Malformed));
        }

        var (userId, error) = _authenticator.Authenticate(match.Groups["token"].Value);
        return (userId, error is null ? null : InvalidToken(error));
    }

    private Response Route(Request request, string[] segments, string userId)
    {
        var exchange = new GoodDataExchange(_organization, request, userId);
        if (EntityRoutes.TryHandle(exchange, segments) is { } entities)
        {
            return entities;
        }

        var path = string.Join("/", segments);
        var documentPath = "entities/admin/organizations/" + _organization.Id;
        var isOfOrganization = path == documentPath;
        Func<Response>? handle = path switch
        {
            "profile" => () => Response.Json(200, GoodDataJson.Profile(_organization, userId)),
            "options" => () => Response.Json(200, GoodDataJson.Options()),
            "entities/organization" => () => Response.Empty(302).WithHeader("Location", "/api/v1/" + documentPath),
            "layout/organization/permissions" => () => PermissionRoutes.List(exchange),
            _ when isOfOrganization => () => OrganizationDocument(request),
            _ => null,
        };
        return PermissionRoutes.TryHandle(exchange, segments) ?? DexRoutes.TryHandle(exchange, segments)
            ?? (handle is null ? GoodDataProblem.Create(404, "Not Found", "No resource at " + EchoedText.Limit(request.Path))
                : request.Method == "GET" ? handle()
                : exchange.MethodNotAllowed("GET"));
    }

    private Response OrganizationDocument(Request request)
    {
        var withPermissions = request.QueryValue("metaInclude")?.Split(',').Contains("permissions") == true;
        return Response.Json(200, GoodDataJson.OrganizationDocument(_organization, withPermissions), "application/vnd.gooddata.api+json");
    }

    private Response UnknownHost(Request request) => Response.Json(404, new JObject
    {
        ["timestamp"] = _clock.UtcNow.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'", CultureInfo.InvariantCulture),
        ["path"] = EchoedText.Limit(request.Path),
        ["status"] = 404,
        ["error"] = "Not Found",
        ["requestId"] = RandomText.Hex(8),
    });
}
