using System;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Lets a parameter of type TimeSpan be given in the grammar of <see cref="Duration"/>. A number is refused: it has no unit.</summary>
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null)
        {
            return null;
        }

        try
        {
            if (value is TimeSpan span)
            {
                return span > TimeSpan.Zero ? span : throw new TokenFormatException(nameof(Messages.DurationZero), span.ToString("c"));
            }

            return Duration.Parse(LanguagePrimitives.ConvertTo<string>(value));
        }
        catch (TokenFormatException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }
}
