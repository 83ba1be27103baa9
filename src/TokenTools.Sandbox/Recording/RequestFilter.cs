using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Sandbox.Recording;

/// <summary>Selects recorded requests.</summary>
internal sealed class RequestFilter
{
    /// <summary>A condition on the path and query; null for all.</summary>
    public Func<string, bool>? Path { get; set; }

    /// <summary>The HTTP methods, in any case; null for all.</summary>
    public IReadOnlyList<string>? Method { get; set; }

    /// <summary>The services, in any case; null for all.</summary>
    public IReadOnlyList<string>? Service { get; set; }

    /// <summary>The status codes of the responses; null for all.</summary>
    public IReadOnlyList<int>? StatusCode { get; set; }

    /// <summary>The earliest time of receipt; null for any.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>The number of requests, counted from the latest; null for all.</summary>
    public int? Last { get; set; }

    /// <summary>Selects requests and keeps their order.</summary>
    /// <exception cref="TokenArgumentException"><see cref="Last"/> is less than 1.</exception>
    public IReadOnlyList<SandboxRequest> Apply(IEnumerable<SandboxRequest> requests)
    {
        if (Last < 1)
        {
            throw SandboxText.ArgumentError(nameof(Last), nameof(SandboxMessages.SandboxLastInvalid), Last);
        }

        var selected = requests.Where(IsMatch).ToList();
        return Last < selected.Count ? selected.GetRange(selected.Count - Last.Value, Last.Value) : selected;
    }

    private bool IsMatch(SandboxRequest request) => Path?.Invoke(request.Path) != false
        && (Method is null || Method.Contains(request.Method, StringComparer.OrdinalIgnoreCase))
        && (Service is null || (request.Service is { } service && Service.Contains(service, StringComparer.OrdinalIgnoreCase)))
        && (StatusCode is null || (request.StatusCode is { } status && StatusCode.Contains(status)))
        && (Since is null || request.Time >= Since);
}
