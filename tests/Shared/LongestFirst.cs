using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace TokenTools.Tests;

/// <summary>Runs the classes that take long first. A test project names it in an assembly attribute.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly HashSet<string> Long = typeof(LongestFirst).Assembly.GetTypes()
        .Where(static type => type.IsDefined(typeof(TakesLongAttribute), inherit: false))
        .Select(static type => "Test collection for " + type.FullName)
        .ToHashSet(StringComparer.Ordinal);

    // The name of a class's own collection ends with its id in parentheses.
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(static collection => !Long.Contains(collection.DisplayName.Split(" (")[0]));
}
