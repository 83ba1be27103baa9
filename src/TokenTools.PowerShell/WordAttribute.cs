using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>
/// Rejects text that is not one of some words, in any case, with Core's error. The error of ValidateSet, which is still there for
/// completion, would repeat the text, which may be a misplaced token.
/// </summary>
/// <param name="key">The setting's key, which is the parameter's name.</param>
/// <param name="words">The words.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordAttribute(string key, params string[] words) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        foreach (var value in Unwrap(inputData) is IList list ? list.Cast<object?>() : [inputData])
        {
            if (Unwrap(value) is string text && !words.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                var error = new TokenArgumentException(
                    key, nameof(Messages.ChoiceInvalid), new SettingName(key), text, string.Join(", ", words));
                throw new ArgumentTransformationMetadataException(error.Message, error);
            }
        }

        return inputData;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
