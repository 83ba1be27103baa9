using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.Help;

/// <summary>The help of a checkout: pages, what is made of them, and the assembly they are about.</summary>
internal sealed class HelpSources
{
    public HelpSources(string root, string? moduleBin = null)
    {
        Root = root;
        Pages = Path.Combine(root, "docs", "en-US");
        Made = Path.Combine(root, "en-US");
        Cmdlets = ModuleAssembly.Read(moduleBin ?? Path.Combine(root, "bin"), Metadata("PowerShellStandard"));
    }

    public string Root { get; }

    /// <summary>Where the pages stand.</summary>
    public string Pages { get; }

    /// <summary>Where Get-Help finds what is made of them.</summary>
    public string Made { get; }

    public IReadOnlyList<CmdletModel> Cmdlets { get; }

    public IEnumerable<string> TopicNames => Directory.EnumerateFiles(Pages, "about_*.md").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public string PageOf(string cmdlet) => Path.Combine(Pages, cmdlet + ".md");

    /// <summary>Writes pages that are missing, brings the others up to the assembly, and makes MAML and topics.</summary>
    /// <returns>The files that have changed.</returns>
    public IEnumerable<string> Update()
    {
        Directory.CreateDirectory(Pages);
        Directory.CreateDirectory(Made);
        var docs = new SourceDocs(Metadata("SourceDocs"));
        var pages = new List<(CmdletModel, HelpPage)>();
        foreach (var cmdlet in Cmdlets)
        {
            var path = PageOf(cmdlet.Name);
            var page = File.Exists(path) ? HelpPage.Parse(File.ReadAllText(path)) : HelpPage.Draft(cmdlet, docs);
            page.Complete(cmdlet, docs);
            pages.Add((cmdlet, page));
            if (Replace(path, page.Render(cmdlet)))
            {
                yield return path;
            }
        }

        foreach (var (name, content) in MadeFiles(pages))
        {
            if (Replace(Path.Combine(Made, name), content))
            {
                yield return Path.Combine(Made, name);
            }
        }
    }

    /// <summary>What stands in en-US/, by its file name.</summary>
    public IEnumerable<(string Name, string Content)> MadeFiles(IEnumerable<(CmdletModel, HelpPage)> pages)
    {
        yield return (Maml.FileName, Maml.Write(pages));
        foreach (var topic in TopicNames)
        {
            yield return (topic + ".help.txt", AboutTopic.Write(topic, File.ReadAllText(Path.Combine(Pages, topic + ".md"))));
        }
    }

    private static bool Replace(string path, string content)
    {
        if (File.Exists(path) && File.ReadAllText(path) == content)
        {
            return false;
        }

        File.WriteAllText(path, content);
        return true;
    }

    private static string Metadata(string key) =>
        typeof(HelpSources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
