using System;
using System.Linq;

namespace TokenTools.Attacks.Tests.Http;

/// <summary>A request as it arrived.</summary>
/// <param name="Head">Request line and headers.</param>
/// <param name="Body">The body, from UTF-8.</param>
internal sealed record HttpRequest(string Head, string Body)
{
    /// <summary>The request's target, such as <c>/api/rest/v1/acme/InstallerToken</c>.</summary>
    public string Target => Head.Split(' ')[1];

    /// <summary>A header's value; null if it is absent.</summary>
    public string? Header(string name) => Header(Head, name);

    /// <summary>A header's value in a request's head; null if it is absent.</summary>
    public static string? Header(string head, string name) => head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}
