using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TokenTools.CommandPages;

/// <summary>The files in the repository that the program generates.</summary>
internal sealed class GeneratedFiles(string root, CommandReference reference)
{
    private const string Remedy = " (run dotnet msbuild tools/docs.proj)";

    private const string Pages = "docs/tokentools";

    /// <summary>Writes the files that differ, and deletes pages without a command.</summary>
    /// <returns>The paths that changed, relative to the repository.</returns>
    public IReadOnlyList<string> Update()
    {
        Directory.CreateDirectory(Path.Combine(root, Pages));
        var changed = Obsolete().ToList();
        changed.ForEach(file => File.Delete(Path.Combine(root, file)));
        foreach (var (path, content) in Files())
        {
            if (Current(path) != content)
            {
                File.WriteAllText(Path.Combine(root, path), content);
                changed.Add(path);
            }
        }

        return changed;
    }

    /// <summary>The files that <see cref="Update"/> would change.</summary>
    public IEnumerable<string> Check() => Files().Where(file => Current(file.Path) != file.Content).Select(static file => file.Path)
        .Select(static path => path + " is out of date" + Remedy)
        .Concat(Obsolete().Select(static path => path + " belongs to no command" + Remedy));

    private IEnumerable<(string Path, string Content)> Files()
    {
        foreach (var command in reference.Commands)
        {
            yield return (Pages + "/" + command.Name + ".md", CommandPage.Render(command));
        }

        yield return (Pages + "/tokentools.md", CommandPage.Index(reference));
        yield return (Pages + "/tokentools.1", ManPage.Render(reference));
        var commands = reference.Commands.Select(static command => command.Name).Prepend("tokentools");
        yield return ("docs/toc.yml", TableOfContents.Render(root, commands));
    }

    private string? Current(string path)
    {
        path = Path.Combine(root, path);
        return File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : null;
    }

    private IEnumerable<string> Obsolete() => !Directory.Exists(Path.Combine(root, Pages)) ? [] :
        Directory.EnumerateFiles(Path.Combine(root, Pages), "*.md")
            .Select(static file => Pages + "/" + Path.GetFileName(file))
            .Except(Files().Select(static file => file.Path), StringComparer.Ordinal);
}
