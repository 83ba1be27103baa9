using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Sandbox.Faults;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Recording;
using TokenTools.Security;

namespace TokenTools.Sandbox.Pipeline;

/// <summary>Handles each request: records it, applies a queued fault and the rate limit, and passes it to its service.</summary>
internal sealed class SandboxPipeline
{
    private readonly (ISandboxService Service, SlidingWindowLimiter Limiter)[] _services;
    private readonly RequestLog _log;
    private readonly SandboxFaultQueue _faults;
    private readonly Redactor _redactor;
    private readonly Func<double?> _requestsPerSecond;

    public SandboxPipeline(
        IReadOnlyList<ISandboxService> services,
        RequestLog log,
        SandboxFaultQueue faults,
        Redactor redactor,
        Func<double?> requestsPerSecond)
    {
        _services = new (ISandboxService, SlidingWindowLimiter)[services.Count];
        for (var i = 0; i < _services.Length; i++)
        {
            _services[i] = (services[i], new SlidingWindowLimiter(static () => SystemClock.Instance.Elapsed));
        }

        _log = log;
        _faults = faults;
        _redactor = redactor;
        _requestsPerSecond = requestsPerSecond;
    }

    /// <summary>Called before (false) and after (true) each request is handled; null for none.</summary>
    public Action<SandboxRequest, bool>? Observer { get; set; }

    public async Task<Response> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var record = new SandboxRequest(request, Array.Find(_services, entry => entry.Service.Matches(request)).Service?.Name, _redactor);
        _log.Add(record);
        var fault = _faults.Dequeue(request);
        if (fault?.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault.Delay.Value, cancellationToken).ConfigureAwait(false);
        }

        Observer?.Invoke(record, false);
        var response = fault is null ? Dispatch(request) : FaultResponse.Create(fault, () => Dispatch(request));
        Observer?.Invoke(record, true);
        record.StatusCode = response.Reset ? null : response.StatusCode;
        return response;
    }

    private static Response Handle(ISandboxService service, Request request)
    {
#pragma warning disable CA1031 // Any exception here is a defect of the sandbox. The client gets a 500 instead of a closed connection.
        try
        {
            return service.Handle(request);
        }
        catch (Exception error)
        {
            return Response.Text(500, "The sandbox failed: " + error.GetType().Name, "text/plain; charset=utf-8");
        }
#pragma warning restore CA1031
    }

    private Response Dispatch(Request request)
    {
        foreach (var (service, limiter) in _services)
        {
            if (service.Matches(request))
            {
                return limiter.TryAcquire(_requestsPerSecond()) ? Handle(service, request) : service.RateLimitExceeded(request);
            }
        }

        return Response.Empty(404);
    }
}
