using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Sandbox.Http;
using TokenTools.Security;

namespace TokenTools.Sandbox;

/// <summary>What happens to each request: it is recorded, meets its fault and the rate limit, and reaches its service.</summary>
internal sealed class Exchange
{
    private readonly (IService Service, RateLimit Limit)[] _services;
    private readonly Recent<SandboxRequest> _log;
    private readonly SandboxFaults _faults;
    private readonly Redactor _redactor;
    private readonly Func<double?> _requestsPerSecond;

    public Exchange(IReadOnlyList<IService> services, Recent<SandboxRequest> log, SandboxFaults faults, Redactor redactor, Func<double?> requestsPerSecond)
    {
        _services = new (IService, RateLimit)[services.Count];
        for (var i = 0; i < _services.Length; i++)
        {
            _services[i] = (services[i], new RateLimit(SystemClock.Instance));
        }

        _log = log;
        _faults = faults;
        _redactor = redactor;
        _requestsPerSecond = requestsPerSecond;
    }

    public async Task<Answer> HandleAsync(ReceivedRequest request, CancellationToken stop)
    {
        var record = new SandboxRequest(request, _redactor);
        record.Service = Array.Find(_services, entry => entry.Service.Owns(request)).Service?.Name;
        _log.Add(record);
        var fault = _faults.Take(request);
        if (fault?.Delay > TimeSpan.Zero)
        {
            await Task.Delay(fault.Delay, stop).ConfigureAwait(false);
        }

        var answer = fault is null ? Ask(request) : Ask(request, fault);
        record.StatusCode = answer.Reset ? null : answer.StatusCode;
        return answer;
    }

    private Answer Ask(ReceivedRequest request, SandboxFault fault)
    {
        if (fault.Reset == SandboxReset.BeforeHandling)
        {
            return new Answer(0) { Reset = true };
        }

        var answer = fault.RedirectTo is not null ? Answer.Empty(fault.StatusCode ?? 302).With("Location", fault.RedirectTo)
            : fault.StatusCode is { } status ? Answer.Empty(status)
            : Ask(request);
        if (fault.BodyBytes is not null || fault.Body is not null)
        {
            answer.Body = fault.BodyBytes ?? Encoding.UTF8.GetBytes(fault.Body);
            answer.ContentType ??= "text/plain; charset=utf-8";
        }

        answer.ContentType = fault.ContentType ?? answer.ContentType;
        if (fault.RetryAfter is not null)
        {
            answer.With("Retry-After", fault.RetryAfter);
        }

        foreach (var header in fault.Headers)
        {
            answer.With(header.Key, header.Value);
        }

        answer.Truncate = fault.Truncate;
        answer.Reset = fault.Reset == SandboxReset.AfterHandling;
        return answer;
    }

    private static Answer Handle(IService service, ReceivedRequest request)
    {
#pragma warning disable CA1031 // Whatever goes wrong here is the sandbox's own fault; the client shall see that, not a dead connection.
        try
        {
            return service.Handle(request);
        }
        catch (Exception error)
        {
            return Answer.OfText(500, "The sandbox failed: " + error.GetType().Name, "text/plain; charset=utf-8");
        }
#pragma warning restore CA1031
    }

    private Answer Ask(ReceivedRequest request)
    {
        foreach (var (service, limit) in _services)
        {
            if (service.Owns(request))
            {
                return limit.Passes(_requestsPerSecond()) ? Handle(service, request) : service.TooBusy(request);
            }
        }

        return Answer.Empty(404);
    }
}
