using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using TokenTools.Attacks.Tests.Faults;

namespace TokenTools.Attacks.Tests.EarlyEnds;

/// <summary>Whether a warning says which row it is about.</summary>
internal static class RowNames
{
    // row 7 · rows 3, 5-8 and 12 · inputs 3 to 9
    private static readonly Regex Positions = new(
        @"\b(?:rows?|inputs?)\s+(?<list>\d+(?:\s*(?:-|–|to)\s*\d+)?(?:\s*(?:,|and|, and)\s*\d+(?:\s*(?:-|–|to)\s*\d+)?)*)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Count = new(@"\A(?<count>\d+)\s", RegexOptions.CultureInvariant);

    /// <summary>Whether one of the warnings names a row: by a value that only this row has, or by its position.</summary>
    public static bool IsNamed(int row, IReadOnlyList<string> warnings) => warnings.Any(warning => Rows(warning).Contains(row));

    /// <summary>How many tokens the warnings report that name no row.</summary>
    public static int CountAnonymous(IReadOnlyList<string> warnings) => warnings
        .Where(static warning => warning.Contains("token", StringComparison.OrdinalIgnoreCase) && !Rows(warning).Any())
        .Select(static warning => Count.Match(warning).Groups["count"])
        .Sum(static count => count.Success ? int.Parse(count.Value, CultureInfo.InvariantCulture) : 1);

    private static HashSet<int> Rows(string warning)
    {
        var rows = Regex.Matches(warning, @"\bcloud-\d{4}\b").Select(static match => LedgerServer.Row(match.Value)).ToHashSet();
        foreach (Match match in Positions.Matches(warning))
        {
            foreach (Match part in Regex.Matches(match.Groups["list"].Value, @"(?<from>\d+)(?:\s*(?:-|–|to)\s*(?<to>\d+))?"))
            {
                var from = int.Parse(part.Groups["from"].Value, CultureInfo.InvariantCulture);
                var to = part.Groups["to"].Success ? int.Parse(part.Groups["to"].Value, CultureInfo.InvariantCulture) : from;
                rows.UnionWith(Enumerable.Range(from, Math.Clamp(to - from + 1, 0, 100)));
            }
        }

        return rows;
    }
}
