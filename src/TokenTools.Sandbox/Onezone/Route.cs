using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>An endpoint: the pattern of its path, its methods, and what handles a request.</summary>
/// <param name="Pattern">The path's segments. A segment in braces is a variable with any value but an empty one.</param>
/// <param name="Methods">The HTTP methods.</param>
/// <param name="Handle">Handles a request, with the client and the values of the variables.</param>
internal sealed record Route(
    IReadOnlyList<string> Pattern,
    IReadOnlyList<string> Methods,
    Func<Request, AuthenticatedClient?, IReadOnlyList<string>, Response> Handle)
{
    /// <summary>An endpoint.</summary>
    /// <param name="methods">The HTTP methods, separated by spaces.</param>
    /// <param name="pattern">The path, such as <c>users/{id}/tokens/named</c>.</param>
    /// <param name="handle">Handles a request.</param>
    public static Route Create(
        string methods, string pattern, Func<Request, AuthenticatedClient?, IReadOnlyList<string>, Response> handle) =>
        new(pattern.Split('/'), methods.Split(' '), handle);

    /// <summary>The values of the variables in a path; null for another path.</summary>
    public IReadOnlyList<string>? Match(string[] segments)
    {
        if (segments.Length != Pattern.Count)
        {
            return null;
        }

        var values = new List<string>();
        foreach (var (part, segment) in Pattern.Zip(segments, static (part, segment) => (part, segment)))
        {
            if (part[0] == '{' && segment.Length > 0)
            {
                values.Add(segment);
            }
            else if (part != segment)
            {
                return null;
            }
        }

        return values;
    }
}
