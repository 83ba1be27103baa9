using System.Collections.Generic;

namespace TokenTools.Sandbox.Recording;

/// <summary>Keeps the latest entries, up to a maximum count. Thread-safe.</summary>
internal sealed class BoundedLog<T>
{
    private readonly Queue<T> _entries = new();
    private readonly int _maximumCount;

    public BoundedLog(int maximumCount) => _maximumCount = maximumCount;

    public void Add(T entry)
    {
        lock (_entries)
        {
            if (_entries.Count == _maximumCount)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }
    }

    /// <summary>The entries, the oldest first.</summary>
    public T[] ToArray()
    {
        lock (_entries)
        {
            return _entries.ToArray();
        }
    }
}
