using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace TokenTools.Help;

/// <summary>The XML that Get-Help reads, from the pages and the engine.</summary>
internal static class Maml
{
    /// <summary>The name that Get-Help looks for in a culture's folder: the assembly's file name and this end.</summary>
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
            new XComment(" Generated from docs/en-US by build.ps1 -Task Docs: edit the pages, not this file. "),
            pages.Select(static pair => Item(pair.Cmdlet, pair.Page)));
        using var text = new StringWriterUtf8();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            root.Save(xml);
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
            set.Parameters.Select(parameter => Parameter(parameter, parameter.In(set.Name)))))),
        new XElement(Command + "parameters", cmdlet.Visible.Select(parameter => Parameter(
            parameter,
            parameter.In(cmdlet.DefaultSet),
            new XElement(Text + "description", Paragraphs(page.Parameters.GetValueOrDefault(parameter.Name, string.Empty)))))),
        new XElement(Command + "inputTypes", cmdlet.InputTypes.Select(type => Type(Command + "inputType", type, page.Inputs))),
        new XElement(Command + "returnValues", cmdlet.OutputTypes.Select(type => Type(Command + "returnValue", type, page.Outputs))),
        // Get-Help shows the heading NOTES if this element exists, even if it is empty.
        page.Notes.Length > 0 ? new XElement(Text + "alertSet", new XElement(Text + "alert", Paragraphs(page.Notes))) : null,
        new XElement(
            Command + "examples",
            page.Examples.Select(static (example, index) => Example(index + 1, example.Title, example.Body))),
        // Get-Help -Online opens the first link that has an address.
        new XElement(Command + "relatedLinks", page.Links
            .Select(static link => Link(link.Text, link.Target.StartsWith("http", StringComparison.Ordinal) ? link.Target : string.Empty))
            .Prepend(Link("Online version", cmdlet.HelpUri))));

    // The syntax contains no descriptions, which Get-Help does not show there.
    private static XElement Parameter(ParameterModel parameter, ParameterSetMetadata set, XElement? description = null)
    {
        var isList = new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false");
        string?[] ways = [set.ValueFromPipelineByPropertyName ? "ByPropertyName" : null, set.ValueFromPipeline ? "ByValue" : null];
        var pipeline = string.Join(", ", ways.OfType<string>());
        return new XElement(
            Command + "parameter",
            new XAttribute("required", set.IsMandatory ? "true" : "false"),
            isList,
            new XAttribute("globbing", parameter.Wildcards ? "true" : "false"),
            new XAttribute("pipelineInput", pipeline.Length == 0 ? "False" : "True (" + pipeline + ")"),
            new XAttribute("position", set.Position < 0 ? "named" : set.Position.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Text + "name", parameter.Name),
            description,
            parameter.AcceptedValues.Count == 0 ? null : new XElement(
                Command + "parameterValueGroup",
                parameter.AcceptedValues.Select(static value => new XElement(
                    Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value))),
            parameter.IsSwitch ? null : new XElement(
                Command + "parameterValue", new XAttribute("required", "true"), isList, parameter.Type.Name),
            new XElement(Dev + "type", new XElement(Text + "name", parameter.Type.Name), new XElement(Text + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default.Length > 0 ? parameter.Default : "None"));
    }

    private static XElement Type(XName element, string type, Dictionary<string, string> described) => new(
        element,
        new XElement(Dev + "type", new XElement(Text + "name", type)),
        new XElement(Text + "description", Paragraphs(described.GetValueOrDefault(type, string.Empty))));

    private static XElement Example(int number, string title, string body)
    {
        var blocks = MarkdownText.Blocks(body);
        var code = blocks.FirstOrDefault(static block => block is { Kind: TextKind.Code, Detail: "powershell" });
        return new XElement(
            Command + "example",
            new XElement(Text + "title", "Example " + number + ": " + title),
            new XElement(Dev + "code", code),
            // An empty paragraph at the end. Otherwise the next example's title would follow the last line directly.
            new XElement(Dev + "remarks", blocks.Where(block => block != code).Select(Paragraph), new XElement(Text + "para")));
    }

    private static XElement Link(string text, string uri) =>
        new(Text + "navigationLink", new XElement(Text + "linkText", text), new XElement(Text + "uri", uri));

    private static IEnumerable<XElement> Paragraphs(string markdown) => MarkdownText.Blocks(markdown).Select(Paragraph);

    // Without indentation, also for code: Get-Help indents every line but trims the first.
    private static XElement Paragraph(TextBlock block) => new(Text + "para", block);

    private sealed class StringWriterUtf8() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
