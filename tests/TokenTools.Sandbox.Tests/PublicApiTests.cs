using System.Linq;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class PublicApiTests
{
    [Fact]
    public void ExportedTypes_Always_AreThoseThatAUserNeeds() => Assert.Equal(
        [
            "BoomiErrorFormat", "SandboxEnvironment", "SandboxFault", "SandboxFaultQueue", "SandboxInstallerToken",
            "SandboxOptions", "SandboxRequest", "SandboxReset", "SandboxRuntime", "TokenSandbox",
        ],
        typeof(TokenSandbox).Assembly.GetExportedTypes().Select(static type => type.Name).Order(System.StringComparer.Ordinal));
}
