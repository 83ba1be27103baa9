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
/// is left alone at the end.
/// </summary>
public sealed class PesterCollectionOrderer : ITestCollectionOrderer
{
    public const string Prefix = "Pester ";

    private static readonly string[] Longest =
    [
        "Sandbox/Stop-TokenSandbox", "Boomi/Bulk", "Module/HelpExamples", "Module/Canary", "Module/Examples", "Module/Find-SecretLeak",
        "GoodData/Test-BootstrapToken", "Module/Stopping", "Module/Help", "Onedata/New-TemporaryToken.Responses", "Boomi/New-InstallerToken.Retries",
        "Module/Import",
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(static collection =>
        Array.FindIndex(Longest, name => collection.DisplayName.StartsWith(Prefix + name + ".", StringComparison.Ordinal)) is >= 0 and var place ? place
            : collection.DisplayName.StartsWith(Prefix, StringComparison.Ordinal) ? Longest.Length
            : Longest.Length + 1);
}
