using System;
using System.Linq;
using TokenTools.Onedata;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata;

public class TokenWrappingTests
{
    [Theory]
    [InlineData("{0}", null)]
    [InlineData("\r\n {0}\r\n", "white space")]
    [InlineData("\"{0}\"", "quotation marks")]
    [InlineData("'{0}'\n", "quotation marks")]
    [InlineData("\u201C{0}\u201D", "quotation marks")]
    [InlineData("Bearer {0}", "header or scheme")]
    [InlineData("bearer {0}", "header or scheme")]
    [InlineData("x-auth-token: {0}", "header or scheme")]
    [InlineData("Authorization: Bearer {0}", "header or scheme")]
    [InlineData("ONECLIENT_ACCESS_TOKEN={0}", "variable")]
    [InlineData("export TOKEN='{0}'\n", "variable")]
    [InlineData("$token = \"{0}\"", "variable")]
    [InlineData("$env:TOKEN = '{0}'", "variable")]
    [InlineData("set ONEZONE_API_KEY={0}", "variable")]
    [InlineData("`{0}`", "quotation marks")]
    [InlineData("\u2018{0}\u2019", "quotation marks")]
    [InlineData("\u00AB{0}\u00BB", "quotation marks")]
    [InlineData("T0={0}", "variable")]
    [InlineData("T9={0}", "variable")]
    [InlineData("_t_A_z_Z={0}", "variable")]
    [InlineData("mda={0}", "variable")]
    [InlineData("TOKEN   = {0}", "variable")]
    [InlineData("Set T=\n{0}", "variable")]
    [InlineData("{\"id\":\"token\",\"tokenId\":\"x\",\"token\": \"{0}\",\"caveats\":[{}]}\n", "JSON document")]
    public void Decode_TextAroundToken_IsIgnoredAndNamed(string format, string? part)
    {
        var text = Sign("2/nmd/usr-u/act/id1", Valid);
        var token = OnedataToken.Decode(format.Replace("{0}", text, StringComparison.Ordinal), new OnedataDecodeOptions { AsPlainText = true });
        Assert.Equal(("id1", text), (token.Id, token.Token));
        Assert.Equal(part is null, token.Around is null);
        Assert.Contains(part ?? string.Empty, token.Around?.ToString() ?? string.Empty, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"{0}", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData("''", nameof(Messages.MacaroonEmpty))]
    [InlineData("Basic {0}", nameof(Messages.MacaroonSpaceInside))]
    [InlineData("\"'\"", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData("export set TOKEN={0}", nameof(Messages.MacaroonSpaceInside))]
    [InlineData("2TOKEN={0}", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("mdaT={0}", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("TOKEN=={0}", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("={0}", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("AB=C", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("TO-KEN={0}", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("Bearer{0}", nameof(Messages.MacaroonPacketLengthUnreadable))]
    [InlineData("bearers {0}", nameof(Messages.MacaroonSpaceInside))]
    [InlineData("x-auth-token:{0}", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData(": {0}", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData("{\"tokens\":\"{0}\"}", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData("{\"token\":\"{0}", nameof(Messages.MacaroonCharacterInvalid))]
    public void Decode_OtherText_IsNotIgnored(string format, string errorId)
    {
        var text = format.Replace("{0}", Sign("2/nmd/usr-u/act/id1", Valid), StringComparison.Ordinal);
        Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => OnedataToken.Decode(text)).ErrorId);
    }

    [Theory]
    [InlineData(64, '=', true)]
    [InlineData(65, '=', false)]
    [InlineData(64, ':', true)]
    [InlineData(65, ':', false)]
    public void Decode_LongName_IsIgnoredUpToALimit(int length, char separator, bool isIgnored)
    {
        var text = new string('x', length) + separator + " " + Sign("2/nmd/usr-u/act/id1", Valid);
        Assert.Equal(isIgnored, Record.Exception(() => OnedataToken.Decode(text)) is null);
    }

    [Theory]
    [InlineData("export TOKEN='{0}'\n", "white space, quotation marks, the name of a variable")]
    [InlineData(" {\"token\":\"Bearer {0}\"}", "white space, a JSON document, the name of a header or scheme")]
    public void Decode_SeveralPartsAroundToken_NamesAll(string format, string parts)
    {
        var token = OnedataToken.Decode(format.Replace("{0}", Sign("2/nmd/usr-u/act/id1", Valid), StringComparison.Ordinal));
        Assert.Equal("The text around the token was ignored: " + parts + ".", token.Around!.ToString());
    }

    [Fact]
    public void Decode_TruncatedToken_ShowsTheRemainingPart()
    {
        var text = Sign("2/tmp-3/usr-u1/act/id1", "time < 1893456000", "data.readonly");
        // From the start of the signature's packet to its last character.
        foreach (var length in Enumerable.Range(text.Length - 45, 45))
        {
            var error = Assert.Throws<TokenFormatException>(() => OnedataToken.Decode(text[..length]));
            Assert.Contains("onezone.example.com; temporary accessToken, usr-u1; complete caveats: 2", error.Message, StringComparison.Ordinal);
            Assert.Contains("to read data", error.Message, StringComparison.Ordinal);
            // The signature is the secret part of a token.
            Assert.DoesNotContain(text[(length - 12)..length], error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Decode_TokenCutInItsIdentifier_ShowsNothing()
    {
        var text = Sign("2/tmp-3/usr-u1/act/id1");
        Assert.DoesNotContain("remaining part", Assert.Throws<TokenFormatException>(() => OnedataToken.Decode(text[..50])).Message, StringComparison.Ordinal);
    }
}
