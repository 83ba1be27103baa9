using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TokenTools.Http;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Recording;
using TokenTools.Security;

namespace TokenTools.Sandbox;

/// <summary>A request that a sandbox received.</summary>
/// <remarks>Secrets are masked, except by <see cref="GetHeader"/> and <see cref="ToPlainText"/>.</remarks>
public sealed class SandboxRequest
{
    // Objects, references and dictionary entries of one request, roughly.
    private const int OverheadBytes = 512;

    private readonly Request _head;
    private readonly Redactor _redactor;
    private readonly bool _isPlainText;
    private volatile byte[] _body;

    internal SandboxRequest(Request request, string? service, Redactor redactor)
    {
        _head = request.WithoutBody();
        _body = request.Body;
        _redactor = redactor;
        Service = service;
        Time = SystemClock.Instance.UtcNow;
        // Two bytes a character; the target is kept a second time as path and query.
        var characters = request.Method.Length + (2 * request.Target.Length)
            + request.Headers.Sum(static header => header.Key.Length + header.Value.Length);
        HeadBytes = OverheadBytes + (2L * characters);
    }

    private SandboxRequest(SandboxRequest masked)
    {
        _head = masked._head;
        _body = masked._body;
        _redactor = masked._redactor;
        _isPlainText = true;
        Service = masked.Service;
        Time = masked.Time;
        HeadBytes = masked.HeadBytes;
        StatusCode = masked.StatusCode;
        BodyRemoved = masked.BodyRemoved;
    }

    /// <summary>The time of receipt in UTC, by the machine's clock.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The HTTP method.</summary>
    public string Method => _head.Method;

    /// <summary>The path and query, as sent.</summary>
    public string Path => _isPlainText ? _head.Target : _redactor.Redact(_head.Target);

    /// <summary>The headers. Names are case-insensitive; repeated headers are joined with a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get
        {
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var header in _head.Headers)
            {
                var value = _head.Header(header.Key)!;
                headers[header.Key] = _isPlainText ? value : RequestRedactor.Header(header.Key, value, _redactor);
            }

            return headers;
        }
    }

    /// <summary>The body as text; empty for none, and if <see cref="BodyRemoved"/> is true.</summary>
    public string Body
    {
        get
        {
            var text = Request.DecodeBody(_body);
            return _isPlainText ? text : RequestRedactor.Body(text, _redactor);
        }
    }

    /// <summary>True if the body was removed because of <see cref="SandboxOptions.MaximumRecordedBytes"/>.</summary>
    public bool BodyRemoved { get; private set; }

    /// <summary>The status code of the response; null without a response yet, or if the connection was reset.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The number of the TCP connection, from 1.</summary>
    public int Connection => _head.Connection;

    /// <summary>The addressed service: <c>Boomi</c>, <c>GoodData</c> or <c>Onezone</c>; null for none of them.</summary>
    public string? Service { get; }

    /// <summary>The memory of everything but the body, in bytes.</summary>
    internal long HeadBytes { get; }

    /// <summary>The memory of the body, in bytes.</summary>
    internal int BodyBytes => _body.Length;

    /// <summary>Gets a header's value as sent, including secrets; null if the header is missing.</summary>
    public string? GetHeader(string name) => _head.Header(name);

    /// <summary>Gets the same request with no secret masked.</summary>
    public SandboxRequest ToPlainText() => new(this);

    /// <summary>The method, path and status code.</summary>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", Method, Path, StatusCode is { } status ? status : "(no response)");

    internal void RemoveBody()
    {
        BodyRemoved = true;
        _body = [];
    }
}
