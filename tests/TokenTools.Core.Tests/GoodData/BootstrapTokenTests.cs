using TokenTools.Core.Tests.Net;
using TokenTools.GoodData;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public class BootstrapTokenTests
{
    [Fact]
    public void ToString_Token_IsInTheJsonOnlyAsPlainText()
    {
        var plainText = BootstrapTokenFactory.Create("admin", Requests.Secure("example"), asPlainText: true);
        var secure = BootstrapTokenFactory.Create("admin", Requests.Secure("example"));

        Assert.Equal(
            "{\"userId\":\"admin\",\"tokenId\":\"bootstrap\",\"bearerToken\":\"YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=\"}", plainText.ToString());
        Assert.Equal("{\"userId\":\"admin\",\"tokenId\":\"bootstrap\"}", secure.ToString());
    }
}
