using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata;

/// <summary>A list of warnings with a limit for each id, so that a hostile token does not repeat one a thousand times.</summary>
internal sealed class WarningList
{
    private const int MaximumPerId = 10;

    private List<TokenWarning>? _warnings;

    /// <summary>Adds a warning, unless there are too many with this id.</summary>
    public void Add(string id, params object?[] arguments)
    {
        _warnings ??= [];
        if (_warnings.Count(warning => ReferenceEquals(warning.Id, id)) < MaximumPerId)
        {
            _warnings.Add(new TokenWarning(id, arguments));
        }
    }

    /// <summary>The warnings.</summary>
    public IReadOnlyList<TokenWarning> ToList() => new TextList<TokenWarning>(_warnings ?? [], " ");
}
