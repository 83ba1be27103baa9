using System;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Lets a TimeSpan parameter accept text in the grammar of <see cref="Duration"/>. Rejects a number, which has no unit.</summary>
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <summary>True where zero and a minus sign are valid as well.</summary>
    public bool Signed { get; set; }

    /// <summary>
    /// For a parameter that is bound from rows: invalid text becomes an <see cref="InvalidDuration"/>, which the cmdlet rejects. The
    /// engine's own error would not be one of the module's.
    /// </summary>
    public bool ForRows { get; set; }

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
                return Signed || span > TimeSpan.Zero
                    ? span
                    : throw new TokenFormatException(nameof(Messages.DurationZero), Duration.Format(span));
            }

            // Converts the wrapped input: PowerShell parses an unquoted 90s or 7d as a number (Int16, Decimal) but keeps the text as typed.
            var text = LanguagePrimitives.ConvertTo<string>(inputData);
            return Signed ? Duration.ParseSigned(text) : Duration.Parse(text);
        }
        catch (TokenFormatException error) when (ForRows)
        {
            return InvalidDuration.Of(error);
        }
        catch (TokenFormatException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }
}
