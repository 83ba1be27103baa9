using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Http;

namespace TokenTools.Attacks.Tests.Faults;

/// <summary>Every kind of fault.</summary>
internal static class FaultKinds
{
    private const string Message = "{\"message\":\"fault\"}";

    // A client may conclude from these that nothing was issued (RFC 9110 §15.5, RFC 6585 §4); the module retries after 429 and 503.
    private static readonly int[] CertainRejections = [400, 401, 403, 404, 429, 503];

    // Statuses with which a service rejects a request before it acts (RFC 9110 §15.5 and §15.6, RFC 8470 §5.2), and 301, 307 and 308, with
    // which it asks for the request to be sent elsewhere (§15.4.2, §15.4.8, §15.4.9).
    private static readonly int[] Rejections = [.. CertainRejections, 301, 307, 308, 409, 410, 413, 425, 501, 505];

    // 303 is the usual answer to a POST that was done (RFC 9110 §15.4.4), and many services use 302 likewise; the others say
    // nothing about the request, or come from something on the way.
    private static readonly int[] Statuses =
    [
        204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 408, 409, 410, 413, 418, 425, 429, 499,
        500, 501, 502, 503, 504, 505, 520, 599,
    ];

    /// <summary>All kinds by name.</summary>
    public static IReadOnlyDictionary<string, FaultKind> All { get; } =
        Statuses.Select(Status).Concat(Others()).ToDictionary(static kind => kind.Name, StringComparer.Ordinal);

    /// <summary>No fault at all.</summary>
    public static FaultKind None { get; } =
        new("none", Issuing.Always, static exchange => exchange.WriteAsync(HttpAnswer.Of(200, exchange.Document), keepOpen: true));

    private static FaultKind Status(int status)
    {
        var answer = HttpAnswer.Of(
            status,
            status is 204 or 304 ? string.Empty : Message,
            status is >= 301 and <= 308 and not 304 ? ["Location: /api/rest/v1/acme-A1B2C3/InstallerToken/1"] : []);
        return new FaultKind(
            status.ToString(CultureInfo.InvariantCulture),
            Rejections.Contains(status) ? Issuing.Never : Issuing.Half,
            exchange => exchange.WriteAsync(answer, keepOpen: true))
        {
            IsCertainRejection = CertainRejections.Contains(status),
        };
    }

    private static IEnumerable<FaultKind> Others() =>
    [
        new("429-retry-after", Issuing.Never, static exchange => exchange.WriteAsync(
            HttpAnswer.Of(429, Message, "Retry-After: 0"), keepOpen: true))
        {
            IsCertainRejection = true,
        },
        Silent("100-then-silence", "HTTP/1.1 100 Continue\r\n\r\n"),
        Silent("102-then-silence", "HTTP/1.1 102 Processing\r\n\r\n"),
        Silent("slow", string.Empty),
        new("reset-on-connect", Issuing.Never, static exchange => ResetAsync(exchange, string.Empty)) { OnConnect = true },
        new("reset-before-answer", Issuing.Half, static exchange => ResetAsync(exchange, string.Empty)),
        new("reset-in-head", Issuing.Half, static exchange => ResetAsync(exchange, "HTTP/1.1 200 OK\r\nContent-Type: appl")),
        new("reset-in-body", Issuing.Always, static exchange => ResetAsync(
            exchange, HttpAnswer.Head(200, "Content-Length: " + exchange.Document.Length) + "\r\n" + Half(exchange.Document))),
        new("half-head", Issuing.Half, static exchange => exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Ty", keepOpen: false)),
        new("half-body", Issuing.Half, static exchange => exchange.WriteAsync(
            HttpAnswer.Head(200, "Content-Length: " + exchange.Document.Length) + "\r\n" + Half(exchange.Document), keepOpen: false)),
        new("length-too-small", Issuing.Half, static exchange => exchange.WriteAsync(
            HttpAnswer.Head(200, "Content-Length: 20") + "\r\n" + exchange.Document, keepOpen: true)),
        new("length-too-large", Issuing.Half, static exchange => exchange.WriteAsync(
            HttpAnswer.Head(200, "Content-Length: " + (exchange.Document.Length + 50)) + "\r\n" + exchange.Document, keepOpen: false)),
        new("two-lengths", Issuing.Half, static exchange => exchange.WriteAsync(
            HttpAnswer.Head(200, "Content-Length: 5", "Content-Length: " + exchange.Document.Length) + "\r\n" + exchange.Document,
            keepOpen: false)),
        new("plain-body-as-chunked", Issuing.Half, static exchange => exchange.WriteAsync(
            HttpAnswer.Head(200, "Transfer-Encoding: chunked") + "\r\n" + exchange.Document, keepOpen: false)),
        new("plain-body-as-gzip", Issuing.Half, static exchange => exchange.WriteAsync(
            HttpAnswer.Of(200, exchange.Document, "Content-Encoding: gzip"), keepOpen: true)),
        new("empty-body", Issuing.Half, static exchange => exchange.WriteAsync(HttpAnswer.Of(200), keepOpen: true)),
        new("html-body", Issuing.Half, static exchange => exchange.WriteAsync(
            HttpAnswer.Of(200, "<html><head><title>Sign in</title></head></html>", "Content-Type: text/html"), keepOpen: true)),
        new("json-without-token", Issuing.Half, static exchange => exchange.WriteAsync(
            HttpAnswer.Of(200, exchange.Document.Replace("\"token\"", "\"other\"", StringComparison.Ordinal)), keepOpen: true)),
        new("other-account", Issuing.Always, static exchange => exchange.WriteAsync(
            HttpAnswer.Of(200, exchange.Document.Replace(LedgerServer.AccountId, "other-Z9Y8X7", StringComparison.Ordinal)),
            keepOpen: true)),
        // The service's clock and this machine's need not agree, and either can be set at any time.
        Clock("clock-in-2099", "2099-01-31T12:00:00Z", "2099-01-31T13:00:00Z"),
        Clock("clock-in-1970", "1970-01-01T00:00:00Z", "1970-01-01T01:00:00Z"),
        Clock("clock-set-back-while-issuing", "2026-01-31T12:00:00Z", "2026-01-31T11:00:00Z"),
        Clock("clock-at-its-end", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        new("close-between-requests", Issuing.Always, static exchange => exchange.WriteAsync(
            HttpAnswer.Of(200, exchange.Document), keepOpen: false))
        {
            ClosesAfterAnswers = true,
        },
        // As a load balancer does on a connection that was idle for too long.
        new("answer-before-request", Issuing.Half, static exchange => exchange.WriteAsync(HttpAnswer.Of(408, Message), keepOpen: false))
        {
            OnConnect = true,
        },
        new("two-answers", Issuing.Always, static exchange => exchange.WriteAsync(
            [.. HttpAnswer.Of(200, exchange.Document), .. HttpAnswer.Of(200, exchange.Document)], keepOpen: true)),
    ];

    // The token was issued, with dates from a clock that is wrong.
    private static FaultKind Clock(string name, string created, string expiration) => new(name, Issuing.Always, exchange =>
    {
        var document = JsonNode.Parse(exchange.Document)!;
        (document["created"], document["expiration"]) = (created, expiration);
        return exchange.WriteAsync(HttpAnswer.Of(200, document.ToJsonString()), keepOpen: true);
    });

    // The request was handled; the answer does not come before the client's timeout.
    private static FaultKind Silent(string name, string before) => new(name, Issuing.Half, async exchange =>
    {
        await exchange.Connection.WriteAsync(before);
        await exchange.Connection.WaitForCloseAsync();
        return false;
    })
    {
        TimesOut = true,
    };

    private static async Task<bool> ResetAsync(FaultExchange exchange, string before)
    {
        if (before.Length > 0)
        {
            await exchange.Connection.WriteAsync(Encoding.UTF8.GetBytes(before));
            // A reset discards what the client has not read yet; here it is to see the beginning.
            await Task.Delay(2, exchange.Connection.CancellationToken);
        }

        exchange.Connection.Reset();
        return false;
    }

    private static string Half(string text) => text[..(text.Length / 2)];
}
