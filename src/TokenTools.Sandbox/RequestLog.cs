using System.Collections.Generic;

namespace TokenTools.Sandbox;

/// <summary>The requests that came, in their order.</summary>
internal sealed class RequestLog
{
    private readonly object _gate = new();
    private readonly List<SandboxRequest> _requests = [];

    public void Add(SandboxRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
        }
    }

    public SandboxRequest[] ToArray()
    {
        lock (_gate)
        {
            return _requests.ToArray();
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }
}
