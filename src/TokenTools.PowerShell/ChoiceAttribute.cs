using System;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>
/// Parses the name of a choice like the command line, so that an invalid name causes the same error, without a .NET type name.
/// </summary>
/// <param name="choices">The enumeration.</param>
/// <param name="key">The setting's key, which is the parameter's name.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ChoiceAttribute(Type choices, string key) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text)
        {
            return inputData;
        }

        try
        {
            return SettingParser.ParseChoice(choices, text, key);
        }
        catch (TokenArgumentException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }
}
