using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>Parts of a text that a mask replaces.</summary>
public class MaskedRangesTests
{
    // The first and the last character of each part.
    [Theory]
    [InlineData("abcdef")]
    [InlineData("abc*ef", 3, 3)]
    [InlineData("*ef", 0, 1, 2, 3)]
    [InlineData("*c*ef", 0, 1, 3, 3)]
    [InlineData("*ef", 2, 3, 0, 2)]
    [InlineData("*f", 0, 4, 1, 2)]
    [InlineData("*", 0, 2, 2, 4, 4, 5)]
    [InlineData("abcdef", 3, 2)]
    public void Apply_Parts_ReplacesThoseThatOverlapOrTouchByOneMask(string expected, params int[] parts)
    {
        var text = MappedText.From("abcdef");
        var ranges = new MaskedRanges();
        for (var i = 0; i < parts.Length; i += 2)
        {
            ranges.Add(text, parts[i], parts[i + 1]);
        }

        Assert.Equal(expected == "abcdef", ranges.IsEmpty);
        Assert.Equal(expected, ranges.Apply("abcdef", "*"));
    }
}
