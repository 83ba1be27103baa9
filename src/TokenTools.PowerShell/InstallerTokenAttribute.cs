using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Binds an installer token as an <see cref="InstallerTokenArgument"/>, whose text is not a token.</summary>
internal sealed class InstallerTokenAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null or InstallerTokenArgument ? inputData : new InstallerTokenArgument(inputData);
}
