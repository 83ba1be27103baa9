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

            // Of the wrapped input: PowerShell takes an unquoted 90s or 7d for a number (Int16, Decimal), but keeps the text as typed.
            return Duration.Parse(LanguagePrimitives.ConvertTo<string>(inputData));
        }
        catch (TokenFormatException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }
}
