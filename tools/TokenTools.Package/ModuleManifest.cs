using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;

namespace TokenTools.Package;

/// <summary>A module's manifest, read by the engine's parser.</summary>
internal sealed class ModuleManifest
{
    private readonly string _text;
    private readonly HashtableAst _table;
    private readonly Hashtable _values;

    public ModuleManifest(string path)
    {
        _text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var script = Parser.ParseInput(_text, path, out _, out var errors);
        var table = script.Find(static node => node is HashtableAst, searchNestedScriptBlocks: false) as HashtableAst;
        _table = errors.Length == 0 && table is not null ? table : throw new InvalidDataException(path + " is not a module manifest.");
        // Only constants are evaluated: no code in the file runs.
        _values = (Hashtable)_table.SafeGetValue();
    }

    public string Version => Text("ModuleVersion");

    public string Text(string key) => (string)Value(key);

    public IReadOnlyList<string> List(string key) => ((IEnumerable)Value(key)).Cast<string>().ToList();

    /// <summary>The manifest's text, with the notes of a release.</summary>
    public string WithReleaseNotes(string notes)
    {
        var old = _table.FindAll(static node => node is HashtableAst, searchNestedScriptBlocks: false).Cast<HashtableAst>()
            .SelectMany(static table => table.KeyValuePairs)
            .Single(static pair => pair.Item1 is StringConstantExpressionAst { Value: "ReleaseNotes" }).Item2.Extent;
        return _text[..old.StartOffset] + "'" + CodeGeneration.EscapeSingleQuotedStringContent(notes) + "'" + _text[old.EndOffset..];
    }

    private object Value(string key) => _values[key]
        ?? ((_values["PrivateData"] as Hashtable)?["PSData"] as Hashtable)?[key]
        ?? throw new InvalidDataException("The manifest has no " + key + ".");
}
