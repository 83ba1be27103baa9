using System;
using System.Globalization;
using System.Linq;
using System.Text;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>What is read of a token that was cut off.</summary>
public class MacaroonRemnantTests
{
    private const string Identifier = "2/nmd/usr-u1/act/id1";

    [Theory]
    [InlineData("")]
    [InlineData("opw-")]
    public void Parse_TokenCutOffAnywhere_DescribesItsCompleteParts(string prefix)
    {
        string[] caveats = ["data.readonly", "ip = 10.20.30.0/24", "asn = 64500|64501"];
        var text = prefix + Sign(Identifier, caveats);
        var afterIdentifier = Packet("location", "onezone.example.com") + Packet("identifier", Identifier);
        var ends = caveats.Select((_, i) => afterIdentifier + caveats.Take(i + 1).Sum(static caveat => Packet("cid", caveat))).ToList();
        var described = 0;
        for (var length = prefix.Length + 8; length < text.Length; length++)
        {
            var error = Assert.Throws<TokenFormatException>(() => Macaroon.Parse(text[..length]));

            Assert.True(MacaroonRemnant.IsCutOff(error), error.ErrorId);
            var bytes = CompleteBytes(text[prefix.Length..length]);
            var count = ends.Count(end => end <= bytes);
            var shown = count == 0 ? "-" : string.Join("; ", caveats.Take(count).Select(static caveat => TokenCaveat.FromText(caveat).Describe()));
            Assert.Equal(
                bytes < afterIdentifier ? null : "The remaining part: issued by onezone.example.com; named accessToken, usr-u1; complete caveats: "
                    + count.ToString(CultureInfo.InvariantCulture) + " (" + shown + ").",
                error.Remainder?.ToString());
            described += error.Remainder is null ? 0 : 1;
        }

        Assert.True(described > 100);
    }

    [Fact]
    public void Parse_ManyCaveats_ShowsTheFirstTen()
    {
        var caveats = Enumerable.Range(1, 12).Select(static i => "asn = 6450" + i.ToString(CultureInfo.InvariantCulture)).ToArray();

        var error = Assert.Throws<TokenFormatException>(() => Macaroon.Parse(Sign(Identifier, caveats)[..^4]));

        var shown = string.Join("; ", caveats.Take(10).Select(static caveat => TokenCaveat.FromText(caveat).Describe()));
        Assert.EndsWith("complete caveats: 12 (" + shown + ").", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2/xyz/usr-u1/act/id1")]
    [InlineData("2/nmd")]
    public void Parse_UnreadableIdentifier_HasNoRemainder(string identifier)
    {
        var error = Assert.Throws<TokenFormatException>(() => Macaroon.Parse(Sign(identifier, "data.readonly")[..^4]));

        Assert.True(MacaroonRemnant.IsCutOff(error));
        Assert.Null(error.Remainder);
    }

    [Fact]
    public void Parse_TextAround_IsNotPartOfIt()
    {
        var text = Sign(Identifier, "data.readonly");

        var error = Assert.Throws<TokenFormatException>(() => Macaroon.Parse("TOKEN=\"" + text[..^4] + "\"\n"));

        Assert.StartsWith("The remaining part: issued by onezone.example.com; named accessToken, usr-u1; complete caveats: 1 (",
            error.Remainder?.ToString(), StringComparison.Ordinal);
    }

    // Four digits, the key, a space, the value and a line feed.
    private static int Packet(string key, string value) => 4 + key.Length + 1 + Encoding.ASCII.GetByteCount(value) + 1;

    // Each symbol has six bits; 0 and a digit are one symbol.
    private static int CompleteBytes(string text)
    {
        var symbols = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '0' && ++i == text.Length)
            {
                break;
            }

            symbols++;
        }

        return symbols * 6 / 8;
    }
}
