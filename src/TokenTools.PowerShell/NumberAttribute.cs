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
internal sealed class NumberAttribute(string key, Type? type = null) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        foreach (var value in Unwrap(inputData) is IList list ? list.Cast<object?>() : [inputData])
        {
            if (Unwrap(value) is string text && !LanguagePrimitives.TryConvertTo(text, type ?? typeof(int), out _))
            {
                var error = SettingParser.NotANumber(text, key);
                throw new ArgumentTransformationMetadataException(error.Message, error);
            }
        }

        return inputData;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
