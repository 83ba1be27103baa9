using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Tests;

/// <summary>Sets variables of the process's environment until it is disposed of; a null removes one.</summary>
internal sealed class EnvironmentScope : IDisposable
{
    private readonly (string Name, string? Value)[] _former;

    public EnvironmentScope(params IEnumerable<(string Name, string? Value)> values)
    {
        var all = values.ToArray();
        _former = Array.ConvertAll(all, static pair => (pair.Name, Environment.GetEnvironmentVariable(pair.Name)));
        Set(all);
    }

    public void Dispose() => Set(_former);

    private static void Set((string Name, string? Value)[] values)
    {
        foreach (var (name, value) in values)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
