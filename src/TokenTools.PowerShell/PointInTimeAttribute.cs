using System;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Lets a DateTimeOffset parameter accept a DateTime, or text in the grammar of <see cref="PointInTime"/>.</summary>
internal sealed class PointInTimeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
            {
                null => null,
                DateTimeOffset time => time,
                DateTime date => PointInTime.From(date),
                var other => PointInTime.Parse(other as string),
            };
        }
        catch (TokenFormatException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }
}
