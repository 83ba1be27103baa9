using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>
/// Binds a duration as a <see cref="DurationArgument"/>. The engine itself would convert an unquoted 90s or 7d only after it has become a
/// number, and nothing in a restricted language mode.
/// </summary>
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => DurationArgument.From(inputData);
}
