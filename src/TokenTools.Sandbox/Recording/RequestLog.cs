using System.Collections.Generic;

namespace TokenTools.Sandbox.Recording;

/// <summary>Keeps the latest requests, up to a maximum count and a maximum of memory. Thread-safe.</summary>
/// <remarks>
/// A request can have a body of 8 MiB and a header section of 64 KiB, so a count alone does not limit the memory. Beyond the
/// limit, the oldest bodies are removed first, because tests mostly ask for paths and statuses, and then the oldest requests.
/// </remarks>
internal sealed class RequestLog
{
    private readonly object _gate = new();
    private readonly Queue<SandboxRequest> _requests = new();
    private readonly Queue<SandboxRequest> _withBody = new();
    private readonly int _maximumCount;
    private readonly long _maximumBytes;
    private long _bytes;

    public RequestLog(int maximumCount, long maximumBytes)
    {
        _maximumCount = maximumCount;
        _maximumBytes = maximumBytes;
    }

    /// <summary>The memory of all kept requests, in bytes.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    public void Add(SandboxRequest request)
    {
        lock (_gate)
        {
            _requests.Enqueue(request);
            _bytes += request.HeadBytes + request.BodyBytes;
            if (request.BodyBytes > 0)
            {
                _withBody.Enqueue(request);
            }

            while (_requests.Count > _maximumCount)
            {
                RemoveOldest();
            }

            while (_bytes > _maximumBytes && _withBody.Count > 0)
            {
                RemoveOldestBody();
            }

            while (_bytes > _maximumBytes && _requests.Count > 0)
            {
                RemoveOldest();
            }
        }
    }

    /// <summary>The requests, the oldest first.</summary>
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
            _withBody.Clear();
            _bytes = 0;
        }
    }

    private void RemoveOldest()
    {
        var oldest = _requests.Dequeue();
        _bytes -= oldest.HeadBytes + oldest.BodyBytes;
        if (oldest.BodyBytes > 0)
        {
            // Both queues have the same order, so the oldest request with a body is this one.
            _withBody.Dequeue();
        }
    }

    private void RemoveOldestBody()
    {
        var oldest = _withBody.Dequeue();
        _bytes -= oldest.BodyBytes;
        oldest.RemoveBody();
    }
}
