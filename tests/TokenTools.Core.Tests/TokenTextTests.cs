using System.Linq;
using System.Text.Json.Nodes;
using TokenTools.Core.Tests.Export;
using TokenTools.Core.Tests.Net;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests;

public sealed class TokenTextTests
{
    public static TheoryData<string> Kinds { get; } = new(TokenExports.All().Select(static token => token.Kind));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_TextOfAToken_IsRecognized(string kind)
    {
        var (_, _, text, variable) = TokenExports.All().Single(token => token.Kind == kind);
        var read = TokenText.Read(Requests.Secure(" " + text + "\n"));
        Assert.Equal((text, variable), (read.Secret.Reveal(), read.VariableName));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_DocumentOfAToken_IsRecognizedAndKept(string kind)
    {
        var (_, token, text, variable) = TokenExports.All().Single(token => token.Kind == kind);
        var document = token.ToExport().ToJson(includePassword: false);
        var read = TokenText.Read(Requests.Secure(document + "\n"));
        Assert.Equal((text, variable), (read.Secret.Reveal(), read.VariableName));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(document), JsonNode.Parse(read.ToJson(includePassword: false))));
    }

    [Fact]
    public void Read_BootstrapToken_HasItsPassword() =>
        Assert.Equal("MySecretPassword", SecureText.Reveal(TokenText.Read(Requests.Secure(TokenExports.Bootstrap)).Password!));

    [Fact]
    public void Read_ExpiredJwt_IsExpired()
    {
        var read = TokenText.Read(Requests.Secure(TokenExports.ExpiredJwt));
        Assert.Equal(("GOODDATA_TOKEN", true, 1300819380L), (read.VariableName, read.IsExpired, read.Expiration!.Value.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData("", nameof(Messages.ExportInputEmpty))]
    [InlineData(" \n", nameof(Messages.ExportInputEmpty))]
    [InlineData("{}", nameof(Messages.ExportInputNoToken))]
    [InlineData("{\"token\":5}", nameof(Messages.ExportInputNoToken))]
    [InlineData("<a/>", nameof(Messages.ExportInputNoToken))]
    public void Read_NoToken_IsRejected(string text, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => TokenText.Read(Requests.Secure(text))).ErrorId);
}
