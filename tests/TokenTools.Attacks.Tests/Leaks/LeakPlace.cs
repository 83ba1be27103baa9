using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using TokenTools.Attacks.Tests.Http;
using TokenTools.Attacks.Tests.Support;

namespace TokenTools.Attacks.Tests.Leaks;

/// <summary>A service that the secret belongs to, and how each front end asks it.</summary>
internal sealed record LeakService(string Name, string Script)
{
    /// <summary>The command line that asks the same; null where there is none.</summary>
    public string[]? Command { get; init; }

    /// <summary>The environment variables that hold the service's address and the secret.</summary>
    public (string Address, string Secret)? Variables { get; init; }

    /// <summary>Further environment variables.</summary>
    public (string Name, string Value)[] Settings { get; init; } = [];

    /// <summary>The credential that a secret is part of; by default the secret is the credential.</summary>
    public Func<string, string> ToCredential { get; init; } = static secret => secret;
}

/// <summary>A place in an answer where a service may put any text.</summary>
/// <param name="Service">The service.</param>
/// <param name="Field">The place's name.</param>
/// <param name="Answer">The answer to a request, with a text in that place; null for a request that this place does not concern.</param>
internal sealed record LeakPlace(LeakService Service, string Field, Func<string, HttpRequest, byte[]?> Answer)
{
    private const string InstallerTokenJson = """
        {"installType":"ATOM","token":"atom-12f5a22a-1b5c-4a1d-9c0e-7f9c2f4a8d11","created":"2030-01-31T12:00:00Z",
        "expiration":"2030-01-31T13:00:00Z","accountId":"acme-A1B2C3","durationMinutes":60}
        """;

    /// <summary>Whether a text can be in this place as it is.</summary>
    public Func<string, bool> CanHold { get; init; } = static _ => true;

    /// <summary>Whether the service closes the connection after the answer: a client may wait for the body that it announces.</summary>
    public bool Closes { get; init; }

    /// <summary>The place's name.</summary>
    public string Name => Service.Name + "." + Field;

    private static LeakService Boomi { get; } = new("boomi", """
        param($Uri, $Secret)
        Connect-Boomi acme-A1B2C3 user@acme.example $Secret -BaseUri $Uri -NoProxy -MaximumRetryCount 1 -RequestsPerSecond 1000
        New-InstallerToken ATOM -Verbose -Debug
        """)
    {
        Command = ["installer-token", "ATOM", "--no-proxy", "--maximum-retry-count", "1", "-v"],
        Variables = ("BOOMI_API_URL", "BOOMI_API_TOKEN"),
        Settings = [("BOOMI_ACCOUNT_ID", "acme-A1B2C3"), ("BOOMI_USERNAME", "user@acme.example")],
    };

    private static LeakService Onezone { get; } = new("onezone", """
        param($Uri, $Secret)
        Connect-Onezone -Uri $Uri -Token $Secret -NoProxy -MaximumRetryCount 0
        New-TemporaryToken -ValidFor 10m -For user -Verbose -Debug
        """)
    {
        Command = ["temporary-token", "--valid-for", "10m", "--for", "user", "--no-proxy", "--maximum-retry-count", "0", "-v"],
        Variables = ("ONEZONE_HOST", "ONEZONE_API_KEY"),
        ToCredential = OfIdentityProvider,
    };

    // The zone knows the connection's token from earlier requests.
    private static LeakService Verification { get; } = new("verification", """
        param($Uri, $Secret)
        Connect-Onezone -Uri $Uri -Token $Secret -NoProxy -MaximumRetryCount 0
        Test-TemporaryToken -Token $testedToken -Detailed -Verbose -Debug
        """)
    {
        ToCredential = OfIdentityProvider,
    };

    // Any other text is rejected before a request, unless it is a macaroon.
    private static string OfIdentityProvider(string secret) => "egi:" + secret;

    private static LeakService GoodData { get; } = new("gooddata", """
        param($Uri, $Secret)
        Test-BootstrapToken -Uri $Uri -Token $Secret -NoProxy -Detailed -Verbose -Debug
        """)
    {
        Command = ["verify", "--no-proxy", "-v"],
        Variables = ("GOODDATA_HOST", "TOKENTOOLS_TOKEN"),
        ToCredential = static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:bootstrap:" + secret)),
    };

    /// <summary>All places by name.</summary>
    public static IReadOnlyDictionary<string, LeakPlace> All { get; } =
        BoomiPlaces().Concat(OnezonePlaces()).Concat(VerificationPlaces()).Concat(GoodDataPlaces())
            .ToDictionary(static place => place.Name, StringComparer.Ordinal);

    /// <summary>A place's number, for <see cref="AttackSize.Sample"/>.</summary>
    public static int IndexOf(string name) => All.Keys.TakeWhile(key => key != name).Count();

    /// <summary>One of how many places is in a sample.</summary>
    public const int SampleStep = 3;

    /// <summary>The names of all places, or of every third one of them.</summary>
    public static IEnumerable<string> Sample(int first) =>
        All.Keys.Where((_, number) => AttackSize.Of(sample: number % SampleStep == first, full: true));

    private static IEnumerable<LeakPlace> BoomiPlaces() =>
    [
        Always(Boomi, "message", static text => HttpAnswer.Of(400, Json(new { message = text }))),
        Always(Boomi, "message-of-unknown-outcome", static text => HttpAnswer.Of(500, Json(new { message = text }))),
        Always(Boomi, "message-of-retry", static text => HttpAnswer.Of(503, Json(new { message = text }), "Retry-After: 0")),
        Always(Boomi, "error-id", static text => HttpAnswer.Of(403, Json(new { error = new { id = text, message = "no" } }))),
        InXml("xml-message", static text => "<error><message>" + text + "</message></error>"),
        InXml("xml-data", static text => "<UserMessage id=\"x\"><Data>" + text + "</Data></UserMessage>"),
        InXml("xml-id", static text => "<UserMessage id=\"" + text + "\"><Data>no</Data></UserMessage>"),
        Always(Boomi, "html-title", static text => HttpAnswer.Of(
            400, "<html><head><title>" + WebUtility.HtmlEncode(text) + "</title></head></html>", "Content-Type: text/html")),
        Always(Boomi, "plain-body", static text => HttpAnswer.Of(400, text, "Content-Type: text/plain")),
        Header(Boomi, "location", static text => HttpAnswer.Of(307, string.Empty, "Location: https://other.example/" + text)),
        Header(Boomi, "location-host", static text => HttpAnswer.Of(307, string.Empty, "Location: https://" + text + ".example/")),
        Header(Boomi, "request-id", static text => HttpAnswer.Of(400, "{}", "X-Request-ID: " + text)),
        Header(Boomi, "trace-id", static text => HttpAnswer.Of(400, "{}", "X-GDC-TRACE-ID: " + text)),
        Header(Boomi, "challenge", static text => HttpAnswer.Of(401, "{}", "WWW-Authenticate: Basic realm=\"" + text + "\"")),
        Header(Boomi, "reason-phrase", static text => Utf8("HTTP/1.1 400 " + text + "\r\nContent-Length: 0\r\n\r\n")),
        Header(Boomi, "status-line", static text => Utf8("HTTP/1.1 " + text + "\r\nContent-Length: 0\r\n\r\n")),
        Framing("header-line", static text => "HTTP/1.1 200 OK\r\n" + text + "\r\nContent-Length: 0\r\n\r\n"),
        Framing("content-length", static text => "HTTP/1.1 200 OK\r\nContent-Length: " + text + "\r\n\r\n"),
        Framing("chunk-header", static text => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + text + "\r\n"),
        Header(Boomi, "charset", static text => HttpAnswer.Of(
            400, "{\"message\":\"no\"}", "Content-Type: application/json; charset=\"" + text + "\"")),
        Header(Boomi, "content-encoding", static text => HttpAnswer.Of(400, "{\"message\":\"no\"}", "Content-Encoding: " + text)),
        Token("installType", "\"ATOM\""),
        Token("cloudId", null),
        Token("accountId", "\"acme-A1B2C3\""),
        Token("created", "\"2030-01-31T12:00:00Z\""),
        Token("durationMinutes", "60"),
        Token("unknownField", null),
    ];

    private static IEnumerable<LeakPlace> OnezonePlaces() =>
    [
        Zone("description", static text => new { id = "badData", description = text }),
        Zone("id", static text => new { id = text, description = "no" }),
        Details("detail", static text => new { reason = text }),
        Details("detail-name", static text => new Dictionary<string, int> { [text] = 1 }),
        Details("detail-list", static text => new { allowed = new object[] { 1, new[] { text } } }),
        Details("inner-description", static text => new { authError = new { id = "badToken", description = text } }),
        Details("inner-id", static text => new { authError = new { id = text, description = "no" } }),
        Zone("legacy", static text => text),
        new(Onezone, "time", static (text, request) =>
            IsTime(request) ? HttpAnswer.Of(503, Json(new { error = new { id = "x", description = text } })) : null),
    ];

    private static IEnumerable<LeakPlace> VerificationPlaces() =>
    [
        Verify("subject-type", static text => HttpAnswer.Of(200, Json(new { subject = new { type = text, id = "u1" }, ttl = 60 }))),
        Verify("subject-id", static text => HttpAnswer.Of(200, Json(new { subject = new { type = "user", id = text }, ttl = 60 }))),
        Verify("refusal", static text => HttpAnswer.Of(400, Json(new { error = new { id = "tokenInvalid", description = text } }))),
        Verify("refusal-id", static text => HttpAnswer.Of(400, Json(new { error = new { id = "token" + text, description = "no" } }))),
    ];

    private static IEnumerable<LeakPlace> GoodDataPlaces() =>
    [
        Header(GoodData, "challenge", static text => HttpAnswer.Of(
            401,
            string.Empty,
            "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"" + Quoted(text) + "\"")),
        Always(GoodData, "detail", static text => HttpAnswer.Of(403, Json(new { detail = text }))),
        Always(GoodData, "title", static text => HttpAnswer.Of(500, Json(new { title = text }))),
        Header(GoodData, "trace-id", static text => HttpAnswer.Of(400, "{}", "X-GDC-TRACE-ID: " + text)),
        Always(GoodData, "userId", static text => HttpAnswer.Of(200, Json(new { userId = text }))),
        Always(GoodData, "organizationId", static text => HttpAnswer.Of(200, Json(new { userId = "u", organizationId = text }))),
        Always(GoodData, "organizationName", static text => HttpAnswer.Of(200, Json(new { userId = "u", organizationName = text }))),
        Always(GoodData, "permissions", static text => HttpAnswer.Of(200, Json(new { userId = "u", permissions = new[] { text } }))),
    ];

    private static LeakPlace Always(LeakService service, string field, Func<string, byte[]> answer) =>
        new(service, field, (text, _) => answer(text));

    private static LeakPlace Header(LeakService service, string field, Func<string, byte[]> answer) =>
        Always(service, field, answer) with { CanHold = static text => text.IndexOfAny(['\r', '\n', '\0']) < 0 };

    private static LeakPlace Framing(string field, Func<string, string> answer) =>
        Header(Boomi, field, text => Utf8(answer(text))) with { Closes = true };

    private static LeakPlace InXml(string field, Func<string, string> body) =>
        Always(Boomi, field, text => HttpAnswer.Of(400, body(WebUtility.HtmlEncode(text)))) with
        {
            CanHold = static text => text.All(XmlConvert.IsXmlChar),
        };

    private static LeakPlace Token(string field, string? usual) => Always(Boomi, field, text =>
    {
        var member = "\"" + field + "\":";
        var document = InstallerTokenJson.ReplaceLineEndings(string.Empty);
        return HttpAnswer.Of(200, usual is null
            ? document.Replace("{", "{" + member + Json(text) + ",", StringComparison.Ordinal)
            : document.Replace(member + usual, member + Json(text), StringComparison.Ordinal));
    });

    private static LeakPlace Zone(string field, Func<string, object> error) =>
        new(Onezone, field, (text, request) => IsTime(request) ? null : HttpAnswer.Of(400, Json(new { error = error(text) })));

    private static LeakPlace Details(string field, Func<string, object> details) =>
        Zone(field, text => new { id = "unauthorized", description = "no", details = details(text) });

    private static LeakPlace Verify(string field, Func<string, byte[]> answer) =>
        new(Verification, field, (text, request) => IsTime(request) ? null : answer(text));

    private static bool IsTime(HttpRequest request) => request.Target.EndsWith("/get_current_time", StringComparison.Ordinal);

    private static string Json(object value) => JsonSerializer.Serialize(value);

    // A quoted string: RFC 9110 §5.6.4.
    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
