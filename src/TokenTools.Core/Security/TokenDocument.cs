using System;

namespace TokenTools.Security;

/// <summary>Finds a token in a JSON document, such as the result of a command, without a copy of the token.</summary>
internal static class TokenDocument
{
    /// <summary>Finds the value of a field in an object; the value is text without escapes.</summary>
    /// <param name="text">The characters.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="start">The document's start; the value's start if it is found.</param>
    /// <param name="end">The document's end; the value's end if it is found.</param>
    /// <returns>Whether it is found.</returns>
    public static bool TryFind(Func<int, char> text, string field, ref int start, ref int end)
    {
        if (end - start < 2 || text(start) != '{' || text(end - 1) != '}')
        {
            return false;
        }

        for (var i = start; i < end; i++)
        {
            if (!IsAt(text, i, end, "\"" + field + "\""))
            {
                continue;
            }

            var first = SkipSpaces(text, i + field.Length + 2, end);
            if (first == end || text(first) != ':' || (first = SkipSpaces(text, first + 1, end)) == end || text(first) != '"')
            {
                continue;
            }

            var last = ++first;
            while (last < end && text(last) is not ('"' or '\\'))
            {
                last++;
            }

            if (last < end && text(last) == '"')
            {
                (start, end) = (first, last);
                return true;
            }
        }

        return false;
    }

    private static int SkipSpaces(Func<int, char> text, int i, int end)
    {
        while (i < end && char.IsWhiteSpace(text(i)))
        {
            i++;
        }

        return i;
    }

    private static bool IsAt(Func<int, char> text, int start, int end, string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (start + i >= end || text(start + i) != word[i])
            {
                return false;
            }
        }

        return true;
    }
}
