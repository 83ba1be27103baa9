using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Pipeline;

/// <summary>A service that the sandbox simulates.</summary>
internal interface ISandboxService
{
    /// <summary>The service's name; null for the sandbox's own endpoint.</summary>
    string? Name { get; }

    /// <summary>True if a request is addressed to this service.</summary>
    bool Matches(Request request);

    /// <summary>Handles a request.</summary>
    Response Handle(Request request);

    /// <summary>The response to a request beyond the rate limit.</summary>
    Response RateLimitExceeded(Request request);
}
