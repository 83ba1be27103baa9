using System.Globalization;
using System.Linq;
using System.Text;
using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>The tables for folding, compared with the normalization of the framework (Unicode TR15).</summary>
public class CharacterFoldingTests
{
    // It looks like the letter, but has no decomposition.
    private const char DotlessI = '\u0131';

    [Fact]
    public void Fold_EachCharacter_EqualsCompatibilityNormalization()
    {
        var wrong = Enumerable.Range(0, 0x10000).Select(static code => (char)code)
            .Where(static c => !char.IsSurrogate(c) && !IsNoncharacter(c) && c != DotlessI)
            .Where(static c => Fold(c.ToString(), onlyAlphanumeric: false) != Normalized(c.ToString()))
            .Select(static c => $"U+{(int)c:X4}");

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(0x1D400, 0x1D6A5)] // Mathematical letters.
    [InlineData(0x1D7CE, 0x1D7FF)] // Mathematical digits.
    [InlineData(0x1F100, 0x1F14F)] // Squared and parenthesized letters.
    [InlineData(0x1F400, 0x1F410)] // Pictures, which are nothing else.
    [InlineData(0xE0100, 0xE01EF)] // Variation selectors, which are invisible.
    [InlineData(0xE0001, 0xE0001)] // A tag that is not the copy of a character.
    public void Fold_EachCharacterBeyondTheBasicPlane_EqualsCompatibilityNormalization(int first, int last)
    {
        var wrong = Enumerable.Range(first, last - first + 1).Where(IsAssigned).Select(char.ConvertFromUtf32)
            .Where(static text => Fold(text, onlyAlphanumeric: false) != Normalized(text))
            .Select(static text => $"U+{char.ConvertToUtf32(text, 0):X}");

        Assert.Empty(wrong);
    }

    // They have no decomposition, but look like letters.
    [Theory]
    [InlineData("\u0131", "I")]
    [InlineData("\U0001F150\U0001F151\U0001F169", "ABZ")]
    [InlineData("\U0001F170\U0001F171\U0001F189", "ABZ")]
    [InlineData("\U000E0041\U000E0061\U000E0030\U000E007E\U000E0021", "AA0~!")]
    [InlineData("a\U000E0020b", "AB")] // The copy of a space.
    [InlineData("a\ud83d", "A\ud83d")] // Half of a character, at the end.
    public void Fold_LookAlike_IsTheLetter(string text, string expected) =>
        Assert.Equal(expected, Fold(text, onlyAlphanumeric: false));

    [Theory]
    [InlineData("a-b_c 1!\u00e9\ud83d\ude00\u2460", "ABC1E1")]
    [InlineData("\ufb01\u3300", "FI\u30a2\u30cf\u30fc\u30c8")] // A ligature, and a square of four characters and a mark.
    [InlineData("\u2474", "1")] // (1)
    [InlineData("\ud83d!", "")]
    [InlineData("a\U00010400\U0001F600b", "A\U00010400B")] // A letter of Deseret, and a picture.
    public void Fold_OnlyAlphanumeric_DropsTheRest(string text, string expected) =>
        Assert.Equal(expected, Fold(text, onlyAlphanumeric: true));

    [Fact]
    public void Fold_TextThatBecomesLonger_IsWhole() =>
        Assert.Equal(string.Concat(Enumerable.Repeat("FI", 40)), Fold(new string('\ufb01', 40), onlyAlphanumeric: false));

    [Fact]
    public void Fold_ExpandedCharacter_KeepsItsPosition()
    {
        var folded = CharacterFolding.Fold(MappedText.From("a\ufb01\U0001D400b"), onlyAlphanumeric: true);

        Assert.Equal("AFIAB", folded.ToString());
        Assert.Equal([0, 1, 1, 2, 4], Enumerable.Range(0, 5).Select(folded.Start));
        Assert.Equal([1, 2, 2, 4, 5], Enumerable.Range(0, 5).Select(folded.End));
    }

    private static string Fold(string text, bool onlyAlphanumeric) =>
        CharacterFolding.Fold(MappedText.From(text), onlyAlphanumeric).ToString();

    private static bool IsAssigned(int code) => Rune.GetUnicodeCategory(new Rune(code)) != UnicodeCategory.OtherNotAssigned;

    private static bool IsNoncharacter(char c) => c is (>= '\uFDD0' and <= '\uFDEF') or '\uFFFE' or '\uFFFF';

    private static string Normalized(string text) => string.Concat(text.Normalize(NormalizationForm.FormKD).EnumerateRunes()
        .Where(static rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
        .Select(static rune => rune.IsBmp ? char.ToUpperInvariant((char)rune.Value).ToString() : rune.ToString()));
}
