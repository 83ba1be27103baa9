using System;
using System.Text.RegularExpressions;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Faults;

/// <summary>Decides which requests a fault affects (<see cref="SandboxFault.Match"/>).</summary>
internal sealed class FaultMatcher
{
    private readonly string? _match;
    private readonly Regex? _pattern;

    public FaultMatcher(string? match)
    {
        _match = match;
        if (match?.IndexOf('*') >= 0)
        {
            _pattern = new Regex(
                @"\A" + Regex.Escape(match).Replace(@"\*", ".*") + @"\z",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
    }

    public bool IsMatch(Request request)
    {
        if (_match is null)
        {
            return true;
        }

        var line = request.Method + " " + request.Target;
        return _pattern is null
            ? line.IndexOf(_match, StringComparison.OrdinalIgnoreCase) >= 0
            : _pattern.IsMatch(line) || _pattern.IsMatch(request.Target) || _pattern.IsMatch(request.Path);
    }
}
