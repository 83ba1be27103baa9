using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Converts blank text, such as an empty cell of a CSV file, to null. PowerShell would convert it to 0.</summary>
internal sealed class BlankIsNullAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
    }
}
