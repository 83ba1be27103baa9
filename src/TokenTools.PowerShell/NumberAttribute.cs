using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>
/// Rejects text that is not a number with Core's error. The engine's own error would repeat the text, which may be a misplaced token.
/// </summary>
/// <param name="key">The setting's key, which is the parameter's name.</param>
/// <param name="type">The type of the number; null for int.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberAttribute(string key, Type? type = null) : SettingTransformationAttribute
{
    private protected override object? Convert(object? value, object? input)
    {
        foreach (var element in value is IList list ? list.Cast<object?>() : [value])
        {
            if (Unwrap(element) is string text && !LanguagePrimitives.TryConvertTo(text, type ?? typeof(int), out _))
            {
                throw SettingParser.NotANumber(key);
            }
        }

        return input;
    }
}
