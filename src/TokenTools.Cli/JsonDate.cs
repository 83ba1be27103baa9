using System;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace TokenTools.Cli;

/// <summary>The form of times in JSON: ISO 8601 in UTC, to the second. A caveat keeps the form of the platform's API.</summary>
internal static class JsonDate
{
    /// <summary>A time; null for none.</summary>
    public static JValue Utc(DateTimeOffset? time) => new(Text(time));

    /// <summary>A time as text; null for none.</summary>
    public static string? Text(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
