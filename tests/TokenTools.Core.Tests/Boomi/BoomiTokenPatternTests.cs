using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>Boomi's two kinds of tokens by their usual format.</summary>
public class BoomiTokenPatternTests
{
    [Theory]
    [InlineData("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", true, false)]
    [InlineData(" ATOM-5726ec66-1744-4f5c-8b8b-8bff84343cb5\n", true, false)]
    [InlineData("123aab45-67b8-9012-3a45-67c8e9e01e23", false, true)]
    [InlineData("BOOMI_TOKEN.user@boomi.com:123aab45-67b8-9012-3a45-67c8e9e01e23", false, true)]
    [InlineData("planet-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5", false, false)]
    [InlineData("hunter2", false, false)]
    public void IsInstallerTokenAndIsApiToken_Text_AreByItsFormat(string text, bool isInstallerToken, bool isApiToken)
    {
        Assert.Equal(isInstallerToken, BoomiTokenPattern.IsInstallerToken(text));
        Assert.Equal(isApiToken, BoomiTokenPattern.IsApiToken(text));
        Assert.Equal(isApiToken, BoomiTokenPattern.IsApiToken(Requests.Secure(text)));
        Assert.False(BoomiTokenPattern.IsApiToken(42));
    }
}
