using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using TokenTools.Attacks.Tests.Support;

namespace TokenTools.Attacks.Tests.Faults;

/// <summary>The recipes of docs/automation.md, as printed.</summary>
internal static class Readme
{
    /// <summary>The recipe that issues a CSV file's tokens and writes the rows to retry into <c>again.csv</c>.</summary>
    public static string RetryRecipe { get; } = Regex
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "automation.md")), "(?ms)^```powershell\r?$(?<code>.*?)^```")
        .Select(static match => match.Groups["code"].Value)
        .Single(static code => code.Contains("again.csv", StringComparison.Ordinal));
}
