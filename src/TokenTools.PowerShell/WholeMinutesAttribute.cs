using System.Management.Automation;
using TokenTools.Boomi;

namespace TokenTools.PowerShell;

/// <summary>Converts a number of minutes with Core's own parser, so that 30.5 is rejected rather than rounded; an empty cell is no value.</summary>
internal sealed class WholeMinutesAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var text = LanguagePrimitives.ConvertTo<string>(inputData is PSObject wrapped ? wrapped.BaseObject : inputData);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            return InstallerTokenSpec.ParseMinutes(text.Trim());
        }
        catch (TokenArgumentException error)
        {
            // With this cause, the engine leaves the parameter of a row unbound, and the row is checked as a whole.
            throw new ArgumentTransformationMetadataException(error.Message, new PSInvalidCastException(error.Message, error));
        }
    }
}
