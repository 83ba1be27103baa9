using System;
using System.Collections.Generic;
using System.Globalization;
using TokenTools.Sandbox.Http;
using TokenTools.Security;

namespace TokenTools.Sandbox;

/// <summary>A request that a sandbox got. Secrets in it are masked, except where a member's name says otherwise.</summary>
public sealed class SandboxRequest
{
    private readonly ReceivedRequest _request;
    private readonly Redactor _redactor;
    private readonly bool _plain;

    internal SandboxRequest(ReceivedRequest request, Redactor redactor)
    {
        _request = request;
        _redactor = redactor;
        Time = DateTimeOffset.UtcNow;
    }

    private SandboxRequest(SandboxRequest masked)
        : this(masked._request, masked._redactor)
    {
        Time = masked.Time;
        StatusCode = masked.StatusCode;
        Service = masked.Service;
        _plain = true;
    }

    /// <summary>When it had been received, in UTC by the machine's clock, whatever the sandbox's own says.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The HTTP method.</summary>
    public string Method => _request.Method;

    /// <summary>The path with its query, as sent.</summary>
    public string Path => _plain ? _request.Target : _redactor.Redact(_request.Target);

    /// <summary>The headers, values of the same name joined with a comma. Names in any case find them.</summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get
        {
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var header in _request.Headers)
            {
                var value = _request.Header(header.Key)!;
                headers[header.Key] = _plain ? value : SecretMask.Header(header.Key, value, _redactor);
            }

            return headers;
        }
    }

    /// <summary>The body as text; empty for none.</summary>
    public string Body => _plain ? _request.Text : SecretMask.Body(_request.Text, _redactor);

    /// <summary>The status it was answered with; null if it hasn't been yet, or its connection was reset.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The number of the TCP connection that it came on, from 1.</summary>
    public int Connection => _request.Connection;

    /// <summary>The name of the service that it is for: <c>Boomi</c>, <c>GoodData</c> or <c>Onezone</c>; null for none of them.</summary>
    public string? Service { get; internal set; }

    /// <summary>A header's value as it came, with any secret in it; null if it wasn't sent.</summary>
    public string? GetHeader(string name) => _request.Header(name);

    /// <summary>The same request with nothing in it masked.</summary>
    public SandboxRequest ToPlainText() => new(this);

    /// <summary>Method, path and status.</summary>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", Method, Path, StatusCode is { } status ? status : "(no answer)");
}
