using System;
using System.Text;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Faults;

/// <summary>Applies a fault to a response.</summary>
internal static class FaultResponse
{
    /// <summary>Creates the response to a request that a fault affects.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="dispatch">Passes the request to its service; not called if the fault replaces the service.</param>
    public static Response Create(SandboxFault fault, Func<Response> dispatch)
    {
        if (fault.Reset == SandboxReset.BeforeHandling)
        {
            return new Response(0) { Reset = true };
        }

        var response = fault.RedirectTo is not null ? Response.Empty(fault.StatusCode ?? 302).WithHeader("Location", fault.RedirectTo)
            : fault.StatusCode is { } status ? Response.Empty(status)
            : dispatch();
        if (fault.BodyBytes is not null || fault.Body is not null)
        {
            response.Body = fault.BodyBytes ?? Encoding.UTF8.GetBytes(fault.Body);
            response.ContentType ??= "text/plain; charset=utf-8";
        }

        response.ContentType = fault.ContentType ?? response.ContentType;
        if (fault.RetryAfter is not null)
        {
            response.WithHeader("Retry-After", fault.RetryAfter);
        }

        foreach (var header in fault.Headers)
        {
            response.WithHeader(header.Key, header.Value);
        }

        response.Truncate = fault.Truncate;
        response.Reset = fault.Reset == SandboxReset.AfterHandling;
        return response;
    }
}
