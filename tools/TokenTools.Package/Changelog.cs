using System.IO;
using System.Text.RegularExpressions;

namespace TokenTools.Package;

/// <summary>CHANGELOG.md, in the format of Keep a Changelog.</summary>
internal static class Changelog
{
    /// <summary>The notes of a release: the section of its version, or Unreleased if there is none.</summary>
    public static string NotesOf(string changelog, string version)
    {
        var sections = Regex.Matches(
            changelog.ReplaceLineEndings("\n"), @"(?ms)^## \[(?<version>[^]]+)\][^\n]*\n(?<notes>.*?)(?=^## \[|^\[[^]]+\]: |\z)");
        foreach (var wanted in new[] { version, "Unreleased" })
        {
            foreach (Match section in sections)
            {
                if (section.Groups["version"].Value == wanted && section.Groups["notes"].Value.Trim() is { Length: > 0 } notes)
                {
                    return notes;
                }
            }
        }

        throw new InvalidDataException("CHANGELOG.md has no section for " + version + ".");
    }
}
