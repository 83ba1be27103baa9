using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;

namespace TokenTools.Attacks.Tests.Support;

/// <summary>tokentools as a process of its own.</summary>
internal static class TokenToolsProcess
{
    // Variables that it reads. None of the machine's own are for the services of these tests.
    private static readonly string[] Prefixes = ["BOOMI_", "ONEZONE_", "GOODDATA_", "TOKENTOOLS_", "HTTP_", "HTTPS_", "ALL_PROXY"];

    private static string CommandLine { get; } = Path.GetFullPath(typeof(TokenToolsProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static metadata => metadata.Key == "CommandLine").Value!);

    private static string DotNet { get; } =
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>How it is started.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Additional environment variables.</param>
    /// <param name="wrapper">A program that starts it, with that program's own arguments; empty for none.</param>
    public static ProcessStartInfo Start(
        IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> variables, params string[] wrapper)
    {
        string[] all = [.. wrapper, DotNet, CommandLine, .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..]);
        foreach (var name in start.Environment.Keys.Where(static name =>
            Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
