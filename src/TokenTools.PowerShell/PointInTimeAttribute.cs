using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Binds a point in time as a <see cref="PointInTimeArgument"/>, in every language mode.</summary>
internal sealed class PointInTimeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PointInTimeArgument.From(inputData);
}
