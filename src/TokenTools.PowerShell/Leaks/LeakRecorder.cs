using System.Collections.Generic;
using System.Text;

namespace TokenTools.PowerShell.Leaks;

/// <summary>What a run has shown, written and passed on.</summary>
/// <remarks>Searched once the run has ended, because only then its secrets may be known.</remarks>
internal sealed class LeakRecorder
{
    private readonly object _gate = new();
    private readonly List<(string Place, byte[] Content)> _records = [];

    /// <summary>Everything that was recorded.</summary>
    public IReadOnlyList<(string Place, byte[] Content)> Records
    {
        get
        {
            lock (_gate)
            {
                return _records.ToArray();
            }
        }
    }

    /// <summary>Records a text.</summary>
    public void Add(string place, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Add(place, Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Records bytes.</summary>
    public void Add(string place, byte[] content)
    {
        lock (_gate)
        {
            _records.Add((place, content));
        }
    }
}
