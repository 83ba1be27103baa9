using System.Linq;
using TokenTools.Core.Tests.Boomi;
using TokenTools.Core.Tests.Onedata;
using TokenTools.Tests;
using Xunit;
using Xunit.Sdk;

namespace TokenTools.Core.Tests;

public class LongestFirstTests
{
    [Fact]
    public void OrderTestCollections_ClassThatTakesLong_ComesFirst()
    {
        var sink = new NullMessageSink();
        var assembly = typeof(LongestFirstTests).Assembly;
        var factory = new CollectionPerClassTestCollectionFactory(new TestAssembly(Reflector.Wrap(assembly)), sink);
        var collections = new[] { typeof(MacaroonTests), typeof(InstallerTokenBatchTests), typeof(LongestFirstTests) }
            .Select(type => factory.Get(Reflector.Wrap(type))).ToList();

        var ordered = new LongestFirst().OrderTestCollections(collections);

        Assert.Equal([collections[1], collections[0], collections[2]], ordered);
    }

    // xunit ignores an orderer that it does not find.
    [Fact]
    public void Assembly_Orderer_Exists()
    {
        var assembly = typeof(LongestFirstTests).Assembly;
        var arguments = assembly.GetCustomAttributesData()
            .Single(static attribute => attribute.AttributeType == typeof(TestCollectionOrdererAttribute)).ConstructorArguments;
        Assert.Equal([typeof(LongestFirst).FullName, assembly.GetName().Name], arguments.Select(static argument => (string?)argument.Value));
    }
}
