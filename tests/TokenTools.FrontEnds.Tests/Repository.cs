using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.FrontEnds.Tests;

/// <summary>The files of the checkout, without build output.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "out", "TestResults", ".git", ".vs"];

    public static string Root { get; } = Path.GetFullPath(typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static metadata => metadata.Key == "RepositoryRoot").Value!);

    /// <summary>Files below a folder of the checkout with one of these extensions, as paths relative to its root with slashes.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions) =>
        Walk(Path.Combine(Root, folder))
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Select(static file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(static child => !Generated.Contains(Path.GetFileName(child)))
            .SelectMany(Walk));
}
