using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.GoodData;

/// <summary>What of GoodData.CN a bootstrap token is tried on.</summary>
/// <remarks>
/// Order and answers: gooddata/gooddata-server-oauth2 (OrganizationWebFilter, HostBasedServerAuthenticationEntryPoint), Spring
/// Security's ServerBearerTokenAuthenticationConverter, and the recorded answers in gooddata/gooddata-python-sdk's tests.
/// </remarks>
internal sealed class GoodDataService : IService
{
    private const string UnknownUser = "Unable to lookup user details for provided Bearer token";
    private const string Malformed = "Bearer token is malformed";

    // org.springframework.security…ServerBearerTokenAuthenticationConverter
    private static readonly Regex Bearer = new(@"\ABearer (?<token>[a-zA-Z0-9-._~+/]+=*)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly OrganizationState _organization;
    private readonly SandboxClock _clock;

    public GoodDataService(OrganizationState organization, SandboxClock clock)
    {
        _organization = organization;
        _clock = clock;
    }

    public string? Name => "GoodData";

    public bool Owns(ReceivedRequest request) =>
        request.PartsBelow("/api/v1") is not null || request.PartsBelow("/oauth2") is not null || request.PartsBelow("/appLogin") is not null;

    public Answer TooBusy(ReceivedRequest request) => Problem(429, "Too Many Requests", "Too many requests").With("Retry-After", "1");

    public Answer Handle(ReceivedRequest request)
    {
        var host = HostName(request);
        if (!_organization.Ready || !(IsThisMachine(host) || string.Equals(host, _organization.HostName, StringComparison.OrdinalIgnoreCase)))
        {
            return UnknownHost(request);
        }

        if (request.PartsBelow("/api/v1") is not { } parts)
        {
            return Answer.OfText(200, "<!DOCTYPE html><html><head><title>Log in</title></head><body>Log in</body></html>", "text/html; charset=utf-8");
        }

        return Refuse(request, host) ?? Route(request, string.Join("/", parts));
    }

    private static string HostName(ReceivedRequest request)
    {
        var host = request.Header("Host") ?? string.Empty;
        return Uri.TryCreate("http://" + host, UriKind.Absolute, out var uri) ? uri.DnsSafeHost : host;
    }

    private static bool IsThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static Answer InvalidToken(string description) => Answer.Empty(401).With(
        "WWW-Authenticate",
        "Bearer error=\"invalid_token\", error_description=\"" + description + "\", error_uri=\"https://tools.ietf.org/html/rfc6750#section-3.1\"");

    private static Answer Problem(int status, string title, string detail)
    {
        var trace = RandomText.Hex(32);
        return Answer.OfJson(
            status,
            new JObject { ["detail"] = detail, ["status"] = status, ["title"] = title, ["traceId"] = trace },
            "application/problem+json").With("X-GDC-TRACE-ID", trace);
    }

    // Null for who may come in.
    private Answer? Refuse(ReceivedRequest request, string host)
    {
        var header = request.Header("Authorization");
        if (header is null || !header.StartsWith("bearer", StringComparison.OrdinalIgnoreCase))
        {
            return request.Header("X-Requested-With") == "XMLHttpRequest"
                ? Answer.OfText(401, "/appLogin", "text/plain; charset=utf-8")
                : Answer.Empty(302).With("Location", "/oauth2/authorization/" + host);
        }

        var match = Bearer.Match(header);
        return !match.Success ? InvalidToken(Malformed)
            : IsAdministrator(match.Groups["token"].Value) ? null
            : InvalidToken(UnknownUser);
    }

    private bool IsAdministrator(string token)
    {
        try
        {
            var plain = Encoding.UTF8.GetString(Convert.FromBase64String(token));
            return RandomText.SameSecret(plain, _organization.UserName + ":" + BootstrapTokenFactory.TokenId + ":" + _organization.Password);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private Answer Route(ReceivedRequest request, string path)
    {
        var answer = path switch
        {
            "profile" => () => Answer.OfJson(200, GoodDataDocuments.Profile(_organization)),
            "options" => () => Answer.OfJson(200, GoodDataDocuments.Options()),
            "entities/organization" => () => Answer.Empty(302).With("Location", "/api/v1/entities/admin/organizations/" + _organization.Id),
            _ when path == "entities/admin/organizations/" + _organization.Id => () =>
                Answer.OfJson(200, GoodDataDocuments.Organization(_organization, request.QueryValue("metaInclude")?.Split(',').Contains("permissions") == true), "application/vnd.gooddata.api+json"),
            _ => (Func<Answer>?)null,
        };
        return answer is null ? Problem(404, "Not Found", "No resource at " + request.Path)
            : request.Method == "GET" ? answer()
            : Problem(405, "Method Not Allowed", "Request method '" + request.Method + "' is not supported.").With("Allow", "GET");
    }

    private Answer UnknownHost(ReceivedRequest request) => Answer.OfJson(404, new JObject
    {
        ["timestamp"] = _clock.UtcNow.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'", System.Globalization.CultureInfo.InvariantCulture),
        ["path"] = request.Path,
        ["status"] = 404,
        ["error"] = "Not Found",
        ["requestId"] = RandomText.Hex(8),
    });
}
