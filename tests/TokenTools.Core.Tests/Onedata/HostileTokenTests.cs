using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>A token comes from a stranger: what it says must not get at the terminal of whoever looks at it.</summary>
public class HostileTokenTests
{
    private const string Escape = "\u001b[2J\u001b]0;owned\a";

    private static readonly byte[] Secret = "secret"u8.ToArray();

    [Theory]
    [InlineData("plain", true)]
    [InlineData("zażółć 🔑 日本", true)]
    [InlineData("", true)]
    [InlineData("a\u001bb", false)]
    [InlineData("a\u009bb", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\u007fb", false)]
    [InlineData("a\u202eb", false)]
    [InlineData("a\u2028b", false)]
    [InlineData("a\u200bb", false)]
    [InlineData("a\U000e0041b", false)]
    public void What_could_harm_a_terminal_is_replaced_and_the_rest_kept(string text, bool harmless)
    {
        Assert.Equal(harmless, TerminalText.IsHarmless(text));
        Assert.Equal(harmless ? text : "a\uFFFDb", TerminalText.Clean(text));
    }

    [Fact]
    public void Halves_of_characters_are_replaced()
    {
        Assert.Equal("\uFFFDx", TerminalText.Clean("\ud83dx"));
        Assert.Equal("x\uFFFD", TerminalText.Clean("x\udd11"));
    }

    [Theory]
    [InlineData("legacy" + Escape)]
    [InlineData("2/nmd/usr-u" + Escape + "/act/id")]
    [InlineData("2/nmd/usr-u/act:s" + Escape + "/id")]
    [InlineData("2/nmd/usr-u/ujs:t" + Escape + ":/id")]
    [InlineData("2/nmd/usr-u/act/id" + Escape)]
    [InlineData("2/nmd/usr-u/act/i\u202ed")]
    public void An_identifier_with_escape_sequences_is_refused(string identifier)
    {
        var token = Macaroon.Create("z"u8.ToArray(), Encoding.UTF8.GetBytes(identifier), Secret).Serialize();
        var error = Assert.Throws<TokenFormatException>(() => OnedataToken.Decode(token));
        Assert.Equal(nameof(Messages.OnedataIdentifierHarmful), error.ErrorId);
        Assert.True(TerminalText.IsHarmless(error.Message));
    }

    [Fact]
    public void Whatever_is_shown_of_a_token_is_harmless_and_its_bytes_stay_what_they_were()
    {
        var path = Convert.ToBase64String(Encoding.UTF8.GetBytes("/s1/" + Escape + "/"));
        var objectId = CdmiObjectId.Encode("uuid", "space" + Escape);
        byte[][] caveats =
        [
            Encoding.UTF8.GetBytes("future = " + Escape),
            [0xFF, 0x1B, 0x5B],
            Encoding.ASCII.GetBytes("data.path = " + path),
            Encoding.ASCII.GetBytes("data.objectid = " + objectId),
        ];
        var text = Macaroon.Create(Encoding.UTF8.GetBytes("zone" + Escape), "2/nmd/usr-u/act/id"u8.ToArray(), Secret, caveats).Serialize();

        var token = OnedataToken.Decode(text, new OnedataDecodeOptions { AsPlainText = true, ConnectionDomain = "zone.example.com" });
        Assert.Equal(text, token.Token);
        Assert.Equal(caveats, token.Caveats.Select(caveat => caveat.ToBytes()));
        Assert.Equal(5, token.Warnings.Count);
        var verdicts = token.Evaluate(new CaveatContext { DataPath = "/s1/file" });
        IEnumerable<string> shown =
        [
            token.OnezoneDomain, token.ToString(),
            .. token.Warnings.Select(warning => warning.Message),
            .. token.Caveats.SelectMany(caveat => new[] { caveat.Text, caveat.ToString(), caveat.ToJsonText() }),
            .. token.Caveats.OfType<DataPathCaveat>().SelectMany(caveat => caveat.Paths),
            .. token.Caveats.OfType<DataObjectIdCaveat>().SelectMany(caveat => caveat.SpaceIds),
            .. verdicts.SelectMany(verdict => new[] { verdict.Reason, verdict.ToString() }),
        ];
        Assert.All(shown, value => Assert.True(TerminalText.IsHarmless(value), value));
    }

    [Fact]
    public void A_path_with_control_characters_is_judged_by_its_bytes()
    {
        var caveat = TokenCaveat.FromText("data.path = " + Convert.ToBase64String(Encoding.UTF8.GetBytes("/s1/a\u001b")));
        Assert.Equal(CaveatOutcome.NotSatisfied, caveat.Evaluate(new CaveatContext { DataPath = "/s1/a\uFFFD" }).Outcome);
    }

    [Fact]
    public void An_errors_line_holds_no_bidirectional_marks_either() =>
        Assert.Equal("a b", Redactor.ByShape.RedactToLine("a\u202e\u001b b", 100));
}
