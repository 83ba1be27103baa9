using System;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class TerminalTextTests
{
    // Only the character that makes it a command is replaced. Another bracket may come first.
    [Theory]
    [InlineData("name ##vso[task.debug]x", "name ##vso\uFFFDtask.debug]x")]
    [InlineData("##[error]x", "##\uFFFDerror]x")]
    [InlineData("[1] ##[error]x", "[1] ##\uFFFDerror]x")]
    [InlineData("  ::error::x", "  \uFFFD:error::x")]
    public void Clean_Command_LosesOneCharacter(string text, string expected) => Assert.Equal(expected, TerminalText.Clean(text));

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

    // Texts that a service could choose, and that would be executed in the log of a build.
    [Theory]
    [InlineData("name ##vso[task.prependpath]/tmp/x", "##vso[")]
    [InlineData("name ##VSO[task.setvariable variable=A]x", "##VSO[")]
    [InlineData("name ##\uFE0Fv\u0301so[task.prependpath]/tmp/x", "so[")]
    [InlineData("###vso[task.complete result=Failed]", "vso[")]
    [InlineData("name ##[add-path]/tmp/x", "##[")]
    [InlineData("::stop-commands::x", "::stop")]
    [InlineData("  ::error file=a,line=1::x", "::error")]
    [InlineData("::add-matcher a:b::x", "::add")]
    [InlineData("::echo::on", "::echo")]
    [InlineData("::add-mask a\nb::x", "::add")]
    [InlineData(":\u115F:add-path::/tmp/x", ":\u115F:add")]
    public void Clean_CommandOfABuildSystem_IsBroken(string text, string start)
    {
        Assert.Contains(start, text, StringComparison.Ordinal);
        Assert.DoesNotContain(start, TerminalText.Clean(text), StringComparison.Ordinal);
        Assert.DoesNotContain(start, Redactor.ByShape.RedactToLine(text, 100), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("::1/128, ::ffff:10.0.0.1, fe80::")]
    [InlineData("::abcd")]
    [InlineData("namespace::type::member")]
    [InlineData("## heading [link]")]
    public void Clean_NoCommandOfABuildSystem_StaysAsItIs(string text)
    {
        Assert.Equal(text, TerminalText.Clean(text));
        Assert.Equal(text, Redactor.ByShape.RedactToLine(text, 100));
    }

    [Fact]
    public void RedactToLine_BidirectionalMark_IsRemoved() =>
        Assert.Equal("a b", Redactor.ByShape.RedactToLine("a\u202e\u001b b", 100));
}
