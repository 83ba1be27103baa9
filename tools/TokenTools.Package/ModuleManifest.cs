using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace TokenTools.Package;

/// <summary>TokenTools.psd1, as far as a package needs it: texts in single quotes, and lists of them.</summary>
internal sealed class ModuleManifest
{
    /// <summary>What stands for the release notes in the checkout.</summary>
    public const string NotesPlaceholder = "'See CHANGELOG.md.'";

    private readonly string _text;

    public ModuleManifest(string path) => _text = File.ReadAllText(path).ReplaceLineEndings("\n");

    public string Version => Text("ModuleVersion");

    public string Text(string key) => Regex.Match(_text, @"(?m)^\s*" + key + @"\s*=\s*'(?<text>(?:[^']|'')*)'") is { Success: true } found
        ? found.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal)
        : throw new InvalidDataException("The manifest has no " + key + ".");

    public IReadOnlyList<string> List(string key) => Regex.Match(_text, @"(?m)^\s*" + key + @"\s*=\s*@\((?<list>[^)]*)\)") is { Success: true } found
        ? Regex.Matches(found.Groups["list"].Value, "'([^']*)'").Select(static item => item.Groups[1].Value).ToList()
        : throw new InvalidDataException("The manifest has no " + key + ".");

    /// <summary>The manifest as it ships, with the release's own notes.</summary>
    public string WithNotes(string notes) => _text.Contains(NotesPlaceholder, StringComparison.Ordinal)
        ? _text.Replace(NotesPlaceholder, "'" + notes.Replace("'", "''", StringComparison.Ordinal) + "'", StringComparison.Ordinal)
        : throw new InvalidDataException("The manifest's ReleaseNotes are not " + NotesPlaceholder);
}
