using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace TokenTools.Help;

/// <summary>The XML that Get-Help reads, made of the pages and of the assembly.</summary>
internal static class Maml
{
    /// <summary>What Get-Help looks for, in a folder of the culture's name beside the manifest: the assembly's file name and this end.</summary>
    public const string FileName = "TokenTools.PowerShell.dll-Help.xml";

    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write(IEnumerable<(CmdletModel Cmdlet, HelpPage Page)> pages)
    {
        var root = new XElement(
            Msh + "helpItems",
            new XAttribute("schema", "maml"),
            new XComment(" Made from docs/en-US by build.ps1 -Task Docs: change the pages, not this file. "),
            pages.Select(static pair => Item(pair.Cmdlet, pair.Page)));
        using var text = new StringWriterUtf8();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) }))
        {
            new XDocument(root).Save(xml);
        }

        return text + "\n";
    }

    private static XElement Item(CmdletModel cmdlet, HelpPage page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Text.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "command", Command.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "dev", Dev.NamespaceName),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            new XElement(Text + "description", Paragraphs(page.Synopsis))),
        new XElement(Text + "description", Paragraphs(page.Description)),
        new XElement(Command + "syntax", cmdlet.Sets.Select(set => new XElement(
            Command + "syntaxItem",
            new XElement(Text + "name", cmdlet.Name),
            SyntaxLine.Parameters(cmdlet, set).Select(pair => Parameter(pair.Parameter, pair.In, described: null))))),
        new XElement(Command + "parameters", cmdlet.Visible
            .OrderBy(static parameter => parameter.Name, StringComparer.Ordinal)
            .Select(parameter => Parameter(parameter, parameter.Sets.FirstOrDefault(set => set.Name == cmdlet.DefaultSet) ?? parameter.Sets[0], page.Parameters.GetValueOrDefault(parameter.Name, string.Empty)))),
        new XElement(Command + "inputTypes", cmdlet.InputTypes.Select(type => Type(Command + "inputType", type, page.Inputs))),
        new XElement(Command + "returnValues", cmdlet.OutputTypes.Select(type => Type(Command + "returnValue", type, page.Outputs))),
        new XElement(Text + "alertSet", new XElement(Text + "alert", Paragraphs(page.Notes))),
        new XElement(Command + "examples", page.Examples.Select(static (example, index) => Example(index + 1, example.Title, example.Body))),
        new XElement(Command + "relatedLinks", Links(cmdlet, page).Select(static link => new XElement(
            Text + "navigationLink",
            new XElement(Text + "linkText", link.Text),
            new XElement(Text + "uri", link.Target)))));

    // The first link with an address is what Get-Help -Online opens.
    private static IEnumerable<(string Text, string Target)> Links(CmdletModel cmdlet, HelpPage page) => page.Links
        .Select(static link => (link.Text, link.Target.StartsWith("http", StringComparison.Ordinal) ? link.Target : string.Empty))
        .Prepend(("Online version", cmdlet.HelpUri));

    private static XElement Parameter(ParameterModel parameter, ParameterSetModel set, string? described)
    {
        var piped = new[] { set.FromPipelineByPropertyName ? "ByPropertyName" : null, set.FromPipeline ? "ByValue" : null }.Where(static way => way is not null).ToList();
        return new XElement(
            Command + "parameter",
            new XAttribute("required", set.Mandatory ? "true" : "false"),
            new XAttribute("variableLength", parameter.ShortType.EndsWith("[]", StringComparison.Ordinal) ? "true" : "false"),
            new XAttribute("globbing", parameter.Wildcards ? "true" : "false"),
            new XAttribute("pipelineInput", piped.Count == 0 ? "False" : "True (" + string.Join(", ", piped) + ")"),
            new XAttribute("position", set.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Text + "name", parameter.Name),
            // Once is enough: Get-Help shows none of a syntax line's.
            described is null ? null : new XElement(Text + "description", Paragraphs(described)),
            parameter.AcceptedValues.Count == 0 ? null : new XElement(
                Command + "parameterValueGroup",
                parameter.AcceptedValues.Select(static value => new XElement(
                    Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value))),
            parameter.IsSwitch ? null : new XElement(
                Command + "parameterValue",
                new XAttribute("required", "true"),
                new XAttribute("variableLength", parameter.ShortType.EndsWith("[]", StringComparison.Ordinal) ? "true" : "false"),
                parameter.ShortType),
            new XElement(Dev + "type", new XElement(Text + "name", parameter.ShortType), new XElement(Text + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default.Length > 0 ? parameter.Default : "None"));
    }

    private static XElement Type(XName element, string type, Dictionary<string, string> described) => new(
        element,
        new XElement(Dev + "type", new XElement(Text + "name", type)),
        new XElement(Text + "description", Paragraphs(described.GetValueOrDefault(type, string.Empty))));

    private static XElement Example(int number, string title, string body)
    {
        var blocks = PlainText.Blocks(body).ToList();
        var code = blocks.FirstOrDefault(static block => block is { Kind: TextKind.Code, Language: "powershell" });
        return new XElement(
            Command + "example",
            new XElement(Text + "title", "Example " + number + ": " + title),
            new XElement(Dev + "code", code?.Text),
            new XElement(Dev + "remarks", blocks.Where(block => block != code).Select(static block => new XElement(Text + "para", Shown(block)))));
    }

    private static IEnumerable<XElement> Paragraphs(string markdown) => PlainText.Blocks(markdown).Select(static block => new XElement(Text + "para", Shown(block)));

    private static string Shown(TextBlock block) => block.Kind switch
    {
        TextKind.Code => Regex.Replace(block.Text, "(?m)^(?=.)", "    "),
        _ => block.Text,
    };

    private sealed class StringWriterUtf8() : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => new UTF8Encoding(false);
    }
}
