using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests.Pipeline;

public class EchoServiceTests : SandboxTest
{
    [Fact]
    public async Task Handle_Post_GivesSizeAndContentType()
    {
        using var response = await SendAsync("POST", "/cmdb", """{"@type":"InstallerToken"}""");
        Assert.Equal(System.Net.HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("""{"bytes":26,"contentType":"application/json"}""", await response.Content.ReadAsStringAsync());
        using var get = await SendAsync("GET", "/cmdb");
        Assert.Equal(System.Net.HttpStatusCode.MethodNotAllowed, get.StatusCode);
    }
}
