using System.Linq;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class PublicApiTests
{
    [Fact]
    public void ExportedTypes_Always_AreThoseThatAUserNeeds() => Assert.Equal(
        [
            "BoomiErrorFormat", "SandboxFault", "SandboxFaultQueue", "SandboxInstallerToken",
            "SandboxOptions", "SandboxRequest", "SandboxReset", "TokenSandbox",
        ],
        typeof(TokenSandbox).Assembly.GetExportedTypes().Select(static type => type.Name).Order(System.StringComparer.Ordinal));
}
