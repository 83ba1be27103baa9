using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestCollectionOrderer("TokenTools.PowerShell.Tests.PesterCollectionOrderer", "TokenTools.PowerShell.Tests")]

namespace TokenTools.PowerShell.Tests;

/// <summary>
/// A test of one argument that runs once for each Pester file, and is reported as skipped, with the reason, where there is no
/// PowerShell. Each file is a test collection: xunit runs collections side by side, as many as xunit.runner.json allows.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("TokenTools.PowerShell.Tests.PesterFileDiscoverer", "TokenTools.PowerShell.Tests")]
public sealed class PesterFileAttribute : FactAttribute
{
    public PesterFileAttribute() =>
        Skip = PowerShellEngine.Missing is { } reason ? "Pester was skipped: " + reason : null;
}

/// <summary>Makes the tests of a <see cref="PesterFileAttribute"/>.</summary>
public sealed class PesterFileDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) => PesterFile.All.Select(file =>
        {
            var type = testMethod.TestClass;
            var collection = new TestCollection(type.TestCollection.TestAssembly, null, PesterCollectionOrderer.Prefix + file.Name);
            return new XunitTestCase(
                diagnostics,
                discoveryOptions.MethodDisplayOrDefault(),
                discoveryOptions.MethodDisplayOptionsOrDefault(),
                new TestMethod(new TestClass(collection, type.Class), testMethod.Method),
                [file.Name]);
        });
}

/// <summary>
/// The Pester files that need a new engine come first, while there is none yet, with those that take longest, so that none of them
/// is left alone at the end. The other tests, which start programs of their own, run beside the two engines.
/// </summary>
public sealed class PesterCollectionOrderer : ITestCollectionOrderer
{
    public const string Prefix = "Pester ";

    private static readonly string[] Longest =
    [
        "Sandbox/Stop-TokenSandbox", "Boomi/Bulk", "Module/HelpExamples", "Module/Canary", "Module/Examples", "Module/Find-SecretLeak",
        "GoodData/Test-BootstrapToken", "Module/Stopping", "Module/Help", "Onedata/New-TemporaryToken.Responses", "Boomi/New-InstallerToken.Retries",
        "Module/Import", nameof(RolloutTests), nameof(ContributingTests), nameof(HelpTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections)
    {
        var files = testCollections.Where(IsFile).OrderBy(Place).ToList();
        var others = new Queue<ITestCollection>(testCollections.Where(static collection => !IsFile(collection)).OrderBy(Place));
        for (var i = 0; i < files.Count; i++)
        {
            yield return files[i];
            // As many at a time as PesterEngine has engines.
            if (i % 2 == 1 && others.TryDequeue(out var other))
            {
                yield return other;
            }
        }

        foreach (var other in others)
        {
            yield return other;
        }
    }

    private static bool IsFile(ITestCollection collection) => collection.DisplayName.StartsWith(Prefix, StringComparison.Ordinal);

    private static int Place(ITestCollection collection) =>
        Array.FindIndex(Longest, name => collection.DisplayName.Contains(name + ".", StringComparison.Ordinal)
            || collection.DisplayName.EndsWith("." + name, StringComparison.Ordinal)) is >= 0 and var place ? place : Longest.Length;
}
