using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>Completes a duration: suggests some, or the units for a number. For other text, PowerShell would offer files.</summary>
internal sealed class DurationCompleter : WordCompleter
{
    private static readonly Dictionary<string, string> Units = new() { ["s"] = "seconds", ["m"] = "minutes", ["h"] = "hours", ["d"] = "days" };

    private protected override IEnumerable<KeyValuePair<string, string>> Words { get; } = new Dictionary<string, string>
    {
        ["30m"] = "30 minutes",
        ["1h"] = "1 hour",
        ["2h"] = "2 hours",
        ["8h"] = "8 hours",
        ["1d"] = "1 day",
    };

    private protected override IEnumerable<KeyValuePair<string, string>> GetWords(string parameterName, string typed) =>
        typed.Length == 0 ? Words
        : typed.All(char.IsDigit) ? Units.Select(unit => new KeyValuePair<string, string>(typed + unit.Key, typed + " " + unit.Value))
        : [new(typed, "a duration such as 90s, 30m, 2h or 1d12h")];
}

/// <summary>Completes a time: suggests some, in local time with the offset. For other text, PowerShell would offer files.</summary>
internal class PointInTimeCompleter : WordCompleter
{
    private protected sealed override IEnumerable<KeyValuePair<string, string>> Words => Suggest(SystemClock.Instance.UtcNow.ToLocalTime());

    private protected virtual IEnumerable<KeyValuePair<string, string>> Suggest(DateTimeOffset now)
    {
        yield return Word(now, "now");
        yield return Word(now.AddHours(1), "in an hour");
        yield return Word(now.AddDays(1), "in a day");
        yield return Word(now.AddDays(7), "in a week");
    }

    private protected sealed override IEnumerable<KeyValuePair<string, string>> GetWords(string parameterName, string typed)
    {
        var matching = Words.Where(word => word.Key.StartsWith(typed, StringComparison.Ordinal)).ToList();
        return matching.Count > 0 ? matching : [new(typed, "a time such as 2030-01-31 or 2030-01-31T18:00:00Z")];
    }

    private protected static KeyValuePair<string, string> Word(DateTimeOffset time, string description) =>
        new(time.ToString("yyyy-MM-ddTHH:mmzzz", CultureInfo.InvariantCulture), description);
}

/// <summary>Completes a time of something that has happened.</summary>
internal sealed class PastTimeCompleter : PointInTimeCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Suggest(DateTimeOffset now)
    {
        yield return Word(now, "now");
        yield return Word(now.AddHours(-1), "an hour ago");
        yield return Word(now.AddDays(-1), "a day ago");
        yield return Word(now.AddDays(-7), "a week ago");
    }
}
