using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TokenTools.Help;

/// <summary>The documentation comments of the cmdlets' source: the first draft of a new page.</summary>
internal sealed class SourceDocs(string path)
{
    private readonly Dictionary<string, string> _summaries = !File.Exists(path) ? [] : XDocument.Load(path).Descendants("member")
        .Where(static member => member.Element("summary") is not null)
        .ToDictionary(static member => member.Attribute("name")!.Value, static member => Text(member.Element("summary")!));

    public string OfCmdlet(CmdletModel cmdlet) => _summaries.GetValueOrDefault("T:" + cmdlet.ClassNames[0], string.Empty);

    /// <summary>A parameter's summary, from the cmdlet's class or the base class that declares it.</summary>
    public string OfParameter(CmdletModel cmdlet, string parameter) => parameter switch
    {
        "WhatIf" => "Shows what would be done, and does nothing.",
        "Confirm" => "Prompts before the cmdlet does anything.",
        _ => cmdlet.ClassNames.Select(name => _summaries.GetValueOrDefault("P:" + name + "." + parameter))
            .FirstOrDefault(static summary => summary is not null) ?? string.Empty,
    };

    private static string Text(XElement summary) => Regex.Replace(string.Concat(summary.Nodes().Select(static node => node switch
    {
        XElement { Name.LocalName: "see" } see => (see.Attribute("cref") ?? see.Attribute("langword"))?.Value.Split('.')[^1],
        XElement { Name.LocalName: "c" } code => "`" + code.Value + "`",
        XElement other => other.Value,
        XText text => text.Value,
        _ => string.Empty,
    })), @"\s+", " ").Trim();
}
