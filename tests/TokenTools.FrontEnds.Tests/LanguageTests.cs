using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>Source, messages, help and documents use the terms of the field. They must not contain the words of this list.</summary>
public class LanguageTests
{
    // Words or phrases that the documentation of .NET, PowerShell and HTTP does not use in this sense, with the ones that it uses.
    private static readonly (string Pattern, string Instead)[] Avoided =
    [
        (@"(?:who|whom|how)ever(?<!however)", "who, anyone who"),
        ("nobody|somebody|anybody|everybody", "no one, someone, anyone, everyone; or name the subject"),
        (@"stands?(?![-\w])", "is, applies"),
        ("stood", "was"),
        ("anew", "again"),
        ("told|tells?", "report, say, show"),
        ("in force", "effective"),
        ("meanwhile", "at the same time; or leave it out"),
        ("by itself", "alone, automatically"),
        ("at fault", "wrong"),
        ("by chance|a chance", "randomly, an opportunity"),
        ("lucky", "leave it out"),
        ("all the same", "anyway"),
        (@"(?<!there )(?:is|are|was) no (?!longer\b|more\b|such\b|way\b|need\b|connection\b|token\b|error\b|caveat\b)\w+", "is not a"),
        ("can't be had|cannot be had", "is not available"),
        ("said otherwise|told otherwise", "by default"),
        ("shall", "must, will"),
        ("let be", "ignored"),
        (@"passes by", "bypass"),
        ("heeds?", "honor, follow"),
        (@"goes? by(?! (?:the )?name)", "follow, use"),
        (@"made of|makes? of|came of|comes? of", "created from, results from"),
        ("is meant|are meant", "is intended; or say it directly"),
        ("took no connection", "connection refused"),
        ("once more", "again"),
        ("for want of", "without"),
        ("had best", "should"),
        (@"an (?:Onezone|Onedata)\w*", "a Onezone, a Onedata token: they are pronounced like 'one'"),
        ("time-outs?", "timeout"),
        (@"licences?|colour\w*|behaviour\w*|honour\w*", "the US spelling"),
        ("takes? nothing else", "accepts nothing else"),
        ("excludes? each other", "cannot be used together"),
        ("asked for", "requested"),
        ("(?:left|leaves?|leaving) behind", "possible effects, remains"),
        ("what (?:is|was) left", "the rest, the remaining"),
        ("says? where", "describes the position"),
        (@"else (?:from|in|the|why|one|its)", "otherwise"),
        ("mends?|mended|mending", "fix, correct"),
        ("hear of|broke off|lets? nothing|gives? back", "receive, ended, rejects, returns"),
        ("hasn't|haven't|hadn't", "does not have"),
        ("in turns|by turns", "alternately"),
        ("wherever|whichever", "in each, for every"),
    ];

    // Words that a platform or a program defines.
    private static readonly string[] Quoted =
    [
        @"`nobody`", @"""nobody""", @"'nobody'", "<c>nobody</c>", "NobodyText", @"\bnobody\|",
        @"\\""nobody\\""", "= nobody", "/nobody/",
    ];

    private static readonly string[] Extensions = [".cs", ".resx", ".md", ".ps1", ".psd1", ".ps1xml", ".yml", ".sh", ".csproj", ".props"];

    public static TheoryData<string> Files { get; } = new(
        Repository.Files(".", Extensions).Where(static file =>
            !file.EndsWith("/LanguageTests.cs", StringComparison.Ordinal) && !file.StartsWith("tests/vectors/", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Files))]
    public void File_Always_UsesTheFieldsWords(string file)
    {
        var text = Repository.Read(file);
        foreach (var quoted in Quoted)
        {
            text = Regex.Replace(text, quoted, string.Empty);
        }

        var found = new List<string>();
        foreach (var (pattern, instead) in Avoided)
        {
            foreach (Match match in Regex.Matches(text, @"(?<![\w-])(?:" + pattern + @")(?![\w])", RegexOptions.IgnoreCase))
            {
                var line = text.AsSpan(0, match.Index).Count('\n') + 1;
                found.Add(file + ":" + line + " '" + match.Value + "' (use: " + instead + ")");
            }
        }

        Assert.True(found.Count == 0, string.Join("\n", found));
    }
}
