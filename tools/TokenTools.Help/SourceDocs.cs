using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TokenTools.Help;

/// <summary>The documentation comments of the cmdlets' source: the first words of a new page.</summary>
internal sealed class SourceDocs
{
    private readonly Dictionary<string, string> _summaries = new(StringComparer.Ordinal);

    public SourceDocs(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        foreach (var member in XDocument.Load(path).Descendants("member"))
        {
            if (member.Element("summary") is { } summary)
            {
                _summaries[member.Attribute("name")!.Value] = Text(summary);
            }
        }
    }

    public string OfCmdlet(CmdletModel cmdlet) => _summaries.GetValueOrDefault("T:" + cmdlet.ClassName, string.Empty);

    /// <summary>A parameter's summary, from the cmdlet's own class or the base class that has it.</summary>
    public string OfParameter(CmdletModel cmdlet, string parameter) => parameter switch
    {
        "WhatIf" => "Says what would be done, and does nothing.",
        "Confirm" => "Asks before it does anything.",
        _ => _summaries.GetValueOrDefault("P:" + cmdlet.ClassName + "." + parameter)
            ?? _summaries.Where(pair => pair.Key.EndsWith("Command." + parameter, StringComparison.Ordinal)
                || Regex.IsMatch(pair.Key, "Command`[0-9]\\." + Regex.Escape(parameter) + "$")).Select(static pair => pair.Value).FirstOrDefault()
            ?? string.Empty,
    };

    private static string Text(XElement element) => Regex.Replace(
        string.Concat(element.Nodes().Select(static node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => Regex.Replace(see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? string.Empty, @"^.*\.", string.Empty),
            XElement { Name.LocalName: "c" } code => "`" + code.Value + "`",
            XElement other => other.Value,
            _ => string.Empty,
        })),
        @"\s+",
        " ").Trim();
}
