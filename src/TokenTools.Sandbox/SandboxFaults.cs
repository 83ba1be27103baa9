using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox;

/// <summary>The faults that are yet to happen. Each request gets the first one that matches it, and no other. Safe for any number of threads.</summary>
public sealed class SandboxFaults
{
    private readonly object _gate = new();
    private readonly List<Entry> _entries = [];

    internal SandboxFaults()
    {
    }

    /// <summary>How many faults are yet to happen, each counted as often as it will.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
            {
                var pending = 0L;
                foreach (var entry in _entries)
                {
                    pending += entry.Left;
                }

                return (int)Math.Min(pending, int.MaxValue);
            }
        }
    }

    /// <summary>Adds a fault behind those that are there. Later changes to it go unseen.</summary>
    /// <exception cref="TokenArgumentException">It can't happen as it is.</exception>
    public void Enqueue(SandboxFault fault)
    {
        if (fault is null)
        {
            throw new ArgumentNullException(nameof(fault));
        }

        if (fault.Count < 1)
        {
            throw SandboxText.ArgumentError("Count", nameof(SandboxMessages.SandboxFaultCountInvalid), fault.Count);
        }

        if (fault.StatusCode is < 200 or > 599)
        {
            throw SandboxText.ArgumentError("StatusCode", nameof(SandboxMessages.SandboxFaultStatusInvalid), fault.StatusCode);
        }

        if (fault.Delay < TimeSpan.Zero || fault.Delay > TimeSpan.FromDays(1))
        {
            throw SandboxText.ArgumentError("Delay", nameof(SandboxMessages.SandboxFaultDelayInvalid), fault.Delay);
        }

        var entry = new Entry(Copy(fault));
        lock (_gate)
        {
            _entries.Add(entry);
        }
    }

    /// <summary>Adds several faults, with no request getting between them.</summary>
    /// <exception cref="TokenArgumentException">One of them can't happen as it is; then none is added.</exception>
    public void Enqueue(IEnumerable<SandboxFault> faults)
    {
        var queue = new SandboxFaults();
        foreach (var fault in faults ?? throw new ArgumentNullException(nameof(faults)))
        {
            queue.Enqueue(fault);
        }

        lock (_gate)
        {
            _entries.AddRange(queue._entries);
        }
    }

    /// <summary>Forgets all that are yet to happen.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    internal SandboxFault? Take(ReceivedRequest request)
    {
        lock (_gate)
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                var entry = _entries[i];
                if (!entry.Matches(request))
                {
                    continue;
                }

                entry.Left--;
                if (entry.Left == 0)
                {
                    _entries.RemoveAt(i);
                }

                return entry.Fault;
            }

            return null;
        }
    }

    private static SandboxFault Copy(SandboxFault fault)
    {
        var copy = new SandboxFault
        {
            StatusCode = fault.StatusCode,
            RetryAfter = fault.RetryAfter,
            Delay = fault.Delay,
            Reset = fault.Reset,
            Truncate = fault.Truncate,
            Body = fault.Body,
            BodyBytes = (byte[]?)fault.BodyBytes?.Clone(),
            ContentType = fault.ContentType,
            RedirectTo = fault.RedirectTo,
            Count = fault.Count,
            Match = fault.Match,
        };
        foreach (var header in fault.Headers)
        {
            copy.Headers[header.Key] = header.Value;
        }

        return copy;
    }

    private sealed class Entry
    {
        private readonly Regex? _pattern;

        public Entry(SandboxFault fault)
        {
            Fault = fault;
            Left = fault.Count;
            if (fault.Match?.IndexOf('*') >= 0)
            {
                _pattern = new Regex(
                    @"\A" + Regex.Escape(fault.Match).Replace(@"\*", ".*") + @"\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
            }
        }

        public SandboxFault Fault { get; }

        public int Left { get; set; }

        public bool Matches(ReceivedRequest request)
        {
            if (Fault.Match is null)
            {
                return true;
            }

            var whole = string.Format(CultureInfo.InvariantCulture, "{0} {1}", request.Method, request.Target);
            return _pattern is null
                ? whole.IndexOf(Fault.Match, StringComparison.OrdinalIgnoreCase) >= 0
                : _pattern.IsMatch(whole) || _pattern.IsMatch(request.Target) || _pattern.IsMatch(request.Path);
        }
    }
}
