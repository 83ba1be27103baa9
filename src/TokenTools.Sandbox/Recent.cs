using System.Collections.Generic;

namespace TokenTools.Sandbox;

/// <summary>The last so many of what was added, in that order. Safe for any number of threads.</summary>
internal sealed class Recent<T>
{
    private readonly Queue<T> _items = new();
    private readonly int _most;

    public Recent(int most) => _most = most;

    public void Add(T item)
    {
        lock (_items)
        {
            if (_items.Count == _most)
            {
                _items.Dequeue();
            }

            _items.Enqueue(item);
        }
    }

    public T[] ToArray()
    {
        lock (_items)
        {
            return _items.ToArray();
        }
    }

    public void Clear()
    {
        lock (_items)
        {
            _items.Clear();
        }
    }
}
