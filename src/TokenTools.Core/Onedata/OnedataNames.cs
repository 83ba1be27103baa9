using System.Globalization;

namespace TokenTools.Onedata;

/// <summary>The rule for the names of Onezone's entities and tokens.</summary>
/// <remarks>
/// ctool:include/validation.hrl: 2 to 128 characters; letters, digits, underscores and round brackets, and between the first and the last
/// one also spaces, dots and dashes.
/// </remarks>
internal static class OnedataNames
{
    public const int MinimumLength = 2;
    public const int MaximumLength = 128;

    /// <summary>True for a valid name.</summary>
    public static bool IsValid(string name)
    {
        var length = 0;
        var isEdge = false;
        for (var i = 0; i < name.Length; i += char.IsSurrogatePair(name, i) ? 2 : 1)
        {
            length++;
            var inside = name[i] is ' ' or '.' or '-';
            if ((length == 1 && inside) || !(inside || IsWordCharacter(name, i)))
            {
                return false;
            }

            isEdge = !inside;
        }

        return isEdge && length is >= MinimumLength and <= MaximumLength;
    }

    private static bool IsWordCharacter(string name, int index) => name[index] is '_' or '(' or ')'
        || CharUnicodeInfo.GetUnicodeCategory(name, index) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
