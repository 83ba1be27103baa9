using System;
using System.Collections.Generic;
using TokenTools.Sandbox.Faults;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox;

/// <summary>The queued faults of a sandbox. A request is affected by the first fault that matches it. Thread-safe.</summary>
public sealed class SandboxFaultQueue
{
    private readonly object _gate = new();
    private readonly List<Entry> _entries = [];

    internal SandboxFaultQueue()
    {
    }

    /// <summary>The number of requests that the queued faults can still affect.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
            {
                var pending = 0L;
                foreach (var entry in _entries)
                {
                    pending += entry.Remaining;
                }

                return (int)Math.Min(pending, int.MaxValue);
            }
        }
    }

    /// <summary>Adds a copy of a fault to the end of the queue.</summary>
    /// <exception cref="TokenArgumentException">A setting of the fault is out of range or has no effect.</exception>
    public void Enqueue(SandboxFault fault)
    {
        var entry = new Entry(fault ?? throw new ArgumentNullException(nameof(fault)));
        lock (_gate)
        {
            _entries.Add(entry);
        }
    }

    /// <summary>Adds copies of several faults to the end of the queue in one step.</summary>
    /// <exception cref="TokenArgumentException">A setting of a fault is out of range or has no effect. No fault is added.</exception>
    public void Enqueue(IEnumerable<SandboxFault> faults)
    {
        var entries = new List<Entry>();
        foreach (var fault in faults ?? throw new ArgumentNullException(nameof(faults)))
        {
            entries.Add(new Entry(fault ?? throw new ArgumentNullException(nameof(faults))));
        }

        lock (_gate)
        {
            _entries.AddRange(entries);
        }
    }

    /// <summary>Removes all queued faults.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>Uses the first fault that matches a request; null for none.</summary>
    internal SandboxFault? Dequeue(Request request)
    {
        lock (_gate)
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                var entry = _entries[i];
                if (!entry.Matcher.IsMatch(request))
                {
                    continue;
                }

                entry.Remaining--;
                if (entry.Remaining == 0)
                {
                    _entries.RemoveAt(i);
                }

                return entry.Fault;
            }

            return null;
        }
    }

    private sealed class Entry
    {
        public Entry(SandboxFault fault)
        {
            Fault = fault.ToValidated();
            Remaining = fault.Count;
            Matcher = new FaultMatcher(fault.Match);
        }

        public SandboxFault Fault { get; }

        public FaultMatcher Matcher { get; }

        public int Remaining { get; set; }
    }
}
