using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Takes a CSV's empty cell for no value at all; PowerShell itself would make 0 of it.</summary>
internal sealed class BlankIsNullAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
}
