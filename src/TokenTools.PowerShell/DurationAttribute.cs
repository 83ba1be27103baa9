using System;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Lets a parameter of type TimeSpan be given in the grammar of <see cref="Duration"/>. A number is refused: it has no unit.</summary>
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <summary>True where it is a distance: nothing, or a minus before it, is right as well.</summary>
    public bool Signed { get; set; }

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
                return Signed || span > TimeSpan.Zero ? span : throw new TokenFormatException(nameof(Messages.DurationZero), span.ToString("c"));
            }

            // Of the wrapped input: PowerShell takes an unquoted 90s or 7d for a number (Int16, Decimal), but keeps the text as typed.
            var text = LanguagePrimitives.ConvertTo<string>(inputData);
            return Signed ? Duration.ParseSigned(text) : Duration.Parse(text);
        }
        catch (TokenFormatException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }
}
