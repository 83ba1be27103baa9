using System.Linq;
using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>What a terminal shows of a text with sequences of ECMA-48 and ECMA-35.</summary>
public class TerminalSequencesTests
{
    [Theory]
    [InlineData("a\u001b[31;1mb", "ab")]
    [InlineData("a\u001b[mb", "ab")]
    [InlineData("a\u001b[@b", "ab")]
    [InlineData("a\u001b[~b", "ab")]
    [InlineData("a\u001b[?25\u007fhb", "ab")]
    [InlineData("a\u009b31mb", "ab")]
    [InlineData("a\u001b]0;title\ab", "ab")]
    [InlineData("a\u001b]0;title\u009cb", "ab")]
    [InlineData("a\u001b]0;title\u001b\\b", "ab")]
    [InlineData("a\u001b]0;ti\u001btle\ab", "ab")]
    [InlineData("a\u009d0;title\ab", "ab")]
    [InlineData("a\u0090x\u009cb", "ab")]
    [InlineData("a\u001bPx\u001b\\b", "ab")]
    [InlineData("a\u0098x\u009cb", "ab")]
    [InlineData("a\u009ex\u009cb", "ab")]
    [InlineData("a\u009fx\u009cb", "ab")]
    [InlineData("a\u001b(Bb", "ab")]
    [InlineData("a\u001b $Bb", "ab")]
    [InlineData("a\u001b/Bb", "ab")]
    [InlineData("a\u001bcb", "ab")]
    [InlineData("a\u001b0b", "ab")]
    [InlineData("a\u0085b", "ab")]
    [InlineData("a\u0080b", "ab")]
    [InlineData("ax\bb", "ab")]
    [InlineData("\bab", "ab")]
    [InlineData("xy\b\b\bab", "ab")]
    [InlineData("ab\u001b", "ab")]
    [InlineData("ab\u001b[31", "ab")]
    [InlineData("ab\u001b(", "ab")]
    [InlineData("ab\u001b]0;title", "ab")]
    [InlineData("ab\u001b]0;title\u001b", "ab")]
    public void Remove_Sequence_IsNotShown(string text, string expected) =>
        Assert.Equal(expected, TerminalSequences.Remove(MappedText.From(text))!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("plain [31m text\r\n\t")]
    [InlineData("\u00a0\u007f\u001a\u001c")]
    public void Remove_NoSequence_IsNull(string text) => Assert.Null(TerminalSequences.Remove(MappedText.From(text)));

    [Fact]
    public void Remove_Sequence_OthersKeepTheirPositions()
    {
        var shown = TerminalSequences.Remove(MappedText.From("ab\u001b[1mc\bd"))!;

        Assert.Equal("abd", shown.ToString());
        Assert.Equal([0, 1, 8], Enumerable.Range(0, 3).Select(shown.Start));
        Assert.Equal([1, 2, 9], Enumerable.Range(0, 3).Select(shown.End));
    }
}
