using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.Help;

/// <summary>The help of a checkout: the pages, the files that Get-Help reads, and the cmdlets that they describe.</summary>
internal sealed class HelpSources(string root, IReadOnlyList<CmdletModel> cmdlets)
{
    public IReadOnlyList<CmdletModel> Cmdlets { get; } = cmdlets;

    /// <summary>The folder of the pages.</summary>
    public string Pages { get; } = Path.Combine(root, "docs", "en-US");

    /// <summary>The folder that Get-Help reads.</summary>
    public string Output { get; } = Path.Combine(root, "en-US");

    public IEnumerable<string> TopicNames => Directory.EnumerateFiles(Pages, "about_*.md")
        .Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public string PageOf(string name) => Path.Combine(Pages, name + ".md");

    /// <summary>Reads a cmdlet's page; an empty one if there is none.</summary>
    public HelpPage Read(CmdletModel cmdlet) =>
        File.Exists(PageOf(cmdlet.Name)) ? Convert(cmdlet.Name, static text => new HelpPage(text)) : new HelpPage(string.Empty);

    /// <summary>Writes pages that are missing, updates the others from the engine, and writes MAML and topics.</summary>
    /// <returns>The files that have changed.</returns>
    public IReadOnlyList<string> Update()
    {
        Directory.CreateDirectory(Pages);
        Directory.CreateDirectory(Output);
        var docs = new SourceDocs(typeof(HelpSources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static data => data.Key == "SourceDocs").Value!);
        var pages = Cmdlets.Select(cmdlet =>
        {
            var page = Read(cmdlet);
            page.Complete(cmdlet, docs);
            return (Path: PageOf(cmdlet.Name), Content: page.Render(cmdlet));
        }).Where(Replace).Select(static file => file.Path).ToList();
        return pages.Concat(OutputFiles().Where(Replace).Select(static file => file.Path)).ToList();

        static bool Replace((string Path, string Content) file)
        {
            var changed = !File.Exists(file.Path) || File.ReadAllText(file.Path) != file.Content;
            if (changed)
            {
                File.WriteAllText(file.Path, file.Content);
            }

            return changed;
        }
    }

    /// <summary>The required content of the folder that Get-Help reads.</summary>
    public IEnumerable<(string Path, string Content)> OutputFiles() => TopicNames
        .Select(topic => (topic + ".help.txt", Convert(topic, text => AboutTopic.Write(topic, text))))
        .Prepend((Maml.FileName, Maml.Write(Cmdlets.Select(cmdlet => (cmdlet, Read(cmdlet))))))
        .Select(file => (Path.Combine(Output, file.Item1), file.Item2));

    private T Convert<T>(string name, Func<string, T> conversion)
    {
        try
        {
            var text = File.ReadAllText(PageOf(name));
            // Reports text that cannot be converted here, where the line numbers are those of the file.
            MarkdownText.Blocks(text);
            return conversion(text);
        }
        catch (Exception invalid) when (invalid is InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException(name + ".md: " + invalid.Message, invalid);
        }
    }
}
