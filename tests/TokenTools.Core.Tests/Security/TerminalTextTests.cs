using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class TerminalTextTests
{
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
    public void Clean_CharacterThatHarmsTerminal_IsReplaced(string text, bool harmless)
    {
        Assert.Equal(harmless, TerminalText.IsHarmless(text));
        Assert.Equal(harmless ? text : "a\uFFFDb", TerminalText.Clean(text));
    }

    [Fact]
    public void Clean_LoneSurrogate_IsReplaced()
    {
        Assert.Equal("\uFFFDx", TerminalText.Clean("\ud83dx"));
        Assert.Equal("x\uFFFD", TerminalText.Clean("x\udd11"));
    }

    [Fact]
    public void RedactToLine_BidirectionalMark_IsRemoved() =>
        Assert.Equal("a b", Redactor.ByShape.RedactToLine("a\u202e\u001b b", 100));
}
