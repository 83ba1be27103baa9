using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Binds a token as a <see cref="TokenArgument"/>, whose text is not a token.</summary>
internal sealed class TokenAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData is null ? null : new TokenArgument(inputData);
}
