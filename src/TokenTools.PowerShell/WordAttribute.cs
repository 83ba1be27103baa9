using System;
using System.Collections;
using System.Linq;

namespace TokenTools.PowerShell;

/// <summary>
/// Rejects text that is not one of some words, in any case, with Core's error. The error of ValidateSet, which is still there for
/// completion, would repeat the text, which may be a misplaced token.
/// </summary>
/// <param name="key">The setting's key, which is the parameter's name.</param>
/// <param name="words">The words.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordAttribute(string key, params string[] words) : SettingTransformationAttribute
{
    private protected override object? Convert(object? value, object? input)
    {
        foreach (var element in value is IList list ? list.Cast<object?>() : [value])
        {
            if (Unwrap(element) is string text && !words.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                throw new TokenArgumentException(
                    key, nameof(Messages.ChoiceInvalid), new SettingName(key), string.Join(", ", words));
            }
        }

        return input;
    }
}
