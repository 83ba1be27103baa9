using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace TokenTools.PowerShell.Tests;

/// <summary>Each promise in SECURITY.md names a test, and that test exists.</summary>
public class SecurityPromiseTests
{
    private static readonly Dictionary<string, string> Sources = Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.*", SearchOption.AllDirectories)
        .Where(static file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".ps1", StringComparison.Ordinal))
        .GroupBy(static file => Path.GetFileName(file)!)
        .ToDictionary(static same => same.Key, static same => string.Join("\n", same.Select(File.ReadAllText)), StringComparer.Ordinal);

    public static TheoryData<string, string> Promises
    {
        get
        {
            var promises = new TheoryData<string, string>();
            foreach (Match row in Regex.Matches(
                File.ReadAllText(Path.Combine(Repository.Root, "SECURITY.md")), @"(?m)^\| (?:all|[1-5](?:, [1-5])*) \| (?<promise>[^|]+) \| (?<held>[^|]+) \|\r?$"))
            {
                promises.Add(row.Groups["promise"].Value, row.Groups["held"].Value);
            }

            return promises;
        }
    }

    [Fact]
    public void Promises_Always_AreFound() => Assert.True(Promises.Count > 15);

    [Theory]
    [MemberData(nameof(Promises))]
    public void Promise_Always_HasAnExistingTest(string promise, string held)
    {
        var tests = Regex.Matches(held, "`(?<test>[^`]+)`(?:: \"(?<name>[^\"]+)\")?");
        Assert.True(tests.Count > 0, promise + " has no test");
        Assert.All(tests, test =>
        {
            var name = test.Groups["test"].Value;
            if (name.EndsWith(".ps1", StringComparison.Ordinal))
            {
                Assert.Contains(name, Sources.Keys);
                Assert.True(test.Groups["name"].Success, name + " is a file: which of its tests?");
                Assert.Matches(@"(?m)^ *It '" + Regex.Escape(test.Groups["name"].Value.Replace("'", "''", StringComparison.Ordinal)), Sources[name]);
                return;
            }

            var parts = name.Split('.');
            Assert.Contains(parts[0] + ".cs", Sources.Keys);
            Assert.Matches(@"\bclass " + parts[0] + @"\b", Sources[parts[0] + ".cs"]);
            if (parts.Length > 1)
            {
                Assert.Matches(@"\b" + parts[1] + @"\(", Sources[parts[0] + ".cs"]);
            }
        });
    }
}
